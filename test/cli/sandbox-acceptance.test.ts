import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { NOW, sandboxProcess, tempFolder, workspace, type SandboxProcess, type Workspace } from './command.ts';

/** The sandbox as a process of its own; what really happened is asked of a second one with the same seed, which answers no request. */
const LATER = '2026-11-23T12:00:00Z';
let now = Date.parse(NOW);
let truth: Sandbox;
let today: SandboxProcess;
let later: SandboxProcess;
beforeAll(async () => {
  [truth, today, later] = await Promise.all([
    startSandbox({ now: () => now }),
    sandboxProcess(),
    sandboxProcess(['--now', LATER, '--auto-approve']),
  ]);
});
afterAll(async () => {
  today.child.kill();
  later.child.kill();
  await truth.close();
});

type Row = {
  platform: string;
  adAccountId: string;
  entityId: string;
  entityName: string;
  date?: string;
  month?: string;
  currency: string;
  spend: string;
  impressions: number;
  clicks: number | null;
  reach: number | null;
};
type Insights = { rows: Row[]; totals: { currency: string; spend: string; impressions: number; clicks: number }[] };
const CLIENT = 'Harbour & Finch';
const FROM = '2026-10-25';
const TO = '2026-11-20';
const decimal = (micros: bigint): string =>
  `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`.replace(/\.?0+$/, '');
const accountsOf = (client: string) => truth.truth.accounts().filter((one) => one.client === client);

async function expectTruth(
  home: Workspace,
  levels: readonly ('account' | 'campaign' | 'ad_group' | 'ad')[],
): Promise<void> {
  for (const level of levels)
    for (const by of ['day', 'month', 'range'] as const) {
      const answer = await home.json<Insights>([
        'insights',
        '--client',
        CLIENT,
        '--from',
        FROM,
        '--to',
        TO,
        '--level',
        level,
        '--by',
        by,
      ]);
      const wanted = new Map<string, { spend: bigint; impressions: number; clicks: number; reach: number | null }>();
      for (const { platform, adAccountId } of accountsOf(CLIENT))
        for (const row of truth.truth.insights({ platform, adAccountId, level, from: FROM, to: TO })) {
          const period = by === 'day' ? row.date : by === 'month' ? row.date?.slice(0, 7) : '';
          const key = `${adAccountId} ${row.entityId} ${period ?? ''}`;
          const sum = wanted.get(key) ?? { spend: 0n, impressions: 0, clicks: 0, reach: null };
          wanted.set(key, {
            spend: sum.spend + row.spendMicros,
            impressions: sum.impressions + row.impressions,
            clicks: sum.clicks + row.clicks,
            reach: by === 'day' ? row.reach : null,
          });
        }
      for (const row of answer.rows) {
        const key = `${row.adAccountId} ${row.entityId} ${row.date ?? row.month ?? ''}`;
        const expected = wanted.get(key) ?? { spend: 0n, impressions: 0, clicks: 0, reach: row.reach };
        wanted.delete(key);
        expect(
          { spend: row.spend, impressions: row.impressions, clicks: row.clicks ?? 0, reach: row.reach },
          `${level} ${by} ${key}`,
        ).toEqual({ ...expected, spend: decimal(expected.spend) });
      }
      expect([...wanted.keys()]).toEqual([]);
    }
}

test(
  'both platforms of the sandbox through the command line, today and three days later',
  { timeout: 300_000 },
  async () => {
    const home = workspace(today.urls);
    const { meta, google } = today.credentials;
    await home.json(['connections', 'add', 'meta', '--token-stdin'], { stdin: meta.systemUserToken });
    await home.json(
      [
        'connections',
        'add',
        'google',
        '--client-id',
        google.clientId,
        '--client-secret-stdin',
        '--refresh-token-stdin',
      ],
      {
        stdin: `${google.clientSecret}\n${google.refreshToken}\n`,
      },
    );
    const { accounts } = await home.json<{
      accounts: {
        platform: string;
        adAccountId: string;
        name: string;
        status: string;
        manager: boolean;
        managerPath: string[];
        currency: string;
        timezone: string;
      }[];
    }>(['accounts', 'list']);
    for (const one of truth.truth.accounts().filter((account) => account.login === 'main')) {
      const listed = accounts.find(
        (account) => account.platform === one.platform && account.adAccountId === one.adAccountId,
      );
      expect(listed, one.name).toMatchObject({
        name: one.name,
        currency: one.currency,
        timezone: one.timezone,
        status: one.status,
        manager: false,
      });
      expect(listed?.managerPath.at(-1) ?? null).toBe(one.managerId);
    }
    const managers = accounts.filter((account) => account.manager);
    expect(managers.map((account) => account.managerPath.length).toSorted()).toEqual([0, 1]);
    const ids = accountsOf(CLIENT).map((one) =>
      one.platform === 'meta'
        ? `meta:act_${one.adAccountId}`
        : `google:${one.adAccountId.replace(/^(\d{3})(\d{3})/, '$1-$2-')}`,
    );
    await home.json(['accounts', 'assign', ...ids, '--client', CLIENT]);
    await home.json(['import', '--client', CLIENT]);
    await expectTruth(home, ['account', 'campaign', 'ad_group', 'ad']);

    const file = join(tempFolder(), 'campaigns.csv');
    await home.json(['export', 'campaigns', '--client', CLIENT, '--from', FROM, '--to', TO, '--out', file]);
    const cells = (parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[]).map(
      (row) => row.Name,
    );
    for (const name of ["'=cmd()", '<script>alert(1)</script>', 'Summer "Sale" 🌞 – 50% off'])
      expect(cells).toContain(name);

    now = Date.parse(LATER);
    const next = workspace(later.urls, { home: home.home, now: LATER });
    const again = await next.json<{ runs: { from: string; to: string; records: { new: number; changed: number } }[] }>([
      'import',
      '--all',
    ]);
    expect(again.runs.every((run) => run.records.new > 0)).toBe(true);
    expect(again.runs.some((run) => run.records.changed > 0)).toBe(true);
    await expectTruth(next, ['account', 'ad']);
  },
);

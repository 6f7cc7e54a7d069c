import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW, tempFolder, workspace, type Workspace } from './command.ts';
import {
  ACCOUNTS,
  decimal,
  expected,
  MANAGER,
  todayIn,
  type AccountNode,
  type Figures,
  type Level,
} from './second-figures.ts';
import { startSecondServer, type SecondServer } from './second-server.ts';

/** The whole way of a person with a headless machine, against a server that does not know this client. */
let server: SecondServer;
beforeAll(async () => {
  server = await startSecondServer(() => Date.parse(NOW));
});
afterAll(() => server.close());

type Row = {
  platform: string;
  adAccountId: string;
  level: string;
  entityId: string;
  entityName: string;
  date?: string;
  month?: string;
  currency: string;
  spend: string | null;
  impressions: number | null;
  clicks: number | null;
  reach: number | null;
  conversions: Record<string, number>;
  conversionValue: string | null;
  asOf: string | null;
  settled: boolean;
};
type Insights = { rows: Row[]; totals: { currency: string; spend: string; impressions: number; clicks: number }[] };
type Runs = {
  runs: {
    platform: string;
    adAccountId: string;
    status: string;
    from: string;
    to: string;
    campaignsFound: number;
    records: { new: number; changed: number; unchanged: number; setAside: number };
  }[];
};
const LEVELS: Level[] = ['account', 'campaign', 'ad_group', 'ad'];

function open(): Workspace {
  const { origin } = server;
  return workspace({
    metaGraph: origin,
    metaLogin: origin,
    googleAds: origin,
    googleAuth: origin,
    googleToken: origin,
  });
}

/** Each figure of the answer against what the server was built from, row by row. */
function compare(
  insights: Insights,
  accounts: AccountNode[],
  level: Level,
  from: string,
  to: string,
  by: 'day' | 'month' | 'range',
): void {
  const wanted = new Map<
    string,
    Figures & { entityId: string; entityName: string; period: string | null; account: AccountNode }
  >();
  for (const account of accounts) {
    const today = todayIn(account.timezone, Date.parse(NOW));
    for (const [key, row] of expected(server.known, account, level, from, to > today ? today : to, by))
      wanted.set(`${account.id} ${key}`, { ...row, account });
  }
  expect(insights.rows).toHaveLength(wanted.size);
  for (const row of insights.rows) {
    const key = `${row.adAccountId} ${row.entityId} ${row.date ?? row.month ?? ''}`;
    const truth = wanted.get(key);
    if (!truth) throw new Error(`A row nobody told of: ${key}`);
    wanted.delete(key);
    expect(row.spend, key).toBe(decimal(truth.spend));
    expect(row.impressions, key).toBe(Number(truth.impressions));
    // Meta leaves a zero out; a zero nobody told is not made up.
    if (row.platform === 'google') expect(row.clicks, key).toBe(Number(truth.clicks));
    else expect(row.clicks ?? 0, key).toBe(Number(truth.clicks));
    if (by === 'day' && row.platform === 'meta') {
      expect(row.clicks, key).toBe(truth.clicks === 0n ? null : Number(truth.clicks));
      expect(row.reach, key).toBe(
        truth.impressions % 3n === 0n ? null : Number(truth.impressions - truth.impressions / 4n),
      );
    } else expect(row.reach, key).toBeNull();
    const told = Object.fromEntries(
      [...truth.conversions].flatMap(([type, { count }]) =>
        count === 0n && row.platform === 'meta' ? [] : [[type, Number(count) / 1e6]],
      ),
    );
    expect(row.conversions, key).toEqual(told);
    const value = truth.conversions.get(row.platform === 'google' ? 'conversions' : 'omni_purchase')?.value;
    expect(row.conversionValue, key).toBe(value === undefined ? null : decimal(value));
    expect(row).toMatchObject({
      platform: truth.account.platform,
      level,
      currency: truth.account.currency,
      entityName: truth.entityName,
    });
  }
  expect(wanted.size).toBe(0);
  for (const total of insights.totals) {
    const rows = accounts
      .filter((account) => account.currency === total.currency)
      .flatMap((account) => {
        const today = todayIn(account.timezone, Date.parse(NOW));
        return [...expected(server.known, account, 'account', from, to > today ? today : to, 'range').values()];
      });
    expect(total).toEqual({
      currency: total.currency,
      spend: decimal(rows.reduce((sum, row) => sum + row.spend, 0n)),
      impressions: Number(rows.reduce((sum, row) => sum + row.impressions, 0n)),
      clicks: Number(rows.reduce((sum, row) => sum + row.clicks, 0n)),
    });
  }
}

/** Opens the sign-in page as a browser does: the redirect leads back to the command that waits. */
async function signIn(home: Workspace): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let opened: Promise<Response> | null = null;
  const ended = await home.run(
    ['connections', 'add', 'google', '--client-id', server.secrets.googleClientId, '--client-secret-stdin', '--json'],
    {
      stdin: `${server.secrets.googleSecret}\n`,
      onStderr: (soFar) => {
        const url = /(http:\/\/127\.0\.0\.1:\d+\/o\/oauth2\/v2\/auth\?\S+)\s/.exec(soFar)?.[1];
        if (url !== undefined) opened ??= fetch(url);
      },
    },
  );
  const page = await (opened as Promise<Response> | null);
  expect(page?.status).toBe(200);
  expect(page?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  return ended;
}

test(
  'connect, assign, import, read back and export against a server that does not know this client',
  { timeout: 300_000 },
  async () => {
    const home = open();
    const meta = await home.json<{ connection: { state: string; scopes: string[] }; adAccounts: number }>(
      ['connections', 'add', 'meta', '--token-stdin'],
      {
        stdin: `${server.secrets.metaToken}\n`,
      },
    );
    expect(meta).toMatchObject({
      connection: { state: 'connected', platform: 'meta', expiresAt: null },
      adAccounts: 2,
    });
    const google = await signIn(home);
    expect(google.code, google.stderr).toBe(0);
    expect(JSON.parse(google.stdout)).toMatchObject({
      connection: { platform: 'google', state: 'connected' },
      adAccounts: 2,
    });

    const { accounts } = await home.json<{ accounts: Record<string, unknown>[] }>(['accounts', 'list']);
    const known = accounts.map(
      ({ platform, adAccountId, name, currency, timezone, status, manager, managerPath, client }) => ({
        platform,
        adAccountId,
        name,
        currency,
        timezone,
        status,
        manager,
        managerPath,
        client,
      }),
    );
    expect(known).toHaveLength(5);
    for (const account of ACCOUNTS)
      expect(known).toContainEqual({
        platform: account.platform,
        adAccountId: account.id,
        name: account.name,
        currency: account.currency,
        timezone: account.timezone,
        status: 'active',
        manager: false,
        managerPath: account.manager === null ? [] : [account.manager],
        client: null,
      });
    expect(known).toContainEqual(expect.objectContaining({ adAccountId: MANAGER, manager: true, managerPath: [] }));

    const ids = ['meta:act_9007199254740993', 'google:920-000-0001', 'google:9200000002', 'meta:9007199254740995'];
    await home.json(['accounts', 'assign', ...ids, '--client', 'Ölmühle & Töchter']);
    const all = [...ACCOUNTS];

    const dry = await home.json<{ runs: { status: string; from: string; to: string; adAccountId: string }[] }>([
      'import',
      '--all',
      '--dry-run',
    ]);
    expect(dry.runs.map((run) => run.status)).toEqual(['planned', 'planned', 'planned', 'planned']);
    const before = server.seen.filter((path) => /insights|googleAds:searchStream/.test(path)).length;
    const first = await home.json<Runs>(['import', '--client', 'ölmühle & töchter']);
    expect(server.seen.filter((path) => /insights|googleAds:searchStream/.test(path)).length).toBeGreaterThan(before);
    for (const run of first.runs) {
      const account = all.find((one) => one.id === run.adAccountId);
      expect(run).toMatchObject({
        status: 'succeeded',
        to: todayIn(account?.timezone ?? '', Date.parse(NOW)),
        records: { changed: 0, unchanged: 0, setAside: 0 },
      });
      expect(run.campaignsFound).toBe(new Set(account?.ads.map((ad) => ad.campaignId)).size);
    }
    // Thirty days and today: what is older was not asked for and is not there.
    const old = await home.json<Insights>([
      'insights',
      '--client',
      'Ölmühle & Töchter',
      '--from',
      '2026-09-15',
      '--to',
      '2026-10-20',
      '--level',
      'account',
    ]);
    expect(old.rows).toEqual([]);

    // This server tells daily figures only: no hours, no breakdowns, no months.
    const daily = ['--datasets', 'core'];
    await home.json([
      'import',
      '--client',
      'Ölmühle & Töchter',
      '--from',
      '2026-09-15',
      '--to',
      '2026-11-20',
      ...daily,
    ]);
    for (const level of LEVELS)
      for (const by of ['day', 'month', 'range'] as const) {
        const answer = await home.json<Insights>([
          'insights',
          '--client',
          'Ölmühle & Töchter',
          '--from',
          '2026-09-20',
          '--to',
          '2026-11-20',
          '--level',
          level,
          '--by',
          by,
        ]);
        compare(answer, all, level, '2026-09-20', '2026-11-20', by);
      }

    const again = await home.json<Runs>(['import', '--all', ...daily]);
    for (const run of again.runs) expect(run).toMatchObject({ status: 'succeeded', records: { new: 0, changed: 0 } });

    server.known.restate('9007199254740993', '2026-11-12', 1_230_001n);
    server.known.restate('9200000001', '2026-11-12', 7n);
    // The days before were read today already; nobody waits for tomorrow here.
    const restated = await home.json<Runs>(['import', '--all', '--force', ...daily]);
    for (const run of restated.runs) {
      const touched = ['9007199254740993', '9200000001'].includes(run.adAccountId);
      expect(run.records.new).toBe(0);
      if (touched) expect(run.records.changed).toBeGreaterThan(10);
      else expect(run.records.changed).toBe(0);
    }
    const follows = await home.json<Insights>([
      'insights',
      '--client',
      'Ölmühle & Töchter',
      '--from',
      '2026-10-15',
      '--to',
      '2026-11-20',
      '--level',
      'ad',
      '--by',
      'day',
    ]);
    compare(follows, all, 'ad', '2026-10-15', '2026-11-20', 'day');

    const onlyGoogle = await home.json<Runs>([
      'import',
      '--all',
      '--platforms',
      'google',
      '--from',
      '2026-11-18',
      '--to',
      '2026-11-19',
      ...daily,
    ]);
    expect(onlyGoogle.runs.map(({ platform, from, to }) => ({ platform, from, to }))).toEqual([
      { platform: 'google', from: '2026-11-18', to: '2026-11-19' },
      { platform: 'google', from: '2026-11-18', to: '2026-11-19' },
    ]);

    const history = await home.json<Runs>(['history', '--client', 'Ölmühle & Töchter']);
    expect(history.runs).toHaveLength(4 * 4 + 2);
    expect(history.runs[0]).toMatchObject({ platform: 'google', from: '2026-11-18', status: 'succeeded' });

    await exportsEqualInsights(home);
    const removed = await home.json<{ done?: boolean }>([
      'connections',
      'remove',
      (await home.json<{ connections: { id: string; platform: string }[] }>(['connections', 'list'])).connections.find(
        (one) => one.platform === 'meta',
      )?.id ?? '',
    ]);
    expect(removed).toBeTruthy();
    const kept = await home.json<Insights>([
      'insights',
      '--client',
      'Ölmühle & Töchter',
      '--from',
      '2026-10-15',
      '--to',
      '2026-11-20',
      '--level',
      'account',
      '--by',
      'range',
    ]);
    compare(kept, all, 'account', '2026-10-15', '2026-11-20', 'range');
    expect(server.complaints).toEqual([]);
  },
);

async function exportsEqualInsights(home: Workspace): Promise<void> {
  const folder = tempFolder();
  const range = ['--client', 'Ölmühle & Töchter', '--from', '2026-10-20', '--to', '2026-11-20'];
  const read = (file: string): Record<string, string>[] => parse(readFileSync(file), { columns: true, bom: true });
  const performance = join(folder, 'performance.csv');
  await home.json(['export', 'performance', ...range, '--out', performance]);
  const byDay = await home.json<Insights>(['insights', ...range, '--level', 'account', '--by', 'day']);
  const days = new Map<string, bigint>();
  const micros = (text: string): bigint => BigInt(Math.round(Number(text) * 1e6));
  for (const row of byDay.rows) {
    const key = `${row.date} ${row.currency}`;
    days.set(key, (days.get(key) ?? 0n) + micros(row.spend ?? '0'));
  }
  const table = read(performance).filter((row) => row.Spend !== '');
  expect(new Map(table.map((row) => [`${row.Date} ${row.Currency}`, micros(row.Spend ?? '')]))).toEqual(days);

  const campaigns = join(folder, 'campaigns.csv');
  await home.json(['export', 'campaigns', ...range, '--out', campaigns]);
  const wanted = await home.json<Insights>(['insights', ...range, '--level', 'campaign', '--by', 'range']);
  const rows = read(campaigns);
  expect(new Map(rows.filter((row) => row.Spend !== '').map((row) => [row.ID, row.Spend]))).toEqual(
    new Map(wanted.rows.map((row) => [row.entityId, row.spend])),
  );
  const names = rows.map((row) => row.Name ?? '');
  expect(names).toContain(`'=HYPERLINK("http://evil.example","x")`);
  expect(names).toContain(`'@SUM(A1:A9), <b>bold</b>`);
  for (const row of rows) for (const cell of Object.values(row)) expect(/^[=+@\t\r]/.test(cell)).toBe(false);
}

test('a second line on stdin is the refresh token, in the order of the flags', async () => {
  const home = open();
  const { googleClientId, googleSecret, googleRefresh } = server.secrets;
  const flags = [
    'connections',
    'add',
    'google',
    '--client-id',
    googleClientId,
    '--refresh-token-stdin',
    '--client-secret-stdin',
  ];
  const added = await home.json<{ adAccounts: number }>(flags, { stdin: `${googleRefresh}\n${googleSecret}\n` });
  expect(added.adAccounts).toBe(2);
  const checked = await home.json<{ connections: { state: string }[] }>(['connections', 'check']);
  expect(checked.connections[0]?.state).toBe('connected');
});

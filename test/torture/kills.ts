import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { BREAKDOWN_PARAMS, DATASETS } from '../../src/main/platforms/meta/datasets.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { workspace, type Workspace } from '../cli/command.ts';

/**
 * Kills `import` again and again with SIGKILL and lets the next one go on. After every kill the file is looked at: it is whole, and no
 * slice that was done is undone. From then on such a slice may not be asked of the platform again. At the end every level adds up to
 * what really happened.
 */
export type KillPlan = {
  kills: number;
  names: readonly string[];
  from: string;
  to: string;
  seed: number;
  latencyMs: number;
  home: string;
};
export type KillReport = {
  kills: number;
  seed: number;
  rounds: number;
  slices: number;
  requests: number;
  repeatedSlices: number;
  mostRepeatedByOneKill: number;
  killedBeforeFirstRequest: number;
  factRows: number;
  seconds: number;
};

const FIRST_NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;

function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Slice = {
  id: string;
  account: string;
  level: string;
  from: string;
  to: string;
  open: boolean;
  dataset: string | null;
};
const LEVEL_NAMES = ['account', 'campaign', 'ad_group', 'ad'];
const GRAPH_LEVELS: Record<string, string> = { account: 'account', campaign: 'campaign', adset: 'ad_group', ad: 'ad' };
const dayText = (day: number): string =>
  `${Math.floor(day / 10_000)}-${String(Math.floor(day / 100) % 100).padStart(2, '0')}-${String(day % 100).padStart(2, '0')}`;

/** The file as a killed process left it. Throws when it is damaged. */
function look(home: string): { done: Slice[]; open: Set<string> } {
  const db = new Database(join(home, 'workspace.db'), { readonly: true });
  try {
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    const rows = db
      .prepare(
        `SELECT s.id, a.ad_account_id AS account, s.level, s.from_day AS "from", s.to_day AS "to", s.dataset,
           r.status IN ('queued', 'running', 'waiting') AS open FROM import_slice s
         JOIN import_run r ON r.id = s.import_run_id JOIN ad_account a ON a.id = r.ad_account_key WHERE s.status = 'done'`,
      )
      .all() as {
      id: string;
      account: string;
      level: number;
      from: number;
      to: number;
      open: number;
      dataset: string | null;
    }[];
    const open = db
      .prepare(
        `SELECT DISTINCT a.ad_account_id FROM import_run r JOIN ad_account a ON a.id = r.ad_account_key
         WHERE r.status IN ('queued', 'running', 'waiting')`,
      )
      .pluck()
      .all() as string[];
    return {
      open: new Set(open),
      done: rows.map((row) => ({
        ...row,
        open: row.open === 1,
        level: LEVEL_NAMES[row.level] ?? '',
        from: dayText(row.from),
        to: dayText(row.to),
      })),
    };
  } finally {
    db.close();
  }
}

/** Which slice a request of the Graph stand-in asks for; null for later pages and everything else. */
function sliceOf(path: string): string | null {
  const url = new URL(path, 'http://127.0.0.1');
  const account = /\/act_(\d+)\/insights$/.exec(url.pathname)?.[1];
  if (account === undefined || url.searchParams.has('after')) return null;
  const range = JSON.parse(url.searchParams.get('time_range') ?? '{}') as { since?: string; until?: string };
  const increment = url.searchParams.get('time_increment') === '1' ? 'by day' : 'whole';
  const breakdowns = JSON.parse(url.searchParams.get('breakdowns') ?? '[]') as string[];
  const what = [increment, ...breakdowns.toSorted()].join(',');
  return [account, GRAPH_LEVELS[url.searchParams.get('level') ?? ''], range.since, range.until, what].join(' ');
}
/** The same of a stored slice: days of a level, or what a dataset of Meta asks for. */
function sliceKey(slice: Slice): string {
  const dataset = DATASETS.find(({ id }) => id === slice.dataset);
  const increment = dataset?.grain === 'month' || dataset?.grain === 'range' ? 'whole' : 'by day';
  const breakdowns = dataset ? Object.keys(BREAKDOWN_PARAMS[dataset.breakdown] ?? {}) : [];
  const what = [increment, ...breakdowns.toSorted()].join(',');
  return [slice.account, slice.level, slice.from, slice.to, what].join(' ');
}

export async function torture(plan: KillPlan): Promise<KillReport> {
  const started = performance.now();
  const random = numbers(plan.seed);
  let now = FIRST_NOW;
  const sandbox = await startSandbox({ now: () => now, autoApprove: true });
  try {
    const env = () => ({ env: { TIDEMARK_NOW: new Date(now).toISOString() } });
    const home = workspace(sandbox.urls, { home: plan.home });
    const accounts = plan.names.map((name) => {
      const found = sandbox.truth.accounts().find((one) => one.name === name);
      if (!found) throw new Error(`No ad account ${name}`);
      return found;
    });
    const { meta, google } = sandbox.credentials;
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
    await home.json([
      'accounts',
      'assign',
      ...accounts.map((one) => `${one.platform}:${one.adAccountId}`),
      '--client',
      'Torture',
    ]);
    sandbox.control.setLatency(plan.latencyMs);

    const report: KillReport = {
      kills: 0,
      seed: plan.seed,
      rounds: 1,
      slices: 0,
      requests: 0,
      repeatedSlices: 0,
      mostRepeatedByOneKill: 0,
      killedBeforeFirstRequest: 0,
      factRows: 0,
      seconds: 0,
    };
    const args = ['import', '--client', 'Torture', '--from', plan.from, '--to', plan.to, '--json'];
    let seen = sandbox.control.requests().length;
    let doneBefore: Slice[] = [];
    let openBefore = new Set<string>();
    let askedBefore = new Set<string>();
    const asked = (): string[] => {
      const log = sandbox.control.requests();
      const fresh = log.slice(seen);
      seen = log.length;
      report.requests += fresh.length;
      return fresh.flatMap((request) => sliceOf(request.path) ?? []);
    };
    const account = (slices: string[]): void => {
      // An ad account whose run had ended may be read again: the command was given again.
      const finished = new Set(doneBefore.filter((slice) => slice.open).map(sliceKey));
      expect(
        slices.filter((slice) => finished.has(slice)),
        'asked again although it was done',
      ).toEqual([]);
      const repeated = slices.filter((slice) => askedBefore.has(slice));
      report.repeatedSlices += repeated.length;
      report.mostRepeatedByOneKill = Math.max(report.mostRepeatedByOneKill, repeated.length);
      // A kill costs what was in the air: one slice of each ad account that is imported side by side.
      for (const one of accounts)
        expect(repeated.filter((slice) => slice.startsWith(one.adAccountId)).length).toBeLessThanOrEqual(1);
      for (const slice of slices) askedBefore.add(slice);
    };

    while (report.kills < plan.kills) {
      const early = random() < 0.15;
      const pause = early ? random() * 500 : random() * 900;
      let killed = false;
      const ended = await home.run(args, {
        ...env(),
        started: (child) => {
          const kill = (): void => {
            killed = child.kill('SIGKILL');
          };
          if (early) setTimeout(kill, pause);
          else child.stderr?.once('data', () => setTimeout(kill, pause));
        },
      });
      const slices = asked();
      if (killed && ended.signal === 'SIGKILL') {
        report.kills += 1;
        // As time passes, conversions come late and days are told anew.
        if (report.kills % 40 === 0) now += DAY_MS;
        if (slices.length === 0) report.killedBeforeFirstRequest += 1;
      } else if (ended.code !== 0) throw new Error(`${ended.code}\n${ended.stdout}\n${ended.stderr}`);
      account(slices);
      const { done, open } = look(plan.home);
      const ids = new Set(done.map((slice) => slice.id));
      expect(
        doneBefore.filter((slice) => !ids.has(slice.id)),
        'a slice that was done is not any more',
      ).toEqual([]);
      report.slices = ids.size;
      askedBefore = new Set([...askedBefore].filter((slice) => open.has(slice.split(' ')[0] ?? '')));
      if (open.size === 0 && openBefore.size > 0) {
        // All of it was read: from now on the days are told as they stand three days later.
        report.rounds += 1;
        now += 3 * DAY_MS;
      }
      doneBefore = done;
      openBefore = open;
    }
    sandbox.control.setLatency(0);
    // Twice: what was left open ends, and then every day is read as it stands now.
    for (let times = 0; times < 2; times += 1) {
      const last = await home.run(args, { ...env(), timeoutMs: 240_000 });
      expect(last.code, last.stderr + last.stdout).toBe(0);
    }
    report.factRows = await expectExact(home, sandbox, accounts, plan, env());
    report.seconds = Math.round((performance.now() - started) / 1000);
    return report;
  } finally {
    await sandbox.close();
  }
}

type Row = {
  adAccountId: string;
  entityId: string;
  date: string;
  spend: string | null;
  impressions: number | null;
  clicks: number | null;
};
type Account = ReturnType<Sandbox['truth']['accounts']>[number];
const decimal = (micros: bigint): string =>
  `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`.replace(/\.?0+$/, '');

async function expectExact(
  home: Workspace,
  sandbox: Sandbox,
  accounts: readonly Account[],
  plan: KillPlan,
  options: object,
): Promise<number> {
  for (const level of ['account', 'campaign', 'ad_group', 'ad'] as const) {
    const { rows } = await home.json<{ rows: Row[] }>(
      ['insights', '--client', 'Torture', '--from', plan.from, '--to', plan.to, '--level', level, '--by', 'day'],
      options,
    );
    const known = new Map(rows.map((row) => [`${row.adAccountId} ${row.entityId} ${row.date}`, row]));
    expect(known.size, 'no row twice').toBe(rows.length);
    for (const { platform, adAccountId } of accounts)
      for (const truth of sandbox.truth.insights({ platform, adAccountId, level, from: plan.from, to: plan.to })) {
        const row = known.get(`${adAccountId} ${truth.entityId} ${truth.date}`);
        expect(
          { spend: row?.spend ?? null, impressions: row?.impressions ?? 0, clicks: row?.clicks ?? 0 },
          `${level} ${truth.entityId} ${truth.date}`,
        ).toEqual({
          spend: decimal(truth.spendMicros),
          impressions: truth.impressions,
          clicks: truth.clicks,
        });
        known.delete(`${adAccountId} ${truth.entityId} ${truth.date}`);
      }
    for (const [key, row] of known) expect([row.spend ?? '0', row.impressions ?? 0], key).toEqual(['0', 0]);
  }
  const db = new Database(join(plan.home, 'workspace.db'), { readonly: true });
  try {
    const count = (sql: string): number => db.prepare(sql).pluck().get() as number;
    expect(
      count(
        'SELECT count(*) FROM (SELECT 1 FROM entity GROUP BY ad_account_key, level, entity_id HAVING count(*) > 1)',
      ),
    ).toBe(0);
    expect(
      count(
        `SELECT count(*) FROM coverage c WHERE c.rows <> (SELECT count(*) FROM insight_day f WHERE f.ad_account_key = c.ad_account_key AND f.level = c.level AND f.day = c.day)`,
      ),
    ).toBe(0);
    // The rollup is what its days add up to, after all those interruptions.
    expect(
      count(
        `SELECT count(*) FROM (SELECT ad_account_key a, level l, day / 100 m, entity_key e, sum(spend_micros) s, sum(impressions) i, sum(clicks) c FROM insight_day GROUP BY 1, 2, 3, 4) d
         LEFT JOIN insight_month r ON r.ad_account_key = d.a AND r.level = d.l AND r.month = d.m AND r.entity_key = d.e
         WHERE r.spend_micros IS NOT d.s OR r.impressions IS NOT d.i OR r.clicks IS NOT d.c`,
      ),
    ).toBe(0);
    return count('SELECT count(*) FROM insight_day');
  } finally {
    db.close();
  }
}

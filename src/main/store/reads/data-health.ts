import type {
  AutomatedRun,
  DataHealthRow,
  DataHealthView,
  FailedAccount,
  MonthCell,
} from '../../../contract/data-health.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayInZone, daysInRange, dayToInt, intToDay } from '../../domain/days.ts';
import { iso, isoOrNull, LEVEL_CODES } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';
import { accountProblem, clientAccounts, isDisabled, type ClientAccount } from './health.ts';

const DAY_MS = 86_400_000;
const HALF_DAY_MS = DAY_MS / 2;
/** A month's warning is long enough for a person on leave; two are enough for a quota by the day. */
const EXPIRES_SOON_DAYS = 60;

export type DataHealthArgs = {
  months: number;
  /** Epoch ms. */
  now: number;
  /** For how many months back a platform answers. */
  retentionMonths: Readonly<Record<PlatformId, number>>;
};

/** What is here of every client month by month, whose newest import failed, and how the last automated run went. */
export function dataHealth(db: Db, args: DataHealthArgs): DataHealthView {
  return snapshot(db, () => {
    const names = new Map(
      all<{ id: number; name: string }>(db, 'SELECT id, name FROM client WHERE archived_at IS NULL').map((row) => [
        row.id,
        row.name,
      ]),
    );
    const accounts = clientAccounts(db, { clientId: null, platforms: null, now: args.now }).flatMap((account) => {
      const client = names.get(account.clientId);
      return client === undefined ? [] : [{ ...account, client }];
    });
    const newest = dayInZone(args.now - DAY_MS, 'UTC').slice(0, 7);
    const months = Array.from({ length: args.months }, (_, index) =>
      addMonths(`${newest}-01`, index + 1 - args.months).slice(0, 7),
    );
    return {
      months,
      rows: rowsOf(db, accounts, months, args),
      failed: accounts.flatMap((account) => failedOf(account)),
      lastAutomated: lastAutomated(db),
    };
  });
}

type Named = ClientAccount & { client: string };

function rowsOf(db: Db, accounts: readonly Named[], months: readonly string[], args: DataHealthArgs): DataHealthRow[] {
  const groups = Map.groupBy(accounts, (account) => `${account.clientId} ${account.platform}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [one] = group;
      if (one === undefined) return [];
      const cells = group.map((account) => cellsOf(db, account, months, args));
      return {
        clientId: String(one.clientId),
        client: one.client,
        platform: one.platform,
        adAccounts: group.length,
        cells: months.map((_, index) => together(cells.flatMap((of) => of[index] ?? []))),
      };
    })
    .toSorted((a, b) => a.client.localeCompare(b.client) || a.platform.localeCompare(b.platform));
}

type Counted = { month: number; days: number; readAt: number };

function cellsOf(db: Db, account: Named, months: readonly string[], args: DataHealthArgs): MonthCell[] {
  const today = dayInZone(args.now, account.timezone);
  const from = dayToInt(`${months[0] ?? today.slice(0, 7)}-01`);
  // Today is never complete, so its reading says nothing about a month.
  const counted = (level: number): Map<number, Counted> =>
    new Map(
      all<Counted>(
        db,
        `SELECT day / 100 AS month, count(*) AS days, max(read_at) AS readAt FROM coverage
         WHERE ad_account_key = ? AND level = ? AND day >= ? AND day < ? GROUP BY 1`,
        account.key,
        level,
        from,
        dayToInt(today),
      ).map((row) => [row.month, row]),
    );
  const totals = counted(LEVEL_CODES.account);
  const ads = counted(LEVEL_CODES.ad);
  const oldest = first<{ day: number | null }>(
    db,
    'SELECT min(day) AS day FROM coverage WHERE ad_account_key = ? AND level = 0',
    account.key,
  )?.day;
  const kept = addMonths(today, -args.retentionMonths[account.platform]);
  return months.map((month) => {
    const start = `${month}-01`;
    const last = addDays(addMonths(start, 1), -1);
    const end = last < today ? last : addDays(today, -1);
    const wanted = daysInRange(start, end);
    const number = Number(month.replace('-', ''));
    const here = totals.get(number);
    const days = here?.days ?? 0;
    const before = oldest == null || dayToInt(last) < oldest;
    return {
      state: stateOf({ wanted, days, ads: ads.get(number)?.days ?? 0, before }),
      days,
      wanted,
      checkedAt: isoOrNull(here?.readAt),
      expiresOn: days >= wanted ? null : expiringDay(db, account.key, { from: start, to: end, kept }),
    };
  });
}

function stateOf(of: { wanted: number; days: number; ads: number; before: boolean }): MonthCell['state'] {
  if (of.wanted === 0) return 'pending';
  if (of.days === 0) return of.before ? 'before' : 'missing';
  if (of.days < of.wanted) return 'partial';
  return of.ads < of.wanted ? 'totals' : 'rich';
}

/** The first missing day of a range that can still be read and goes within EXPIRES_SOON_DAYS; days that are gone already are no news. */
function expiringDay(db: Db, adAccountKey: number, range: { from: Day; to: Day; kept: Day }): Day | null {
  const from = range.from > range.kept ? range.from : range.kept;
  const limit = addDays(range.kept, EXPIRES_SOON_DAYS);
  const to = range.to < limit ? range.to : limit;
  if (from > to) return null;
  const here = new Set(
    all<{ day: number }>(
      db,
      'SELECT day FROM coverage WHERE ad_account_key = ? AND level = 0 AND day BETWEEN ? AND ?',
      adAccountKey,
      dayToInt(from),
      dayToInt(to),
    ).map((row) => row.day),
  );
  for (let day = from; day <= to; day = addDays(day, 1)) if (!here.has(dayToInt(day))) return intToDay(dayToInt(day));
  return null;
}

/** From worst to best: a client's month is as complete as its least complete ad account. */
const WORST: readonly MonthCell['state'][] = ['missing', 'partial', 'before', 'totals', 'pending', 'rich'];

function together(cells: readonly MonthCell[]): MonthCell {
  const states = new Set(cells.map((cell) => cell.state));
  const mixed = states.has('before') && states.size > 1;
  const worst = WORST.find((state) => states.has(state)) ?? 'pending';
  const checked = cells.flatMap((cell) => cell.checkedAt ?? []).toSorted();
  return {
    // One of two ad accounts has the month: some of the client is here.
    state: mixed && worst === 'before' ? 'partial' : worst,
    days: cells.reduce((sum, cell) => sum + cell.days, 0),
    wanted: cells.reduce((sum, cell) => sum + cell.wanted, 0),
    checkedAt: checked.at(-1) ?? null,
    expiresOn: cells.flatMap((cell) => cell.expiresOn ?? []).toSorted()[0] ?? null,
  };
}

const UNKNOWN_PROBLEM: FailedAccount['problem'] = {
  code: 'IMPORT_FAILED',
  sentence: 'The last import did not finish. Import again.',
  detail: null,
  fix: 'retry',
};

function failedOf(account: Named): FailedAccount[] {
  const failing = account.lastRun?.status === 'failed' || account.lastRun?.status === 'partial';
  if (!failing && !account.connectionExpired && !isDisabled(account)) return [];
  const problem = accountProblem(account) ?? UNKNOWN_PROBLEM;
  return [
    {
      clientId: String(account.clientId),
      client: account.client,
      platform: account.platform,
      adAccountId: account.adAccountId,
      adAccountName: account.name,
      connectionId: account.connectionId,
      problem,
      lastImportedAt: isoOrNull(account.lastImportedAt),
    },
  ];
}

function lastAutomated(db: Db): AutomatedRun | null {
  const newest = first<{ at: number }>(
    db,
    `SELECT queued_at AS at FROM import_run INDEXED BY import_run_queued WHERE "trigger" = 'scheduled'
     ORDER BY queued_at DESC LIMIT 1`,
  );
  if (newest === undefined) return null;
  const rows = all<{ status: string; runs: number; quiet: number; started: number; finished: number | null }>(
    db,
    `SELECT status, count(*) AS runs, sum(rows_new + rows_changed = 0) AS quiet, min(queued_at) AS started,
       max(finished_at) AS finished
     FROM import_run WHERE queued_at >= ? AND "trigger" = 'scheduled' GROUP BY status`,
    newest.at - HALF_DAY_MS,
  );
  const of = (status: string): number => rows.find((row) => row.status === status)?.runs ?? 0;
  const open = of('queued') + of('running') + of('waiting');
  const finished = rows.flatMap((row) => row.finished ?? []);
  return {
    startedAt: iso(Math.min(...rows.map((row) => row.started))),
    finishedAt: open > 0 || finished.length === 0 ? null : iso(Math.max(...finished)),
    succeeded: of('succeeded'),
    unchanged: rows.find((row) => row.status === 'succeeded')?.quiet ?? 0,
    partial: of('partial'),
    failed: of('failed'),
    cancelled: of('cancelled'),
    open,
  };
}

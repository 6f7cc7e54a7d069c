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
import { all, first, prepared, snapshot, type Db } from '../db.ts';
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
  const calendar = calendars(months, args.now);
  const read = monthsRead(db, accounts, calendar);
  return [...groups.values()]
    .flatMap((group) => {
      const [one] = group;
      if (one === undefined) return [];
      const cells = group.map((account) => cellsOf(db, account, args, calendar(account.timezone), read));
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

type Month = { number: number; start: Day; last: Day; /** Its last day that is over. */ end: Day; wanted: number };
type Calendar = { today: Day; months: Month[] };

/** The months as they are in a zone, where today is never complete: its reading says nothing about a month. */
function calendars(months: readonly string[], now: number): (timezone: string) => Calendar {
  const made = new Map<Day, Calendar>();
  return (timezone) => {
    const today = dayInZone(now, timezone);
    const known = made.get(today) ?? {
      today,
      months: months.map((month): Month => {
        const start = `${month}-01`;
        const last = addDays(addMonths(start, 1), -1);
        const end = last < today ? last : addDays(today, -1);
        return { number: Number(month.replace('-', '')), start, last, end, wanted: daysInRange(start, end) };
      }),
    };
    made.set(today, known);
    return known;
  };
}

type MonthRead = { days: number; readAt: number | null; adDays: number };
type ReadMonths = (accountKey: number) => { months: ReadonlyMap<number, MonthRead>; oldest: number | null };

// From the ad accounts in the order of their keys, so that no group has to be sorted.
const COUNT = `FROM ad_account a CROSS JOIN coverage f ON f.ad_account_key = a.id AND f.level = @level AND f.day BETWEEN @from AND @to
  WHERE +a.id IN (SELECT value FROM json_each(@keys)) GROUP BY a.id`;
const DAYS = `SELECT a.id, count(*), max(f.read_at) ${COUNT}`;
const AD_DAYS = `SELECT a.id, count(*) ${COUNT}`;
const OLDEST = `SELECT a.id, (SELECT min(day) FROM coverage f WHERE f.ad_account_key = a.id AND f.level = 0) FROM ad_account a`;

/** How many days of each month were read of each ad account, down to ads, counted for all of them at once. */
function monthsRead(db: Db, accounts: readonly Named[], calendar: ReturnType<typeof calendars>): ReadMonths {
  const months = new Map(accounts.map(({ key }) => [key, new Map<number, MonthRead>()]));
  const rows = (sql: string, bound: object) => prepared(db, sql).raw().all(bound) as [number, number, number?][];
  for (const [of, group] of Map.groupBy(accounts, ({ timezone }) => calendar(timezone))) {
    const keys = JSON.stringify(group.map(({ key }) => key));
    for (const { number, start, end, wanted } of of.months) {
      if (wanted === 0) continue;
      const bound = { keys, from: dayToInt(start), to: dayToInt(end) };
      for (const [key, days, readAt] of rows(DAYS, { ...bound, level: LEVEL_CODES.account }))
        months.get(key)?.set(number, { days, readAt: readAt ?? null, adDays: 0 });
      for (const [key, days] of rows(AD_DAYS, { ...bound, level: LEVEL_CODES.ad })) {
        const month = months.get(key)?.get(number);
        if (month !== undefined) month.adDays = days;
      }
    }
  }
  const oldest = new Map(prepared(db, OLDEST).raw().all() as [number, number | null][]);
  return (key) => ({ months: months.get(key) ?? new Map(), oldest: oldest.get(key) ?? null });
}

function cellsOf(
  db: Db,
  account: Named,
  args: DataHealthArgs,
  { today, months }: Calendar,
  read: ReadMonths,
): MonthCell[] {
  const { months: here, oldest } = read(account.key);
  const kept = addMonths(today, -args.retentionMonths[account.platform]);
  return months.map(({ number, start, last, end, wanted }) => {
    const { days, readAt, adDays } = here.get(number) ?? { days: 0, readAt: null, adDays: 0 };
    const before = oldest === null || dayToInt(last) < oldest;
    return {
      state: stateOf({ wanted, days, ads: adDays, before }),
      days,
      wanted,
      checkedAt: isoOrNull(readAt),
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

import type { z } from 'zod';
import type { InsightRow, insightsView } from '../../../contract/dashboards.ts';
import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import type { AttributionWindow, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayToInt, intToDay } from '../../domain/days.ts';
import { fromMillionths, isoOrNull, LEVEL_CODES, millionthsSql, WINDOW_COLUMNS } from '../codes.ts';
import { all, first, prepared, snapshot, type Db } from '../db.ts';
import { factsSql, type KnownAt } from './as-known.ts';
import { businessMetricsOf, type BusinessMetric } from './client-profile.ts';
import { identityOf, type Named as Entity } from './datasets.ts';
import { readLedger, type ReadLedger, type SettleDays } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';
import { cellKey, namedCounts, namesAt, namesInfo, type Named, type NamedReading } from './named.ts';
import { periodUniques } from './periods.ts';
import { addTally, emptyTally, hasOwnNames, knownNames, OF_LEVEL, sumsByEntity, toSums, videoSums } from './sums.ts';
import { videoMarks, withVideo } from './video.ts';

export type InsightsView = z.infer<typeof insightsView>;

export type InsightsArgs = {
  clientId: string;
  range: Range;
  level: Level;
  by: 'day' | 'month' | 'range';
  platforms: readonly PlatformId[] | null;
  now: number;
  settle: SettleDays;
  asKnownOn?: AsKnownOn | null;
  window?: AttributionWindow;
};

/** A row, with its names as they add up: a count that is not known is one there (named.ts). */
type Told = { row: InsightRow; named: Named | undefined };
type Readings = { account: ClientAccount; reading: NamedReading | null }[];
/** `readings` gathers what was read of names. */
type Asked = InsightsArgs & { metrics: readonly BusinessMetric[]; readings: Readings };
type Conversions = Map<string, Record<string, number>>;

/** Insights of a client at a level, per day, calendar month (cut to the range) or whole range; null when there is no such client. */
export function insights(db: Db, args: InsightsArgs): InsightsView | null {
  return snapshot(db, () => {
    const clientKey = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientKey) === undefined) return null;
    const accounts = clientAccounts(db, { ...args, clientId: clientKey });
    const own = businessMetricsOf(db, clientKey);
    const metrics = withVideo(own);
    const readings: Readings = [];
    const told = accounts.flatMap((account) => {
      const names = namesOf(db, account, LEVEL_CODES[args.level]);
      return args.by === 'day'
        ? dayRows(db, account, { ...args, metrics, readings }, names)
        : periodsOf(args).flatMap((one) => periodRows(db, account, { ...args, metrics, readings }, names, one));
    });
    return {
      rows: told.map(({ row, named }) => (named === undefined ? row : { ...row, ...namesOfRow(named) })),
      totals: totalsOf(told),
      business: namesInfo(own, readings),
    };
  });
}

/** A row's counts of video, and its own names where the client has any. */
const namesOfRow = (named: Named) => ({
  ...videoSums(named),
  ...(hasOwnNames(named) ? { named: knownNames(named) } : {}),
});

function totalsOf(told: readonly Told[]): InsightsView['totals'] {
  return [...Map.groupBy(told, ({ row }) => row.currency)].map(([currency, group]) => {
    const sum = emptyTally();
    for (const { named } of group) if (named !== undefined) addTally(sum, { ...emptyTally(), named });
    return {
      currency,
      spendMicros: group.reduce((total, { row }) => total + (row.spendMicros ?? 0), 0),
      impressions: group.reduce((total, { row }) => total + (row.impressions ?? 0), 0),
      clicks: group.reduce((total, { row }) => total + (row.clicks ?? 0), 0),
      ...(sum.named === undefined ? {} : namesOfRow(sum.named)),
    };
  });
}

function namesOf(db: Db, account: ClientAccount, level: number): Map<number, Entity> {
  const rows = all<Entity>(
    db,
    `SELECT id AS key, entity_id AS entityId, coalesce(name, entity_id) AS name FROM entity
     WHERE ad_account_key = ? AND level = ?`,
    account.key,
    level,
  );
  return new Map(rows.map((row) => [row.key, level === 0 ? { ...row, name: account.name } : row]));
}

const DAY_COLUMNS = `day, entity_key, spend_micros, impressions, clicks, link_clicks, reach, conversions,
  conversion_value_micros, seen_at`;
const daysSql = (knownAt: KnownAt): string =>
  `SELECT ${DAY_COLUMNS} FROM ${factsSql('insight_day', DAY_COLUMNS, OF_LEVEL, knownAt)} ORDER BY day, entity_key`;
const DAYS = { now: daysSql(null), past: daysSql(0) };

const bound = (account: ClientAccount, level: number, range: Range) => ({
  account: account.key,
  level,
  from: dayToInt(range.from),
  to: dayToInt(range.to),
  known: account.knownAt,
});

type DayRow = [number, number, ...(number | null)[]];

function dayRows(db: Db, account: ClientAccount, args: Asked, names: Map<number, Entity>): Told[] {
  const level = LEVEL_CODES[args.level];
  const ledger = readLedger(db, account, level, args.range, args.settle);
  const conversions = conversionsOf(db, account, level, args.range, 'day', args.window ?? 'default');
  const reading = namedCounts(db, account, args.metrics, {
    level: args.level,
    range: args.range,
    by: 'cell',
    read: ledger.days,
    window: args.window ?? 'default',
  });
  args.readings.push({ account, reading });
  const marks = videoMarks(db, account, args.metrics, reading);
  const rows = prepared(db, account.knownAt === null ? DAYS.now : DAYS.past)
    .raw()
    .all(bound(account, level, args.range)) as DayRow[];
  return rows.map((row) => {
    const [day, key] = row;
    const named = marks(namesAt(reading, cellKey(key, day), row[7] ?? null));
    const told: InsightRow = {
      ...identityOf(account, args.level, names.get(key)),
      period: intToDay(day),
      currency: account.currency,
      spendMicros: row[2] ?? null,
      impressions: row[3] ?? null,
      clicks: row[4] ?? null,
      linkClicks: row[5] ?? null,
      reach: row[6] ?? null,
      conversions: conversions.get(`${day}:${key}`) ?? {},
      headlineConversions: row[7] ?? null,
      conversionValueMicros: row[8] ?? null,
      // A row of an interrupted answer has no coverage yet; when it was seen is then the best that is known.
      asOf: isoOrNull(ledger.readAt(day) ?? row[9]),
      settled: ledger.state(day) === 'settled',
    };
    return { row: told, named };
  });
}

type Period = { period: string | null; range: Range };

function periodsOf(args: InsightsArgs): Period[] {
  if (args.by !== 'month') return [{ period: null, range: args.range }];
  const periods: Period[] = [];
  for (let from = args.range.from; from <= args.range.to;) {
    const next = addMonths(`${from.slice(0, 8)}01`, 1);
    const last = addDays(next, -1);
    periods.push({ period: from.slice(0, 7), range: { from, to: last < args.range.to ? last : args.range.to } });
    from = next;
  }
  return periods;
}

function periodRows(
  db: Db,
  account: ClientAccount,
  args: Asked,
  names: Map<number, Entity>,
  { period, range }: Period,
): Told[] {
  const level = LEVEL_CODES[args.level];
  const ledger = readLedger(db, account, level, range, args.settle);
  const conversions = conversionsOf(db, account, level, range, 'range', args.window ?? 'default');
  const reading = namedCounts(db, account, args.metrics, {
    level: args.level,
    range,
    by: 'entity',
    read: ledger.days,
    window: args.window ?? 'default',
  });
  args.readings.push({ account, reading });
  const marks = videoMarks(db, account, args.metrics, reading);
  const uniques = periodUniques(db, account, args.level, range);
  const asOf = isoOrNull(youngestRead(ledger, range));
  return [...sumsByEntity(db, account, level, range)]
    .sort(([a], [b]) => a - b)
    .map(([key, tally]) => {
      const { conversions: headlineConversions, spendMicros = null, named: _, ...sums } = toSums(tally);
      const row: InsightRow = {
        ...identityOf(account, args.level, names.get(key)),
        period,
        currency: account.currency,
        ...sums,
        spendMicros,
        reach: uniques?.get(key)?.reach ?? null,
        impressionShare: uniques?.get(key)?.impressionShare ?? null,
        conversions: conversions.get(String(key)) ?? {},
        headlineConversions,
        asOf,
        settled: ledger.allSettled,
      };
      return { row, named: marks(namesAt(reading, key, tally.conversionsMillionths)) };
    });
}

function youngestRead(ledger: ReadLedger, range: Range): number | null {
  for (let day = range.to; day >= range.from; day = addDays(day, -1)) {
    const readAt = ledger.readAt(dayToInt(day));
    if (readAt !== undefined) return readAt;
  }
  return null;
}

/** Action types in a window, by 'day:entity' or by entity. */
function conversionsOf(
  db: Db,
  account: ClientAccount,
  level: number,
  range: Range,
  by: 'day' | 'range',
  window: AttributionWindow,
): Conversions {
  const [count] = WINDOW_COLUMNS[window];
  const facts = factsSql(
    'conversion_day',
    `day, entity_key, action_type_key, ${count} AS count`,
    OF_LEVEL,
    account.knownAt,
  );
  const sql =
    by === 'day'
      ? `SELECT told.day || ':' || told.entity_key, t.name, told.count FROM ${facts} AS told
         CROSS JOIN action_type t ON t.id = told.action_type_key WHERE told.count IS NOT NULL
         ORDER BY told.day, told.entity_key, told.action_type_key`
      : `SELECT CAST(told.entity_key AS TEXT), t.name, sum(${millionthsSql('told.count')}) FROM ${facts} AS told
         CROSS JOIN action_type t ON t.id = told.action_type_key WHERE told.count IS NOT NULL
         GROUP BY told.entity_key, told.action_type_key`;
  const rows = prepared(db, sql)
    .raw()
    .all(bound(account, level, range)) as [string, string, number][];
  const result: Conversions = new Map();
  for (const [key, name, told] of rows) {
    let record = result.get(key);
    // An action type is a word of the platform's: on a plain object '__proto__' would vanish.
    if (record === undefined) result.set(key, (record = Object.create(null) as Record<string, number>));
    record[name] = by === 'day' ? told : (fromMillionths(told) ?? 0);
  }
  return result;
}

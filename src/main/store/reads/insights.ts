import type { z } from 'zod';
import type { InsightRow, insightsView } from '../../../contract/dashboards.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Level, PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayToInt, intToDay } from '../../domain/days.ts';
import { fromMillionths, isoOrNull, LEVEL_CODES, millionthsSql, WINDOW_COLUMNS } from '../codes.ts';
import { all, first, prepared, snapshot, type Db } from '../db.ts';
import { readLedger, type ReadLedger, type SettleDays } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';
import { segmentsOf, sumsByEntity, toSums } from './sums.ts';

export type InsightsView = z.infer<typeof insightsView>;

export type InsightsArgs = {
  clientId: string;
  range: Range;
  level: Level;
  by: 'day' | 'month' | 'range';
  platforms: readonly PlatformId[] | null;
  now: number;
  settle: SettleDays;
};

type Named = { key: number; entityId: string; name: string };
type Conversions = Map<string, Record<string, number>>;

/** Insights of a client at a level, per day, calendar month (cut to the range) or whole range; null when there is no such client. */
export function insights(db: Db, args: InsightsArgs): InsightsView | null {
  return snapshot(db, () => {
    const clientKey = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientKey) === undefined) return null;
    const accounts = clientAccounts(db, { clientId: clientKey, platforms: args.platforms, now: args.now });
    const rows = accounts.flatMap((account) => {
      const names = namesOf(db, account, LEVEL_CODES[args.level]);
      return args.by === 'day'
        ? dayRows(db, account, args, names)
        : periodsOf(args).flatMap((one) => periodRows(db, account, args, names, one));
    });
    return { rows, totals: totalsOf(rows) };
  });
}

function totalsOf(rows: readonly InsightRow[]): InsightsView['totals'] {
  return [...Map.groupBy(rows, (row) => row.currency)].map(([currency, group]) => ({
    currency,
    spendMicros: group.reduce((sum, row) => sum + (row.spendMicros ?? 0), 0),
    impressions: group.reduce((sum, row) => sum + (row.impressions ?? 0), 0),
    clicks: group.reduce((sum, row) => sum + (row.clicks ?? 0), 0),
  }));
}

function namesOf(db: Db, account: ClientAccount, level: number): Map<number, Named> {
  const rows = all<Named>(
    db,
    `SELECT id AS key, entity_id AS entityId, coalesce(name, entity_id) AS name FROM entity
     WHERE ad_account_key = ? AND level = ?`,
    account.key,
    level,
  );
  return new Map(rows.map((row) => [row.key, level === 0 ? { ...row, name: account.name } : row]));
}

type DayRow = [number, number, ...(number | null)[]];

function dayRows(db: Db, account: ClientAccount, args: InsightsArgs, names: Map<number, Named>): InsightRow[] {
  const level = LEVEL_CODES[args.level];
  const ledger = readLedger(db, account, level, args.range, args.settle);
  const conversions = conversionsOf(db, account.key, level, args.range, 'day');
  const rows = prepared(
    db,
    `SELECT day, entity_key, spend_micros, impressions, clicks, link_clicks, reach, conversions, conversion_value_micros, seen_at
     FROM insight_day WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ? ORDER BY day, entity_key`,
  )
    .raw()
    .all(account.key, level, dayToInt(args.range.from), dayToInt(args.range.to)) as DayRow[];
  return rows.map((row) => {
    const [day, key] = row;
    return {
      ...identity(account, args.level, names.get(key)),
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
  });
}

function identity(account: ClientAccount, level: Level, named: Named | undefined) {
  return {
    platform: account.platform,
    adAccountId: account.adAccountId,
    level,
    entityId: named?.entityId ?? '',
    entityName: named?.name ?? '',
  };
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
  args: InsightsArgs,
  names: Map<number, Named>,
  { period, range }: Period,
): InsightRow[] {
  const level = LEVEL_CODES[args.level];
  const ledger = readLedger(db, account, level, range, args.settle);
  const conversions = conversionsOf(db, account.key, level, range, 'range');
  const asOf = isoOrNull(youngestRead(ledger, range));
  return [...sumsByEntity(db, account.key, level, segmentsOf(range))]
    .sort(([a], [b]) => a - b)
    .map(([key, tally]) => {
      const { conversions: headlineConversions, ...sums } = toSums(tally);
      return {
        ...identity(account, args.level, names.get(key)),
        period,
        currency: account.currency,
        ...sums,
        reach: null,
        conversions: conversions.get(String(key)) ?? {},
        headlineConversions,
        asOf,
        settled: ledger.allSettled,
      };
    });
}

function youngestRead(ledger: ReadLedger, range: Range): number | null {
  for (let day = range.to; day >= range.from; day = addDays(day, -1)) {
    const readAt = ledger.readAt(dayToInt(day));
    if (readAt !== undefined) return readAt;
  }
  return null;
}

/** Action types with the platform's default attribution, by 'day:entity' or by entity. */
function conversionsOf(db: Db, adAccountKey: number, level: number, range: Range, by: 'day' | 'range'): Conversions {
  const [count] = WINDOW_COLUMNS.default;
  const sql =
    by === 'day'
      ? `SELECT f.day || ':' || f.entity_key, t.name, f.${count} FROM conversion_day f JOIN action_type t ON t.id = f.action_type_key
         WHERE f.ad_account_key = ? AND f.level = ? AND f.day BETWEEN ? AND ? AND f.${count} IS NOT NULL`
      : `SELECT CAST(f.entity_key AS TEXT), t.name, sum(${millionthsSql(`f.${count}`)}) FROM conversion_day f
         JOIN action_type t ON t.id = f.action_type_key
         WHERE f.ad_account_key = ? AND f.level = ? AND f.day BETWEEN ? AND ? AND f.${count} IS NOT NULL
         GROUP BY f.entity_key, f.action_type_key`;
  const rows = prepared(db, sql).raw().all(adAccountKey, level, dayToInt(range.from), dayToInt(range.to)) as [
    string,
    string,
    number,
  ][];
  const result: Conversions = new Map();
  for (const [key, name, told] of rows) {
    let record = result.get(key);
    if (record === undefined) result.set(key, (record = {}));
    record[name] = by === 'day' ? told : (fromMillionths(told) ?? 0);
  }
  return result;
}

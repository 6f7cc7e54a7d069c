import type { PeriodsView } from '../../../contract/breakdowns.ts';
import { datasetId } from '../../../contract/datasets.ts';
import type { Range, Uniques } from '../../../contract/primitives.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayToInt, intToDay } from '../../domain/days.ts';
import { isoOrNull, LEVEL_CODES } from '../codes.ts';
import { all, prepared, snapshot, type Db } from '../db.ts';
import { factsSql, type KnownAt } from './as-known.ts';
import { accountsOf, entitiesOf, type DatasetArgs, type Named } from './datasets.ts';
import type { ClientAccount } from './health.ts';
import { figuresAskedAfter } from './figure-asked.ts';
import { parseExtra } from './parse.ts';
import { OF_LEVEL } from './sums.ts';

/** entity, spend, impressions, clicks, link clicks, conversions, value, reach, frequency, unique clicks, unique link clicks; JSON */
type Row = [number, ...(number | null)[]];
const EXTRA_AT = 11;
type Stored = { dataset: number; from: number; to: number; readAt: number };
type Period = PeriodsView['periods'][number];

const COLUMNS = `entity_key, spend_micros, impressions, clicks, link_clicks, conversions, conversion_value_micros, reach, frequency,
  unique_clicks, unique_link_clicks, extra`;
const WHERE = 'ad_account_key = @account AND dataset_key = @dataset AND from_day = @from AND to_day = @to';
const rowsSql = (knownAt: KnownAt): string =>
  `SELECT ${COLUMNS} FROM ${factsSql('insight_period', COLUMNS, WHERE, knownAt)} ORDER BY entity_key`;
const ROWS = { now: rowsSql(null), past: rowsSql(0) };

const COVERAGE = `SELECT c.dataset_key AS dataset, c.from_day AS "from", c.to_day AS "to",
    CASE WHEN c.read_at <= @known THEN c.read_at ELSE c.first_read_at END AS readAt
  FROM dataset d CROSS JOIN period_coverage c ON c.ad_account_key = @account AND c.dataset_key = d.id
  WHERE d.platform = @platform AND d.name IN (@month, @range) AND c.from_day = @from AND c.to_day BETWEEN @least AND @most
    AND c.first_read_at <= @known
  ORDER BY c.to_day DESC, c.read_at DESC LIMIT 1`;

/**
 * The stored period that begins on a day and ends between two days; the longest, of several readings the newest. A month dataset
 * and a range dataset of the same days say the same.
 */
function storedPeriod(
  db: Db,
  account: ClientAccount,
  level: Level,
  range: Range,
  least = range.to,
): Stored | undefined {
  return all<Stored>(db, COVERAGE, {
    account: account.key,
    platform: account.platform,
    month: datasetId(level, 'month', 'none'),
    range: datasetId(level, 'range', 'none'),
    from: dayToInt(range.from),
    least: dayToInt(least),
    most: dayToInt(range.to),
    known: account.knownAt ?? Number.MAX_SAFE_INTEGER,
  })[0];
}

function storedRows(db: Db, account: ClientAccount, stored: Stored): Row[] {
  return prepared(db, account.knownAt === null ? ROWS.now : ROWS.past)
    .raw()
    .all({ ...stored, account: account.key, known: account.knownAt }) as Row[];
}

/** Unique figures by entity key over exactly this range; null when the platform was never asked for it. Never a sum. */
export function periodUniques(db: Db, account: ClientAccount, level: Level, range: Range): Map<number, Uniques> | null {
  const stored = storedPeriod(db, account, level, range);
  if (stored === undefined) return null;
  const asked = asksShare(db, account, stored);
  return new Map(
    storedRows(db, account, stored).map((row) => [
      row[0],
      { reach: row[7] ?? null, frequency: row[8] ?? null, ...(asked ? { impressionShare: shareOf(row) } : {}) },
    ]),
  );
}

/** Readings from before impression share was asked for are silent about it. */
const asksShare = (db: Db, account: ClientAccount, stored: Stored): boolean =>
  stored.readAt > (figuresAskedAfter(db, account.platform).get('impression_share') ?? 0);

/** 0 to 1, which Google keeps beside its figures; null where it told none. */
function shareOf(row: Row): number | null {
  const share = extraOf(row)['impressionShare'];
  return typeof share === 'number' ? share : null;
}

const DAY_REACH = {
  now: `SELECT entity_key, reach FROM ${factsSql('insight_day', 'entity_key, reach', OF_LEVEL, null)} WHERE reach IS NOT NULL`,
  past: `SELECT entity_key, reach FROM ${factsSql('insight_day', 'entity_key, reach', OF_LEVEL, 0)} WHERE reach IS NOT NULL`,
};

/**
 * Unique figures by entity key over exactly this range: as the platform told them for the period, or of the one day the range is.
 * Null when it was never asked.
 */
export function uniquesOf(db: Db, account: ClientAccount, level: Level, range: Range): Map<number, Uniques> | null {
  const told = periodUniques(db, account, level, range);
  if (told !== null) return told;
  if (range.from !== range.to) return null;
  const day = dayToInt(range.from);
  const rows = prepared(db, account.knownAt === null ? DAY_REACH.now : DAY_REACH.past)
    .raw()
    .all({
      account: account.key,
      level: LEVEL_CODES[level],
      from: day,
      to: day,
      known: account.knownAt,
    }) as [number, number][];
  return rows.length === 0
    ? null
    : new Map(rows.map(([key, reach]) => [key, { reach, frequency: null, impressionShare: null }]));
}

/** What a row shows of unique figures: null when the platform was not asked about the period, nulls inside when it told none. */
export function uniquesFor(uniques: ReadonlyMap<number, Uniques> | null, key: number): Uniques | null {
  return uniques === null ? null : (uniques.get(key) ?? { reach: null, frequency: null, impressionShare: null });
}

/** Reach, frequency and unique counts of exactly the range and of the calendar months inside it; null when there is no such client. */
export function periods(db: Db, args: DatasetArgs): PeriodsView | null {
  return snapshot(db, () => {
    const accounts = accountsOf(db, args);
    if (accounts === null) return null;
    return {
      periods: accounts.flatMap((account) => {
        const { named } = entitiesOf(db, account, args);
        return [
          periodOf(db, account, args, named, null, args.range),
          ...monthsInside(args.range).map(({ month, range }) => periodOf(db, account, args, named, month, range)),
        ];
      }),
    };
  });
}

/** Whole months of the range; the last one may still be running, then its stored reading ends earlier. */
function monthsInside(range: Range): { month: string; range: Range }[] {
  const months: { month: string; range: Range }[] = [];
  let from = range.from.endsWith('-01') ? range.from : addMonths(`${range.from.slice(0, 8)}01`, 1);
  for (; from <= range.to; from = addMonths(from, 1)) {
    const to = addDays(addMonths(from, 1), -1);
    if (to <= range.to) months.push({ month: from.slice(0, 7), range: { from, to } });
  }
  return months;
}

function periodOf(
  db: Db,
  account: ClientAccount,
  args: DatasetArgs,
  named: ReadonlyMap<number, Named>,
  month: string | null,
  range: Range,
): Period {
  const stored = storedPeriod(db, account, args.level, range, month === null ? range.to : range.from);
  const rows = stored === undefined ? [] : storedRows(db, account, stored);
  return {
    platform: account.platform,
    adAccountId: account.adAccountId,
    currency: account.currency,
    month,
    range,
    offered: args.datasets[account.platform].some(
      ({ id }) => id === datasetId(args.level, month === null ? 'range' : 'month', 'none'),
    ),
    missing: stored === undefined,
    through: stored === undefined || stored.to === dayToInt(range.to) ? null : intToDay(stored.to),
    asOf: isoOrNull(stored?.readAt),
    rows: rows.flatMap((row) => {
      const entity = named.get(row[0]);
      if (entity === undefined) return [];
      return {
        entityId: entity.entityId,
        entityName: entity.name,
        reach: row[7] ?? null,
        frequency: row[8] ?? null,
        uniqueClicks: row[9] ?? null,
        uniqueLinkClicks: row[10] ?? null,
        impressionShare: shareOf(row),
        rankings: rankingsOf(row),
        sums: {
          spendMicros: row[1] ?? null,
          impressions: row[2] ?? null,
          clicks: row[3] ?? null,
          linkClicks: row[4] ?? null,
          conversions: row[5] ?? null,
          conversionValueMicros: row[6] ?? null,
        },
      };
    }),
  };
}

/** What a platform keeps beside its figures is JSON of its own. */
function extraOf(row: Row): ReturnType<typeof parseExtra> {
  const text: unknown = row[EXTRA_AT];
  return parseExtra(typeof text === 'string' ? text : null);
}

/** Only texts are taken as rankings. */
function rankingsOf(row: Row): Period['rows'][number]['rankings'] {
  const extra = extraOf(row);
  const told = (key: string): string | null => {
    const value = extra[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const rankings = {
    quality: told('qualityRanking'),
    engagementRate: told('engagementRateRanking'),
    conversionRate: told('conversionRateRanking'),
  };
  return Object.values(rankings).every((ranking) => ranking === null) ? null : rankings;
}

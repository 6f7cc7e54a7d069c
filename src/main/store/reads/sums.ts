import type { VideoField } from '../../../contract/metrics.ts';
import type { Range, Sums } from '../../../contract/primitives.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayToInt } from '../../domain/days.ts';
import { fromMillionths, millionthsSql } from '../codes.ts';
import { prepared, type Db } from '../db.ts';
import { factsSql, type KnownAt } from './as-known.ts';

/** Sums on the way: conversions in millionths, so that the result does not depend on the order of adding. */
export type Tally = {
  spendMicros: number | null;
  impressions: number | null;
  clicks: number | null;
  linkClicks: number | null;
  conversionsMillionths: number | null;
  conversionValueMicros: number | null;
  /** Conversions by the client's own names, in millionths; NaN = not known, which no sum may hide (named.ts). */
  named?: Map<string, number>;
  /** Spend of the platforms whose conversions count for a name, whether or not any were told; null = not reported. */
  namedSpend?: Map<string, number | null>;
};

/** spend, impressions, clicks, link clicks, conversions in millionths, conversion value */
export type TallyColumns = [number | null, number | null, number | null, number | null, number | null, number | null];

export function emptyTally(): Tally {
  return {
    spendMicros: null,
    impressions: null,
    clicks: null,
    linkClicks: null,
    conversionsMillionths: null,
    conversionValueMicros: null,
  };
}

const plus = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);

/** Adds one tally to another; not reported plus something is something. */
export function addTally(into: Tally, more: Tally): void {
  into.spendMicros = plus(into.spendMicros, more.spendMicros);
  into.impressions = plus(into.impressions, more.impressions);
  into.clicks = plus(into.clicks, more.clicks);
  into.linkClicks = plus(into.linkClicks, more.linkClicks);
  into.conversionsMillionths = plus(into.conversionsMillionths, more.conversionsMillionths);
  into.conversionValueMicros = plus(into.conversionValueMicros, more.conversionValueMicros);
  // Never the other's own maps: they would grow with this one.
  if (more.named !== undefined) {
    into.named ??= new Map();
    for (const [name, count] of more.named) into.named.set(name, (into.named.get(name) ?? 0) + count);
  }
  if (more.namedSpend === undefined) return;
  into.namedSpend ??= new Map();
  for (const [name, spend] of more.namedSpend)
    into.namedSpend.set(name, plus(into.namedSpend.get(name) ?? null, spend));
}

/** The columns of a row, from `offset` on, as a tally. */
export function tallyAt(row: readonly (number | null)[], offset: number): Tally {
  return {
    spendMicros: row[offset] ?? null,
    impressions: row[offset + 1] ?? null,
    clicks: row[offset + 2] ?? null,
    linkClicks: row[offset + 3] ?? null,
    conversionsMillionths: row[offset + 4] ?? null,
    conversionValueMicros: row[offset + 5] ?? null,
  };
}

/** A tally as the contract's sums. */
export function toSums(tally: Tally): Sums {
  return {
    spendMicros: tally.spendMicros,
    impressions: tally.impressions,
    clicks: tally.clicks,
    linkClicks: tally.linkClicks,
    conversions: fromMillionths(tally.conversionsMillionths),
    conversionValueMicros: tally.conversionValueMicros,
    ...(tally.named === undefined ? {} : namedSums(tally.named)),
    ...namedSpendSums(tally),
  };
}

/** Stand among a client's names for the platforms' own counts of video. No person's name can be one: theirs are trimmed. */
export const VIDEO_NAMES: ReadonlyMap<string, VideoField> = new Map([
  [' video_view', 'videoViews'],
  [' video_play', 'videoPlays'],
  [' thruplay', 'thruPlays'],
]);

/** The counts of video among a tally's names; null where one is not known. */
export function videoSums(named: ReadonlyMap<string, number>): Pick<Sums, VideoField> {
  const video: Pick<Sums, VideoField> = {};
  for (const [name, field] of VIDEO_NAMES) {
    const count = named.get(name);
    if (count !== undefined) video[field] = Number.isNaN(count) ? null : fromMillionths(count);
  }
  return video;
}

/** Whether any of the names is a client's own. */
export function hasOwnNames(named: ReadonlyMap<string, number>): boolean {
  for (const name of named.keys()) if (!VIDEO_NAMES.has(name)) return true;
  return false;
}

function namedSums(named: ReadonlyMap<string, number>): Pick<Sums, 'named' | VideoField> {
  const video = videoSums(named);
  return hasOwnNames(named) || Object.keys(video).length === 0 ? { named: namesWithGaps(named), ...video } : video;
}

/** What `spendForName` (contract/business-metrics.ts) would not find without it. */
function namedSpendSums({ spendMicros, named, namedSpend }: Tally): Pick<Sums, 'namedSpendMicros'> {
  const own = [...(namedSpend ?? [])].filter(
    ([name, spend]) =>
      !(named?.has(name) === true && spend === spendMicros) && !(named === undefined && spend === null),
  );
  return own.length === 0 ? {} : { namedSpendMicros: Object.fromEntries(own) };
}

/** All names, null where the count is not known. */
function namesWithGaps(named: ReadonlyMap<string, number>): NonNullable<Sums['named']> {
  return Object.fromEntries(
    [...named].flatMap(([name, count]) =>
      VIDEO_NAMES.has(name) ? [] : [[name, Number.isNaN(count) ? null : (fromMillionths(count) ?? 0)]],
    ),
  );
}

/** Names whose count is known. */
export function knownNames(named: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries(
    [...named].flatMap(([name, count]) =>
      Number.isNaN(count) || VIDEO_NAMES.has(name) ? [] : [[name, fromMillionths(count) ?? 0]],
    ),
  );
}

export type Segments = { days: [number, number][]; months: [number, number] | null };

/** Cuts a range into whole calendar months, which the rollup holds, and the days at its edges. Days as yyyymmdd, months yyyymm. */
export function segmentsOf({ from, to }: Range): Segments {
  const firstWhole: Day = from.endsWith('-01') ? from : addMonths(`${from.slice(0, 8)}01`, 1);
  const afterLast: Day = addDays(to, 1).endsWith('-01') ? addDays(to, 1) : `${to.slice(0, 8)}01`;
  if (firstWhole >= afterLast) return { days: [[dayToInt(from), dayToInt(to)]], months: null };
  const days: [number, number][] = [];
  if (from < firstWhole) days.push([dayToInt(from), dayToInt(addDays(firstWhole, -1))]);
  if (afterLast <= to) days.push([dayToInt(afterLast), dayToInt(to)]);
  const month = (day: Day): number => Math.floor(dayToInt(day) / 100);
  return { days, months: [month(firstWhole), month(addDays(afterLast, -1))] };
}

/** What `DAY_SUMS` sums. */
export const RAW = 'spend_micros, impressions, clicks, link_clicks, conversions, conversion_value_micros';
const DAY_COLUMNS = `spend_micros, impressions, clicks, link_clicks, ${millionthsSql('conversions')}, conversion_value_micros`;
/** Sums of facts, in the order of `TallyColumns`. */
export const DAY_SUMS = `sum(spend_micros), sum(impressions), sum(clicks), sum(link_clicks), sum(${millionthsSql('conversions')}),
  sum(conversion_value_micros)`;
export const MONTH_SUMS = `sum(spend_micros), sum(impressions), sum(clicks), sum(link_clicks), sum(conversions_millionths),
  sum(conversion_value_micros)`;
/** Finds the rows of one ad account and level in a range of days. */
export const OF_LEVEL = 'ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to';

const statements = (knownAt: KnownAt) => ({
  daysByEntity: `SELECT entity_key, ${DAY_SUMS} FROM ${factsSql('insight_day', `entity_key, ${RAW}`, OF_LEVEL, knownAt)}
    GROUP BY entity_key`,
  monthsByEntity: `SELECT entity_key, ${MONTH_SUMS} FROM insight_month
    WHERE ad_account_key = @account AND level = @level AND month BETWEEN @from AND @to GROUP BY entity_key`,
  days: `SELECT day, ${DAY_COLUMNS} FROM ${factsSql('insight_day', `day, ${RAW}`, OF_LEVEL, knownAt)} ORDER BY day`,
});
const NOW = statements(null);
const THEN = statements(0);
export const SQL = { ...NOW, daysByEntityThen: THEN.daysByEntity, daysThen: THEN.days } as const;

type EntityRow = [number, ...TallyColumns];
type Known = { key: number; knownAt: KnownAt };

/**
 * Sums per entity of one account and level over a range, by entity key. Whole months come from the rollup, unless the figures are
 * wanted as they once were: a rollup only knows now.
 */
export function sumsByEntity(db: Db, account: Known, level: number, range: Range): Map<number, Tally> {
  const result = new Map<number, Tally>();
  const take = (sql: string, from: number, to: number): void => {
    const rows = prepared(db, sql).raw().all({ account: account.key, level, from, to, known: account.knownAt });
    for (const row of rows as EntityRow[]) {
      const tally = tallyAt(row, 1);
      const known = result.get(row[0]);
      if (known === undefined) result.set(row[0], tally);
      else addTally(known, tally);
    }
  };
  if (account.knownAt !== null) {
    take(THEN.daysByEntity, dayToInt(range.from), dayToInt(range.to));
    return result;
  }
  const segments = segmentsOf(range);
  for (const [from, to] of segments.days) take(NOW.daysByEntity, from, to);
  if (segments.months !== null) take(NOW.monthsByEntity, ...segments.months);
  return result;
}

/** One tally per day (yyyymmdd) of one account at account level. */
export function accountDays(db: Db, account: Known, range: Range): Map<number, Tally> {
  const rows = prepared(db, account.knownAt === null ? NOW.days : THEN.days)
    .raw()
    .all({
      account: account.key,
      level: 0,
      from: dayToInt(range.from),
      to: dayToInt(range.to),
      known: account.knownAt,
    });
  return new Map((rows as EntityRow[]).map((row) => [row[0], tallyAt(row, 1)]));
}

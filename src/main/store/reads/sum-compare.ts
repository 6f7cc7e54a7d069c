import type { AdditiveMetric } from '../../../contract/datasets.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { LEVEL_CODES, millionthsSql } from '../codes.ts';
import { all, first, prepared, type Db } from '../db.ts';
import { addTally, tallyAt, type Tally, type TallyColumns } from './sums.ts';

/**
 * Looks for sums that do not add up: level against level, hours and cells against their day, months against their days. Only what was
 * read on both sides is compared; a day never read is missing, which is another thing than a gap. Nothing is written here.
 */
export type FoundGap = {
  /** Days yyyymmdd; period checks use the first day. */
  day: number;
  entityKey: number;
  metric: AdditiveMetric;
  /** Micros, counts, or millionths of conversions; null = no row on that side. */
  expected: number | null;
  actual: number | null;
};

/** One check over the days it could be made for: what is not among `gaps` there adds up. */
export type CheckOutcome = { check: string; days: number[]; gaps: FoundGap[] };

export type Entity = {
  id: number;
  level: number;
  entityId: string;
  parentId: string | null;
  campaignId: string | null;
};
/** Sums by day and entity id, with how many rows went into each. */
export type Sum = Tally & { parts: number };
export type Rows = Map<number, Map<string, Sum>>;

export const COLUMNS = `spend_micros, impressions, clicks, link_clicks, ${millionthsSql('conversions')}, conversion_value_micros`;
export const KEYS: Record<AdditiveMetric, Exclude<keyof Tally, 'named' | 'namedSpend'>> = {
  spendMicros: 'spendMicros',
  impressions: 'impressions',
  clicks: 'clicks',
  linkClicks: 'linkClicks',
  conversions: 'conversionsMillionths',
  conversionValueMicros: 'conversionValueMicros',
};

/** An ad account's entities by key, read once for all checks of a run. */
export function entitiesOf(db: Db, adAccountKey: number): ReadonlyMap<number, Entity> {
  const rows = all<Entity>(
    db,
    `SELECT id, level, entity_id AS entityId, parent_id AS parentId, campaign_id AS campaignId FROM entity
     WHERE ad_account_key = ?`,
    adAccountKey,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

type How = {
  keyOf: (id: string) => number | null;
  skip?: (id: string, day: number, parts: Sum | undefined) => boolean;
  /** Money of each part is rounded by the platform, so the sum may be off by a micro per part. */
  roundedMoney?: boolean;
};

export function compare(
  check: string,
  days: number[],
  metrics: readonly AdditiveMetric[],
  whole: Rows,
  parts: Rows,
  how: How,
): CheckOutcome {
  const gaps: FoundGap[] = [];
  for (const day of days) {
    const wholes = whole.get(day) ?? new Map<string, Sum>();
    const sums = parts.get(day) ?? new Map<string, Sum>();
    for (const id of new Set([...wholes.keys(), ...sums.keys()])) {
      const expected = wholes.get(id);
      const actual = sums.get(id);
      if (how.skip?.(id, day, actual)) continue;
      const entityKey = how.keyOf(id);
      if (entityKey === null) continue;
      for (const metric of metrics) {
        const gap = differing(expected, actual, metric, how.roundedMoney ?? false);
        if (gap !== null) gaps.push({ day, entityKey, metric, ...gap });
      }
    }
  }
  return { check, days, gaps };
}

/** Null when the two sides agree, or when a side that has rows does not report the metric at all. */
function differing(
  expected: Sum | undefined,
  actual: Sum | undefined,
  metric: AdditiveMetric,
  roundedMoney: boolean,
): { expected: number | null; actual: number | null } | null {
  const key = KEYS[metric];
  const none = metric === 'conversions' || metric === 'conversionValueMicros' ? 0 : null;
  const left = expected === undefined ? 0 : (expected[key] ?? none);
  const right = actual === undefined ? 0 : (actual[key] ?? none);
  if (left === null || right === null) return null;
  // Counts are exact, and so is money unless told otherwise; conversions are fractions, each rounded to a millionth.
  const rounded = none === 0 || (roundedMoney && metric === 'spendMicros');
  if (Math.abs(left - right) <= (rounded ? (actual?.parts ?? 0) : 0)) return null;
  return { expected: expected === undefined ? null : left, actual: actual === undefined ? null : right };
}

export function put(rows: Rows, day: number, id: string, tally: Tally): void {
  let ofDay = rows.get(day);
  if (ofDay === undefined) rows.set(day, (ofDay = new Map()));
  const known = ofDay.get(id);
  if (known === undefined) ofDay.set(id, { ...tally, parts: 1 });
  else {
    addTally(known, tally);
    known.parts += 1;
  }
}

export function dayRows(
  db: Db,
  adAccountKey: number,
  level: number,
  from: number,
  to: number,
  entities: ReadonlyMap<number, Entity>,
  by: (entity: Entity) => string | null,
): Rows {
  const rows: Rows = new Map();
  const found = prepared(
    db,
    // A row complete answers no longer hold is kept, but the platform's other sums no longer contain it either.
    `SELECT day, entity_key, ${COLUMNS} FROM insight_day
     WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ? AND absent_since IS NULL`,
  )
    .raw()
    .iterate(adAccountKey, level, from, to) as Iterable<[number, number, ...TallyColumns]>;
  for (const row of found) {
    const entity = entities.get(row[1]);
    const id = entity === undefined ? null : by(entity);
    if (id !== null) put(rows, row[0], id, tallyAt(row, 2));
  }
  return rows;
}

export function coveredDays(db: Db, adAccountKey: number, from: number, to: number): Map<number, Set<number>> {
  const rows = all<{ level: number; day: number }>(
    db,
    `SELECT level, day FROM coverage WHERE ad_account_key = ? AND level IN (0, 1, 2, 3) AND day BETWEEN ? AND ?`,
    adAccountKey,
    from,
    to,
  );
  const days = new Map<number, Set<number>>();
  for (const { level, day } of rows) days.set(level, (days.get(level) ?? new Set()).add(day));
  return days;
}

export function datasetKey(db: Db, platform: PlatformId, name: string): number | null {
  return (
    first<{ id: number }>(db, 'SELECT id FROM dataset WHERE platform = ? AND name = ?', platform, name)?.id ?? null
  );
}

export function keysOf(
  entities: ReadonlyMap<number, Entity>,
): (level: number, entityId: string | null) => number | null {
  const keys = new Map<string, number>();
  for (const entity of entities.values()) {
    keys.set(`${entity.level} ${entity.entityId}`, entity.id);
    if (entity.level === LEVEL_CODES.account) keys.set(`${LEVEL_CODES.account} null`, entity.id);
  }
  return (level, entityId) => keys.get(`${level} ${entityId}`) ?? null;
}

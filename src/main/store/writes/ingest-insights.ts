import { createBatch } from '../batch.ts';
import { millionths } from '../codes.ts';
import { prepared, type Db } from '../db.ts';
import type { InsightInput } from '../records.ts';
import { canonicalJson, type EntityRef } from './ingest-order.ts';

/** day, entity_key, seven metrics, extra, seen_at, revision, absent_since */
type Existing = [
  number,
  number,
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  string | null,
  number,
  number,
  number | null,
];
type MonthDelta = { month: number; sums: (number | null)[]; days: number; entityKey: number };

const METRICS =
  'spend_micros, impressions, clicks, link_clicks, reach, conversions, conversion_value_micros, extra, seen_at, revision';
const SUMS = [
  'spend_micros',
  'impressions',
  'clicks',
  'link_clicks',
  'conversions_millionths',
  'conversion_value_micros',
];

const addOrKeep = (column: string): string =>
  `${column} = CASE WHEN excluded.${column} IS NULL THEN ${column} ELSE coalesce(${column}, 0) + excluded.${column} END`;

export type Outcome = 'new' | 'changed' | 'unchanged';

/**
 * Merges rows into insight_day for one chunk of whole days. Rows must come in the table's order (day, entity key): they are walked
 * beside one range scan of what is there, so nothing is looked up row by row and only what differs is written.
 *
 * A stored row that the answer for one of the `complete` days (yyyymmdd) lacks keeps its figures and is marked with the time since
 * when it is missing; the mark goes when the row is told again.
 */
export function createInsightMerge(
  db: Db,
  adAccountKey: number,
  level: number,
  firstDay: number,
  lastDay: number,
  now: number,
  complete: ReadonlySet<number>,
) {
  const existing = prepared(
    db,
    `SELECT day, entity_key, ${METRICS}, absent_since FROM insight_day WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?
     ORDER BY day, entity_key`,
  )
    .raw()
    .all(adAccountKey, level, firstDay, lastDay) as Existing[];
  let at = 0;
  const inserts = createBatch(
    db,
    `INSERT INTO insight_day (ad_account_key, level, day, entity_key, ${METRICS})`,
    14,
    '',
  );
  const updates = createBatch(
    db,
    `INSERT INTO insight_day (ad_account_key, level, day, entity_key, ${METRICS})`,
    14,
    `ON CONFLICT DO UPDATE SET absent_since = NULL, ${METRICS.split(', ')
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}`,
  );
  const ledger = createBatch(
    db,
    `INSERT INTO insight_day_revision (ad_account_key, level, day, entity_key, ${METRICS}, superseded_at)`,
    15,
    '',
  );
  const months: MonthDelta[] = [];

  const monthOf = (entity: EntityRef, day: number): MonthDelta => {
    const month = Math.floor(day / 100);
    let delta = entity.month as MonthDelta | null;
    if (delta === null || delta.month !== month) {
      delta = { month, sums: [null, null, null, null, null, null], days: 0, entityKey: entity.key };
      entity.month = delta;
      months.push(delta);
    }
    return delta;
  };

  const insert = (day: number, entity: EntityRef, record: InsightInput): void => {
    const { values } = inserts;
    const o = inserts.row();
    values[o] = adAccountKey;
    values[o + 1] = level;
    values[o + 2] = day;
    values[o + 3] = entity.key;
    values[o + 4] = record.spendMicros;
    values[o + 5] = record.impressions;
    values[o + 6] = record.clicks;
    values[o + 7] = record.linkClicks;
    values[o + 8] = record.reach;
    values[o + 9] = record.conversions;
    values[o + 10] = record.conversionValueMicros;
    values[o + 11] = record.extra === null ? null : canonicalJson(record.extra);
    values[o + 12] = now;
    values[o + 13] = 0;
    const delta = monthOf(entity, day);
    delta.days += 1;
    const { sums } = delta;
    if (record.spendMicros !== null) sums[0] = (sums[0] ?? 0) + record.spendMicros;
    if (record.impressions !== null) sums[1] = (sums[1] ?? 0) + record.impressions;
    if (record.clicks !== null) sums[2] = (sums[2] ?? 0) + record.clicks;
    if (record.linkClicks !== null) sums[3] = (sums[3] ?? 0) + record.linkClicks;
    if (record.conversions !== null) sums[4] = (sums[4] ?? 0) + millionths(record.conversions);
    if (record.conversionValueMicros !== null) sums[5] = (sums[5] ?? 0) + record.conversionValueMicros;
  };

  const replace = (old: Existing, entity: EntityRef, next: readonly (number | string | null)[]): void => {
    const day = old[0];
    const l = ledger.row();
    ledger.values[l] = adAccountKey;
    ledger.values[l + 1] = level;
    for (let index = 0; index < 12; index += 1) ledger.values[l + 2 + index] = old[index];
    ledger.values[l + 14] = now;
    const u = updates.row();
    updates.values[u] = adAccountKey;
    updates.values[u + 1] = level;
    updates.values[u + 2] = day;
    updates.values[u + 3] = entity.key;
    for (let index = 0; index < 8; index += 1) updates.values[u + 4 + index] = next[index];
    updates.values[u + 12] = now;
    updates.values[u + 13] = old[11] + 1;
    const { sums } = monthOf(entity, day);
    const shift = (place: number, before: number | null, after: number | null): void => {
      if (after !== null && after !== before) sums[place] = (sums[place] ?? 0) + after - (before ?? 0);
    };
    const inMillionths = (value: number | null): number | null => (value === null ? null : millionths(value));
    for (let place = 0; place < 4; place += 1)
      shift(place, old[place + 2] as number | null, next[place] as number | null);
    shift(4, inMillionths(old[7]), inMillionths(next[5] as number | null));
    shift(5, old[8], next[6] as number | null);
  };

  const markAbsence = (old: Existing, since: number | null): void => {
    prepared(
      db,
      'UPDATE insight_day SET absent_since = ? WHERE ad_account_key = ? AND level = ? AND day = ? AND entity_key = ?',
    ).run(since, adAccountKey, level, old[0], old[1]);
  };

  const passBy = (old: Existing): Existing | undefined => {
    if (old[12] === null && complete.has(old[0])) markAbsence(old, now);
    at += 1;
    return existing[at];
  };

  return {
    put(day: number, entity: EntityRef, record: InsightInput): Outcome {
      let old = existing[at];
      while (old !== undefined && (old[0] < day || (old[0] === day && old[1] < entity.key))) old = passBy(old);
      if (old === undefined || old[0] !== day || old[1] !== entity.key) {
        insert(day, entity, record);
        return 'new';
      }
      at += 1;
      const extra = record.extra === null ? old[9] : canonicalJson(record.extra);
      // Not told is not "nothing": what was known stays. Conversions differ: platforms leave them out of a row when there are none
      // (any more), so for a row that was returned they become 0, like the action types they are made of.
      const spend = record.spendMicros ?? old[2];
      const impressions = record.impressions ?? old[3];
      const clicks = record.clicks ?? old[4];
      const linkClicks = record.linkClicks ?? old[5];
      const reach = record.reach ?? old[6];
      const conversions = record.conversions ?? (old[7] === null ? null : 0);
      const value = record.conversionValueMicros ?? (old[8] === null ? null : 0);
      if (
        spend === old[2] &&
        impressions === old[3] &&
        clicks === old[4] &&
        linkClicks === old[5] &&
        reach === old[6] &&
        conversions === old[7] &&
        value === old[8] &&
        extra === old[9]
      ) {
        if (old[12] !== null) markAbsence(old, null);
        return 'unchanged';
      }
      replace(old, entity, [spend, impressions, clicks, linkClicks, reach, conversions, value, extra]);
      return 'changed';
    },

    finish(): void {
      for (let old = existing[at]; old !== undefined;) old = passBy(old);
      inserts.flush();
      ledger.flush();
      updates.flush();
      const rollup = createBatch(
        db,
        `INSERT INTO insight_month (ad_account_key, level, month, entity_key, ${SUMS.join(', ')}, days)`,
        11,
        `ON CONFLICT DO UPDATE SET ${SUMS.map(addOrKeep).join(', ')}, days = days + excluded.days`,
      );
      for (const delta of months) {
        const o = rollup.row();
        rollup.values[o] = adAccountKey;
        rollup.values[o + 1] = level;
        rollup.values[o + 2] = delta.month;
        rollup.values[o + 3] = delta.entityKey;
        for (let place = 0; place < 6; place += 1) rollup.values[o + 4 + place] = delta.sums[place];
        rollup.values[o + 10] = delta.days;
      }
      rollup.flush();
    },
  };
}

import type { Dataset } from '../../../contract/datasets.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, prepared, type Db } from '../db.ts';
import {
  COLUMNS,
  compare,
  coveredDays,
  datasetKey,
  dayRows,
  keysOf,
  put,
  type CheckOutcome,
  type Entity,
  type Rows,
} from './sum-compare.ts';
import { tallyAt, type TallyColumns } from './sums.ts';

/** Hours or cells of a dataset against the daily figures of its level, for the metrics the platform promises (days yyyymmdd). */
export function checkDataset(
  db: Db,
  args: {
    adAccountKey: number;
    platform: PlatformId;
    dataset: Pick<Dataset, 'id' | 'level' | 'grain' | 'breakdown' | 'addsUp'>;
    from: number;
    to: number;
    entities: ReadonlyMap<number, Entity>;
  },
): CheckOutcome | null {
  const { adAccountKey, dataset, from, to, entities } = args;
  const key = datasetKey(db, args.platform, dataset.id);
  if (key === null || dataset.addsUp.length === 0) return null;
  const level = LEVEL_CODES[dataset.level];
  const parts: Rows = new Map();
  const segments = prepared(
    db,
    `SELECT day, entity_key, ${COLUMNS} FROM insight_segment WHERE ad_account_key = ? AND dataset_key = ? AND day BETWEEN ? AND ?`,
  )
    .raw()
    .iterate(adAccountKey, key, from, to) as Iterable<[number, number, ...TallyColumns]>;
  for (const row of segments) {
    const id = entities.get(row[1])?.entityId;
    if (id === undefined) continue;
    put(parts, row[0], id, tallyAt(row, 2));
  }
  const levelDays = coveredDays(db, adAccountKey, from, to).get(level) ?? new Set<number>();
  const days = all<{ day: number; rows: number }>(
    db,
    'SELECT day, rows FROM dataset_coverage WHERE ad_account_key = ? AND dataset_key = ? AND day BETWEEN ? AND ?',
    adAccountKey,
    key,
    from,
    to,
  )
    // Detail that was moved to an archive leaves its coverage behind.
    .filter(({ day, rows }) => levelDays.has(day) && (rows === 0 || parts.has(day)))
    .map(({ day }) => day);
  const keyOf = keysOf(entities);
  const whole = dayRows(db, adAccountKey, level, from, to, entities, (entity) => entity.entityId);
  const hours = dataset.grain === 'hour' || dataset.breakdown === 'hour';
  return compare(`${hours ? 'hours' : 'cells'}=day ${dataset.id}`, days, dataset.addsUp, whole, parts, {
    keyOf: (id) => keyOf(level, id),
    // A cell is told with six decimals: a recorded account differs by two micros over five countries.
    roundedMoney: true,
  });
}

/** Month rows against the sum of their days, where every day was read; the newest row of a month that is still going on. */
export function checkMonths(
  db: Db,
  args: {
    adAccountKey: number;
    platform: PlatformId;
    dataset: Pick<Dataset, 'id' | 'level' | 'addsUp'>;
    from: number;
    to: number;
    entities: ReadonlyMap<number, Entity>;
  },
): CheckOutcome | null {
  const { adAccountKey, dataset, entities } = args;
  const key = datasetKey(db, args.platform, dataset.id);
  if (key === null || dataset.addsUp.length === 0) return null;
  const level = LEVEL_CODES[dataset.level];
  const periods = all<{ fromDay: number; toDay: number }>(
    db,
    `SELECT from_day AS fromDay, max(to_day) AS toDay FROM period_coverage
     WHERE ad_account_key = ? AND dataset_key = ? AND from_day BETWEEN ? AND ? GROUP BY from_day`,
    adAccountKey,
    key,
    Math.floor(args.from / 100) * 100,
    args.to,
  );
  const outcome: CheckOutcome = { check: `month=days ${dataset.id}`, days: [], gaps: [] };
  const keyOf = keysOf(entities);
  for (const { fromDay, toDay } of periods) {
    const read = coveredDays(db, adAccountKey, fromDay, toDay).get(level)?.size ?? 0;
    if (read !== (toDay % 100) - (fromDay % 100) + 1) continue;
    const sums = (sql: string, ...binds: number[]): Rows => {
      const rows: Rows = new Map();
      for (const row of prepared(db, sql)
        .raw()
        .iterate(...binds) as Iterable<[number, ...TallyColumns]>) {
        const id = entities.get(row[0])?.entityId;
        if (id !== undefined) put(rows, fromDay, id, tallyAt(row, 1));
      }
      return rows;
    };
    const month = sums(
      `SELECT entity_key, ${COLUMNS} FROM insight_period
       WHERE ad_account_key = ? AND dataset_key = ? AND from_day = ? AND to_day = ?`,
      adAccountKey,
      key,
      fromDay,
      toDay,
    );
    const days = sums(
      `SELECT entity_key, ${COLUMNS} FROM insight_day
       WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ? AND absent_since IS NULL`,
      adAccountKey,
      level,
      fromDay,
      toDay,
    );
    const found = compare(outcome.check, [fromDay], dataset.addsUp, month, days, { keyOf: (id) => keyOf(level, id) });
    outcome.days.push(fromDay);
    outcome.gaps.push(...found.gaps);
  }
  return outcome;
}

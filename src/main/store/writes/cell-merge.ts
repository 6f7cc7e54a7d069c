import { createBatch } from '../batch.ts';
import { prepared, type Db } from '../db.ts';
import type { ActionInput, DatasetInput } from '../records.ts';
import type { Outcome } from './ingest-insights.ts';
import { canonicalJson } from './ingest-order.ts';

type Value = number | string | null;
/** the three keys, the values, seen_at, revision */
type Existing = readonly Value[];

const METRICS = [
  'spend_micros',
  'impressions',
  'clicks',
  'link_clicks',
  'reach',
  'conversions',
  'conversion_value_micros',
  'actions',
  'extra',
];

/** The two tables of datasets: alike but for their keys, and for what only a whole period can tell. */
export const CELL_TABLES = {
  segment: { name: 'insight_segment', keys: ['day', 'entity_key', 'segment_key'], values: METRICS },
  period: {
    name: 'insight_period',
    keys: ['from_day', 'to_day', 'entity_key'],
    values: [...METRICS, 'frequency', 'unique_clicks', 'unique_link_clicks'],
  },
} as const;
export type CellTable = (typeof CELL_TABLES)[keyof typeof CELL_TABLES];

const KEYS = 3;
/** Conversions, their value and the action types: platforms leave them out of a row when there are none (any more). */
const CONVERSIONS_AT = 5;
const VALUE_AT = 6;
const ACTIONS_AT = 7;
const EXTRA_AT = 8;

/**
 * Merges the rows of one chunk of whole days or periods into a table of datasets. Rows must come in the table's order: they are
 * walked beside one range scan of what is there and only what differs is written, the old row into the ledger. What a row does not
 * tell stays as it was known, except conversions: of a row that was returned they become 0, and action types it no longer has go
 * (the ledger keeps them). Rows the answer does not have stay.
 */
export function createCellMerge(
  db: Db,
  table: CellTable,
  where: { adAccountKey: number; datasetKey: number; from: number; to: number },
  now: number,
) {
  const { name, keys, values: columns } = table;
  const width = columns.length;
  const list = `${columns.join(', ')}, seen_at, revision`;
  const head = `(ad_account_key, dataset_key, ${keys.join(', ')}, ${list}`;
  const { adAccountKey, datasetKey } = where;
  const existing = prepared(
    db,
    `SELECT ${keys.join(', ')}, ${list} FROM ${name} WHERE ad_account_key = ? AND dataset_key = ? AND ${keys[0]} BETWEEN ? AND ?
     ORDER BY ${keys.join(', ')}`,
  )
    .raw()
    .all(adAccountKey, datasetKey, where.from, where.to) as Existing[];
  let at = 0;
  const total = 2 + KEYS + width + 2;
  const inserts = createBatch(db, `INSERT INTO ${name} ${head})`, total, '');
  const updates = createBatch(
    db,
    `INSERT INTO ${name} ${head})`,
    total,
    `ON CONFLICT DO UPDATE SET ${list
      .split(', ')
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}`,
  );
  const ledger = createBatch(db, `INSERT INTO ${name}_revision ${head}, superseded_at)`, total + 1, '');
  const next: Value[] = columns.map(() => null);

  const take = (record: DatasetInput): void => {
    next[0] = record.spendMicros;
    next[1] = record.impressions;
    next[2] = record.clicks;
    next[3] = record.linkClicks;
    next[4] = record.reach;
    next[CONVERSIONS_AT] = record.conversions;
    next[VALUE_AT] = record.conversionValueMicros;
    next[ACTIONS_AT] = actionsText(record.actions);
    next[EXTRA_AT] = record.extra === null ? null : canonicalJson(record.extra);
    if (width === METRICS.length) return;
    next[9] = record.frequency;
    next[10] = record.uniqueClicks;
    next[11] = record.uniqueLinkClicks;
  };

  const write = (batch: typeof inserts, k1: number, k2: number, k3: number, revision: number): void => {
    const { values } = batch;
    const o = batch.row();
    values[o] = adAccountKey;
    values[o + 1] = datasetKey;
    values[o + 2] = k1;
    values[o + 3] = k2;
    values[o + 4] = k3;
    for (let index = 0; index < width; index += 1) values[o + 5 + index] = next[index];
    values[o + 5 + width] = now;
    values[o + 6 + width] = revision;
  };

  const keep = (old: Existing): void => {
    const { values } = ledger;
    const o = ledger.row();
    values[o] = adAccountKey;
    values[o + 1] = datasetKey;
    for (let index = 0; index < old.length; index += 1) values[o + 2 + index] = old[index];
    values[o + 2 + old.length] = now;
  };

  /** What stands beside the figures says all it said and something besides: nothing known has changed. */
  const grew = (old: Existing): boolean => {
    const [before, after] = [extraOf(old[KEYS + EXTRA_AT] ?? null), extraOf(next[EXTRA_AT] ?? null)];
    return Object.entries(before).every(
      ([key, value]) => canonicalJson({ at: after[key] }) === canonicalJson({ at: value }),
    );
  };

  return {
    put(k1: number, k2: number, k3: number, record: DatasetInput): Outcome {
      let old = existing[at];
      while (old !== undefined && isBefore(old, k1, k2, k3)) old = existing[(at += 1)];
      take(record);
      if (old === undefined || old[0] !== k1 || old[1] !== k2 || old[2] !== k3) {
        write(inserts, k1, k2, k3, 0);
        return 'new';
      }
      at += 1;
      let same = true;
      for (let index = 0; index < width; index += 1) {
        const before = old[KEYS + index] as Value;
        if (next[index] === null && index !== ACTIONS_AT)
          next[index] = before !== null && (index === CONVERSIONS_AT || index === VALUE_AT) ? 0 : before;
        same &&= next[index] === before;
      }
      if (same) return 'unchanged';
      const restated = next.some((value, index) => value !== old[KEYS + index] && !(index === EXTRA_AT && grew(old)));
      keep(old);
      write(updates, k1, k2, k3, (old[KEYS + width + 1] as number) + 1);
      return restated ? 'changed' : 'unchanged';
    },

    finish(): void {
      inserts.flush();
      ledger.flush();
      updates.flush();
    },
  };
}

const extraOf = (text: Value): Record<string, unknown> =>
  typeof text === 'string' ? (JSON.parse(text) as Record<string, unknown>) : {};

function isBefore(old: Existing, k1: number, k2: number, k3: number): boolean {
  const [o1, o2, o3] = old as readonly [number, number, number];
  return o1 !== k1 ? o1 < k1 : o2 !== k2 ? o2 < k2 : o3 < k3;
}

/** One order for the same action types, so that a platform's order is no change; parts of one figure are added. Null for none. */
function actionsText(actions: readonly ActionInput[]): string | null {
  if (actions.length === 0) return null;
  const figures = new Map<string, ActionInput>();
  const add = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);
  for (const part of actions.toSorted((a, b) => (a.count ?? 0) - (b.count ?? 0))) {
    const id = `${part.actionType}\u0000${part.window}`;
    const known = figures.get(id);
    figures.set(id, {
      actionType: part.actionType,
      window: part.window,
      count: add(known?.count ?? null, part.count),
      valueMicros: add(known?.valueMicros ?? null, part.valueMicros),
    });
  }
  return JSON.stringify([...figures].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, figure]) => figure));
}

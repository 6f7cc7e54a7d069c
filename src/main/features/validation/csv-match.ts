import { setImmediate as breathe } from 'node:timers/promises';
import { CSV_METRICS, type CsvMetric } from '../../../contract/validation.ts';
import type { Day, Level } from '../../../contract/vocabulary.ts';
import { eachDay } from '../../domain/days.ts';
import { LEVEL_CODES } from '../../store/codes.ts';
import type { Db } from '../../store/db.ts';
import * as store from '../../store/reads/csv-figures.ts';
import { COUNT_FIELDS, fold } from './csv-headers.ts';
import type { CsvLine, CsvTable } from './csv-table.ts';

/** The lines of the file that say something of one entity over one period; a file split by age or device has several. */
export type Unit = {
  identity: string;
  /** Whom it is about, as the file writes it: its id, else its names. */
  told: string;
  from: Day;
  to: Day;
  lines: CsvLine[];
  /** Sums in millionths. */
  values: Map<CsvMetric, number>;
};

/** One ad account's stored figures beside the file. */
export type Side = {
  account: store.ComparedAccount;
  level: Level;
  entities: Map<number, store.ComparedEntity>;
  byIdentity: Map<string, number[]>;
  figures: Map<number, Map<Day, store.DayFigures>>;
  readAt: Map<Day, number>;
};

type Part = Exclude<Level, 'account'>;
const PARTS = ['campaign', 'ad_group', 'ad'] as const satisfies readonly Part[];
const NAME_FIELDS = { campaign: 'campaign_name', ad_group: 'group_name', ad: 'ad_name' } as const;
const ID_FIELDS = { campaign: 'campaign_id', ad_group: 'group_id', ad: 'ad_id' } as const;

/** The lowest level a column of the file names. */
export function levelOfTable(table: CsvTable): Level {
  const fields = new Set(table.columns.map(({ field }) => field));
  return PARTS.findLast((part) => fields.has(NAME_FIELDS[part]) || fields.has(ID_FIELDS[part])) ?? 'account';
}

function namedParts(table: CsvTable): Part[] {
  const fields = new Set(table.columns.map(({ field }) => field));
  return PARTS.filter((part) => fields.has(NAME_FIELDS[part]));
}

/** The lines of a file by entity and period. */
export async function unitsOf(table: CsvTable, lines: readonly CsvLine[], level: Level): Promise<Unit[]> {
  const parts = namedParts(table);
  const units = new Map<string, Unit>();
  for (const [index, line] of lines.entries()) {
    if (index % 5000 === 4999) await breathe();
    const id = level === 'account' ? '' : line.ids[level];
    const identity = level === 'account' ? '' : id === '' ? parts.map((part) => line.names[part]).join('\n') : `#${id}`;
    const key = `${identity}\u0000${line.from}\u0000${line.to}`;
    let unit = units.get(key);
    if (unit === undefined) {
      const told = level === 'account' ? '' : id === '' ? parts.map((part) => line.written[part]).join(' › ') : id;
      units.set(key, (unit = { identity, told, from: line.from, to: line.to, lines: [], values: new Map() }));
    }
    unit.lines.push(line);
    for (const [metric, value] of line.values)
      unit.values.set(metric, (unit.values.get(metric) ?? 0) + value.millionths);
  }
  return [...units.values()];
}

/** Reads an ad account's figures of the file's level and days. */
export function sideOf(
  db: Db,
  account: store.ComparedAccount,
  level: Level,
  table: CsvTable,
  range: { from: Day; to: Day },
): Side {
  const entities = store.comparedEntities(db, account.key);
  return {
    account,
    level,
    entities,
    byIdentity: identitiesOf(entities, level, namedParts(table)),
    figures: store.dayFigures(db, account.key, level, range),
    readAt: store.readTimesOf(db, account.key, level, range),
  };
}

function identitiesOf(
  entities: Map<number, store.ComparedEntity>,
  level: Level,
  parts: readonly Part[],
): Map<string, number[]> {
  const byId = new Map([...entities.values()].map((one) => [`${one.level} ${one.entityId}`, one]));
  const above = (one: store.ComparedEntity, part: Part): store.ComparedEntity | undefined => {
    if (one.level === LEVEL_CODES[part]) return one;
    const id = part === 'campaign' ? one.campaignId : one.parentId;
    return id === null ? undefined : byId.get(`${LEVEL_CODES[part]} ${id}`);
  };
  const found = new Map<string, number[]>();
  const earlier: [identity: string, key: number][] = [];
  const add = (identity: string, key: number): void => void found.set(identity, [...(found.get(identity) ?? []), key]);
  for (const one of entities.values()) {
    if (one.level !== LEVEL_CODES[level]) continue;
    if (level === 'account') add('', one.key);
    else {
      add(`#${one.entityId}`, one.key);
      const names = parts.map((part) => (above(one, part)?.names ?? ['']).map(fold));
      const [current, ...past] = combinations(names);
      if (current !== undefined) add(current, one.key);
      for (const identity of past) earlier.push([identity, one.key]);
    }
  }
  // An earlier name counts only where nothing bears it now.
  const now = new Set(found.keys());
  for (const [identity, key] of earlier) if (!now.has(identity)) add(identity, key);
  return found;
}

/** Every way to choose one name per part, the newest names first; renamed often is renamed rarely enough for 50. */
function combinations(names: readonly string[][]): string[] {
  let paths: string[][] = [[]];
  for (const options of names) paths = paths.flatMap((path) => options.map((name) => [...path, name])).slice(0, 50);
  return paths.map((path) => path.join('\n'));
}

export const entitiesOfUnit = (side: Side, unit: Unit): readonly number[] => side.byIdentity.get(unit.identity) ?? [];

export type Additive = Exclude<CsvMetric, 'reach' | 'results' | 'purchases' | 'leads'>;

/** The stored sum of an additive metric over days; null when no row reports it. */
export function storedSum(side: Side, keys: readonly number[], days: readonly Day[], metric: Additive): number | null {
  let sum: number | null = null;
  for (const key of keys)
    for (const day of days) {
      const value = side.figures.get(key)?.get(day)?.[metric] ?? null;
      if (value !== null) sum = (sum ?? 0) + value;
    }
  return sum;
}

const ACTIONS = { results: /./, purchases: /purchase/i, leads: /lead/i } as const;

/** What the store says to a unit's metric; `undefined` when there is nothing it could be compared with (reach of several days). */
export function storedValue(db: Db, side: Side, unit: Unit, metric: CsvMetric): number | null | undefined {
  const keys = entitiesOfUnit(side, unit);
  const days = eachDay(unit.from, unit.to);
  if (metric === 'reach') {
    const [key] = keys;
    if (key === undefined || keys.length > 1 || unit.lines.length > 1) return undefined;
    if (days.length > 1) return store.periodReach(db, side.account.key, key, unit) ?? undefined;
    const reach = side.figures.get(key)?.get(unit.from)?.reach;
    return reach ?? undefined;
  }
  if (metric !== 'results' && metric !== 'purchases' && metric !== 'leads') return storedSum(side, keys, days, metric);
  // A platform's result is one of its action types, and the file does not say which: the one that agrees, else the largest.
  const candidates = defaultCounts(db, side, keys, unit)
    .filter(({ actionType }) => ACTIONS[metric].test(actionType))
    .map(({ count }) => count);
  if (metric === 'results')
    for (const other of ['conversions', 'linkClicks', 'clicks', 'impressions'] as const)
      candidates.push(storedSum(side, keys, days, other) ?? 0);
  const wanted = unit.values.get(metric);
  if (candidates.some((count) => count === wanted)) return wanted;
  if (metric === 'results') return storedSum(side, keys, days, 'conversions');
  return candidates.length === 0 ? null : Math.max(...candidates);
}

function defaultCounts(
  db: Db,
  side: Side,
  keys: readonly number[],
  unit: Unit,
): { actionType: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const entityKey of keys)
    for (const one of store.windowFigures(db, {
      adAccountKey: side.account.key,
      level: side.level,
      entityKey,
      range: unit,
    }))
      if (one.window === 'default' && one.count !== null)
        sums.set(one.actionType, (sums.get(one.actionType) ?? 0) + one.count);
  return [...sums].map(([actionType, count]) => ({ actionType, count }));
}

export type Precision = ReadonlyMap<CsvMetric, number>;

/** Half of the last decimal a column shows, in millionths: what rounding alone can make of a figure. */
export function precisionOf(table: CsvTable, currency: string): Precision {
  const decimals = new Map<CsvMetric, number>();
  for (const { values } of table.lines)
    for (const [metric, value] of values) decimals.set(metric, Math.max(decimals.get(metric) ?? 0, value.decimals));
  const money = minorDigits(currency);
  return new Map(
    CSV_METRICS.map((metric) => {
      if (COUNT_FIELDS.has(metric)) return [metric, 0];
      // A spreadsheet drops the zeros behind the point; nothing is shown with fewer digits than the currency has.
      const least = metric === 'spend' || metric === 'conversionValue' ? money : 2;
      const shown = Math.max(decimals.get(metric) ?? 0, least);
      return [metric, shown >= 6 ? 0 : 500_000 / 10 ** shown];
    }),
  );
}

function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Whether two figures are the same to the last digit the file shows; nothing and zero are the same delivery. */
export function same(
  file: number,
  stored: number | null,
  precision: Precision,
  metric: CsvMetric,
  lines: number,
): boolean {
  return Math.abs(file - (stored ?? 0)) <= (precision.get(metric) ?? 0) * lines;
}

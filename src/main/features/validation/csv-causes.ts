import type { CsvMetric, DifferenceCause } from '../../../contract/validation.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, eachDay } from '../../domain/days.ts';
import type { Db } from '../../store/db.ts';
import * as store from '../../store/reads/csv-figures.ts';
import { entitiesOfUnit, same, storedSum, type Additive, type Precision, type Side, type Unit } from './csv-match.ts';

export type Explained = { cause: DifferenceCause; sentence: string };
export type CauseContext = {
  db: Db;
  side: Side;
  precision: Precision;
  /** Stored figures of the level above, read when first asked for. */
  parents: () => Side | null;
  settle: { conversionSettleDays: number; deliverySettleDays: number };
};

const CONVERSIONS: ReadonlySet<CsvMetric> = new Set([
  'conversions',
  'conversionValue',
  'results',
  'purchases',
  'leads',
]);
const ADDITIVE: ReadonlySet<CsvMetric> = new Set<Additive>([
  'spend',
  'impressions',
  'clicks',
  'linkClicks',
  'conversions',
  'conversionValue',
] as const);
const isAdditive = (metric: CsvMetric): metric is Additive => ADDITIVE.has(metric);
/** More readings than this of one unit are not gone through one by one. */
const MOST_INSTANTS = 200;

/** The likely reason why a figure of the file is not the stored one: the first of these that accounts for the very number. */
export function explain(context: CauseContext, unit: Unit, metric: CsvMetric): Explained {
  return (
    currency(context, unit, metric) ??
    notImported(context, unit) ??
    restated(context, unit, metric) ??
    attributionWindow(context, unit, metric) ??
    neighbouringDay(context, unit, metric) ??
    level(context, unit, metric) ??
    notSettled(context, unit, metric) ?? {
      cause: 'unknown',
      sentence: 'No stored figure, window, day or level accounts for the number in the file.',
    }
  );
}

function currency({ side }: CauseContext, unit: Unit, metric: CsvMetric): Explained | null {
  const told = unit.lines[0]?.currency ?? null;
  if ((metric !== 'spend' && metric !== 'conversionValue') || told === null || told === side.account.currency)
    return null;
  return {
    cause: 'currency',
    sentence: `The file is in ${told}, the ad account in ${side.account.currency}. Export it in the account's currency.`,
  };
}

export function notImported({ side }: Pick<CauseContext, 'side'>, unit: Unit): Explained | null {
  const missing = eachDay(unit.from, unit.to).filter((day) => !side.readAt.has(day));
  if (missing.length === 0) return null;
  const which = missing.length === 1 ? `${missing[0]} was` : `${missing.length} days from ${missing[0]} on were`;
  return { cause: 'not_imported', sentence: `${which} not imported yet. Import the range, then compare again.` };
}

/** The file shows what was known at an earlier time: every day as it was then. */
function restated({ db, side, precision }: CauseContext, unit: Unit, metric: CsvMetric): Explained | null {
  const wanted = unit.values.get(metric);
  if (!isAdditive(metric) || wanted === undefined) return null;
  const days = eachDay(unit.from, unit.to);
  const versions: { seenAt: number; until: number; value: number }[] = [];
  for (const key of entitiesOfUnit(side, unit)) {
    const earlier = store.earlierFigures(db, {
      adAccountKey: side.account.key,
      level: side.level,
      entityKey: key,
      range: unit,
    });
    for (const one of earlier)
      versions.push({ seenAt: one.figures.seenAt, until: one.supersededAt, value: one.figures[metric] ?? 0 });
    for (const day of days) {
      const now = side.figures.get(key)?.get(day);
      if (now !== undefined) versions.push({ seenAt: now.seenAt, until: Infinity, value: now[metric] ?? 0 });
    }
  }
  const instants = [...new Set(versions.map(({ until }) => until))]
    .filter((at) => at !== Infinity)
    .toSorted((a, b) => b - a);
  for (const at of instants.slice(0, MOST_INSTANTS)) {
    const then = versions.filter((one) => one.seenAt < at && one.until >= at).reduce((sum, one) => sum + one.value, 0);
    if (!same(wanted, then, precision, metric, unit.lines.length)) continue;
    const day = dayInZone(at, side.account.timeZone);
    return {
      cause: 'restated',
      sentence: `The file shows what was known before ${day}; the platform has restated the figure since. Export it again.`,
    };
  }
  return null;
}

const WINDOW_WORDS: Record<string, string> = {
  default: 'the default attribution',
  '1d_click': '1 day after a click',
  '7d_click': '7 days after a click',
  '28d_click': '28 days after a click',
  '1d_view': '1 day after a view',
  '1d_ev': '1 day after an engaged view',
};

function attributionWindow({ db, side, precision }: CauseContext, unit: Unit, metric: CsvMetric): Explained | null {
  const wanted = unit.values.get(metric);
  if (!CONVERSIONS.has(metric) || wanted === undefined || wanted === 0) return null;
  const sums = new Map<string, store.WindowFigure & { sum: number }>();
  for (const entityKey of entitiesOfUnit(side, unit))
    for (const one of store.windowFigures(db, {
      adAccountKey: side.account.key,
      level: side.level,
      entityKey,
      range: unit,
    })) {
      const key = `${one.actionType} ${one.window}`;
      const value = (metric === 'conversionValue' ? one.value : one.count) ?? 0;
      sums.set(key, { ...one, sum: (sums.get(key)?.sum ?? 0) + value });
    }
  const fitting = [...sums.values()].filter(({ sum }) => same(wanted, sum, precision, metric, unit.lines.length));
  const one = fitting.find(({ window }) => window !== 'default') ?? fitting[0];
  if (one === undefined) return null;
  return {
    cause: 'attribution_window',
    sentence: `The file agrees with "${one.actionType}" counted by ${WINDOW_WORDS[one.window] ?? one.window}. Compare with the same attribution setting.`,
  };
}

function neighbouringDay({ side, precision }: CauseContext, unit: Unit, metric: CsvMetric): Explained | null {
  if (!isAdditive(metric) || unit.from !== unit.to) return null;
  const keys = entitiesOfUnit(side, unit);
  const told = [...unit.values].filter((entry): entry is [Additive, number] => isAdditive(entry[0]) && entry[1] !== 0);
  const fits = (day: Day): boolean =>
    told.length > 0 &&
    told.every(([one, value]) => same(value, storedSum(side, keys, [day], one), precision, one, unit.lines.length));
  const day = [addDays(unit.from, -1), addDays(unit.from, 1)].find(fits);
  if (day === undefined) return null;
  return {
    cause: 'time_zone',
    sentence: `The file's figures for ${unit.from} are those stored for ${day}. Days here belong to the ad account's zone, ${side.account.timeZone}: export in that zone.`,
  };
}

function level(context: CauseContext, unit: Unit, metric: CsvMetric): Explained | null {
  const wanted = unit.values.get(metric);
  const parents = context.parents();
  if (!isAdditive(metric) || wanted === undefined || wanted === 0 || parents === null) return null;
  const { side, precision } = context;
  for (const key of entitiesOfUnit(side, unit)) {
    const one = side.entities.get(key);
    const above = [...parents.entities.values()].find(
      (parent) =>
        parents.figures.has(parent.key) &&
        (parents.level === 'account' ||
          parent.entityId === (parents.level === 'campaign' ? one?.campaignId : one?.parentId)),
    );
    if (above === undefined) continue;
    const sum = storedSum(parents, [above.key], eachDay(unit.from, unit.to), metric);
    if (sum === null || !same(wanted, sum, precision, metric, unit.lines.length)) continue;
    const what =
      parents.level === 'account'
        ? 'the whole ad account'
        : `${parents.level.replace('_', ' ')} ${above.names[0] ?? above.entityId}`;
    return { cause: 'level', sentence: `The file's figure is that of ${what}, one level up.` };
  }
  return null;
}

function notSettled({ side, settle }: CauseContext, unit: Unit, metric: CsvMetric): Explained | null {
  const days = CONVERSIONS.has(metric)
    ? (side.account.conversionWindowDays ?? settle.conversionSettleDays)
    : settle.deliverySettleDays;
  const open = eachDay(unit.from, unit.to).findLast((day) => {
    const at = side.readAt.get(day);
    return at !== undefined && addDays(day, days + 1) > dayInZone(at, side.account.timeZone);
  });
  if (open === undefined) return null;
  return {
    cause: 'not_settled',
    sentence: `${open} was read before it had settled; it may change for ${days} days. Import again and export again after that.`,
  };
}

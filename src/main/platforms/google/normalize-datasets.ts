/** Rows of the datasets → records: whose cell, which day or period, which figures. Pure: no clock, no network. */
import { addFigures } from './shared-ads.ts';
import type { Breakdown, Segment } from '../../../contract/datasets.ts';
import { repeatedHours } from '../../domain/hours.ts';
import type { DatasetRecord, DatasetRequest, SetAsideRow } from '../platform.ts';
import { isPeriod } from './dataset-queries.ts';
import { dayOf, figuresOf } from './normalize.ts';
import { count, double, guard, nameText, part, requiredId, RowProblem, money, type Json } from './rows.ts';

/** Enums say what is missing by a word; a row without the field has no known cell, and guessing one would move money there. */
function word(value: unknown, what: string): string {
  const text = nameText(value);
  if (text === null) throw new RowProblem(`the row does not tell its ${what}`);
  return text === 'UNKNOWN' || text === 'UNSPECIFIED' || text === 'UNDETERMINED' ? 'unknown' : text.toLowerCase();
}

/** 0–23 → '00'–'23'. A row without an hour never becomes hour 0. */
function hourOf(value: unknown): string {
  const hour = typeof value === 'string' && /^\d{1,2}$/.test(value) ? Number(value) : value;
  if (hour === undefined || hour === null) throw new RowProblem('the row does not tell its hour');
  if (typeof hour !== 'number' || !Number.isInteger(hour) || hour < 0 || hour > 23)
    throw new RowProblem('the hour is not one of the day');
  return String(hour).padStart(2, '0');
}

/** 'AGE_RANGE_25_34' → '25-34', 'AGE_RANGE_65_UP' → '65+', 'AGE_RANGE_UNDETERMINED' → 'unknown'. */
function ageOf(value: unknown): string {
  const text = word(value, 'age range');
  if (text === 'unknown' || text === 'age_range_undetermined') return 'unknown';
  return text
    .replace(/^age_range_/, '')
    .replace(/_up$/, '+')
    .replace('_', '-');
}

function actionId(value: unknown): string {
  const id = typeof value === 'string' ? /^customers\/\d+\/conversionActions\/(\d+)$/.exec(value)?.[1] : undefined;
  return requiredId(id, 'conversion action');
}

type Cell = (row: Json) => Segment;

/** The cell a row belongs to, by breakdown. Ages and genders are written as Meta's are, so that both can stand in one table. */
const CELLS: Partial<Record<Breakdown, Cell>> = {
  none: () => ({}),
  // Google has one row for an hour that occurs twice; the second is never told apart.
  hour: (row) => ({ hour: hourOf(part(row, 'segments').hour), fold: '0' }),
  device: (row) => ({ device: word(part(row, 'segments').device, 'device') }),
  network: (row) => ({ network: word(part(row, 'segments').adNetworkType, 'network') }),
  conversion_action: (row) => ({ conversion_action: actionId(part(row, 'segments').conversionAction) }),
  geo: (row) => {
    const view = part(row, 'geographicView');
    return {
      geo: requiredId(view.countryCriterionId, 'country'),
      geo_type: word(view.locationType, 'kind of location'),
    };
  },
  age: (row) => ({ age: ageOf(part(part(row, 'adGroupCriterion'), 'ageRange').type) }),
  gender: (row) => ({ gender: word(part(part(row, 'adGroupCriterion'), 'gender').type, 'gender') }),
};

/** Resources with one row per ad group, of which a campaign's cell is the sum. */
const SUMMED: ReadonlySet<Breakdown> = new Set<Breakdown>(['age', 'gender']);

export const isSummed = (request: DatasetRequest): boolean => SUMMED.has(request.dataset.breakdown);

function checkMonth(row: Json, { dataset, from }: DatasetRequest): void {
  if (dataset.grain !== 'month') return;
  const month = part(row, 'segments').month;
  if (month !== `${from.slice(0, 7)}-01`) throw new RowProblem('the row is not of the month asked for');
}

/** Google writes 0 people where it does not count them (search campaigns); nobody saw nothing. */
function people(reach: number | null, impressions: number | null): number | null {
  return reach === 0 && (impressions ?? 0) > 0 ? null : reach;
}

/** 0 to 1, 0.0999 for anything below 0.1; a 0 is how an unset double may come, because no share Google tells is one. */
function shareOf(value: unknown): number | null {
  const share = double(value, 'impression share');
  if (share === null || share === 0) return null;
  if (share < 0 || share > 1) throw new RowProblem('the impression share is not a share');
  return share;
}

function byAction(row: Json): Pick<DatasetRecord, 'actions' | 'extra'> {
  const metrics = part(row, 'metrics');
  const all = double(metrics.allConversions, 'all conversions');
  const allValue = money(metrics.allConversionsValue, 'value of all conversions');
  const primary = double(metrics.conversions, 'conversions');
  const primaryValue = money(metrics.conversionsValue, 'conversion value');
  const name = nameText(part(row, 'segments').conversionActionName);
  return {
    actions: [
      ...(primary === null && primaryValue === null
        ? []
        : [{ actionType: 'conversions', window: 'default' as const, count: primary, valueMicros: primaryValue }]),
      ...(all === null && allValue === null
        ? []
        : [{ actionType: 'all_conversions', window: 'default' as const, count: all, valueMicros: allValue }]),
    ],
    extra: name === null ? null : { conversionActionName: name },
  };
}

/** One row of a dataset query → a record, or the row set aside with its reason. */
export function datasetRecord(raw: unknown, request: DatasetRequest): DatasetRecord | SetAsideRow {
  return guard(raw, (row) => {
    const { adAccount, dataset, from, to, entities } = request;
    const figures = figuresOf(row, { adAccount, level: dataset.level, entities: entities ?? null });
    const cell = CELLS[dataset.breakdown];
    if (cell === undefined) throw new RowProblem(`no reader for ${dataset.breakdown}`);
    const period = isPeriod(dataset);
    checkMonth(row, request);
    const day = period ? from : dayOf(row, from, to);
    const segment = cell(row);
    const metrics = part(row, 'metrics');
    const reach = period ? people(count(metrics.uniqueUsers, 'unique users'), figures.impressions) : null;
    const share = period ? shareOf(metrics.searchImpressionShare) : null;
    const repeated = segment['hour'] !== undefined && repeatedHours(day, adAccount.timeZone).has(segment['hour']);
    return {
      ...figures,
      ...(dataset.breakdown === 'conversion_action' ? byAction(row) : {}),
      ...(repeated ? { extra: { repeatedHour: true } } : {}),
      ...(share === null ? {} : { extra: { impressionShare: share } }),
      day,
      to: period ? to : day,
      segment,
      reach,
      frequency: reach === null ? null : double(metrics.averageImpressionFrequencyPerUser, 'frequency'),
      uniqueClicks: null,
      uniqueLinkClicks: null,
    };
  });
}

/** True for a period row of an entity to which nothing happened: without a segment Google lists every campaign there ever was. */
export function isIdle(record: DatasetRecord): boolean {
  const { spendMicros, impressions, clicks, conversions, conversionValueMicros, reach } = record;
  return [spendMicros, impressions, clicks, conversions, conversionValueMicros, reach].every((value) => !value);
}

/** Two rows of one cell (two ad groups of a campaign) → one. */
export function addCells(a: DatasetRecord, b: DatasetRecord): DatasetRecord {
  return { ...a, ...addFigures(a, b) };
}

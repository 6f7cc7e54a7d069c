import type { Breakdown, Segment } from '../../../contract/datasets.ts';
import { repeatedHours } from '../../domain/hours.ts';
import type { DatasetPage, DatasetRecord, DatasetRequest, InsightRecord, InsightRequest } from '../platform.ts';
import { BREAKDOWN_PARAMS, WITHOUT_OFF_META } from './datasets.ts';
import { dayOf, figuresOf, normalizeInsights } from './normalize.ts';
import {
  optionalCount,
  optionalFraction,
  optionalText,
  present,
  readRows,
  shown,
  Unreadable,
  type Raw,
} from './reading.ts';

/** Rows of the datasets to records. Pure: no clock, no network. */

const RANKINGS = {
  qualityRanking: 'quality_ranking',
  engagementRateRanking: 'engagement_rate_ranking',
  conversionRateRanking: 'conversion_rate_ranking',
} as const;

/** '13:00:00 - 13:59:59' → '13'. */
function hourOf(text: string): string {
  const hour = /^(\d{2}):00:00 - (\d{2}):59:59$/.exec(text);
  if (!hour?.[1] || hour[1] !== hour[2] || hour[1] > '23') throw new Unreadable(`not an hour: ${shown(text)}`);
  return hour[1];
}

/** The cell of a row. A row without its key is of no known cell; guessing one (hour 0, unknown) would move money there. */
function segmentOf(raw: Raw, breakdown: Breakdown): Segment {
  const segment: Record<string, string> = {};
  for (const [param, key] of Object.entries(BREAKDOWN_PARAMS[breakdown] ?? {})) {
    const value = optionalText(raw, param);
    if (value === null) throw new Unreadable(`the row does not tell its ${key}: ${param} is missing`);
    segment[key] = breakdown === 'hour' ? hourOf(value) : value;
  }
  // Meta has one row for an hour that occurs twice; the second is never told apart.
  return breakdown === 'hour' ? { ...segment, fold: '0' } : segment;
}

function checkPeriod(raw: Raw, { from, to }: DatasetRequest): void {
  const told = [optionalText(raw, 'date_start'), optionalText(raw, 'date_stop')];
  if (told[0] === from && told[1] === to) return;
  throw new Unreadable(`the row is of ${shown(told[0])} to ${shown(told[1])}, not of ${from} to ${to}`);
}

function datasetRecord(raw: Raw, request: DatasetRequest): DatasetRecord {
  const { adAccount, dataset, from, to } = request;
  const { breakdown, grain } = dataset;
  const period = grain === 'month' || grain === 'range';
  const figures = figuresOf(raw, { adAccount, level: dataset.level, entities: request.entities });
  if (period) checkPeriod(raw, request);
  const day = period ? from : dayOf(raw, from, to);
  const segment = segmentOf(raw, breakdown);
  const hour = segment['hour'];
  const repeated = hour !== undefined && repeatedHours(day, adAccount.timeZone).has(hour);
  const partOfConversions = WITHOUT_OFF_META.has(breakdown);
  return {
    ...figures,
    day,
    to: period ? to : day,
    segment,
    reach: reachOf(figures.reach, figures.impressions, breakdown),
    ...(partOfConversions ? { conversions: null, conversionValueMicros: null } : {}),
    frequency: period ? optionalFraction(raw, 'frequency') : null,
    uniqueClicks: period ? optionalCount(raw, 'unique_clicks') : null,
    uniqueLinkClicks: period ? optionalCount(raw, 'unique_inline_link_clicks') : null,
    extra: repeated ? { repeatedHour: true } : present(raw, RANKINGS),
  };
}

/** By breakdown Meta writes 0 where it does not count reach (hours, ranges beyond 13 months); people who saw nothing have no row. */
function reachOf(reach: number | null, impressions: number | null, breakdown: Breakdown): number | null {
  return breakdown !== 'none' && reach === 0 && (impressions ?? 0) > 0 ? null : reach;
}

/** Rows of one page of a dataset. A row that cannot be read, or was not asked for, is set aside with its reason. */
export function normalizeDataset(rows: readonly unknown[], request: DatasetRequest): DatasetPage {
  return { ...readRows(rows, (raw) => datasetRecord(raw, request)), percent: null };
}

function asDatasetRecord(record: InsightRecord): DatasetRecord {
  return { ...record, to: record.day, segment: {}, frequency: null, uniqueClicks: null, uniqueLinkClicks: null };
}

/** Rows once set aside, read again from their raw form; rows of daily figures come back with an empty segment. */
export function reread(request: InsightRequest | DatasetRequest, rows: readonly unknown[]): DatasetPage {
  if ('dataset' in request) return normalizeDataset(rows, request);
  const page = normalizeInsights(rows, request);
  return { ...page, records: page.records.map(asDatasetRecord) };
}

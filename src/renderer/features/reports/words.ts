import { businessMetric, resultMetric } from '../../../contract/business-metrics.ts';
import type { BusinessMetricInfo } from '../../../contract/client-profile.ts';
import { METRICS, type MetricDefinition, type MetricKey } from '../../../contract/metrics.ts';
import type { ReportBlock, ReportEvent, ReportModel } from '../../../contract/reports.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import type { ChartPoint } from '../../ui/chart-model.ts';
import type { Formats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { sheet } from './messages-sheets.ts';

/** What a report says and which figures it shows. Pure. */
const SAFE: readonly MetricKey[] = ['impressions', 'clicks', 'ctr', 'conversions', 'conversionRate', 'conversionValue'];
const WITH_COSTS: readonly MetricKey[] = ['spend', 'impressions', 'clicks', 'ctr', 'conversions', 'cpa', 'roas'];

/** Key figures: the registry's, and behind them the client's own names. A figure nobody told is left out. */
export const keyFigures = (model: ReportModel, block: ReportBlock): MetricDefinition[] => {
  const { current } = block.totals ?? {};
  if (current === undefined) return [];
  const own = model.business.map((one) => businessMetric(one).count);
  return [...(model.clientSafe ? SAFE : WITH_COSTS).map((key) => METRICS[key]), ...own].filter((metric) => {
    const value = metric.derive(current);
    // No shop, no value of conversions: a zero in every report would ask to be explained.
    return value !== null && !(metric.key === 'conversionValue' && value === 0);
  });
};

/** Columns of channels and campaigns. */
export const tableMetrics = (clientSafe: boolean, business: readonly BusinessMetricInfo[]): MetricDefinition[] => {
  const results = resultMetric(business);
  return clientSafe
    ? [METRICS.impressions, METRICS.clicks, METRICS.ctr, results]
    : [METRICS.spend, METRICS.impressions, METRICS.clicks, results, METRICS.cpa];
};

/** Line and bars of the trend: impressions and clicks where costs are hidden, else spend and conversions. */
export const trendMetrics = (clientSafe: boolean): { line: MetricDefinition; bar: MetricDefinition } =>
  clientSafe ? { line: METRICS.impressions, bar: METRICS.clicks } : { line: METRICS.spend, bar: METRICS.conversions };

export const trendPoints = (
  block: ReportBlock,
  clientSafe: boolean,
): Pick<ChartPoint, 'day' | 'line' | 'bar' | 'state'>[] => {
  const { line, bar } = trendMetrics(clientSafe);
  return block.daily.map((point) => ({
    day: point.day,
    state: point.state,
    line: point.state === 'missing' ? null : line.derive(point),
    bar: point.state === 'missing' ? null : bar.derive(point),
  }));
};

/** 'September 2025' for a whole month, else the days. */
export const periodTitle = (range: { from: string; to: string }, f: Formats): string => {
  const next = new Date(Date.parse(`${range.to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const whole = range.from.endsWith('-01') && next.endsWith('-01') && range.from.slice(0, 7) === range.to.slice(0, 7);
  if (!whole) return f.fullRange(range.from, range.to);
  return f.month(range.from.slice(0, 7));
};

/** What the changes are against; null when the report compares with nothing. */
export const comparison = ({ compare, blocks }: ReportModel, f: Formats): string | null => {
  if (compare === null) return null;
  const days = f.fullRange(compare.from, compare.to);
  const totals = blocks.flatMap((block) => block.totals ?? []);
  return totals.length > 0 && totals.every((one) => one.previous === null)
    ? t(sheet.changesLeftOut, { days })
    : t(sheet.comparedWith, { days });
};

const UNLIKE = { unfinished: sheet.unfinished, unread: sheet.unread };

/** How many days are not there, a sentence per platform. */
export const missingDays = (model: Pick<ReportModel, 'missing'>): string[] =>
  model.missing.map(({ platform, days }) => t(sheet.missing, { platform: PLATFORM_LABELS[platform].name, days }));

/** What is not over, not final or not there, as sentences. */
export const caveats = (model: ReportModel, f: Formats): string[] => [
  ...(model.unlike == null || (model.unlike === 'unread' && model.compare === null) ? [] : [t(UNLIKE[model.unlike])]),
  ...missingDays(model),
  ...(model.settling === null ? [] : [t(sheet.canRise, { days: f.range(model.settling.from, model.settling.to) })]),
];

/** 'Data as of 21 Nov 2026, 12:00 · Europe/Warsaw · Demo data': the foot of every page. */
export const footer = (model: ReportModel, f: Formats): string =>
  [
    model.asOf === null ? t(sheet.nothingImported) : t(sheet.dataAsOf, { instant: f.instant(model.asOf) }),
    model.asKnownOn === null ? null : t(sheet.asKnownOn, { day: f.day(model.asKnownOn.slice(0, 10), 'long') }),
    ...model.timezones.slice(0, 2),
    model.demo ? t(sheet.demo) : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');

/** An amount of money in a person's own words: in a file without costs it may be a slip. */
const AMOUNT =
  /[€$£¥₣₤₩₹]\s?\d|\d\s?(?:[€$£¥₣₤₩₹]|zł|(?:PLN|EUR|USD|GBP|CHF|JPY|CZK|SEK|NOK|DKK)\b)|\b(?:PLN|EUR|USD|GBP|CHF|JPY|CZK|SEK|NOK|DKK)\s?\d|\b(?:CP[ACLM]|ROAS)\b|\bbudget|\bspen[dt]\b/i;
export const namesCost = (text: string): boolean => AMOUNT.test(text);

export const EVENT_WORDS = {
  pdf: m.didPdf,
  csv: m.didCsv,
  png: m.didPng,
  print: m.didPrint,
  costs_shown: m.didShowCosts,
  costs_hidden: m.didHideCosts,
} as const satisfies Record<ReportEvent['kind'], unknown>;

import type { AutomatedRun, MonthCell, MonthState } from '../../../contract/data-health.ts';
import type { BackfillJob, BackfillPreview } from '../../../contract/backfill.ts';
import type { EngineHealth } from '../../../contract/observability.ts';
import type { Comparison, CsvMetric, DifferenceCause, Gap, GapState } from '../../../contract/validation.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { plural, type Formats } from '../../ui/format.ts';
import type { StatusKind } from '../../ui/status.tsx';

const of = (f: Formats, value: number, one: string, other = `${one}s`): string =>
  plural(f.locale, value, { one: `# ${one}`, other: `# ${other}` });

/** 'September 2026', 'Sep'. */
export function monthName(month: string, f: Formats, style: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(f.locale, {
    month: style,
    ...(style === 'long' ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  }).format(Date.parse(`${month}-01T00:00:00Z`));
}

export const MONTH_WORDS: Record<MonthState, string> = {
  rich: 'Complete, down to ads',
  totals: 'Totals only: ads are missing',
  partial: 'Some days are missing',
  missing: 'Nothing is here',
  before: 'Not asked for',
  pending: 'No finished day yet',
};

/** What a cell of the matrix says when it is pointed at or read aloud. */
export function cellText(cell: MonthCell, month: string, f: Formats): string {
  const parts = [`${monthName(month, f)}: ${MONTH_WORDS[cell.state].toLowerCase()}`];
  if (cell.state === 'partial' || cell.state === 'missing') parts.push(`${cell.days} of ${cell.wanted} days are here`);
  if (cell.expiresOn !== null) parts.push(`${f.day(cell.expiresOn, 'long')} can soon not be read any more`);
  if (cell.checkedAt !== null) parts.push(`last read ${f.instant(cell.checkedAt)}`);
  return parts.join('; ');
}

/** '21 Nov 2026, 03:00 · 4 min 10 s · 18 updated · 6 already up to date · 1 failed'. */
export function automatedText(run: AutomatedRun, f: Formats): string {
  const took = run.finishedAt === null ? null : f.duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  const parts: [number, string][] = [
    [run.succeeded - run.unchanged, 'updated'],
    [run.unchanged, 'already up to date'],
    [run.partial, 'partly done'],
    [run.failed, 'failed'],
    [run.cancelled, 'cancelled'],
    [run.open, 'still going on'],
  ];
  return [
    f.instant(run.startedAt),
    ...(took === null ? [] : [took]),
    ...parts.flatMap(([count, word]) => (count > 0 ? [`${f.count(count)} ${word}`] : [])),
  ].join(' · ');
}

export const ENGINE: Record<EngineHealth['status'], { kind: StatusKind; word: string }> = {
  ok: { kind: 'ok', word: 'Works as it should' },
  attention: { kind: 'warning', word: 'Needs a look' },
  failing: { kind: 'failed', word: 'Most imports fail' },
};

/** 512 → '512 B', 1_500_000 → '1.5 MB'. Decimal, as file managers and disks are labelled. */
export function bytesText(bytes: number, f: Formats): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${f.fixed(value, at === 0 || value >= 100 ? 0 : 1)} ${units[at]}`;
}

const CHECKS: Record<string, string> = {
  'campaign=account': 'Campaigns against the account',
  'ad_group=campaign': 'Ad groups against the campaign',
  'ad=ad_group': 'Ads against the ad group',
  'hours=day': 'Hours against the day',
  'cells=day': 'Breakdown against the day',
  'month=days': 'Month against its days',
};
export const checkText = (check: string): string => CHECKS[check] ?? check;

export const GAP_STATES: Record<GapState, { kind: StatusKind; word: string }> = {
  open: { kind: 'warning', word: 'Does not add up' },
  not_settled: { kind: 'waiting', word: 'Not settled yet' },
  read_apart: { kind: 'waiting', word: 'Read at different times' },
  resolved: { kind: 'ok', word: 'Resolved' },
};

const GAP_METRICS: Record<Gap['metric'], string> = {
  spendMicros: 'Spend',
  impressions: 'Impressions',
  clicks: 'Clicks',
  linkClicks: 'Link clicks',
  conversions: 'Conversions',
  conversionValueMicros: 'Conv. value',
};
export const gapMetric = (metric: Gap['metric']): string => GAP_METRICS[metric];

/** A figure of a gap in its own unit: money with its currency code, counts plain; '—' for a side without a row. */
export function gapFigure(gap: Pick<Gap, 'metric' | 'currency'>, value: number | null, f: Formats): string {
  return gap.metric === 'spendMicros' || gap.metric === 'conversionValueMicros'
    ? f.money(value, gap.currency, 'code')
    : f.count(value, 2);
}

export const CSV_METRIC_NAMES: Record<CsvMetric, string> = {
  spend: 'Spend',
  impressions: 'Impressions',
  clicks: 'Clicks',
  linkClicks: 'Link clicks',
  reach: 'Reach',
  conversions: 'Conversions',
  conversionValue: 'Conv. value',
  results: 'Results',
  purchases: 'Purchases',
  leads: 'Leads',
};

/** 'Spend, PLN', 'Clicks': money never stands without its currency. */
export function metricText(metric: CsvMetric, currency: string): string {
  const name = CSV_METRIC_NAMES[metric];
  return metric === 'spend' || metric === 'conversionValue' ? `${name}, ${currency}` : name;
}

/** An exact decimal of the engine ('1234567.80') as the locale writes numbers ('1,234,567.80'), every digit kept. */
export const decimalText = (exact: string, f: Pick<Formats, 'locale'>): string => {
  if (!/^-?\d+(\.\d+)?$/.test(exact)) return exact;
  const digits = exact.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(f.locale, {
    useGrouping: 'always',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(exact as Intl.StringNumericLiteral);
};

export const CAUSES: Record<DifferenceCause, string> = {
  attribution_window: 'Attribution window',
  time_zone: 'Time zone',
  level: 'Level',
  restated: 'Restated since',
  not_settled: 'Not settled yet',
  not_imported: 'Not imported',
  currency: 'Currency',
  filtered_export: 'Filtered export',
  unknown: 'Unknown',
};

export const VERDICTS: Record<
  Comparison['verdict'],
  { kind: StatusKind; tone: 'good' | 'warn' | 'bad'; word: string }
> = {
  exact: { kind: 'ok', tone: 'good', word: 'Exact' },
  within: { kind: 'warning', tone: 'warn', word: 'Within 5 %' },
  differs: { kind: 'failed', tone: 'bad', word: 'Differs' },
};

/** 'A dry run: 412 requests, about 6 min. Meta Ads: 300 for 12 ad accounts …': the cost before anything starts. */
export function costText(preview: BackfillPreview, f: Formats): string {
  if (preview.requests === 0) return 'Nothing is missing: all of these days are here, or in line already.';
  const time =
    preview.estimatedMinutes === null
      ? 'how long is not known before the first import'
      : preview.estimatedMinutes < 1
        ? 'less than a minute'
        : `about ${of(f, Math.ceil(preview.estimatedMinutes), 'minute')}`;
  const platforms = preview.platforms
    .filter((one) => one.requests > 0)
    .map(
      (one) =>
        `${PLATFORM_LABELS[one.platform].name} ${f.count(one.requests)} for ${of(f, one.accounts, 'ad account')}`,
    )
    .join(', ');
  return `${of(f, preview.requests, 'request')}, ${time}: ${platforms}.`;
}

export const JOB_STATES: Record<BackfillJob['status'], { kind: StatusKind; word: string }> = {
  running: { kind: 'running', word: 'Going on' },
  finished: { kind: 'ok', word: 'Done' },
  partial: { kind: 'warning', word: 'Partly done' },
  cancelled: { kind: 'ended', word: 'Cancelled' },
};

/** '3 months, all clients, Meta Ads, also what is here'. */
export function jobText(job: BackfillJob, f: Formats): string {
  const { clientIds, months, platforms, force } = job.params;
  return [
    of(f, months, 'month'),
    clientIds === 'all' ? 'all clients' : of(f, clientIds.length, 'client'),
    ...(platforms === null ? [] : [platforms.map((one) => PLATFORM_LABELS[one].name).join(', ')]),
    ...(force ? ['read again'] : []),
  ].join(', ');
}

export { of as counted };

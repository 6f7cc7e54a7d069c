import type { AutomatedRun, MonthCell, MonthState } from '../../../contract/data-health.ts';
import type { BackfillJob, BackfillPreview } from '../../../contract/backfill.ts';
import type { EngineHealth } from '../../../contract/observability.ts';
import type { Comparison, CsvMetric, DifferenceCause, Gap, GapState } from '../../../contract/validation.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import type { Formats } from '../../ui/format.ts';
import type { StatusKind } from '../../ui/status.tsx';
import { listOf, t, type Message } from '../../ui/text.ts';
import { m as older } from './messages-backfill.ts';
import { m as compare } from './messages-compare.ts';
import { m } from './messages.ts';

export const MONTH_WORDS: Record<MonthState, Message> = {
  rich: m.markRich,
  totals: m.markTotals,
  partial: m.markPartial,
  missing: m.markMissing,
  before: m.markBefore,
  pending: m.markPending,
};

const CELLS = {
  rich: m.cellRich,
  totals: m.cellTotals,
  partial: m.cellPartial,
  missing: m.cellMissing,
  before: m.cellBefore,
  pending: m.cellPending,
} as const satisfies Record<MonthState, Message>;

/** What a cell of the matrix says when it is pointed at or read aloud. */
export function cellText(cell: MonthCell, month: string, f: Formats): string {
  const parts = [t(CELLS[cell.state], { month: f.month(month) })];
  if (cell.state === 'partial' || cell.state === 'missing')
    parts.push(t(m.cellDays, { days: f.count(cell.days), wanted: cell.wanted }));
  if (cell.expiresOn !== null) parts.push(t(m.cellExpires, { day: f.day(cell.expiresOn, 'long') }));
  if (cell.checkedAt !== null) parts.push(t(m.cellRead, { time: f.instant(cell.checkedAt) }));
  return parts.join('; ');
}

/** '21 Nov 2026, 03:00 · 4 min 10 s · 18 updated · 6 already up to date · 1 failed'. */
export function automatedText(run: AutomatedRun, f: Formats): string {
  const took = run.finishedAt === null ? null : f.duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  const parts = [
    [run.succeeded - run.unchanged, m.runUpdated],
    [run.unchanged, m.runUnchanged],
    [run.partial, m.runPartial],
    [run.failed, m.runFailed],
    [run.cancelled, m.runCancelled],
    [run.open, m.runOpen],
  ] as const;
  return [
    f.instant(run.startedAt),
    ...(took === null ? [] : [took]),
    ...parts.flatMap(([count, message]) => (count > 0 ? [t(message, { count })] : [])),
  ].join(' · ');
}

export const ENGINE: Record<EngineHealth['status'], { kind: StatusKind; word: Message }> = {
  ok: { kind: 'ok', word: m.engineOk },
  attention: { kind: 'warning', word: m.engineAttention },
  failing: { kind: 'failed', word: m.engineFailing },
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

const CHECKS: Record<string, Message> = {
  'campaign=account': m.checkCampaigns,
  'ad_group=campaign': m.checkAdGroups,
  'ad=ad_group': m.checkAds,
  'hours=day': m.checkHours,
  'cells=day': m.checkBreakdown,
  'month=days': m.checkMonth,
  'answer=account': m.checkAnswer,
};
export const checkText = (check: string): string => {
  const known = CHECKS[check];
  return known === undefined ? check : t(known);
};

export const GAP_STATES: Record<GapState, { kind: StatusKind; word: Message }> = {
  open: { kind: 'warning', word: m.stateOpen },
  not_settled: { kind: 'waiting', word: m.stateNotSettled },
  read_apart: { kind: 'waiting', word: m.stateReadApart },
  resolved: { kind: 'ok', word: m.stateResolved },
};

const GAP_METRICS: Record<Gap['metric'], Message> = {
  spendMicros: compare.metricSpend,
  impressions: compare.metricImpressions,
  clicks: compare.metricClicks,
  linkClicks: compare.metricLinkClicks,
  conversions: compare.metricConversions,
  conversionValueMicros: compare.metricConversionValue,
};
export const gapMetric = (metric: Gap['metric']): string => t(GAP_METRICS[metric]);

/** A figure of a gap in its own unit: money with its currency code, counts plain; '—' for a side without a row. */
export function gapFigure(gap: Pick<Gap, 'metric' | 'currency'>, value: number | null, f: Formats): string {
  return gap.metric === 'spendMicros' || gap.metric === 'conversionValueMicros'
    ? f.money(value, gap.currency, 'code')
    : f.count(value, 2);
}

export const CSV_METRIC_NAMES: Record<CsvMetric, Message> = {
  spend: compare.metricSpend,
  impressions: compare.metricImpressions,
  clicks: compare.metricClicks,
  linkClicks: compare.metricLinkClicks,
  reach: compare.metricReach,
  conversions: compare.metricConversions,
  conversionValue: compare.metricConversionValue,
  results: compare.metricResults,
  purchases: compare.metricPurchases,
  leads: compare.metricLeads,
};

/** 'Spend, PLN', 'Clicks': money never stands without its currency. */
export function metricText(metric: CsvMetric, currency: string): string {
  const name = t(CSV_METRIC_NAMES[metric]);
  return metric === 'spend' || metric === 'conversionValue' ? t(compare.metricIn, { metric: name, currency }) : name;
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

export const LEVELS: Record<Comparison['level'], Message> = {
  account: compare.levelAccount,
  campaign: compare.levelCampaign,
  ad_group: compare.levelAdGroup,
  ad: compare.levelAd,
};

export const CAUSES: Record<DifferenceCause, Message> = {
  attribution_window: compare.causeAttributionWindow,
  time_zone: compare.causeTimeZone,
  level: compare.causeLevel,
  restated: compare.causeRestated,
  not_settled: compare.causeNotSettled,
  not_imported: compare.causeNotImported,
  currency: compare.causeCurrency,
  filtered_export: compare.causeFilteredExport,
  unknown: compare.causeUnknown,
};

export const VERDICTS: Record<
  Comparison['verdict'],
  { kind: StatusKind; tone: 'good' | 'warn' | 'bad'; word: Message }
> = {
  exact: { kind: 'ok', tone: 'good', word: compare.verdictExact },
  within: { kind: 'warning', tone: 'warn', word: compare.verdictWithin },
  differs: { kind: 'failed', tone: 'bad', word: compare.verdictDiffers },
};

/** '412 requests, about 6 minutes: Meta Ads 300 for 12 ad accounts, …': the cost before anything starts. */
export function costText(preview: BackfillPreview, f: Formats): string {
  const { requests, estimatedMinutes: minutes } = preview;
  if (requests === 0) return t(older.costNothing);
  const platforms = listOf(
    preview.platforms
      .filter((one) => one.requests > 0)
      .map((one) =>
        t(older.costPlatform, {
          platform: PLATFORM_LABELS[one.platform].name,
          requests: f.count(one.requests),
          accounts: one.accounts,
        }),
      ),
    'unit',
  );
  if (minutes === null) return t(older.costTimeUnknown, { requests, platforms });
  return minutes < 1
    ? t(older.costUnderMinute, { requests, platforms })
    : t(older.costMinutes, { requests, platforms, minutes: Math.ceil(minutes) });
}

export const JOB_STATES: Record<BackfillJob['status'], { kind: StatusKind; word: Message }> = {
  running: { kind: 'running', word: older.jobRunning },
  finished: { kind: 'ok', word: older.jobFinished },
  partial: { kind: 'warning', word: older.jobPartial },
  cancelled: { kind: 'ended', word: older.jobCancelled },
};

/** '3 months, all clients, Meta Ads, read again'. */
export function jobText(job: BackfillJob): string {
  const { clientIds, months, platforms, force } = job.params;
  return listOf(
    [
      t(older.jobMonths, { count: months }),
      clientIds === 'all' ? t(older.jobAllClients) : t(older.jobClients, { count: clientIds.length }),
      ...(platforms ?? []).map((one) => PLATFORM_LABELS[one].name),
      ...(force ? [t(older.jobForce)] : []),
    ],
    'unit',
  );
}

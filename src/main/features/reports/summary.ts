import { resultMetric } from '../../../contract/business-metrics.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import { labelOf, type MetricDefinition, METRICS } from '../../../contract/metrics.ts';
import type { Figures, Range, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { t } from '../../../words/text.ts';
import { m } from './messages.ts';

/**
 * The three lines a report starts with until a person writes their own: what came out of it, how many people saw it, what carried it.
 * Never a cost, whatever the policy: these lines are what a person edits and keeps, and what was kept must stay safe when costs are hidden
 * later. `locale` is BCP 47; what is not known is left out instead of guessed.
 */
export function proposedLines(overview: Overview, compare: Range | null, locale: string): string[] {
  const number = (value: number): string =>
    new Intl.NumberFormat(known(locale), {
      useGrouping: 'always',
      maximumFractionDigits: Number.isInteger(value) ? 0 : 1,
    }).format(value);
  const share = (part: number): string =>
    new Intl.NumberFormat(known(locale), { style: 'percent', maximumFractionDigits: 0 }).format(part);
  const now = overview.blocks.map((block) => block.totals.current);
  // Counts may be added over currencies; half of a comparison may not. And what is not whole yet neither rose nor fell.
  const whole = overview.blocks.every((block) => block.totals.unlike == null);
  const before =
    whole && overview.blocks.every((block) => block.totals.previous !== null)
      ? overview.blocks.map((block) => block.totals.previous as Figures)
      : null;
  const total = (metric: MetricDefinition, sums: readonly Sums[]): number | null => {
    const values = sums.map((one) => metric.derive(one)).filter((one) => one !== null);
    return values.length === 0 ? null : values.reduce((a, b) => a + b, 0);
  };
  const change = (metric: MetricDefinition): number | null => {
    const [current, previous] = [total(metric, now), before === null ? null : total(metric, before)];
    return current === null || previous === null || previous === 0 ? null : current / previous - 1;
  };
  const signed = (metric: MetricDefinition): string => {
    const moved = change(metric);
    if (moved === null || Math.abs(moved) < 0.005) return '';
    return t(moved >= 0 ? m.more : m.less, { share: share(Math.abs(moved)) });
  };

  const headline = resultMetric(overview.business);
  const results = total(headline, now) === null ? METRICS.conversions : headline;
  return [resultLine(), deliveryLine(), carriedLine()].filter((line) => line !== null);

  function resultLine(): string | null {
    const count = total(results, now);
    if (count === null) return null;
    const moved = change(results);
    const told = { results: labelOf(results), count: number(count) };
    if (moved === null || compare === null) return t(m.inPeriod, told);
    if (Math.abs(moved) < 0.005) return t(m.held, told);
    return t(moved > 0 ? m.rose : m.fell, { ...told, share: share(Math.abs(moved)) });
  }

  function deliveryLine(): string | null {
    const [impressions, clicks] = [total(METRICS.impressions, now), total(METRICS.clicks, now)];
    if (impressions === null) return null;
    const told = { seen: impressions, impressions: number(impressions), change: signed(METRICS.impressions) };
    if (clicks === null) return t(m.shown, told);
    return t(m.shownAndClicked, {
      ...told,
      clicked: clicks,
      clicks: number(clicks),
      clicksChange: signed(METRICS.clicks),
    });
  }

  function carriedLine(): string | null {
    const rows = overview.blocks.flatMap((block) => block.topCampaigns);
    const best = rows
      .filter((row) => (results.derive(row.current) ?? 0) > 0)
      .toSorted((a, b) => (results.derive(b.current) ?? 0) - (results.derive(a.current) ?? 0))[0];
    if (best === undefined) return null;
    const count = results.derive(best.current) ?? 0;
    return t(m.carried, {
      campaign: best.name,
      platform: PLATFORM_LABELS[best.platform].name,
      count: number(count),
      results: labelOf(results).toLocaleLowerCase('en'),
    });
  }
}

function known(locale: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}

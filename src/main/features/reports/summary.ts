import { isolated } from '../../../contract/bidi.ts';
import { resultMetric } from '../../../contract/business-metrics.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import { labelOf, type MetricDefinition, METRICS } from '../../../contract/metrics.ts';
import type { Figures, Range, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';

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
  // Counts may be added over currencies; half of a comparison may not.
  const before = overview.blocks.every((block) => block.totals.previous !== null)
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
    return moved === null || Math.abs(moved) < 0.005 ? '' : ` (${moved >= 0 ? '+' : '-'}${share(Math.abs(moved))})`;
  };

  const headline = resultMetric(overview.business);
  const results = total(headline, now) === null ? METRICS.conversions : headline;
  return [resultLine(), deliveryLine(), carriedLine()].filter((line) => line !== null);

  function resultLine(): string | null {
    const count = total(results, now);
    if (count === null) return null;
    const moved = change(results);
    if (moved === null || compare === null) return `${labelOf(results)}: ${number(count)} in this period.`;
    if (Math.abs(moved) < 0.005) return `${labelOf(results)} held at ${number(count)}, as in the period before.`;
    return `${labelOf(results)} ${moved > 0 ? 'rose' : 'fell'} ${share(Math.abs(moved))} to ${number(count)} against the period before.`;
  }

  function deliveryLine(): string | null {
    const [impressions, clicks] = [total(METRICS.impressions, now), total(METRICS.clicks, now)];
    if (impressions === null) return null;
    const seen = `Ads were shown ${number(impressions)} times${signed(METRICS.impressions)}`;
    return clicks === null ? `${seen}.` : `${seen} and clicked ${number(clicks)} times${signed(METRICS.clicks)}.`;
  }

  function carriedLine(): string | null {
    const rows = overview.blocks.flatMap((block) => block.topCampaigns);
    const best = rows
      .filter((row) => (results.derive(row.current) ?? 0) > 0)
      .toSorted((a, b) => (results.derive(b.current) ?? 0) - (results.derive(a.current) ?? 0))[0];
    if (best === undefined) return null;
    const count = results.derive(best.current) ?? 0;
    const where = PLATFORM_LABELS[best.platform].name;
    return `${isolated(best.name)} on ${where} brought most: ${number(count)} ${labelOf(results).toLocaleLowerCase('en')}.`;
  }
}

function known(locale: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}

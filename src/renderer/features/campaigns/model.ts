import { isBelowLeast, type MetricDefinition } from '../../../contract/metrics.ts';
import type { PeriodsView } from '../../../contract/breakdowns.ts';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { totalsByCurrency, type StatusKind } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { platformStatusWords, statusLook } from './words.ts';

/** What the Campaigns table shows, from what the engine answered. Pure. */

/** What a platform thinks of an ad against others for the same people, in its own words; null = not told. */
export type Rankings = { quality: string | null; engagementRate: string | null; conversionRate: string | null };
/** Shape and word of a status. Where the platform's own word says more (rejected, learning), that is the word. */
export const statusOf = (row: EntityRow): { kind: StatusKind; text: string } => {
  const own = row.platformStatus?.toLowerCase() ?? '';
  if (own === 'disapproved') return { kind: 'ended', text: t(m.statusRejected) };
  if (own === 'learning') return { kind: 'running', text: t(m.statusLearning) };
  if (row.status === 'issues' && own !== '') return { kind: 'warning', text: platformStatusWords(own) };
  return statusLook(row.status);
};

/** Totals of what is shown: the engine's own when nothing is filtered out. */
export const shownTotals = (view: EntitiesView, shown: readonly EntityRow[]): EntitiesView['totals'] =>
  shown.length === view.rows.length ? view.totals : totalsByCurrency(shown);

/** What a change is sorted by: the relative change; null when there is none. */
export const sortChange = (row: EntityRow, metric: MetricDefinition): number | null => {
  if (row.previous === null) return null;
  const now = metric.derive(row.current);
  const before = metric.derive(row.previous);
  if (now === null || before === null || isBelowLeast(metric, now) || isBelowLeast(metric, before)) return null;
  return before === 0 ? null : (now - before) / Math.abs(before);
};

/**
 * The rankings of a row, of exactly the shown range: those of a shorter or longer period say nothing about it. null = asked and not
 * told, undefined = its platform was not asked about this range.
 */
export type RankingsOf = (row: EntityRow) => Rankings | null | undefined;
export const rankingsIn = (view: PeriodsView | undefined): RankingsOf => {
  const whole = (view?.periods ?? []).filter((period) => period.month === null && !period.missing);
  const told = new Map<string, Rankings | null>(
    whole.flatMap((period) =>
      period.rows.map(
        (row) => [`${period.platform}:${period.adAccountId}:${row.entityId}`, row.rankings ?? null] as const,
      ),
    ),
  );
  const asked = new Set<string>(whole.map((period) => `${period.platform}:${period.adAccountId}`));
  return (row) => {
    const account = `${row.platform}:${row.adAccountId}`;
    return row.level === 'ad' && asked.has(account) ? (told.get(`${account}:${row.entityId}`) ?? null) : undefined;
  };
};

/** Whether any column needs what is told of whole periods and ads only. */
export const needsRankings = (columns: readonly { id: string }[]): boolean =>
  columns.some(({ id }) => id.endsWith('Ranking'));

import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import type { EntityStatus } from '../../../contract/vocabulary.ts';
import { fold, totalsByCurrency, type StatusKind } from '../../ui/index.ts';

/** What the Campaigns table shows, from what the engine answered. Pure. */
export type EntityLevel = 'campaign' | 'ad_group' | 'ad';
export const LEVEL_WORDS: Record<EntityLevel, { label: string; one: string; many: string }> = {
  campaign: { label: 'Campaign', one: '# campaign', many: '# campaigns' },
  ad_group: { label: 'Ad set / group', one: '# ad set or group', many: '# ad sets and groups' },
  ad: { label: 'Ad', one: '# ad', many: '# ads' },
};
export const BELOW: Record<EntityLevel, EntityLevel | null> = { campaign: 'ad_group', ad_group: 'ad', ad: null };

const statuses: Record<EntityStatus, { kind: StatusKind; text: string }> = {
  active: { kind: 'on', text: 'On' },
  paused: { kind: 'paused', text: 'Paused' },
  archived: { kind: 'ended', text: 'Archived' },
  deleted: { kind: 'ended', text: 'Deleted' },
  ended: { kind: 'ended', text: 'Ended' },
  issues: { kind: 'warning', text: 'Issues' },
  unknown: { kind: 'never', text: 'Unknown' },
};
/** Shape and word of a status; the platform's own word stays in the tooltip. */
export const statusOf = (row: EntityRow): { kind: StatusKind; text: string } => statuses[row.status];

/** Ids are unique per platform only. */
export const rowKey = (row: EntityRow): string => `${row.platform}:${row.adAccountId}:${row.level}:${row.entityId}`;

/** Rows whose name, parent or id contains the text. */
export const matching = (rows: readonly EntityRow[], filter: string): readonly EntityRow[] => {
  const text = fold(filter.trim());
  return text === ''
    ? rows
    : rows.filter(
        (row) => fold(`${row.name} ${row.parentName ?? ''}`).includes(text) || row.entityId === filter.trim(),
      );
};

/** Totals of what is shown: the engine's own when nothing is filtered out. */
export const shownTotals = (view: EntitiesView, shown: readonly EntityRow[]): EntitiesView['totals'] =>
  shown.length === view.rows.length ? view.totals : totalsByCurrency(shown);

export const sortChange = (row: EntityRow, key: MetricKey): number | null => {
  if (row.previous === null) return null;
  const now = METRICS[key].derive(row.current);
  const before = METRICS[key].derive(row.previous);
  return now === null || before === null || before === 0 ? null : (now - before) / Math.abs(before);
};

import type { EntityRow } from '../../../contract/dashboards.ts';
import { metricOf } from '../../../contract/business-metrics.ts';
import type { BusinessMetricInfo } from '../../../contract/client-profile.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import { ENTITY_STATUSES, type EntityStatus } from '../../../contract/vocabulary.ts';
import { fold } from '../../ui/index.ts';

/** The filters of the Campaigns table: typed, all of them must hold, kept in the address. Pure. */
export type Filter =
  | { kind: 'metric'; metric: MetricId; is: 'over' | 'under'; value: number }
  | { kind: 'status'; statuses: readonly EntityStatus[] };

type Business = readonly BusinessMetricInfo[];

const escape = (text: string): string => encodeURIComponent(text).replaceAll('.', '%2E');
const unescape = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** 'spend.over.100,status.active+paused' for the address. Money is in whole units, percentages in percent. */
export const filtersToText = (filters: readonly Filter[]): string | undefined =>
  filters.length === 0
    ? undefined
    : filters
        .map((one) =>
          one.kind === 'metric'
            ? [escape(one.metric), one.is, escape(String(one.value))].join('.')
            : `status.${one.statuses.join('+')}`,
        )
        .join(',');

const isStatus = (word: string): word is EntityStatus => (ENTITY_STATUSES as readonly string[]).includes(word);

const parseOne = (part: string, business: Business): Filter | null => {
  const [name, second, third] = part.split('.');
  if (name === 'status') {
    const statuses = (second ?? '').split('+').filter(isStatus);
    return statuses.length === 0 ? null : { kind: 'status', statuses };
  }
  const metric = metricOf(unescape(name ?? '') ?? '', business);
  const value = Number(unescape(third ?? '') || Number.NaN);
  if (metric === null || (second !== 'over' && second !== 'under') || !Number.isFinite(value)) return null;
  return { kind: 'metric', metric: metric.key, is: second, value };
};

/** The opposite; what makes no sense, or is not known for this client, is left out. */
export const filtersFromText = (text: string | undefined, business: Business): Filter[] =>
  (text ?? '').split(',').flatMap((part) => parseOne(part, business) ?? []);

const passes = (row: EntityRow, filter: Filter, business: Business): boolean => {
  if (filter.kind === 'status') return filter.statuses.includes(row.status);
  const metric = metricOf(filter.metric, business);
  const value = metric?.derive(row.current) ?? null;
  if (metric === null || value === null) return false;
  const shown = metric.unit === 'currency' ? value / 1e6 : value;
  return filter.is === 'over' ? shown > filter.value : shown < filter.value;
};

/** Rows that pass every filter and whose name, parent or id has the text. A value that is not known passes no filter about it. */
export const filterRows = (
  rows: readonly EntityRow[],
  text: string,
  filters: readonly Filter[],
  business: Business,
): readonly EntityRow[] => {
  const wanted = fold(text.trim());
  if (wanted === '' && filters.length === 0) return rows;
  return rows.filter(
    (row) =>
      (wanted === '' || fold(`${row.name} ${row.parentName ?? ''}`).includes(wanted) || row.entityId === text.trim()) &&
      filters.every((filter) => passes(row, filter, business)),
  );
};

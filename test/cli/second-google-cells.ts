import type { Figures } from './second-figures.ts';

/** Splits of a row by segments of Google Ads: half the figures in the first cell, the rest in the second. */
const CELLS: Record<string, readonly [name: string, first: unknown, second: unknown]> = {
  'segments.hour': ['hour', 3, 15],
  'segments.device': ['device', 'MOBILE', 'DESKTOP'],
  'segments.ad_network_type': ['adNetworkType', 'SEARCH', 'SEARCH_PARTNERS'],
};
const ACTION = { conversionAction: 'customers/1/conversionActions/900555', conversionActionName: 'Sale' };

type Row = { segments: Record<string, unknown>; metrics: Record<string, unknown> };

export const isByAction = (fields: readonly string[]): boolean =>
  fields.some((field) => field.startsWith('segments.conversion_action'));

/** Metrics that the documentation does not allow beside a conversion action. */
export const refusedByAction = (fields: readonly string[]): string | undefined =>
  fields.find((field) => field.startsWith('metrics.') && !/^metrics\.(all_)?conversions(_value)?$/.test(field));

function metricsOf(figures: Figures, all: boolean): Record<string, unknown> {
  const sums = figures.conversions.get('conversions');
  const told =
    sums === undefined ? {} : { conversions: Number(sums.count) / 1e6, conversionsValue: Number(sums.value) / 1e6 };
  return {
    costMicros: String(figures.spend),
    impressions: String(figures.impressions),
    clicks: String(figures.clicks),
    ...told,
    ...(all && sums !== undefined
      ? { allConversions: Number(sums.count) / 1e6, allConversionsValue: Number(sums.value) / 1e6 }
      : {}),
  };
}

function part(figures: Figures, take: (whole: bigint) => bigint): Figures {
  return {
    spend: take(figures.spend),
    impressions: take(figures.impressions),
    clicks: take(figures.clicks),
    conversions: new Map(
      [...figures.conversions].map(([type, { count, value }]) => [type, { count: take(count), value: take(value) }]),
    ),
  };
}

/** The rows of one entity and period under the segments asked for; `when` is its date or its month. */
export function cellsOf(figures: Figures, when: Record<string, unknown>, fields: readonly string[]): Row[] {
  if (isByAction(fields))
    return figures.conversions.has('conversions')
      ? [{ segments: { ...when, ...ACTION }, metrics: metricsOf(figures, true) }]
      : [];
  const cell = fields.map((field) => CELLS[field]).find((known) => known !== undefined);
  if (cell === undefined) return [{ segments: when, metrics: metricsOf(figures, false) }];
  const [name, first, second] = cell;
  return [
    {
      segments: { ...when, [name]: first },
      metrics: metricsOf(
        part(figures, (whole) => whole / 2n),
        false,
      ),
    },
    {
      segments: { ...when, [name]: second },
      metrics: metricsOf(
        part(figures, (whole) => whole - whole / 2n),
        false,
      ),
    },
  ];
}

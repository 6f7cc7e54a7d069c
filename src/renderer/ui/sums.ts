import { spendForName } from '../../contract/business-metrics.ts';
import type { Unlike } from '../../contract/dashboards.ts';
import { VIDEO_FIELDS, type VideoField } from '../../contract/metrics.ts';
import type { Sums } from '../../contract/primitives.ts';

type CurrencySums = {
  currency: string;
  current: Sums;
  previous: Sums | null;
  unlike?: Unlike | undefined;
  daysRead?: number | undefined;
};

const NOTHING: Sums = {
  spendMicros: null,
  impressions: null,
  clicks: null,
  linkClicks: null,
  conversions: null,
  conversionValueMicros: null,
};
/** Not reported by one row does not hide what another one reported; not reported by any stays unknown. */
const plus = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a == null ? (b ?? null) : b == null ? a : a + b;

const plusNamed = (a: Sums['named'], b: Sums['named']): Sums['named'] => {
  if (a === undefined || b === undefined) return a ?? b;
  const sum = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) {
    const known = sum.get(name);
    // Not known in one row is not known in the total.
    sum.set(name, known === null || count === null ? null : (known ?? 0) + count);
  }
  return Object.fromEntries(sum);
};

/** What the rows' platforms spent for each name: not all of a total's spend where a row has nothing behind the name. */
const plusNamedSpend = (a: Sums, b: Sums): Pick<Sums, 'namedSpendMicros'> => {
  const names = [a, b].flatMap((one) => [...Object.keys(one.named ?? {}), ...Object.keys(one.namedSpendMicros ?? {})]);
  if (names.length === 0 || b.spendMicros === undefined) return {};
  return {
    namedSpendMicros: Object.fromEntries(
      names.map((name) => [name, plus(spendForName(a, name), spendForName(b, name))]),
    ),
  };
};

/** Null says that a platform in it tells none: a total with it is not known either. */
const plusVideo = (total: Sums, one: Sums): Pick<Sums, VideoField> =>
  Object.fromEntries(
    VIDEO_FIELDS.flatMap((field) => {
      const [a, b] = [total[field], one[field]];
      if (a === undefined && b === undefined) return [];
      return [[field, a === null || b === null ? null : (a ?? 0) + (b ?? 0)]];
    }),
  );

/** Additive metrics of some rows together. Only for rows of one currency. */
export const addSums = (all: readonly Sums[]): Sums =>
  all.reduce<Sums>(
    (total, one) => ({
      spendMicros: plus(total.spendMicros, one.spendMicros),
      impressions: plus(total.impressions, one.impressions),
      clicks: plus(total.clicks, one.clicks),
      linkClicks: plus(total.linkClicks, one.linkClicks),
      conversions: plus(total.conversions, one.conversions),
      conversionValueMicros: plus(total.conversionValueMicros, one.conversionValueMicros),
      ...(total.named === undefined && one.named === undefined ? {} : { named: plusNamed(total.named, one.named) }),
      ...plusNamedSpend(total, one),
      ...plusVideo(total, one),
    }),
    NOTHING,
  );

/** Why a sum of rows is not judged: rows never read have no part in it. */
const unlikeOf = (rows: readonly CurrencySums[]): Unlike => {
  const reasons = new Set(rows.filter((row) => row.daysRead !== 0).map((row) => row.unlike ?? null));
  return reasons.has('unfinished') ? 'unfinished' : reasons.has('unread') ? 'unread' : null;
};

/**
 * Totals of the rows that passed a filter, per currency, largest spend first: the engine totals only what it was asked for.
 * The earlier period is known only when it is known for every row.
 */
export const totalsByCurrency = (rows: readonly CurrencySums[]): CurrencySums[] => {
  const groups = Map.groupBy(rows, (row) => row.currency);
  return [...groups]
    .map(([currency, list]) => ({
      currency,
      current: addSums(list.map((row) => row.current)),
      previous: list.some((row) => row.previous === null)
        ? null
        : addSums(list.flatMap((row) => (row.previous === null ? [] : [row.previous]))),
      unlike: unlikeOf(list),
      daysRead: Math.max(...list.map((row) => row.daysRead ?? 0)),
    }))
    .sort((a, b) => (b.current.spendMicros ?? 0) - (a.current.spendMicros ?? 0));
};

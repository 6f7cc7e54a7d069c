import type { Demo } from './demo.ts';
import { decimal } from './figures.ts';

/**
 * What `tidemark insights` tells, added up and written as ux.md says figures are written: made by the test itself, with nothing of the
 * product's own formats. Money is exact: whole micros.
 */
export type Told = {
  platform: 'meta' | 'google';
  entityId: string;
  entityName: string;
  date?: string;
  currency: string;
  spend: string | null;
  impressions: number | null;
  clicks: number | null;
  headlineConversions: number | null;
  conversionValue: string | null;
  named?: Record<string, number>;
};
export type Sums = {
  spend: bigint | null;
  impressions: number | null;
  clicks: number | null;
  conversions: number | null;
  value: bigint | null;
};
export const DASH = '—';

/** The rows of one client at a level: its days, or one row each for the whole range. */
export async function told(
  demo: Demo,
  client: string,
  from: string,
  to: string,
  level: 'account' | 'campaign',
  by: 'day' | 'range',
): Promise<Told[]> {
  const args = ['insights', '--client', client, '--from', from, '--to', to, '--level', level, '--by', by];
  const { rows } = await demo.command<{ rows: Told[] }>(args);
  return rows;
}

export function micros(amount: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(amount) ?? [];
  if (whole === '') throw new Error(`${amount} is no exact amount`);
  const size = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  return sign === '-' ? -size : size;
}

const plus = <N extends bigint | number>(a: N | null, b: N | null, add: (a: N, b: N) => N): N | null =>
  a === null ? b : b === null ? a : add(a, b);
const count = (a: number, b: number): number => Math.round((a + b) * 1e6) / 1e6;
const amount = (a: bigint, b: bigint): bigint => a + b;

/** Sums of rows of one currency: what no row tells stays unknown. */
export const sumOf = (rows: readonly Told[]): Sums =>
  rows.reduce<Sums>(
    (sum, row) => ({
      spend: plus(sum.spend, row.spend === null ? null : micros(row.spend), amount),
      impressions: plus(sum.impressions, row.impressions, count),
      clicks: plus(sum.clicks, row.clicks, count),
      conversions: plus(sum.conversions, row.headlineConversions, count),
      value: plus(sum.value, row.conversionValue === null ? null : micros(row.conversionValue), amount),
    }),
    { spend: null, impressions: null, clicks: null, conversions: null, value: null },
  );

const divided = (a: number | null, b: number | null): number | null =>
  a === null || b === null || b === 0 ? null : a / b;
const major = (value: bigint | null): number | null => (value === null ? null : Number(value) / 1e6);

export type Figure = keyof typeof FIGURES;
/** Each figure of the screens: its value in major units, points of percent or plain, and how it is written. */
export const FIGURES = {
  Spend: { value: (s: Sums) => major(s.spend), as: 'money', points: false },
  Impressions: { value: (s: Sums) => s.impressions, as: 'count', points: false },
  Clicks: { value: (s: Sums) => s.clicks, as: 'count', points: false },
  CTR: {
    value: (s: Sums) => divided(s.clicks === null ? null : s.clicks * 100, s.impressions),
    as: 'percent',
    points: true,
  },
  CPC: { value: (s: Sums) => divided(major(s.spend), s.clicks), as: 'money', points: false },
  Conversions: { value: (s: Sums) => s.conversions, as: 'count', points: false },
  CVR: {
    value: (s: Sums) => divided(s.conversions === null ? null : s.conversions * 100, s.clicks),
    as: 'percent',
    points: true,
  },
  CPA: { value: (s: Sums) => divided(major(s.spend), s.conversions), as: 'money', points: false },
  'Conv. value': { value: (s: Sums) => major(s.value), as: 'money', points: false },
  ROAS: { value: (s: Sums) => divided(major(s.value), major(s.spend)), as: 'times', points: false },
} as const satisfies Record<
  string,
  {
    value: (s: Sums) => number | null;
    as: 'money' | 'count' | 'percent' | 'times';
    points: boolean;
  }
>;

export type Mark = 'narrowSymbol' | 'code';
const number = (value: number | string, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat('en', { useGrouping: 'always', signDisplay: 'negative', ...options }).format(
    value as `${number}`,
  );
const digits = (n: number): Intl.NumberFormatOptions => ({ minimumFractionDigits: n, maximumFractionDigits: n });

function money(exact: string | number, currency: string, mark: Mark, compact: boolean): string {
  const size = Math.abs(Number(exact));
  const short: Intl.NumberFormatOptions =
    !compact || size < 1000
      ? {}
      : size < 1e6
        ? { minimumFractionDigits: 0, maximumFractionDigits: 0 }
        : { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 };
  return number(exact, { style: 'currency', currency, currencyDisplay: mark, ...short });
}

/** Decimals of a list of counts, the same for all of it: one where any of them is a part, for platforms may count parts of a conversion. */
export const placesOf = (counts: readonly (number | null)[]): number =>
  counts.every((one) => Number.isInteger(one ?? 0)) ? 0 : 1;

/** A figure as the screen writes it; `compact` as a tile does, `places` are the decimals of the list a count stands in. */
export function written(
  figure: Figure,
  sums: Sums,
  currency: string,
  { mark = 'narrowSymbol', compact = false, places }: { mark?: Mark; compact?: boolean; places?: number } = {},
): string {
  const { value: of, as } = FIGURES[figure];
  const value = of(sums);
  if (value === null) return DASH;
  if (as === 'money') {
    const whole = figure === 'Spend' ? sums.spend : figure === 'Conv. value' ? sums.value : null;
    return money(whole === null ? value : decimal(whole), currency, mark, compact);
  }
  if (as === 'percent') return number(value / 100, { style: 'percent', ...digits(2) });
  if (as === 'times') return `${number(value, digits(2))}×`;
  if (compact && value >= 1e6) return number(value, { notation: 'compact', maximumFractionDigits: 1 });
  return number(value, digits(places ?? placesOf([value])));
}

/** Subtotals name their currency and are whole from a thousand on. */
export const subtotal = (sums: Sums, currency: string): string =>
  sums.spend === null ? `${currency} ${DASH}` : money(decimal(sums.spend), currency, 'code', true);

/** A change as ux.md §4 says it is written; null where there is nothing to compare. */
export function change(figure: Figure, now: Sums, before: Sums): string | null {
  const { value, points } = FIGURES[figure];
  const [a, b] = [value(now), value(before)];
  if (a === null || b === null) return null;
  const few = fewOf(figure, now) || fewOf(figure, before);
  const signed: Intl.NumberFormatOptions = { signDisplay: 'exceptZero' };
  if (few) {
    const base = figure === 'CTR' || figure === 'CPC' ? 'clicks' : 'conversions';
    const step = (now[base] ?? 0) - (before[base] ?? 0);
    return number(step, { ...signed, ...digits(Number.isInteger(step) ? 0 : 1) });
  }
  if (b === 0) return a === 0 ? 'No change' : 'New';
  const size = points ? a - b : ((a - b) / Math.abs(b)) * 100;
  const [places, unit] = points ? [2, ' pp'] : [1, '%'];
  if (Math.abs(size) < 0.5 * 10 ** -places) return `${number(0, digits(places))}${unit}`;
  if (!points && Math.abs(size) > 999) return '>999%';
  return figure === 'Spend'
    ? `${number(size, { ...signed, ...digits(places) })}${unit}`
    : `${number(Math.abs(size), digits(places))}${unit}`;
}

/** Too few clicks or conversions to mean much: the change is one of the count. */
function fewOf(figure: Figure, sums: Sums): boolean {
  if (figure === 'CTR' || figure === 'CPC') return (sums.clicks ?? 30) < 30;
  if (figure === 'CVR' || figure === 'CPA' || figure === 'ROAS') return (sums.conversions ?? 10) < 10;
  return false;
}

/** Spaces of every kind are one to a reader. */
export const plainText = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export const byCurrency = (rows: readonly Told[]): [currency: string, rows: Told[]][] => [
  ...Map.groupBy(rows, (row) => row.currency),
];

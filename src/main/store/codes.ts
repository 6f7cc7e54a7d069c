import type { AttributionWindow, Level } from '../../contract/vocabulary.ts';

/**
 * Small integers in the keys of the fact tables. They are on disk for good: never renumber, only append
 * (test/store/schema.test.ts pins them and the columns below; the order of the vocabulary's lists may change freely).
 */
export const LEVEL_CODES: Record<Level, number> = { account: 0, campaign: 1, ad_group: 2, ad: 3 };

/**
 * The columns of conversion_day that hold a window's count and its value in micros. They are on disk for good. A new window is one
 * entry at the end of this list, and a migration that adds its two columns to conversion_day and conversion_day_revision.
 */
export const WINDOW_COLUMNS: Record<AttributionWindow, readonly [count: string, value: string]> = {
  default: ['count_default', 'value_default'],
  '1d_click': ['count_1d_click', 'value_1d_click'],
  '7d_click': ['count_7d_click', 'value_7d_click'],
  '28d_click': ['count_28d_click', 'value_28d_click'],
  '1d_view': ['count_1d_view', 'value_1d_view'],
  '1d_ev': ['count_1d_ev', 'value_1d_ev'],
};

/** All of these columns in their order in the table: a window's value follows its count. */
export const FIGURE_COLUMNS: readonly string[] = Object.values(WINDOW_COLUMNS).flat();

const LEVEL_NAMES = new Map(Object.entries(LEVEL_CODES).map(([name, code]) => [code, name as Level]));

/** The level of a stored code. Throws RangeError for a code this version does not know. */
export function levelOf(code: number): Level {
  const level = LEVEL_NAMES.get(code);
  if (!level) throw new RangeError(`Unknown level code ${code}`);
  return level;
}

const MILLION = 1_000_000;

/**
 * Conversions in millionths: sums of integers do not depend on their order. Rounded exactly as SQLite's round() does, because the
 * rollup is kept here and whole days are summed there (`millionthsSql`).
 */
export function millionths(count: number): number {
  const scaled = count * MILLION;
  return Math.trunc(scaled + (scaled < 0 ? -0.5 : 0.5));
}

/** The same as `millionths`, of a column, in SQL. */
export const millionthsSql = (column: string): string => `CAST(round(${column} * 1000000.0) AS INTEGER)`;

export function fromMillionths(value: number | null): number | null {
  return value === null ? null : value / MILLION;
}

/** Stored instants are epoch ms; the contract speaks ISO-8601. */
export function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function isoOrNull(epochMs: number | null | undefined): string | null {
  return epochMs === null || epochMs === undefined ? null : iso(epochMs);
}

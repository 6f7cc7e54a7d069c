import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import type { MetricDefinition } from '../../../contract/metrics.ts';
import type { Figures } from '../../../contract/primitives.ts';
import type { Sorting } from '../../ui/index.ts';
import type { EntityColumn } from './metric-columns.tsx';

/** Columns as wide as what stands in them: money has seven digits at one client and three at another. Pure. */
const PADDING = 16;
const ICON = 16;
const RANK = 12;

/** The figures of every line of a column, totals among them. */
export const figuresOf = (rows: readonly EntityRow[], totals: EntitiesView['totals']): Figures[] => [
  ...rows.map((row) => row.current),
  ...totals.map((total) => total.current),
];

/**
 * Decimals all of a column's counts are shown with: none where each is whole, else the metric's own, so that '45' never stands above
 * '12.5'. undefined = the unit decides.
 */
export const decimalsIn = (figures: readonly Figures[]): ((metric: MetricDefinition) => number | undefined) => {
  const known = new Map<string, number>();
  return (metric) => {
    if (metric.unit !== 'count' || metric.decimals === 0) return undefined;
    const before = known.get(metric.key);
    if (before !== undefined) return before;
    const inParts = figures.some((one) => {
      const value = metric.derive(one);
      return value !== null && !Number.isInteger(Math.round(value * 1e6) / 1e6);
    });
    const decimals = inParts ? metric.decimals : 0;
    known.set(metric.key, decimals);
    return decimals;
  };
};

/** The texts that can be widest: the smallest and the largest value of each currency. */
const extremes = (column: EntityColumn, rows: readonly EntityRow[], totals: EntitiesView['totals']): string[] => {
  const { figure } = column;
  if (figure === undefined) return [];
  const found = new Map<string, { low: number; high: number }>();
  const add = (value: number | null, currency: string): void => {
    if (value === null) return;
    const known = found.get(currency) ?? { low: value, high: value };
    found.set(currency, { low: Math.min(known.low, value), high: Math.max(known.high, value) });
  };
  for (const row of rows) add(figure.ofRow(row), row.currency);
  for (const total of totals) add(figure.ofSums(total.current), total.currency);
  return [...found].flatMap(([currency, { low, high }]) => [figure.text(low, currency), figure.text(high, currency)]);
};

/**
 * The columns at the widths their contents need; the one that grows and those of words keep theirs where the header fits. `measure`
 * tells how wide a text is in the table's font, in pixels.
 */
export const fitted = (
  columns: readonly EntityColumn[],
  shown: { rows: readonly EntityRow[]; totals: EntitiesView['totals']; sorting: Sorting },
  measure: (text: string) => number,
): EntityColumn[] =>
  columns.map((column) => {
    if (column.grow) return column;
    const sorted = shown.sorting.some(({ id }) => id === column.id);
    const header =
      measure(column.header) + (column.icon ? ICON : 0) + (sorted ? ICON + (shown.sorting.length > 1 ? RANK : 0) : 0);
    const contents = extremes(column, shown.rows, shown.totals).map(measure);
    const least = column.figure ? 0 : column.width;
    return { ...column, width: Math.max(least, Math.ceil(Math.max(header, ...contents)) + PADDING) };
  });

/** What gives way first where there is no room for all: what follows from the others, then what leads up to them. */
const GIVING_WAY = ['ctr', 'cpc', 'impressions', 'clicks', 'via', 'objective'];
/** Of a cell's padding what the tight table does without, both sides together. */
const TIGHTER = 8;
const SHAPE = 16;
/** Two lines of it tell 'Rezerwacje bezpośrednie – Gdańsk' from its neighbour. */
const NAME_IF_SCROLLED = 224;

/**
 * The columns for the pixels there are: first with less space between them, then with a status that is its shape alone (`brief`), then
 * without those that say least, unless somebody chose these columns (`kept`). Where all that is not enough, the name gets its room. `hidden` = ids of those left out; `given` = widths somebody
 * gave; `room` null = not known yet. Pure.
 */
export const compressed = (
  columns: readonly EntityColumn[],
  {
    room,
    given,
    kept,
    brief,
    measure,
  }: {
    room: number | null;
    given: Readonly<Record<string, number>>;
    kept: boolean;
    brief: (column: EntityColumn) => EntityColumn;
    measure: (text: string) => number;
  },
): { columns: readonly EntityColumn[]; tight: boolean; hidden: string[] } => {
  const fits = (some: readonly EntityColumn[]): boolean =>
    room === null || some.reduce((sum, { id, width }) => sum + (given[id] ?? width), 0) <= room;
  if (fits(columns)) return { columns, tight: false, hidden: [] };
  let left = columns.map((column) => ({ ...column, width: column.width - TIGHTER }));
  if (!fits(left))
    left = left.map((column) =>
      column.id === 'status'
        ? { ...brief(column), width: Math.ceil(Math.max(SHAPE, measure(column.header))) + PADDING - TIGHTER }
        : column,
    );
  const hidden: string[] = [];
  for (const id of kept ? [] : GIVING_WAY) {
    if (fits(left)) break;
    if (!left.some((column) => column.id === id)) continue;
    left = left.filter((column) => column.id !== id);
    hidden.push(id);
  }
  if (fits(left)) return { columns: left, tight: true, hidden };
  // It scrolls sideways whatever is left out: then names keep room to be told apart, and the platform is no gain to leave out.
  return {
    columns: columns.flatMap((column) => {
      const stays = left.find(({ id }) => id === column.id);
      if (stays === undefined) return column.id === 'via' ? [{ ...column, width: column.width - TIGHTER }] : [];
      return [column.id === 'name' ? { ...stays, width: Math.max(stays.width, NAME_IF_SCROLLED) } : stays];
    }),
    tight: true,
    hidden: hidden.filter((id) => id !== 'via'),
  };
};

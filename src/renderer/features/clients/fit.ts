import type { ClientRow, ClientsView } from '../../../contract/dashboards.ts';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { Column, Formats } from '../../ui/index.ts';

/** Every column of the grid beside a name one can read, at the width there is. Pure. */
export type Form = {
  /** Owners as initials, tags as their number. */
  brief: boolean;
  /** Less space beside each cell. */
  tight: boolean;
};

const FORMS: readonly Form[] = [
  { brief: false, tight: false },
  { brief: true, tight: false },
  { brief: true, tight: true },
];
/** What a name needs at least: 32 letters, on two lines where the form is tight. */
const NAME = { loose: 216, tight: 140 };
/** What gives way first where even the tight form is too wide. */
const GIVING_WAY = ['trend', 'tags', 'owner', 'pace', 'via', 'roas'] as const;
export type Hideable = (typeof GIVING_WAY)[number];

/** Pixels beside a cell's content, both sides together. */
export const paddingOf = ({ tight }: Form): number => (tight ? 8 : 16);

/**
 * The widest form that leaves the name its room; columns that do not fit even tight are left out, `hidden` by their ids. `room` null =
 * not known yet. `make` gives the columns of a form, the name with any width.
 */
export const fitted = <Row>(
  make: (form: Form) => Column<Row>[],
  room: number | null,
): { form: Form; columns: Column<Row>[]; hidden: Hideable[] } => {
  const least = (form: Form): number => (form.tight ? NAME.tight : NAME.loose);
  const left = (columns: readonly Column<Row>[]): number =>
    (room ?? Number.POSITIVE_INFINITY) - columns.reduce((sum, { id, width }) => sum + (id === 'name' ? 0 : width), 0);
  const named = (columns: Column<Row>[], form: Form): Column<Row>[] =>
    columns.map((column) => (column.id === 'name' ? { ...column, width: least(form) } : column));
  for (const form of FORMS) {
    const columns = make(form);
    if (left(columns) >= least(form)) return { form, columns: named(columns, form), hidden: [] };
  }
  const form: Form = { brief: true, tight: true };
  let columns = make(form);
  const hidden: Hideable[] = [];
  for (const id of GIVING_WAY) {
    if (left(columns) >= least(form)) break;
    if (!columns.some((column) => column.id === id)) continue;
    columns = columns.filter((column) => column.id !== id);
    hidden.push(id);
  }
  return { form, columns: named(columns, form), hidden };
};

/** The widest amount each metric has to show, as text: the largest value of each currency. */
export const widestTexts = (
  metric: MetricKey,
  rows: readonly ClientRow[],
  totals: ClientsView['totals'],
  f: Formats,
): string[] => {
  const largest = new Map<string, number>();
  const see = (currency: string, value: number | null): void => {
    if (value !== null && Math.abs(value) > (largest.get(currency) ?? -1)) largest.set(currency, Math.abs(value));
  };
  const { derive } = METRICS[metric];
  for (const { totals: own } of rows) for (const { currency, current } of own) see(currency, derive(current));
  for (const { currency, current } of totals) see(currency, derive(current));
  return [...largest].map(([currency, value]) => f.metric(METRICS[metric], value, currency, { mark: 'code' }));
};

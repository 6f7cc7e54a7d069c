/** Order of a table: first key first. Empty = the table's own default. */
export type Sorting = readonly { id: string; desc: boolean }[];

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Ascending comparison of two present values; missing ones never reach it. */
export const compareCells = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));

/** A click on a header: descending, ascending, then the default again. `add` keeps the other keys. */
export const nextSorting = (sorting: Sorting, id: string, add: boolean): Sorting => {
  const known = sorting.find((one) => one.id === id);
  const others = add ? sorting.filter((one) => one.id !== id) : [];
  if (!known) return [...others, { id, desc: true }];
  if (!known.desc) return others;
  return add ? sorting.map((one) => (one.id === id ? { id, desc: false } : one)) : [{ id, desc: false }];
};

/** 'spend.desc,name.asc' for the address. */
export const sortingToText = (sorting: Sorting): string | undefined =>
  sorting.length === 0 ? undefined : sorting.map((one) => `${one.id}.${one.desc ? 'desc' : 'asc'}`).join(',');

/** The opposite; words that make no sense are left out. */
export const sortingFromText = (text: string | undefined, ids: readonly string[]): Sorting =>
  (text ?? '').split(',').flatMap((part) => {
    const [id, order] = part.split('.');
    return id && ids.includes(id) && (order === 'asc' || order === 'desc') ? [{ id, desc: order === 'desc' }] : [];
  });

type Sortable<Row> = { id: string; value?: (row: Row) => number | string | null };

/** Rows in the order the table shows them: missing values last in both directions, ties in the given order. */
export const sortRows = <Row>(rows: readonly Row[], columns: readonly Sortable<Row>[], sorting: Sorting): Row[] => {
  const keys = sorting.flatMap((one) => {
    const value = columns.find((column) => column.id === one.id)?.value;
    return value ? [{ value, sign: one.desc ? -1 : 1 }] : [];
  });
  return [...rows].sort((a, b) => {
    for (const { value, sign } of keys) {
      const left = value(a);
      const right = value(b);
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const order = compareCells(left, right);
      if (order !== 0) return order * sign;
    }
    return 0;
  });
};

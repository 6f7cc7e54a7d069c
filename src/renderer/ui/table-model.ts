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
  sorting.length === 0
    ? undefined
    : sorting.map((one) => `${encodeURIComponent(one.id)}.${one.desc ? 'desc' : 'asc'}`).join(',');

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

/** The opposite; words that make no sense are left out. */
export const sortingFromText = (text: string | undefined, ids: readonly string[]): Sorting =>
  (text ?? '').split(',').flatMap((part) => {
    const at = part.lastIndexOf('.');
    const [id, order] = [decoded(part.slice(0, at)), part.slice(at + 1)];
    return at > 0 && ids.includes(id) && (order === 'asc' || order === 'desc') ? [{ id, desc: order === 'desc' }] : [];
  });

export type Sortable<Row> = {
  id: string;
  value?: (row: Row) => number | string | null;
  /** The currency the value is an amount of: amounts are compared within theirs only. */
  currency?: (row: Row) => string | null;
};

/**
 * How a column orders two rows: missing values last in both directions; amounts by currency first, in the same order of currencies both
 * ways, and by size within one, because 100 JPY is not more than 50 EUR.
 */
export const rowComparison =
  <Row>({ value, currency }: Sortable<Row>, desc: boolean): ((a: Row, b: Row) => number) =>
  (a, b) => {
    const left = value?.(a) ?? null;
    const right = value?.(b) ?? null;
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const group = currency ? compareCells(currency(a) ?? '', currency(b) ?? '') : 0;
    return group !== 0 ? group : compareCells(left, right) * (desc ? -1 : 1);
  };

/** Rows in the order the table shows them; ties stay in the given order. */
export const sortRows = <Row>(rows: readonly Row[], columns: readonly Sortable<Row>[], sorting: Sorting): Row[] => {
  const keys = sorting.flatMap((one) => {
    const column = columns.find(({ id }) => id === one.id);
    return column?.value ? [rowComparison(column, one.desc)] : [];
  });
  return [...rows].sort((a, b) => {
    for (const compare of keys) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  });
};

/** Widths in pixels a column can be given. */
export const NARROWEST = 44;
export const WIDEST = 800;
export const clampWidth = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));

/** 'name:240,spend:96' for the address; nothing where every column has its own width. */
export const widthsToText = (widths: Readonly<Record<string, number>>): string | undefined => {
  const text = Object.entries(widths)
    .map(([id, width]) => `${encodeURIComponent(id)}:${width}`)
    .join(',');
  return text === '' ? undefined : text;
};
export const widthsFromText = (text: string | undefined): Record<string, number> =>
  Object.fromEntries(
    (text ?? '').split(',').flatMap((part) => {
      const [id, width] = part.split(':');
      const pixels = Number(width);
      const name = decoded(id ?? '');
      return name !== '' && width && Number.isFinite(pixels) ? [[name, clampWidth(pixels)]] : [];
    }),
  );

/** What a tree adds to rows that stand in their order: depth 0 at the top, `expanded` null for a row nothing can be below. */
export type TreeOf<Row> = {
  depth(row: Row): number;
  expanded(row: Row): boolean | null;
  onToggle(row: Row): void;
  /** A row that is one sentence instead of cells ('Reading…'); null for ordinary rows. */
  note?(row: Row): string | null;
};

/** Where each row stands among its siblings, and who its parent is, from depths alone. One pass. */
export const treePlaces = (depths: readonly number[]): { parent: number; position: number; size: number }[] => {
  const places = depths.map(() => ({ parent: -1, position: 1, size: 1 }));
  const open: { row: number; children: number[] }[] = [{ row: -1, children: [] }];
  const close = (): void => {
    const children = open.pop()?.children ?? [];
    for (const child of children) {
      const place = places[child];
      if (place) place.size = children.length;
    }
  };
  for (const [row, depth] of depths.entries()) {
    while (open.length > depth + 1) close();
    const level = open.at(-1);
    if (!level) continue;
    level.children.push(row);
    const place = places[row];
    if (place) Object.assign(place, { parent: level.row, position: level.children.length });
    open.push({ row, children: [] });
  }
  while (open.length > 0) close();
  return places;
};

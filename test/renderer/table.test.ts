import { describe, expect, it } from 'vitest';
import { copyText } from '../../src/renderer/ui/table-parts.tsx';
import { actOfKey, extended, type KeyContext } from '../../src/renderer/ui/table-keys.ts';
import {
  clampWidth,
  nextSorting,
  sortingFromText,
  sortingToText,
  sortRows,
  treePlaces,
  widthsFromText,
  widthsToText,
} from '../../src/renderer/ui/table-model.ts';

type Row = { name: string; spend: number | null; currency: string };
const rows: Row[] = [
  { name: 'a', spend: 50, currency: 'EUR' },
  { name: 'b', spend: 9000, currency: 'JPY' },
  { name: 'c', spend: null, currency: 'EUR' },
  { name: 'd', spend: 70, currency: 'EUR' },
  { name: 'e', spend: 100, currency: 'JPY' },
];
const columns = [
  { id: 'name', value: (row: Row) => row.name },
  { id: 'spend', value: (row: Row) => row.spend, currency: (row: Row) => row.currency },
];
const order = (sorting: { id: string; desc: boolean }[]) =>
  sortRows(rows, columns, sorting)
    .map((row) => row.name)
    .join('');

describe('order of a table', () => {
  it('never compares amounts of two currencies as bare numbers: by currency, then by amount', () => {
    expect(order([{ id: 'spend', desc: true }])).toBe('dabec');
    expect(order([{ id: 'spend', desc: false }])).toBe('adebc');
  });
  it('keeps what is missing last in both directions', () => {
    for (const desc of [true, false]) expect(order([{ id: 'spend', desc }]).at(-1)).toBe('c');
  });
  it('has a second key, added with Shift', () => {
    const twice = nextSorting([{ id: 'spend', desc: true }], 'name', true);
    expect(twice).toEqual([
      { id: 'spend', desc: true },
      { id: 'name', desc: true },
    ]);
    expect(nextSorting(twice, 'name', true)).toEqual([
      { id: 'spend', desc: true },
      { id: 'name', desc: false },
    ]);
    expect(nextSorting(nextSorting(twice, 'name', true), 'name', true)).toEqual([{ id: 'spend', desc: true }]);
  });
  it('survives the address, also with names that hold its own signs', () => {
    const ids = ['spend', 'named:Leads, big', 'costPer:a.b'];
    const sorting = ids.map((id, index) => ({ id, desc: index % 2 === 0 }));
    expect(sortingFromText(sortingToText(sorting), ids)).toEqual(sorting);
    expect(sortingFromText('spend.up,%E0%A4%A.desc,gone.asc', ids)).toEqual([]);
  });
  it('widths survive the address and stay within reason', () => {
    const widths = { name: 240, 'named:Leads, big': 96 };
    expect(widthsFromText(widthsToText(widths))).toEqual(widths);
    expect(widthsFromText('name:99999,spend:x,:7')).toEqual({ name: clampWidth(99_999) });
    expect(widthsToText({})).toBeUndefined();
  });
});

describe('keys of a table', () => {
  const at = (row: number, column: number, more: Partial<KeyContext> = {}): KeyContext => ({
    at: { row, column },
    rows: 10,
    columns: 4,
    page: 5,
    selectable: true,
    branch: null,
    ...more,
  });
  const press = (key: string, context: KeyContext, held: { ctrl?: boolean; shift?: boolean; alt?: boolean } = {}) =>
    actOfKey(
      {
        key,
        ctrlKey: held.ctrl ?? false,
        metaKey: false,
        shiftKey: held.shift ?? false,
        altKey: held.alt ?? false,
      },
      context,
    );
  it('opens and closes branches on the name, and climbs to the parent', () => {
    const branch = (expanded: boolean | null, parent = -1) => at(3, 0, { branch: { expanded, parent } });
    expect(press('ArrowRight', branch(false))).toEqual({ do: 'toggle', row: 3 });
    expect(press('ArrowRight', branch(true))).toEqual({ do: 'go', to: { row: 3, column: 1 } });
    expect(press('ArrowLeft', branch(true))).toEqual({ do: 'toggle', row: 3 });
    expect(press('ArrowLeft', branch(null, 1))).toEqual({ do: 'go', to: { row: 1, column: 0 } });
    // Away from the name the arrows walk.
    expect(press('ArrowRight', at(3, 1))).toEqual({ do: 'go', to: { row: 3, column: 2 } });
  });
  it('resizes on a heading with Shift, sorts by a second key with Shift Enter', () => {
    expect(press('ArrowRight', at(-1, 2), { shift: true })).toEqual({ do: 'resize', column: 2, by: 16 });
    expect(press('ArrowLeft', at(-1, 2), { shift: true })).toEqual({ do: 'resize', column: 2, by: -16 });
    expect(press('Enter', at(-1, 2), { shift: true })).toEqual({ do: 'sort', column: 2, add: true });
  });
  it('selects only where there is something to do with a selection', () => {
    expect(press(' ', at(1, 0))).toEqual({ do: 'select', row: 1 });
    expect(press(' ', at(1, 0, { selectable: false }))).toBeNull();
    expect(press('a', at(1, 0), { ctrl: true })).toEqual({ do: 'select-all' });
    expect(press('a', at(1, 0, { selectable: false }), { ctrl: true })).toBeNull();
    expect(press('ArrowDown', at(9, 0), { shift: true })).toEqual({ do: 'extend', to: { row: 9, column: 0 } });
  });
  it('leaves the keys of the whole app alone', () => {
    for (const key of ['k', '1', ',', 'r']) expect(press(key, at(0, 0), { ctrl: true })).toBeNull();
    expect(press('ArrowLeft', at(0, 0), { alt: true })).toBeNull();
    expect(press('S', at(0, 0), { ctrl: true, shift: true })).toBeNull();
  });
  it('an extension grows, shrinks and turns around its anchor', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const before = new Set(['e']);
    expect([...extended(before, ids, 1, 3)]).toEqual(['e', 'b', 'c', 'd']);
    expect([...extended(before, ids, 1, 2)]).toEqual(['e', 'b', 'c']);
    expect([...extended(before, ids, 1, 0)]).toEqual(['e', 'a', 'b']);
  });
});

describe('places in a tree', () => {
  it('counts siblings and knows the parents, from depths alone', () => {
    //  0 ▸ 1 1 ▸ 2 · 0 · 0 ▸ 1
    expect(treePlaces([0, 1, 1, 2, 0, 0, 1])).toEqual([
      { parent: -1, position: 1, size: 3 },
      { parent: 0, position: 1, size: 2 },
      { parent: 0, position: 2, size: 2 },
      { parent: 2, position: 1, size: 1 },
      { parent: -1, position: 2, size: 3 },
      { parent: -1, position: 3, size: 3 },
      { parent: 5, position: 1, size: 1 },
    ]);
    expect(treePlaces([])).toEqual([]);
  });
});

describe('copied rows', () => {
  const copied = copyText<Row & { label: string }>(
    [
      { id: 'name', header: 'Name', width: 1, value: (row) => row.label, cell: () => null },
      {
        id: 'spend',
        header: 'Spend',
        title: 'Spend. Ordered within each currency.',
        width: 1,
        value: (row) => row.spend,
        currency: (row) => row.currency,
        cell: () => null,
      },
      { id: 'trend', header: 'Trend', width: 1, cell: () => null },
    ],
    [
      { name: 'a', label: '=HYPERLINK("x")\tb', spend: 12_500_000, currency: 'EUR' },
      { name: 'b', label: 'Plain', spend: null, currency: 'JPY' },
    ],
    new Set(['a', 'b']),
    (row) => row.name,
    0,
  );
  it('hold whole units with their currency, nothing for what is missing, and no formulas', () => {
    expect(copied.split('\n')).toEqual(['Name\tSpend\tCurrency', '\'=HYPERLINK("x") b\t12.5\tEUR', 'Plain\t\tJPY']);
  });
});

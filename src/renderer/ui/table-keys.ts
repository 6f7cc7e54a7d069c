/** Where the focus of a grid is: row -1 = the headings. */
export type Place = { row: number; column: number };

export type KeyContext = {
  at: Place;
  rows: number;
  columns: number;
  /** Rows a page key moves. */
  page: number;
  selectable: boolean;
  /** At a tree's name: whether the row is open (null = nothing below it) and its parent's row (-1 = none). Null elsewhere. */
  branch: { expanded: boolean | null; parent: number } | null;
};

export type KeyAct =
  | { do: 'go'; to: Place }
  /** Selects everything between where the extension began and there. */
  | { do: 'extend'; to: Place }
  | { do: 'sort'; column: number; add: boolean }
  | { do: 'open' | 'select' | 'toggle'; row: number }
  | { do: 'resize'; column: number; by: number }
  | { do: 'select-all' | 'copy' };

type Press = { key: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean };

const STEP = 16;

/** What a key does in a grid (WAI-ARIA grid and treegrid); null = it is somebody else's. Pure. */
export const actOfKey = (press: Press, { at, rows, columns, page, selectable, branch }: KeyContext): KeyAct | null => {
  const command = press.ctrlKey || press.metaKey;
  if (press.altKey) return null;
  const go = (row: number, column: number): KeyAct => ({ do: 'go', to: { row, column } });
  const { row, column } = at;
  if (command) {
    if (press.shiftKey) return null;
    switch (press.key) {
      case 'a':
        return selectable ? { do: 'select-all' } : null;
      case 'c':
        return { do: 'copy' };
      case 'Home':
        return go(0, 0);
      case 'End':
        return go(rows - 1, columns - 1);
      default:
        return null;
    }
  }
  if (press.shiftKey) {
    if (row < 0 && (press.key === 'ArrowLeft' || press.key === 'ArrowRight'))
      return { do: 'resize', column, by: press.key === 'ArrowRight' ? STEP : -STEP };
    if (row < 0 && press.key === 'Enter') return { do: 'sort', column, add: true };
    if (row >= 0 && selectable && (press.key === 'ArrowDown' || press.key === 'ArrowUp'))
      return {
        do: 'extend',
        to: { row: Math.max(0, Math.min(rows - 1, row + (press.key === 'ArrowDown' ? 1 : -1))), column },
      };
    return null;
  }
  switch (press.key) {
    case 'ArrowDown':
      return go(row + 1, column);
    case 'ArrowUp':
      return go(row - 1, column);
    case 'ArrowRight':
      return branch?.expanded === false ? { do: 'toggle', row } : go(row, column + 1);
    case 'ArrowLeft':
      if (branch?.expanded === true) return { do: 'toggle', row };
      return branch !== null && branch.parent >= 0 ? go(branch.parent, column) : go(row, column - 1);
    case 'Home':
      return go(row, 0);
    case 'End':
      return go(row, columns - 1);
    case 'PageDown':
      return go(row + page, column);
    case 'PageUp':
      return go(Math.max(0, row - page), column);
    case 'Enter':
      return row < 0 ? { do: 'sort', column, add: false } : { do: 'open', row };
    case ' ':
      return row < 0 || !selectable ? null : { do: 'select', row };
    default:
      return null;
  }
};

/** The selection after extending from `anchor` to `to`: what was selected before the extension began, and everything between. */
export const extended = (
  before: ReadonlySet<string>,
  ids: readonly string[],
  anchor: number,
  to: number,
): ReadonlySet<string> => new Set([...before, ...ids.slice(Math.min(anchor, to), Math.max(anchor, to) + 1)]);

import type { EntityRow } from '../../../contract/dashboards.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { EntityLevel } from './words.ts';

/** The tree of campaigns, ad groups and ads as the lines of a table. Pure. */
export const BELOW: Record<EntityLevel, EntityLevel | null> = { campaign: 'ad_group', ad_group: 'ad', ad: null };

/** Ids are unique per platform and ad account only. */
export const rowKey = (row: EntityRow): string => `${row.platform}:${row.adAccountId}:${row.level}:${row.entityId}`;

/** What is known of the rows below one: `rows` undefined while they are read. */
export type Below = { rows: readonly EntityRow[] | undefined; error: string | null };

export type TreeLine =
  | { kind: 'row'; key: string; row: EntityRow; depth: number; parent: string | null; open: boolean | null }
  /** Stands where rows are being read, could not be read, or do not exist. */
  | { kind: 'note'; key: string; depth: number; parent: string; what: 'reading' | 'failed' | 'none'; text: string };

/** Rows of one parent out of what a platform's id asked for: another platform may use the same id. */
export const childrenOf = (parent: EntityRow, rows: readonly EntityRow[]): EntityRow[] =>
  rows.filter((row) => row.platform === parent.platform && row.adAccountId === parent.adAccountId);

/**
 * The lines on screen from top to bottom. `order` sorts the rows of one parent; `open` holds keys; `below` what was read. A row whose
 * line cannot be opened has `open` null.
 */
export const treeLines = (
  roots: readonly EntityRow[],
  open: ReadonlySet<string>,
  below: ReadonlyMap<string, Below>,
  order: (rows: readonly EntityRow[]) => readonly EntityRow[],
): TreeLine[] => {
  const lines: TreeLine[] = [];
  const add = (rows: readonly EntityRow[], depth: number, parent: string | null): void => {
    for (const row of order(rows)) {
      const key = rowKey(row);
      const canOpen = BELOW[row.level as EntityLevel] !== null;
      const isOpen = canOpen && open.has(key);
      lines.push({ kind: 'row', key, row, depth, parent, open: canOpen ? isOpen : null });
      if (!isOpen) continue;
      const known = below.get(key);
      const note = (what: 'reading' | 'failed' | 'none', text: string): void =>
        void lines.push({ kind: 'note', key: `${key}/${what}`, depth: depth + 1, parent: key, what, text });
      if (known?.rows !== undefined && known.rows.length > 0) add(known.rows, depth + 1, key);
      else if (known?.error) note('failed', known.error);
      else if (known?.rows === undefined) note('reading', t(m.reading));
      else note('none', t(row.level === 'campaign' ? m.noAdGroups : m.noAds));
    }
  };
  add(roots, 0, null);
  return lines;
};

/** Keys that are open and on screen, with their rows: what has to be read. */
export const openRows = (
  roots: readonly EntityRow[],
  open: ReadonlySet<string>,
  below: ReadonlyMap<string, Below>,
): EntityRow[] =>
  roots.flatMap((row) => {
    const key = rowKey(row);
    if (!open.has(key) || BELOW[row.level as EntityLevel] === null) return [];
    return [row, ...openRows(below.get(key)?.rows ?? [], open, below)];
  });

const MOST_OPEN = 60;

/** Open keys for the address, and back. */
export const openToText = (open: ReadonlySet<string>): string | undefined =>
  open.size === 0 ? undefined : [...open].slice(-MOST_OPEN).join(',');
export const openFromText = (text: string | undefined): ReadonlySet<string> =>
  new Set((text ?? '').split(',').filter((key) => key !== ''));

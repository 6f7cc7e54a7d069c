import { useEffect, useRef, useState, type FocusEvent, type RefObject } from 'react';
import type { EntityRow } from '../../../contract/dashboards.ts';
import type { TreeLine } from './tree.ts';
import { useCampaignSearch } from './use-search.ts';

const QUIET_MS = 250;

/**
 * The row the person is at. It is the row whose cell has the focus; the address follows when the arrows rest, so that a link and the way
 * back lead to it again. A row the address names is scrolled to and focused when the table first stands.
 */
export const useRowOfAddress = ({
  frame,
  lines,
  compact,
  nameColumn,
}: {
  frame: RefObject<HTMLDivElement | null>;
  lines: readonly TreeLine[];
  compact: boolean;
  nameColumn: number;
}): { row: EntityRow | null; onFocus: (event: FocusEvent) => void } => {
  const { search, set } = useCampaignSearch();
  const [key, setKey] = useState(search.row);
  const came = useRef(search.row);
  const seen = useRef(false);

  useEffect(() => {
    if (seen.current || lines.length === 0) return;
    seen.current = true;
    const index = lines.findIndex((line) => line.key === came.current);
    const grid = frame.current?.querySelector<HTMLElement>('[role=treegrid],[role=grid]');
    if (index < 0 || !grid) return;
    grid.scrollTop = Math.max(0, index * (compact ? 32 : 40) - grid.clientHeight / 2);
    let tries = 10;
    const focus = (): void => {
      const cell = grid.querySelector<HTMLElement>(`[data-row="${index}"][data-column="${nameColumn}"]`);
      // The virtual list draws the rows of the new place a frame later.
      if (cell) cell.focus({ preventScroll: true });
      else if (tries-- > 0) requestAnimationFrame(focus);
    };
    requestAnimationFrame(focus);
  }, [lines, frame, compact, nameColumn]);

  useEffect(() => {
    if (key === undefined || key === search.row) return;
    const timer = setTimeout(() => void set({ row: key }), QUIET_MS);
    return () => clearTimeout(timer);
  }, [key, search.row, set]);

  const line = lines.find((one) => one.key === key);
  return {
    row: line?.kind === 'row' ? line.row : null,
    onFocus: (event) => {
      const place = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-row]') : null;
      const at = lines[Number(place?.dataset['row'] ?? -1)];
      if (at?.kind === 'row') setKey(at.key);
    },
  };
};

import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { api, sentenceOf, type client } from '../../bridge.ts';
import {
  BELOW,
  childrenOf,
  openFromText,
  openRows,
  openToText,
  rowKey,
  treeLines,
  type Below,
  type TreeLine,
} from './tree.ts';
import type { EntityLevel } from './words.ts';

export type EntitiesInput = Parameters<typeof client.dashboards.entities>[0];

/** The table's lines: the rows of a level with what was opened below them, read when it is opened. `opened` is the address's. */
export const useTree = ({
  roots,
  input,
  opened,
  onOpenedChange,
  order,
}: {
  roots: readonly EntityRow[];
  input: EntitiesInput;
  opened: string | undefined;
  onOpenedChange: (opened: string | undefined) => void;
  order: (rows: readonly EntityRow[]) => readonly EntityRow[];
}): { lines: TreeLine[]; children: readonly EntityRow[]; toggle: (line: TreeLine) => void } => {
  const open = useMemo(() => openFromText(opened), [opened]);
  // Ads can only be asked for once the ad groups above them are there, so each depth is a round of its own.
  const first = useBelow(
    useMemo(() => openRows(roots, open, new Map()), [roots, open]),
    input,
  );
  const second = useBelow(
    useMemo(() => openRows(roots, open, first).filter((row) => !first.has(rowKey(row))), [roots, open, first]),
    input,
  );
  const below = useMemo(() => new Map([...first, ...second]), [first, second]);
  const lines = useMemo(() => treeLines(roots, open, below, order), [roots, open, below, order]);
  const children = useMemo(
    () => lines.flatMap((line) => (line.kind === 'row' && line.depth > 0 ? [line.row] : [])),
    [lines],
  );
  const toggle = useCallback(
    (line: TreeLine) => {
      if (line.kind !== 'row' || line.open === null) return;
      const next = new Set(open);
      if (!next.delete(line.key)) next.add(line.key);
      onOpenedChange(openToText(next));
    },
    [open, onOpenedChange],
  );
  return { lines, children, toggle };
};

/** The rows before, if they were below the same row: only the period changed. */
const sameParent =
  (row: EntityRow) =>
  (
    previous: EntitiesView | undefined,
    asked: { queryKey: readonly unknown[] } | undefined,
  ): EntitiesView | undefined => {
    const before = (asked?.queryKey[1] as { input?: EntitiesInput } | undefined)?.input;
    return before?.parentId === row.entityId ? previous : undefined;
  };

const useBelow = (rows: readonly EntityRow[], input: EntitiesInput): ReadonlyMap<string, Below> =>
  useQueries({
    queries: rows.map((row) => ({
      ...api.dashboards.entities.queryOptions({
        input: { ...input, level: BELOW[row.level as EntityLevel] ?? 'ad', parentId: row.entityId },
      }),
      placeholderData: sameParent(row),
    })),
    combine: (results) =>
      new Map(
        results.flatMap((result, index): [string, Below][] => {
          const row = rows[index];
          if (row === undefined) return [];
          return [
            [
              rowKey(row),
              {
                rows: result.data === undefined ? undefined : childrenOf(row, result.data.rows),
                error: result.error === null ? null : sentenceOf(result.error),
              },
            ],
          ];
        }),
      ),
  });

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { api, client } from '../bridge.ts';

export const MOST_RECENTS = 50;
const QUIET_MS = 800;

/** The list with `id` in front. */
export const withRecent = (ids: readonly string[], id: string): string[] =>
  [id, ...ids.filter((one) => one !== id)].slice(0, MOST_RECENTS);

/** Keeps what was used last among the settings of the workspace: at once for the palette, on disk when the person pauses. */
export const useRemember = (): ((id: string) => void) => {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const waiting = useRef<readonly string[] | null>(null);
  const save = useCallback((): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const ids = waiting.current;
    waiting.current = null;
    // A list of what was used is not worth a message when it cannot be kept.
    if (ids !== null) void client.settings.set({ recents: [...ids] }).catch(() => undefined);
  }, []);
  useEffect(() => save, [save]);
  return useCallback(
    (id) => {
      const key = api.settings.get.queryKey({ input: {} });
      const known = queries.getQueryData(key);
      if (known === undefined || known.recents?.[0] === id) return;
      const recents = withRecent(known.recents ?? [], id);
      queries.setQueryData(key, { ...known, recents });
      waiting.current = recents;
      timer.current ??= setTimeout(save, QUIET_MS);
    },
    [queries, save],
  );
};

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ClientImport } from '../../../contract/imports.ts';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import { notify } from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import { isOpen, milestone, monotonicPercent, spokenProgress, type FixButton } from './model.ts';

const online = {
  subscribe: (listener: () => void) => {
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => {
      window.removeEventListener('online', listener);
      window.removeEventListener('offline', listener);
    };
  },
  get: () => navigator.onLine,
};

/**
 * Whether the platforms can be reached, as far as the browser can tell. The demo's platforms are on this computer,
 * so a demo is never offline. A browser that says it is online may be wrong: then the engine finds out; one that says offline is right.
 */
export const useOnline = (): boolean => {
  const browser = useSyncExternalStore(online.subscribe, online.get);
  const demo = useLive(live.workspace)?.kind === 'demo';
  return browser || demo;
};

/** The percent to draw for an import: what the snapshot says, but never less than was drawn before. */
export const usePercent = (current: ClientImport | null): number | null => {
  const drawn = useRef<{ id: string; percent: number } | null>(null);
  if (current === null) return null;
  drawn.current = monotonicPercent(drawn.current, { id: current.id, percent: current.percent });
  return drawn.current.percent;
};

/** What a polite live region should say about a running import: 0, 25, 50, 75 and 100 percent, once each. */
export const useSpoken = (current: ClientImport | null, percent: number | null): string => {
  const before = useRef<{ id: string; percent: number } | null>(null);
  const [text, setText] = useState('');
  const running = current?.status === 'running';
  useEffect(() => {
    if (current === null || percent === null || !running) return;
    const mark = milestone(before.current?.id === current.id ? before.current.percent : null, percent);
    before.current = { id: current.id, percent };
    if (mark !== null) setText(spokenProgress(current, mark));
  }, [current, percent, running]);
  return running ? text : '';
};

/** Starting, retrying and cancelling imports; failures become a message that stays. */
export const useImportActions = () => {
  const queries = useQueryClient();
  const refreshHistory = () => queries.invalidateQueries({ queryKey: api.imports.history.key() });
  const failed = (title: Message) => (error: unknown) =>
    notify({ title: t(title), body: sentenceOf(error), tone: 'failed' });
  const start = useMutation(
    api.imports.start.mutationOptions({ onSuccess: refreshHistory, onError: failed(m.startFailed) }),
  );
  const retry = useMutation(
    api.imports.retry.mutationOptions({
      onSuccess: refreshHistory,
      onError: failed(m.retryFailed),
    }),
  );
  const cancel = useMutation(
    api.imports.cancel.mutationOptions({
      onSuccess: refreshHistory,
      onError: failed(m.cancelFailed),
    }),
  );
  return { start, retry, cancel };
};

/** Runs of one import, newest snapshot of the history: they name the platforms of a partial or waiting import. */
export const useRunsOf = (current: ClientImport | null, wanted: boolean) => {
  const query = useQuery(
    api.imports.history.queryOptions({
      input: { clientId: current?.clientId ?? '', status: null, limit: 50, before: null },
      enabled: wanted && current !== null,
    }),
  );
  const ids = new Set(current?.runIds);
  return (query.data ?? []).filter((run) => ids.has(run.id));
};

/** Asks for the history again whenever an import ends or another begins: the stream carries no runs. */
export const useHistoryFollowsProgress = (): void => {
  const progress = useLive(live.imports);
  const queries = useQueryClient();
  const mark =
    progress?.imports.map((each) => `${each.id}${isOpen(each.status) ? each.status : each.finishedAt}`).join() ?? '';
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: api.imports.history.key() });
  }, [queries, mark]);
};

/** Goes where a problem's button leads. `range` is the caller's own dialog. */
export const useFix = (openRange: () => void) => {
  const navigate = useNavigate();
  return (fix: FixButton, connectionId: string | null): void => {
    if (fix.action === 'range') openRange();
    else if (fix.action === 'settings') void navigate({ to: '/settings' });
    else {
      const signIn = fix.action === 'sign_in_again' ? (connectionId ?? undefined) : undefined;
      void navigate({ to: '/connections', search: (old) => ({ ...old, signIn }) });
    }
  };
};

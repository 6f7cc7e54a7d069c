import { QueryObserver } from '@tanstack/react-query';
import { defaultParseSearch } from '@tanstack/react-router';
import type { WorkspaceState } from '../contract/workspace.ts';
import { api, live, queryClient } from './bridge.ts';
import { localDay } from './ui/days.ts';
import { inputOf, viewSearch } from './ui/view-state.ts';

/**
 * Puts the portfolio's question to the engine as soon as the engine has said which day it is, while the frame is still being drawn:
 * of all answers it is the one that takes longest. Only where the address leads to the portfolio, and never where clients look on.
 * Resolves when the answer is there or nothing was asked; never rejects. `hash` = the address behind '#'.
 */
export const askForFirstScreen = async (hash: string): Promise<void> => {
  if (!leadsToPortfolio(hash)) return;
  const stop = live.dataRevision.subscribe(() => {
    revisionAsked ??= live.dataRevision.get()?.revision ?? null;
  });
  await ask(hash).finally(stop);
};

/** The data's revision when the first question was put; null before. What changed after it is news to the screen, however soon it came. */
export const revisionAtStart = (): number | null => revisionAsked;
let revisionAsked: number | null = null;

const ask = async (hash: string): Promise<void> => {
  const settings = queryClient.fetchQuery(api.settings.get.queryOptions({ input: {} })).catch(() => null);
  const [workspace, known] = await Promise.all([firstState(), settings]);
  if (known === null || known.clientSafe === true || workspace.clients === 0) return;
  const search = viewSearch.parse(defaultParseSearch(/\?.*$/.exec(hash)?.[0] ?? ''));
  const input = inputOf(search, localDay(Date.parse(workspace.now)), false);
  await answerOf(api.clients.list.queryOptions({ input }));
};

/** Whether this address (from '#' on) opens the portfolio where there are clients. */
export const leadsToPortfolio = (hash: string): boolean => /^(#\/?(clients\/?)?(\?.*)?)?$/.test(hash);

/** Watched until it is there: an answer nobody waits for would be thrown away when the frame is mounted. */
const answerOf = (options: ReturnType<typeof api.clients.list.queryOptions>): Promise<void> =>
  new Promise((resolve) => {
    const observer = new QueryObserver(queryClient, options);
    const stop = observer.subscribe(({ fetchStatus }) => {
      if (fetchStatus !== 'idle') return;
      stop();
      resolve();
    });
  });

/** Resolves with the first state of a workspace that can be used. */
const firstState = (): Promise<WorkspaceState> =>
  new Promise((resolve) => {
    const stop = live.workspace.subscribe(() => {
      const state = live.workspace.get();
      if (state === null || state.status === 'unusable') return;
      resolve(state);
      // By then the shell listens: the stream stays open.
      setTimeout(stop);
    });
  });

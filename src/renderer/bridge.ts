import { createORPCClient, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { QueryClient, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Contract } from '../contract/contract.ts';
import { wholeProgress } from '../contract/import-progress.ts';
import type { SavedViewScreen, SaveViewInput } from '../contract/saved-views.ts';
import { DEFAULT_SETTINGS } from '../contract/settings-defaults.ts';
import type { Settings } from '../contract/workspace.ts';
import { browserCarrier, electronCarrier, takeToken, type Link, type OpenCarrier } from './carriers.ts';
import { m } from './messages.ts';
import { t } from './ui/text.ts';

/**
 * The renderer's way to the engine. Nothing else opens a carrier. Features use `api` (queries and mutations), `client` (direct calls),
 * `live` with `useLive` (snapshot streams that survive reconnection), `useEngineLink` and `saveFile`.
 */
export type EngineLink = 'connecting' | 'connected' | 'reconnecting' | 'refused';

type Store<T> = { get(): T; set(value: T): void; subscribe(listener: () => void): () => void };
const createStore = <T>(initial: T): Store<T> => {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const linkState = createStore<EngineLink>('connecting');
let current: Link | null = null;
let waiting: ((link: Link) => void)[] = [];

const linkNow = (): Promise<Link> =>
  current === null ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(current);

const adopt = (link: Link): void => {
  current = link;
  linkState.set('connected');
  const waiters = waiting;
  waiting = [];
  for (const resolve of waiters) resolve(link);
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const keepOpen = async (open: OpenCarrier): Promise<void> => {
  for (let failures = 0; ;) {
    const carrier = await open();
    if (carrier === 'refused') {
      linkState.set('refused');
      return;
    }
    if (carrier === 'unreachable') {
      failures += 1;
      if (failures > 1 && linkState.get() === 'connecting') linkState.set('reconnecting');
      await pause(Math.min(5000, 150 * 2 ** Math.min(failures, 6)));
      continue;
    }
    failures = 0;
    adopt(carrier.link);
    await carrier.closed;
    current = null;
    linkState.set('reconnecting');
  }
};

/** Opens the carrier and keeps it open. Call once, before the router is made: it takes the token out of the address. */
export const startBridge = (): void => {
  const desktop = window.tidemark;
  void keepOpen(desktop ? electronCarrier(desktop) : browserCarrier(takeToken()));
};

/** Typed calls to the engine. A call made while the engine is away waits for it. */
export const client: ContractRouterClient<Contract> = createORPCClient({
  call: async (path, input, options) => (await linkNow()).call(path, input, options),
} satisfies Link);

/** Query and mutation options per procedure: `useQuery(api.clients.list.queryOptions({ input }))`. */
export const api = createTanstackQueryUtils(client);

/** True for an answer of the engine; false when the carrier went away under the call. */
export const isEngineError = (error: unknown): error is ORPCError<string, unknown> => error instanceof ORPCError;

/** The sentence of a failed call, for a person. */
export const sentenceOf = (error: unknown): string => (isEngineError(error) ? error.message : t(m.engineInterrupted));

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The engine is on this computer: being offline must not pause reading.
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      retry: (failures, error) => !isEngineError(error) && failures < 5,
      retryDelay: 100,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});

export const useEngineLink = (): EngineLink => useSyncExternalStore(linkState.subscribe, linkState.get);

/** A stream of whole snapshots: `get` is the last one, null before the first. Subscribed while somebody listens. */
export type Live<T> = { get(): T | null; subscribe(listener: () => void): () => void };

/**
 * Makes a live value from a stream procedure. A broken stream is opened again when the engine is back; one that ended on its own
 * (a finished login) stays at its last snapshot, unless it is `endless`: then what it spoke of is gone (the workspace was
 * changed) and its successor is opened.
 */
export const createLive = <T>(
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  { endless = false }: { endless?: boolean } = {},
): Live<T> => {
  const store = createStore<T | null>(null);
  let listeners = 0;
  let stop: AbortController | null = null;
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      try {
        for await (const snapshot of await open(signal)) {
          if (signal.aborted) return;
          store.set(snapshot);
        }
        if (!endless || signal.aborted) return;
        store.set(null);
        await pause(100);
      } catch {
        if (signal.aborted) return;
        await pause(250);
      }
    }
  };
  return {
    get: store.get,
    subscribe: (listener) => {
      const off = store.subscribe(listener);
      listeners += 1;
      if (stop === null) {
        stop = new AbortController();
        void run(stop.signal);
      }
      return () => {
        off();
        listeners -= 1;
        if (listeners > 0) return;
        stop?.abort();
        stop = null;
      };
    },
  };
};

/** The name of a client; undefined before it is known. Where a client looks on, no other client's name is asked for. */
export const useClientName = (clientId: string, clientSafe: boolean): string | undefined =>
  useQuery(api.clients.names.queryOptions({ input: { clientSafe, clientId } })).data?.find(({ id }) => id === clientId)
    ?.name;

/** The streams every screen may read. */
export const live = {
  workspace: createLive((signal) => client.workspace.changes({}, { signal })),
  imports: createLive(async (signal) => wholeProgress(await client.imports.progress({}, { signal })), {
    endless: true,
  }),
  dataRevision: createLive((signal) => client.workspace.dataRevision({}, { signal })),
};

/** The last snapshot of a live value; null before the first. Pass a stable object (`live.…` or a memoised `createLive`). */
export const useLive = <T>(source: Live<T>): T | null => useSyncExternalStore(source.subscribe, source.get);

/**
 * A part of the last snapshot, drawn again only when that part is another one: what shows charts must not be drawn with every percent of
 * an import. `pick` answers a primitive, or an object the snapshot holds.
 */
export const useLivePart = <T, Part>(source: Live<T>, pick: (snapshot: T | null) => Part): Part =>
  useSyncExternalStore(source.subscribe, () => pick(source.get()));

/** The person's settings; the defaults until the engine has answered. */
export const useSettings = (): Settings =>
  useQuery(api.settings.get.queryOptions({ input: {} })).data ?? DEFAULT_SETTINGS;

/** The saved views of a screen, for the tabs of the design system. */
export const useSavedViews = (screen: SavedViewScreen) => {
  const { data } = useQuery(api.views.list.queryOptions({ input: { screen } }));
  return {
    screen,
    list: data ?? [],
    save: (input: SaveViewInput) => client.views.save(input),
    remove: (id: string) => client.views.remove({ id }),
    restore: (id: string) => client.views.restore({ id }),
    sentenceOf,
  };
};

/** Asks for everything again that is on screen; old numbers stay until the new ones are there. */
export const refreshData = (): Promise<void> => queryClient.invalidateQueries();

/** Saves a text file: the system's dialog in Electron, a download in the browser. Answers false when the person changed their mind. */
export const saveFile = async (name: string, text: string): Promise<boolean> => {
  if (window.tidemark) return (await window.tidemark.saveFile(name, text)).saved;
  const type = name.endsWith('.svg') ? 'image/svg+xml' : 'text/csv';
  return download(name, new Blob([text], { type: `${type};charset=utf-8` }));
};

/** The same for a PNG. */
export const saveImage = async (name: string, image: Blob): Promise<boolean> =>
  window.tidemark
    ? (await window.tidemark.saveImage(name, new Uint8Array(await image.arrayBuffer()))).saved
    : download(name, image);

/**
 * Makes a PDF of a print route ('/print/7?range=30d'): through the system's dialog in Electron. A browser has only its own print dialog, which
 * prints this page's sheets, proposes the page's title as the name, and tells nobody what became of it ('printed').
 */
export const savePdf = async (name: string, path: string): Promise<'saved' | 'cancelled' | 'printed'> => {
  if (window.tidemark) return (await window.tidemark.savePdf(name, path)).saved ? 'saved' : 'cancelled';
  const title = document.title;
  document.title = name.replace(/\.pdf$/, '');
  window.print();
  document.title = title;
  return 'printed';
};

/** Tells the desktop application that the sheets are on the page; nothing in a browser. */
export const sheetsReady = (ready: boolean): void => window.tidemark?.sheetsReady(ready);

/** Puts a PNG on the clipboard: the system's in Electron, the page's own in the browser. Throws when it is refused. */
export const copyImage = async (image: Blob): Promise<void> => {
  if (!window.tidemark) return navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
  const { copied } = await window.tidemark.copyImage(new Uint8Array(await image.arrayBuffer()));
  if (!copied) throw new Error('The clipboard did not take the picture.');
};

const download = (name: string, file: Blob): boolean => {
  const address = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  // The download has its own copy by the next turn of the loop; before that revoking would cancel it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
};

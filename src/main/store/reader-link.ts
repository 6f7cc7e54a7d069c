import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { languageTag, numbersLocale } from '../../words/text.ts';
import { mapSqliteError, StoreError } from './errors.ts';
import type { Db } from './db.ts';
import { runRead, type ReadArgs, type ReadName, type ReadResult } from './reads/reads.ts';
import type { ReaderAnswer, ReaderRequest } from './reader.worker.ts';

/** Where dashboards ask. Failures about the workspace are StoreErrors with a sentence. */
export type Reader = {
  /** Begins what the first query would have to wait for. */
  warm(): void;
  query<Name extends ReadName>(name: Name, args: ReadArgs<Name>): Promise<ReadResult<Name>>;
  close(): Promise<void>;
};

// Built, both lie beside each other as .js; from source, as .ts. A variable keeps the bundler from treating it as an asset.
const WORKER_FILE = import.meta.url.endsWith('.ts') ? './reader.worker.ts' : './reader.worker.js';

type Waiting = { resolve(value: unknown): void; reject(error: unknown): void };

/** Answers are soon garbage: without a bound V8 keeps a hundred megabytes of them. An answer is some megabytes at most. */
const HEAP_MB = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 } as const;

/**
 * A reader on a worker thread with its own read-only connection to the database file. A worker that died is replaced at the next
 * query; what it was asked meanwhile fails. `workerUrl` only for unusual layouts.
 */
export function createReader(file: string, workerUrl: URL = new URL(WORKER_FILE, import.meta.url)): Reader {
  const home = dirname(file);
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let nextId = 1;
  let closed = false;

  const failAll = (error: Error): void => {
    const mapped = mapSqliteError(error, home) ?? error;
    for (const { reject } of waiting.values()) reject(mapped);
    waiting.clear();
  };

  const start = (): Worker => {
    const made = new Worker(workerUrl, { workerData: { file }, resourceLimits: HEAP_MB });
    made.on('message', (answer: ReaderAnswer) => {
      const waiter = waiting.get(answer.id);
      waiting.delete(answer.id);
      if (answer.ok) waiter?.resolve(answer.result);
      else {
        if (answer.code === 'ARCHIVE_UNREADABLE') {
          waiter?.reject(new StoreError(answer.code, answer.message, null));
          return;
        }
        const error = Object.assign(new Error(answer.message), { code: answer.code ?? undefined });
        if (answer.stack !== null) error.stack = answer.stack;
        waiter?.reject(mapSqliteError(error, home) ?? error);
      }
    });
    made.on('error', (error) => {
      if (worker === made) worker = null;
      failAll(error instanceof Error ? error : new Error(String(error)));
    });
    made.on('exit', (code) => {
      if (worker === made) worker = null;
      failAll(new Error(`The reader ended (${code})`));
    });
    return made;
  };

  return {
    warm() {
      if (!closed) worker ??= start();
    },
    query: (name, args) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error('The reader is closed'));
          return;
        }
        worker ??= start();
        const id = nextId;
        nextId += 1;
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
        worker.postMessage({
          id,
          name,
          args,
          words: { language: languageTag(), numbers: numbersLocale() },
        } satisfies ReaderRequest);
      }),
    close: async () => {
      closed = true;
      const ending = worker;
      if (ending === null) return;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      ending.postMessage('close' satisfies ReaderRequest);
      await ended;
    },
  };
}

/** The same on a connection of this thread, for the command line and tests. */
export function createInProcessReader(db: Db): Reader {
  return {
    warm: () => undefined,
    query: (name, args) => new Promise((resolve) => resolve(runRead(db, name, args))),
    close: () => Promise.resolve(),
  };
}

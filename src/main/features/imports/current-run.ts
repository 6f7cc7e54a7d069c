import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Does `work` in the name of an import run: whatever it awaits knows it through `currentRunId`. */
export function inRun<T>(runId: string, work: () => Promise<T>): Promise<T> {
  return storage.run(runId, work);
}

/** The import run whose work led here, for putting a request down to it; null outside of one. */
export function currentRunId(): string | null {
  return storage.getStore() ?? null;
}

/**
 * A stream of whole snapshots: a subscriber gets the current one first and then the newest after each change, at most one per
 * `minIntervalMs`. Snapshots a slow subscriber did not take in time are replaced, never queued (architecture §3.5).
 */
export type Topic<T> = {
  /** `snapshot` may be asynchronous; subscribers get the settled value. */
  changed(): void;
  subscribe(signal?: AbortSignal): AsyncGenerator<T, void, void>;
  close(): void;
};

export function createTopic<T>(snapshot: () => T | Promise<T>, minIntervalMs: number): Topic<T> {
  let revision = 0;
  let closed = false;
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    const wake = [...waiting];
    waiting.clear();
    for (const resolve of wake) resolve();
  };
  return {
    changed() {
      revision += 1;
      wakeAll();
    },
    close() {
      closed = true;
      wakeAll();
    },
    async *subscribe(signal) {
      let sent = -1;
      let lastSent = Number.NEGATIVE_INFINITY;
      const over = (): boolean => closed || signal?.aborted === true;
      signal?.addEventListener('abort', wakeAll, { once: true });
      try {
        while (!over()) {
          const pause = lastSent + minIntervalMs - performance.now();
          if (pause > 0) await interruptibleDelay(pause, signal);
          if (over()) return;
          if (revision !== sent) {
            sent = revision;
            lastSent = performance.now();
            yield await snapshot();
            continue;
          }
          await new Promise<void>((resolve) => waiting.add(resolve));
        }
      } finally {
        signal?.removeEventListener('abort', wakeAll);
      }
    },
  };
}

/** Resolves after `ms` or as soon as the signal aborts; never rejects. */
export function interruptibleDelay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    // setTimeout fires at once above 2^31−1 ms (promise T2).
    const timer = setTimeout(finish, Math.min(ms, 2 ** 31 - 1));
    signal?.addEventListener('abort', finish, { once: true });
  });
}

import { Worker } from 'node:worker_threads';
import type { PlatformEndpoints } from '../kernel/endpoints.ts';

/** What the sandbox worker tells once it listens (src/sandbox/sandbox.worker.ts). */
export type SandboxReady = {
  type: 'ready';
  urls: PlatformEndpoints;
  logins: { platform: string; app: Record<string, string>; secret: string; expiresAfterFirstImport: boolean }[];
  clients: { name: string; city: string | null; adAccounts: { platform: string; adAccountId: string }[] }[];
};

export type SandboxWorker = Omit<SandboxReady, 'type'> & {
  /** Lets the sign-ins run out that the demo shows as expired. */
  expireLogins(): Promise<void>;
  close(): Promise<void>;
};

function workerFile(): URL {
  const file = import.meta.url.endsWith('.ts') ? '../../sandbox/sandbox.worker.ts' : './sandbox.worker.js';
  return new URL(file, import.meta.url);
}

/** Starts the stand-in for both platforms in a thread of its own, so that its work is never mistaken for the engine's. */
export async function startSandboxWorker(options: { fixedNow: number | null }): Promise<SandboxWorker> {
  const worker = new Worker(workerFile(), { workerData: options, name: 'sandbox' });
  const ready = await new Promise<SandboxReady>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  worker.unref();
  return {
    urls: ready.urls,
    logins: ready.logins,
    clients: ready.clients,
    async expireLogins() {
      // Asked of servers that are being closed, nobody answers any more; whoever waits must not wait for ever.
      const answered = new Promise<void>((resolve, reject) => {
        worker.once('message', () => resolve());
        worker.once('exit', () => reject(new Error('The demo was left.')));
        if (worker.threadId === -1) reject(new Error('The demo was left.'));
      });
      worker.postMessage({ type: 'expireLogins' });
      await answered;
    },
    async close() {
      await worker.terminate();
    },
  };
}

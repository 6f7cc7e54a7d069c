import { JSON_SERIALIZERS } from '../../src/contract/wire.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { onTestFinished } from 'vitest';
import type { Contract } from '../../src/contract/contract.ts';
import { startEngine } from '../../src/main/engine/engine.ts';
import type { EngineOptions, FromEngine, ToEngine } from '../../src/main/kernel/engine-protocol.ts';

export const MIGRATIONS = join(import.meta.dirname, '../../drizzle');
export const NOW = Date.parse('2026-11-21T11:00:00Z');

export function tempHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'home');
}

/** A folder for an engine that several tests share, taken away by the caller. */
export function tempFolder(): { home: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-engine-'));
  return { home: join(folder, 'home'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The real engine, its host played by the test. Stopped when the test ends. */
export async function startTestEngine({
  shared = false,
  ...options
}: Partial<EngineOptions> & {
  home: string;
  /** Several tests share it: the caller stops it. */
  shared?: boolean;
}) {
  let listener: (message: ToEngine) => void = () => undefined;
  const said: FromEngine[] = [];
  const stopped = Promise.withResolvers<void>();
  await startEngine(
    {
      post(message) {
        said.push(message);
        if (message.type === 'hostCall') listener({ type: 'hostAnswer', id: message.id, ok: true, error: null });
        if (message.type === 'stopped') stopped.resolve();
      },
      onMessage: (given) => {
        listener = given;
      },
    },
    {
      version: '0.0.0-test',
      endpointOverrides: {},
      fixedNow: null,
      passphrase: 'correct horse battery',
      migrationsFolder: MIGRATIONS,
      logLevel: 'info',
      mode: 'service',
      ...options,
    },
  );
  const { port1, port2 } = new MessageChannel();
  listener({ type: 'connect', port: port2 });
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({ port: port1, customJsonSerializers: JSON_SERIALIZERS }),
  );
  port1.start();
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      listener({ type: 'stop' });
      await stopped.promise;
      port1.close();
    })();
    return stopping;
  };
  if (!shared) onTestFinished(stop);
  return {
    client,
    stop,
    said,
    logged: () => said.flatMap((message) => (message.type === 'log' ? [JSON.stringify(message)] : [])),
  };
}

/** How a call was refused. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; data: unknown; text: string }> {
  const error = await call.then(
    () => new Error('It was not refused.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ORPCError)) throw error;
  const { code, message } = error;
  return { code, message, data: error.data as unknown, text: JSON.stringify(error.toJSON()) };
}

import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { HostPort } from '../../src/main/hosts/engine-link.ts';
import type { EngineOptions } from '../../src/main/kernel/engine-protocol.ts';
import type { tinyContract } from './tiny-contract.ts';

export type TinyClient = ContractRouterClient<typeof tinyContract>;

export const tinyEngine = new URL('./tiny-engine.worker.ts', import.meta.url);

export function tinyOptions(changes: Partial<EngineOptions> = {}): EngineOptions {
  return {
    home: '/nonexistent',
    version: 'good',
    endpointOverrides: {},
    fixedNow: null,
    passphrase: null,
    migrationsFolder: '/nonexistent',
    logLevel: 'info',
    mode: 'service',
    ...changes,
  };
}

/** A host port that writes down what it was asked. */
export function recordingHost(): HostPort & { opened: string[]; lines: string[] } {
  const opened: string[] = [];
  const lines: string[] = [];
  return {
    opened,
    lines,
    openExternal: (url) => void opened.push(url),
    notify: () => undefined,
    withdraw: () => undefined,
    launchAtLogin: () => undefined,
    log: (line) => void lines.push(line.message),
    activity: () => undefined,
  };
}

export function clientOver(port: MessagePort): TinyClient {
  return createORPCClient(new RPCLink({ port }));
}

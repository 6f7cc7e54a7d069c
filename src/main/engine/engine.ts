import { setTimeout as delay } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { mapEventIterator } from '@orpc/client';
import { RPCHandler } from '@orpc/server/message-port';
import { JSON_SERIALIZERS } from '../../contract/wire.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import type { EngineOptions, FromEngine, HostCall, ToEngine } from '../kernel/engine-protocol.ts';
import { redactingLog, type LogLevel } from '../kernel/log.ts';
import { rememberSecret } from '../kernel/redact.ts';
import { toContractError } from './errors.ts';
import { createRouter } from './router.ts';
import { openWorkspaces } from './workspaces.ts';

const LEVELS: Record<EngineOptions['logLevel'], number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** The engine's half of the conversation with its host. */
export type EnginePort = {
  post(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
};

/** The composition root: opens the workspace, serves the contract to every port the host hands over, and stops politely. */
export async function startEngine(port: EnginePort, options: EngineOptions): Promise<void> {
  if (options.passphrase !== null) rememberSecret(options.passphrase);
  const clock: Clock = options.fixedNow === null ? systemClock : { now: () => options.fixedNow ?? 0 };
  const threshold = LEVELS[options.logLevel];
  const log = redactingLog((line) => {
    if (LEVELS[line.level satisfies LogLevel] >= threshold) port.post({ type: 'log', ...line });
  });

  // A malformed message of a page ends in a rejection nobody awaits; it must not end the engine with every running import.
  process.on('unhandledRejection', (error) => log('error', 'A promise failed unnoticed.', { error }));

  const calls = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let nextCall = 0;
  const callHost = (call: HostCall): Promise<void> => {
    const id = (nextCall += 1);
    return new Promise((resolve, reject) => {
      calls.set(id, { resolve, reject });
      port.post({ type: 'hostCall', id, call });
    });
  };

  const opening = openWorkspaces({
    options,
    clock,
    log,
    openExternal: (url, onThisMachine) => callHost({ method: 'openExternal', url, onThisMachine }),
    notify: (notice) => callHost({ method: 'notify', notice }),
    withdraw: (id) => callHost({ method: 'withdraw', id }),
    launchAtLogin: (on) => callHost({ method: 'launchAtLogin', on }),
    onActivity: (runtime) => port.post({ type: 'activity', activity: runtime.background.activity() }),
  });
  const clients = new Set<MessagePort>();
  const waiting: MessagePort[] = [];
  let serve = (client: MessagePort): void => {
    waiting.push(client);
  };

  port.onMessage((message) => {
    switch (message.type) {
      case 'connect':
        serve(message.port);
        break;
      case 'hostAnswer': {
        const call = calls.get(message.id);
        calls.delete(message.id);
        if (message.ok) call?.resolve();
        else call?.reject(new Error(message.error ?? 'The host refused.'));
        break;
      }
      case 'event':
        void opening.then((workspaces) => workspaces.event(message.event));
        break;
      case 'conditions':
        void opening.then((workspaces) => workspaces.setConditions(message.conditions));
        break;
      case 'command':
        void opening.then((workspaces) => workspaces.command(message.command));
        break;
      case 'stop':
        void stop();
        break;
    }
  });

  const workspaces = await opening;
  const handler = new RPCHandler(createRouter(workspaces), {
    customJsonSerializers: JSON_SERIALIZERS,
    clientInterceptors: [
      async ({ next }) => {
        const told = (error: unknown): unknown => toContractError(workspaces.explain(error), log);
        try {
          const output = await next();
          // A stream fails after it was handed over; its errors are told like any other.
          return isStream(output)
            ? mapEventIterator(output, { value: async (value) => value, error: async (error) => told(error) })
            : output;
        } catch (error) {
          throw told(error);
        }
      },
    ],
  });
  serve = (client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    handler.upgrade(client);
    client.start();
  };
  for (const client of waiting) serve(client);
  port.post({ type: 'ready' });

  async function stop(): Promise<void> {
    const open = await opening;
    await open.close();
    // Answers in flight reach the host before their channels go.
    await delay(10);
    for (const client of clients) client.close();
    port.post({ type: 'stopped' });
  }
}

function isStream(output: unknown): output is AsyncIterator<unknown, unknown, void> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

import { parentPort, workerData } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { EngineOptions, FromEngine, ToEngine } from '../../src/main/kernel/engine-protocol.ts';
import { tinyContract } from './tiny-contract.ts';

/** An engine of the real protocol without a product behind it; `version` of its options says how it misbehaves. */
const options = workerData as EngineOptions;
const host = parentPort;
if (host === null) throw new Error('The engine runs as a worker.');
if (options.version === 'broken') throw new Error('The workspace folder is made of cheese.');
const say = (message: FromEngine): void => host.postMessage(message);

const answers = new Map<number, (answer: { ok: boolean; error: string | null }) => void>();
const events: string[] = [];
let calls = 0;
let openStreams = 0;

const os = implement(tinyContract);
const router = os.router({
  echo: os.echo.handler(({ input }) => ({ value: input.value })),
  refuse: os.refuse.handler(({ input, errors }) => {
    throw errors.NOT_FOUND({ message: `No client is named ${input.what}.`, data: { what: input.what } });
  }),
  fault: os.fault.handler(() => {
    throw new Error('secret detail');
  }),
  table: os.table.handler(({ input }) => ({
    days: Array.from({ length: input.rows }, () => '2026-02-28'),
    spend: Array.from({ length: input.rows }, (_, row) => row * 1_000_003),
  })),
  count: os.count.handler(async function* ({ input }) {
    for (let revision = 1; revision <= input.to; revision += 1) yield { revision };
  }),
  ticks: os.ticks.handler(async function* ({ signal }) {
    openStreams += 1;
    try {
      yield { revision: 1 };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
    } finally {
      openStreams -= 1;
    }
  }),
  hang: os.hang.handler(() => new Promise(() => undefined)),
  die: os.die.handler(() => {
    setImmediate(() => {
      throw new Error('planned crash');
    });
    return new Promise(() => undefined);
  }),
  open: os.open.handler(({ input }) => {
    calls += 1;
    const id = calls;
    return new Promise((resolve) => {
      answers.set(id, resolve);
      say({ type: 'hostCall', id, call: { method: 'openExternal', url: input.url, onThisMachine: false } });
    });
  }),
  events: os.events.handler(() => events),
  openStreams: os.openStreams.handler(() => ({ open: openStreams })),
});
const handler = new RPCHandler(router);

host.on('message', (message: ToEngine) => {
  if (message.type === 'connect') handler.upgrade(message.port);
  else if (message.type === 'event') events.push(message.event);
  else if (message.type === 'conditions') events.push(`conditions ${JSON.stringify(message.conditions)}`);
  else if (message.type === 'command') events.push(`command ${message.command}`);
  else if (message.type === 'hostAnswer') answers.get(message.id)?.({ ok: message.ok, error: message.error });
  else if (options.version === 'deaf')
    say({ type: 'log', level: 'info', message: 'stop was ignored', fields: undefined });
  else say({ type: 'stopped' });
});
say({ type: 'ready' });

import { MessageChannel } from 'node:worker_threads';
import { isDefinedError } from '@orpc/client';
import { afterEach, describe, expect, it } from 'vitest';
import { type EngineLink, startEngine } from '../../src/main/hosts/engine-link.ts';
import { browserKit, clientOverSocket, openSocket } from './browser-kit.ts';
import { clientOver, recordingHost, type TinyClient, tinyEngine, tinyOptions } from './tiny.ts';

/** H8: one suite over every carrier; what a caller sees must not depend on the way it took. */
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function overPort(): Promise<TinyClient> {
  const link: EngineLink = startEngine(tinyOptions(), recordingHost(), { worker: tinyEngine });
  ends.push(() => link.stop());
  return clientOver(link.connect());
}

async function overSocket(): Promise<TinyClient> {
  const kit = browserKit();
  ends.push(() => kit.clean());
  return clientOverSocket(await openSocket(await kit.serving()));
}

const carriers: [string, () => Promise<TinyClient>][] = [
  ['the port of the engine worker', overPort],
  ['the browser host', overSocket],
];

async function tour(client: TinyClient): Promise<unknown> {
  const seen: unknown[] = [];
  for (const value of [
    null,
    0,
    -0.5,
    '',
    'quote " emoji \u{1F600} rtl ‮ <script>',
    '9007199254740993',
    { a: [1, { b: null }] },
    Number.MAX_SAFE_INTEGER,
  ]) {
    seen.push(await client.echo({ value }));
  }
  for (const failing of [
    () => client.refuse({ what: 'Café' }),
    () => client.fault({}),
    () => client.refuse({ what: 5 as unknown as string }),
  ]) {
    const error = await failing().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const { code, status, message, data } = error as { code: string; status: number; message: string; data: unknown };
    seen.push({ code, status, message, data, declared: isDefinedError(error as Error) });
  }
  const revisions: number[] = [];
  for await (const { revision } of await client.count({ to: 500 })) revisions.push(revision);
  seen.push(revisions);
  const table = await client.table({ rows: 20_000 });
  seen.push([table.days.length, table.spend.at(-1)]);
  seen.push(
    (await Promise.all(Array.from({ length: 200 }, (_, index) => client.echo({ value: index })))).map(
      ({ value }) => value,
    ),
  );
  const watcher = await client.ticks({});
  seen.push((await watcher.next()).value);
  seen.push(await client.openStreams({}));
  await watcher.return?.();
  await expect.poll(() => client.openStreams({}), { timeout: 300_000 }).toEqual({ open: 0 });
  return seen;
}

describe('carriers', () => {
  it('all give the same results', async () => {
    const results: unknown[] = [];
    for (const [, carry] of carriers) results.push(await tour(await carry()));
    expect(results[1]).toEqual(results[0]);
    expect(JSON.stringify(results)).not.toContain('secret detail');
  });

  it.each(carriers)('%s: cancelling a call rejects it at once', async (_, carry) => {
    const client = await carry();
    const controller = new AbortController();
    const pending = client.hang({}, { signal: controller.signal });
    const rejected = expect(pending).rejects.toThrow();
    controller.abort();
    await rejected;
    expect(await client.echo({ value: 1 })).toEqual({ value: 1 });
  });

  it('oRPC: closing a port ends pending calls, and a call on a closed port is refused by nobody', async () => {
    const link = startEngine(tinyOptions(), recordingHost(), { worker: tinyEngine });
    ends.push(() => link.stop());
    const port = link.connect();
    const client = clientOver(port);
    await client.echo({ value: 1 });
    const pending = expect(client.hang({})).rejects.toThrow();
    port.close();
    await pending;
    // The trap written down in engine-link.ts. When this fails, oRPC has learned it and the note can go.
    const late = await Promise.race([
      client.echo({ value: 2 }).then(
        () => 'answered',
        () => 'rejected',
      ),
      turnOfTheLoop().then(() => 'hangs'),
    ]);
    expect(late).toBe('hangs');
  });
});

/** A message sent through a channel and back: anything the port had to say has been said by then. */
async function turnOfTheLoop(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  for (let time = 0; time < 20; time += 1) {
    await new Promise((resolve) => {
      port2.once('message', resolve);
      port1.postMessage(null);
    });
  }
  port1.close();
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Contract } from '../../src/contract/contract.ts';
import { JSON_SERIALIZERS } from '../../src/contract/wire.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, openIn, record, slice } from '../store/helpers.ts';
import { exchange, originOf, tokenOf } from './browser-kit.ts';

/** The entry as a process, with the real engine. */
const entry = fileURLToPath(new URL('../../src/main/hosts/browser.ts', import.meta.url));
let home: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tidemark-entry-'));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

type Started = {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  ended: Promise<number | null>;
  link: () => Promise<string>;
};

function start(flags: string[] = [], env: Record<string, string> = {}): Started {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TIDEMARK_')));
  const child = spawn(process.execPath, [entry, '--home', home, '--no-open', ...flags], {
    env: { ...clean, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.push(child);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const link = async (): Promise<string> => {
    for (;;) {
      const found = /http:\/\/\S+#token=\S+/.exec(out)?.[0];
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${err}`);
      await once(child.stdout ?? child, 'data');
    }
  };
  return { child, out: () => out, err: () => err, ended, link };
}

async function connect(link: string): Promise<{ client: ContractRouterClient<Contract>; socket: WebSocket }> {
  const port = Number(new URL(link).port);
  const cookie = (await exchange(port, tokenOf(link))).setCookie?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://127.0.0.1:${port}/engine`, { headers: { cookie, origin: originOf(port) } });
  await once(socket, 'open');
  return {
    client: createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket, customJsonSerializers: JSON_SERIALIZERS }),
    ),
    socket,
  };
}

describe('the entry of the browser host', () => {
  it('serves the real engine, and ends with code 0 when asked to', async () => {
    const host = start();
    const link = await host.link();
    expect(host.out().trim().split('\n')).toEqual([`Tidemark is open at ${link}`]);
    const { client, socket } = await connect(link);
    expect(await client.workspace.state({})).toMatchObject({ status: 'ready', kind: 'main', home });
    await expect(client.clients.rename({ clientId: 'nobody', name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const closed = once(socket, 'close');
    host.child.kill('SIGTERM');
    expect((await closed)[0]).toBe(1001);
    expect(await host.ended).toBe(0);
    expect(existsSync(join(home, 'browser-host.json'))).toBe(false);
  });

  it('action types of any name survive the socket, and only what was told is there', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'lead'];
    const store = openIn(home);
    const key = addAccount(store.db);
    const [from, to] = ['2026-11-01', '2026-11-02'];
    const records = [from, to].map((day) =>
      record({
        day,
        conversions: 1,
        actions: names.map((actionType, index) => ({
          actionType,
          window: 'default',
          count: index + 1,
          valueMicros: null,
        })),
      }),
    );
    ingestSlice(store.db, slice(key, { from, to, records }));
    store.close();
    const { client, socket } = await connect(await start().link());
    const asked = { clientId: '1', range: { from, to }, level: 'campaign', platforms: null } as const;
    for (const [by, times] of [
      ['day', 1],
      ['range', 2],
    ] as const) {
      const { rows } = await client.dashboards.insights({ ...asked, by });
      expect(Object.entries(rows[0]?.conversions ?? {})).toEqual(
        names.map((name, index) => [name, (index + 1) * times]),
      );
    }
    const safe = await client.dashboards.insights({ ...asked, by: 'range', clientSafe: true });
    expect(Object.keys(safe.rows[0]?.conversions ?? {})).toEqual(names);
    socket.close();
  });

  it('ends when the process that started it is gone', async () => {
    const host = start();
    await host.link();
    // A channel closed from this side keeps Node from reporting 'close'.
    const exited = once(host.child, 'exit');
    host.child.disconnect();
    expect((await exited)[0]).toBe(0);
  });

  it('a second start prints an address of the first and ends with code 0', async () => {
    const first = start();
    const { port } = new URL(await first.link());
    const second = start();
    expect(await second.ended).toBe(0);
    expect(second.out()).toContain(`Tidemark is already open on this workspace at http://127.0.0.1:${port}/#token=`);
  });

  it('starts again after SIGKILL', async () => {
    const first = start();
    await first.link();
    first.child.kill('SIGKILL');
    await first.ended;
    const { client } = await connect(await start().link());
    expect(await client.workspace.state({})).toMatchObject({ status: 'ready' });
  });

  it.each([
    [['--port', 'x'], {}, '--port is a number'],
    [['--nonsense'], {}, '--nonsense'],
    [['--dev-origin', 'http://evil.example'], {}, '--dev-origin must be on this machine'],
    [[], { TIDEMARK_META_GRAPH_URL: 'https://graph.facebook.com' }, 'TIDEMARK_META_GRAPH_URL points to'],
    [[], { TIDEMARK_NOW: '2026-01-01T00:00:00Z' }, 'TIDEMARK_NOW is set without'],
  ])('refuses %j %j with a sentence and code 2', async (flags, env, words) => {
    const host = start(flags, env as Record<string, string>);
    expect(await host.ended).toBe(2);
    expect(host.err()).toContain(words);
    expect(host.err().trim().split('\n')).toHaveLength(1);
    expect(host.out()).toBe('');
  });

  it('says so when the wanted port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const host = start(['--port', String((taken.address() as { port: number }).port)]);
    expect(await host.ended).toBe(1);
    expect(host.err()).toMatch(/^Port \d+ is taken by another program\./);
    taken.close();
  });
});

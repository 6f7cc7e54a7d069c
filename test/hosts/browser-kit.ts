import { JSON_SERIALIZERS } from '../../src/contract/wire.ts';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import WebSocket from 'ws';
import { type BrowserHost, type BrowserHostOptions, serveBrowserHost } from '../../src/main/hosts/browser-host.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { type TinyClient, tinyEngine, tinyOptions } from './tiny.ts';

export type Serving = Extract<BrowserHost, { kind: 'serving' }>;
export type Answer = { status: number; headers: Map<string, string>; body: string; setCookie: string | null };

/** A workspace folder and a small built interface in a temporary folder; `clean` ends everything that was started. */
export function browserKit() {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-host-'));
  const home = join(folder, 'home');
  const uiFolder = join(folder, 'ui');
  mkdirSync(join(uiFolder, 'assets'), { recursive: true });
  writeFileSync(join(uiFolder, 'index.html'), '<!doctype html><title>Tidemark</title><p>the page</p>');
  writeFileSync(join(uiFolder, 'assets/app.js'), 'globalThis.started = true;');
  writeFileSync(join(uiFolder, '.hidden'), 'hidden secret');
  writeFileSync(join(folder, 'secret.txt'), 'outside secret');
  symlinkSync(join(folder, 'secret.txt'), join(uiFolder, 'link.txt'));
  const clock = manualClock(Date.UTC(2026, 2, 1));
  const hosts: Serving[] = [];

  const printed: string[] = [];
  const complaints: string[] = [];
  const opened: string[] = [];
  const serve = async (changes: Partial<BrowserHostOptions> = {}): Promise<BrowserHost> => {
    const host = await serveBrowserHost({
      engine: tinyOptions({ home }),
      openBrowser: false,
      print: (line) => void printed.push(line),
      complain: (line) => void complaints.push(line),
      uiFolder,
      clock,
      link: { worker: tinyEngine, restartDelaysMs: [1, 1] },
      open: (url) => {
        opened.push(url);
        return Promise.resolve();
      },
      ...changes,
    });
    if (host.kind === 'serving') hosts.push(host);
    return host;
  };
  return {
    folder,
    home,
    clock,
    printed,
    complaints,
    opened,
    serve,
    async serving(changes?: Partial<BrowserHostOptions>): Promise<Serving> {
      const host = await serve(changes);
      if (host.kind !== 'serving') throw new Error('another host is serving');
      return host;
    },
    async clean() {
      await Promise.all(hosts.splice(0).map((host) => host.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const tokenOf = (link: string): string => /#token=(.+)$/.exec(link)?.[1] ?? 'no token';
export const originOf = (port: number): string => `http://127.0.0.1:${port}`;

/** One HTTP exchange written by hand, so that every header can be wrong. Resolves with the answer, or with status 0 when cut. */
export function raw(port: number, lines: string[], body = ''): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let text = '';
    const finish = (): void => {
      socket.destroy();
      const [head = '', ...rest] = text.split('\r\n\r\n');
      const [first = '', ...fields] = head.split('\r\n');
      const headers = new Map(
        fields.map((line) => [
          line.slice(0, line.indexOf(':')).toLowerCase(),
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
      );
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(first)?.[1] ?? 0);
      resolve({ status, headers, body: rest.join('\r\n\r\n'), setCookie: headers.get('set-cookie') ?? null });
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      // An accepted upgrade stays open.
      if (text.startsWith('HTTP/1.1 101') && text.includes('\r\n\r\n')) finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}

/** A request as our own page would send it, with changes. A header set to null is left out. */
export function request(
  port: number,
  method: string,
  path: string,
  changes: Record<string, string | null> = {},
  body = '',
): Promise<Answer> {
  const headers: Record<string, string | null> = {
    host: `127.0.0.1:${port}`,
    connection: 'close',
    ...(method === 'POST'
      ? { origin: originOf(port), 'x-tidemark': '1', 'content-length': String(Buffer.byteLength(body)) }
      : {}),
    ...changes,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return raw(port, [`${method} ${path} HTTP/1.1`, ...lines], body);
}

export const exchange = (port: number, token: string, changes: Record<string, string | null> = {}): Promise<Answer> =>
  request(port, 'POST', '/session', changes, JSON.stringify({ token }));

export const upgrade = (port: number, changes: Record<string, string | null>, path = '/engine'): Promise<Answer> =>
  request(port, 'GET', path, {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    origin: originOf(port),
    ...changes,
  });

/** Signs in as the page does; the Cookie header for later requests. */
export async function signIn(host: Serving): Promise<string> {
  const answer = await exchange(host.port, tokenOf(host.freshLink()));
  if (answer.status !== 204) throw new Error(`sign-in answered ${answer.status}`);
  return answer.setCookie?.split(';')[0] ?? '';
}

export async function openSocket(host: Serving): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/engine`, {
    headers: { cookie: await signIn(host), origin: originOf(host.port) },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

export function clientOverSocket(socket: WebSocket): TinyClient {
  // ws is a WebSocket in all that the adapter uses.
  return createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket, customJsonSerializers: JSON_SERIALIZERS }),
  );
}

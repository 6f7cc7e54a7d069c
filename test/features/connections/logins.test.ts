import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createServer, type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../../src/main/platforms/platform.ts';
import { createFakePlatform, failure, person } from './fake-platform.ts';
import { APP, callbackOf, openWorkspace, outcome, type Workspace } from './workspace.ts';

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

function ask(
  url: URL,
  options: { method?: string; headers?: Record<string, string>; path?: string; address?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: options.address ?? '127.0.0.1',
        port: url.port,
        path: options.path ?? url.pathname + url.search,
        method: options.method ?? 'GET',
        headers: { host: url.host, ...options.headers },
        agent: false,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on('error', reject);
    request.end();
  });
}

/** One raw request, for what a client library would not send. */
function askRaw(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(head));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}

function connects(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.unref();
  });
}

/** The attempt's own timer is the test's and never fires: what is not closed by the answer stays open for good. */
async function waitUntilClosed(port: number): Promise<void> {
  const begun = performance.now();
  while (await connects(port, '127.0.0.1')) {
    if (performance.now() - begun > 20_000) throw new Error('The listener stays open.');
  }
}

let workspace: Workspace;
const blockers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  workspace.remove();
  for (const server of blockers.splice(0)) server.close();
});

async function takePort(host: string, port = 0): Promise<number> {
  const server = createServer();
  blockers.push(server);
  await new Promise<void>((resolve) => server.listen({ host, port }, resolve));
  return (server.address() as AddressInfo).port;
}

describe('a login through the browser', () => {
  test('ends as a connection with its ad accounts, on a page without the code', async () => {
    const platform = createFakePlatform('meta');
    workspace = openWorkspace({ platforms: [platform] });
    const { connections } = workspace;
    const begun = await connections.beginLogin({ platform: 'meta', app: APP.meta, connectionId: null });
    expect(begun).toMatchObject({ status: 'waiting', connectionId: null, problem: null });
    expect(workspace.opened).toEqual([begun.url]);
    expect(workspace.timers.map(({ ms }) => ms)).toEqual([300_000]);

    const over = outcome(connections, begun.attemptId);
    const callback = callbackOf(begun, { code: 'the-good-code' });
    const page = await ask(callback);
    expect(page.status).toBe(200);
    expect(page.text).toContain('You can close this window and go back to Tidemark.');
    expect(page.text + JSON.stringify(page.headers)).not.toContain('the-good-code');
    expect(page.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
    });
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    await waitUntilClosed(Number(callback.port));

    const state = await over;
    expect(state).toMatchObject({ status: 'connected', problem: null });
    expect(platform.seen.exchanges).toEqual(['the-good-code']);
    expect(workspace.timers).toEqual([]);
    const [connection] = await connections.list();
    expect(connection).toMatchObject({
      id: state.connectionId,
      label: 'Person 1',
      state: 'connected',
      adAccounts: 2,
      assignedAdAccounts: 0,
    });
  });

  test('a hundred hostile callbacks change nothing; the right one then succeeds, once', async () => {
    const platform = createFakePlatform('meta');
    const other = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform, other] });
    const { connections } = workspace;
    const begun = await connections.beginLogin({ platform: 'meta', app: APP.meta, connectionId: null });
    const elsewhere = await connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    const good = callbackOf(begun, { code: 'good' });
    const state = good.searchParams.get('state') ?? '';
    const port = Number(good.port);
    const withState = (other_: string): URL => callbackOf(begun, { code: 'bad', state: other_ });
    const hostile: (() => Promise<unknown>)[] = [
      () => ask(withState('')),
      () => ask(withState(state.slice(0, -1))),
      () => ask(withState(`${state}A`)),
      () => ask(withState(state.toLowerCase() === state ? state.toUpperCase() : state.toLowerCase())),
      () => ask(withState(new URL(elsewhere.url).searchParams.get('state') ?? '')),
      () => ask(callbackOf(elsewhere, { code: 'bad', state })),
      () => ask(good, { path: `/${good.search}` }),
      () => ask(good, { path: `${good.pathname}/${good.search}` }),
      () => ask(good, { path: `/x/..${good.pathname}${good.search}` }),
      () => ask(good, { path: `//127.0.0.1${good.pathname}${good.search}` }),
      () => ask(good, { method: 'POST' }),
      () => ask(good, { method: 'HEAD' }),
      () => ask(good, { method: 'OPTIONS' }),
      ...[
        'localhost',
        'evil.example',
        '127.0.0.1.nip.io',
        '127.0.0.1',
        `127.0.0.1:${port + 1}`,
        '0.0.0.0',
        `[::1]:${port}`,
      ].map(
        (host) => () =>
          ask(good, { headers: { host: host.includes(':') || host === '127.0.0.1' ? host : `${host}:${port}` } }),
      ),
      () => ask(good, { path: `${good.pathname}${good.search}&code=second` }),
      () => ask(good, { path: `${good.pathname}${good.search}&state=${state}` }),
      () => ask(good, { path: `${good.pathname}?state=${state}` }),
      () => ask(good, { path: `${good.pathname}?state=${state}&code=` }),
      () => ask(good, { path: good.pathname }),
      () => ask(good, { path: '/favicon.ico' }),
      () => askRaw(port, `GET ${good.href} HTTP/1.1\r\nHost: ${good.host}\r\n\r\n`),
      () =>
        askRaw(port, `GET ${good.pathname}${good.search} HTTP/1.1\r\nHost: ${good.host}\r\nHost: evil.example\r\n\r\n`),
      () => askRaw(port, 'not http at all\r\n\r\n'),
      () => askRaw(port, `GET ${good.pathname}?x=${'a'.repeat(40_000)} HTTP/1.1\r\nHost: ${good.host}\r\n\r\n`),
    ];
    for (let round = 0; round < 100; round += 1) {
      const answer = await hostile[round % hostile.length]?.();
      const text = typeof answer === 'string' ? answer : (answer as Answer).text + String((answer as Answer).status);
      expect(text, `round ${round}`).not.toContain('go back to Tidemark');
      expect(text, `round ${round}`).not.toContain(state);
    }
    expect(platform.seen.exchanges).toEqual([]);
    expect(other.seen.exchanges).toEqual([]);

    const over = outcome(connections, begun.attemptId);
    const both = await Promise.allSettled([ask(good), ask(good), ask(good)]);
    expect(both.filter((one) => one.status === 'fulfilled' && one.value.status === 200)).toHaveLength(1);
    expect((await over).status).toBe('connected');
    expect(platform.seen.exchanges).toEqual(['good']);
    expect(other.seen.exchanges).toEqual([]);
  });

  test('while the code is exchanged the same callback again is refused; the listener is gone before the accounts are listed', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const { connections } = workspace;
    const begun = await connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    const good = callbackOf(begun, { code: 'good' });
    const exchange = Promise.withResolvers<void>();
    const begin = Promise.withResolvers<void>();
    const complete = platform.authorization.complete;
    platform.authorization.complete = async (...args) => {
      begin.resolve();
      await exchange.promise;
      return await complete(...args);
    };
    const listing = Promise.withResolvers<void>();
    const openSession = platform.openSession;
    platform.openSession = (...args) => {
      const session = openSession(...args);
      return {
        ...session,
        async check(signal) {
          await listing.promise;
          return await session.check(signal);
        },
      };
    };
    const first = ask(good);
    await begin.promise;
    for (let round = 0; round < 5; round += 1) expect((await ask(good)).status).toBe(404);
    exchange.resolve();
    expect((await first).status).toBe(200);
    await waitUntilClosed(Number(good.port));
    for await (const state of connections.loginState(begun.attemptId)) {
      if (state.status === 'exchanging') listing.resolve();
    }
    expect((await outcome(connections, begun.attemptId)).status).toBe('connected');
    expect(platform.seen.exchanges).toEqual(['good']);
  });

  test('listens on loopback only', async () => {
    workspace = openWorkspace({ platforms: [createFakePlatform('google')] });
    const begun = await workspace.connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    const port = Number(callbackOf(begun, {}).port);
    expect(await connects(port, '127.0.0.1')).toBe(true);
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address && !address.internal && address.family === 'IPv4');
    for (const address of outside) expect(await connects(port, address?.address ?? '')).toBe(false);
    expect(await connects(port, '127.0.0.2')).toBe(false);
  });

  test("a 'localhost' redirect is answered on both families, and a taken port is passed over", async () => {
    const taken = await takePort('127.0.0.1');
    const alsoTaken = await takePort('::1').catch(() => taken);
    const free = await takePort('127.0.0.1');
    blockers.pop()?.close();
    const platform = createFakePlatform('meta', {
      host: 'localhost',
      path: '/meta/callback',
      ports: [taken, alsoTaken, free],
    });
    workspace = openWorkspace({ platforms: [platform] });
    const begun = await workspace.connections.beginLogin({ platform: 'meta', app: APP.meta, connectionId: null });
    const callback = callbackOf(begun, { code: 'good' });
    expect(callback.host).toBe(`localhost:${free}`);
    expect((await ask(callback, { path: '/' })).status).toBe(404);
    const over = outcome(workspace.connections, begun.attemptId);
    expect((await ask(callback, { address: '::1' })).status).toBe(200);
    expect((await over).status).toBe('connected');
  });

  test('every port taken: says so and offers the token', async () => {
    const platform = createFakePlatform('meta', {
      host: 'localhost',
      path: '/cb',
      ports: [await takePort('127.0.0.1'), await takePort('127.0.0.1')],
    });
    workspace = openWorkspace({ platforms: [platform] });
    const refused = await workspace.connections
      .beginLogin({ platform: 'meta', app: APP.meta, connectionId: null })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(PlatformError);
    expect((refused as PlatformError).failure).toMatchObject({
      code: 'LOGIN_PORTS_TAKEN',
      sentence: expect.stringContaining('Pasted token'),
    });
    expect(workspace.opened).toEqual([]);
  });

  test('nobody comes: expires, closes, and a late callback reaches nothing', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const begun = await workspace.connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    const callback = callbackOf(begun, { code: 'late' });
    const over = outcome(workspace.connections, begun.attemptId);
    workspace.timers[0]?.run();
    expect(await over).toMatchObject({ status: 'expired', problem: { code: 'LOGIN_EXPIRED' } });
    await waitUntilClosed(Number(callback.port));
    await expect(ask(callback)).rejects.toThrow();
    expect(platform.seen.exchanges).toEqual([]);
  });

  test('a callback after the life of the login is not exchanged, even if the timer has not fired', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const begun = await workspace.connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    workspace.clock.advance(300_000);
    const over = outcome(workspace.connections, begun.attemptId);
    expect((await ask(callbackOf(begun, { code: 'late' }))).status).toBe(400);
    expect((await over).status).toBe('expired');
    expect(platform.seen.exchanges).toEqual([]);
  });

  test('cancelled here, cancelled there, and begun anew', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const { connections } = workspace;
    const begin = () => connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });

    const here = await begin();
    connections.cancelLogin(here.attemptId);
    expect((await outcome(connections, here.attemptId)).status).toBe('cancelled');

    const there = await begin();
    const over = outcome(connections, there.attemptId);
    expect((await ask(callbackOf(there, { error: 'access_denied' }))).status).toBe(400);
    expect(await over).toMatchObject({
      status: 'failed',
      problem: { code: 'LOGIN_CANCELLED', sentence: 'The sign-in was cancelled.' },
    });

    const first = await begin();
    await begin();
    expect((await outcome(connections, first.attemptId)).status).toBe('cancelled');
    expect(await connections.list()).toEqual([]);
  });

  test('an exchange or a check that fails ends the login with its sentence and keeps nothing', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const { connections } = workspace;
    platform.answers.exchange = () => failure('permanent', 'LOGIN_EXPIRED', 'The code is too old.');
    const one = await connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    const over = outcome(connections, one.attemptId);
    await ask(callbackOf(one, { code: 'old' }));
    expect(await over).toMatchObject({
      status: 'failed',
      problem: { code: 'LOGIN_EXPIRED', sentence: 'The code is too old.' },
    });

    platform.answers.exchange = () => ({ accessToken: 'fine' });
    platform.answers.adAccounts = () => [];
    const two = await connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    const overTwo = outcome(connections, two.attemptId);
    await ask(callbackOf(two, { code: 'fine' }));
    expect(await overTwo).toMatchObject({ status: 'failed', problem: { code: 'NO_AD_ACCOUNTS' } });
    expect(await connections.list()).toEqual([]);
  });

  test('cancelling during the exchange keeps nothing', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const { connections } = workspace;
    const begun = await connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    platform.answers.check = () => {
      connections.cancelLogin(begun.attemptId);
      return person('1');
    };
    await ask(callbackOf(begun, { code: 'fine' }));
    expect((await outcome(connections, begun.attemptId)).status).toBe('cancelled');
    expect(await connections.list()).toEqual([]);
  });

  test('500 logins: every state is its own, unguessable and useless for another login', async () => {
    const platform = createFakePlatform('google');
    workspace = openWorkspace({ platforms: [platform] });
    const attempts = new Set<string>();
    const ports: number[] = [];
    for (let round = 0; round < 500; round += 1) {
      const begun = await workspace.connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
      attempts.add(begun.attemptId);
      ports.push(Number(callbackOf(begun, {}).port));
    }
    expect(attempts.size).toBe(500);
    expect(new Set(platform.seen.states).size).toBe(500);
    expect(new Set(platform.seen.verifiers).size).toBe(500);
    // Only the newest login listens.
    expect((await connects(ports[0] ?? 0, '127.0.0.1')) && ports[0] !== ports.at(-1)).toBe(false);
    expect(await connects(ports.at(-1) ?? 0, '127.0.0.1')).toBe(true);
  });

  test('a browser that cannot be opened leaves the address to copy', async () => {
    workspace = openWorkspace({ platforms: [createFakePlatform('google')] });
    workspace.opened.push = () => {
      throw new Error('no browser');
    };
    const begun = await workspace.connections.beginLogin({ platform: 'google', app: APP.google, connectionId: null });
    expect(begun).toMatchObject({ status: 'waiting', url: expect.stringContaining('https://login.example') });
  });
});

import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFrame } from '../../src/main/hosts/frame.ts';
import {
  browserKit,
  clientOverSocket,
  exchange,
  openSocket,
  originOf,
  raw,
  request,
  type Serving,
  signIn,
  tokenOf,
  upgrade,
} from './browser-kit.ts';

let kit: ReturnType<typeof browserKit>;
let host: Serving;
beforeEach(async () => {
  kit = browserKit();
  host = await kit.serving();
});
afterEach(() => kit.clean());

describe('H1 one host per workspace, on loopback', () => {
  it('listens on 127.0.0.1 only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal);
    for (const { address, family } of [...others, { address: '::1', family: 'IPv6' }]) {
      const socket = connect({ host: address, port: host.port, family: family === 'IPv6' ? 6 : 4 });
      await expect(once(socket, 'connect')).rejects.toThrow();
    }
    expect((await request(host.port, 'GET', '/')).status).toBe(200);
  });

  it('leaves a note only its owner can read, and takes it away', async () => {
    const note = join(kit.home, 'browser-host.json');
    expect(statSync(note).mode & 0o777).toBe(0o600);
    await host.stop();
    expect(existsSync(note)).toBe(false);
  });

  it('a second start shows a fresh address of the first, which works once', async () => {
    const second = await kit.serve({ openBrowser: true });
    expect(second).toMatchObject({
      kind: 'already_running',
      url: expect.stringContaining(`http://127.0.0.1:${host.port}/#token=`),
    });
    const url = second.kind === 'already_running' ? second.url : '';
    expect(kit.opened).toEqual([url]);
    expect(kit.printed.at(-1)).toBe(`Tidemark is already open on this workspace at ${url}`);
    expect((await exchange(host.port, tokenOf(url))).status).toBe(204);
    expect((await exchange(host.port, tokenOf(url))).status).toBe(401);
  });

  it('of twenty starts at once exactly one serves', async () => {
    await host.stop();
    const all = await Promise.all(Array.from({ length: 20 }, () => kit.serve()));
    const serving = all.filter(({ kind }) => kind === 'serving');
    expect(serving).toHaveLength(1);
    for (const one of all)
      if (one.kind === 'already_running') expect(one.url).toContain(`:${(serving[0] as Serving).port}/`);
  });

  it('takes over after a crash: a dead note, a garbled note, a note of another program at that port', async () => {
    const note = join(kit.home, 'browser-host.json');
    const text = readFileSync(note, 'utf8');
    await host.stop();
    for (const left of [text, '{"pid": 1', '[]', JSON.stringify({ pid: 1, port: 1, secret: 'x' })]) {
      writeFileSync(note, left);
      const next = await kit.serving();
      expect((await request(next.port, 'GET', '/')).status).toBe(200);
      await next.stop();
    }
  });

  it('serves a workspace folder that cannot be made, so that the page can say what is wrong', async () => {
    writeFileSync(join(kit.folder, 'file'), '');
    const other = await kit.serving({ engine: { ...tiny(), home: join(kit.folder, 'file', 'home') } });
    expect((await request(other.port, 'GET', '/')).status).toBe(200);
  });

  it('the secret in the note is needed for a fresh address', async () => {
    for (const authorization of [null, 'Bearer ', 'Bearer x', `Bearer ${'A'.repeat(43)}`]) {
      expect((await request(host.port, 'POST', '/link', { authorization })).status).toBe(401);
    }
  });
});

describe('H2 Host', () => {
  it('serves exactly its own', async () => {
    const { port } = host;
    const bad = [
      `127.0.0.1.nip.io:${port}`,
      'localhost.evil',
      `localhost.evil:${port}`,
      `127.0.0.1:${port + 1}`,
      '127.0.0.1',
      `0.0.0.0:${port}`,
      `2130706433:${port}`,
      `0x7f000001:${port}`,
      `0177.0.0.1:${port}`,
      `127.1:${port}`,
      `[::ffff:7f00:1]:${port}`,
      `[::1]:${port}`,
      '',
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `127.0.0.1.:${port}`,
      `127.0.0.1:${port}.`,
      `127.0.0.1:${port}/`,
      `user@127.0.0.1:${port}`,
      `127.0.0.1:0${port}`,
      `127.0.0.1:${port},evil`,
      `127.0.0.1:${port} evil`,
      `evil 127.0.0.1:${port}`,
      `127.0.0.1:${port}@evil`,
      'evil',
      `http://127.0.0.1:${port}`,
      `127.0.0.2:${port}`,
      'null',
      '*',
    ];
    for (const value of bad) {
      expect([value, (await request(port, 'GET', '/', { host: value })).status]).toEqual([value, 403]);
      expect((await exchange(port, 'x', { host: value })).status).toBe(403);
    }
    const own = `Host: 127.0.0.1:${port}`;
    expect((await raw(port, ['GET / HTTP/1.1', own, 'Host: evil', 'Connection: close'])).status).toBeOneOf([400, 403]);
    expect((await raw(port, ['GET / HTTP/1.1', 'Host: evil', own, 'Connection: close'])).status).toBeOneOf([400, 403]);
    expect((await raw(port, ['GET / HTTP/1.1', 'Connection: close'])).status).toBe(400);
    expect((await raw(port, ['GET / HTTP/1.0'])).status).toBe(403);
    expect((await raw(port, [`GET http://evil/ HTTP/1.1`, own, 'Connection: close'])).status).toBe(400);
    expect((await raw(port, [`GET http://127.0.0.1:${port}/ HTTP/1.1`, own, 'Connection: close'])).status).toBe(400);
    expect((await raw(port, ['CONNECT evil:443 HTTP/1.1', 'Host: evil:443'])).status).not.toBe(200);
    expect((await raw(port, ['GET / HTTP/1.1', own, 'Connection: close'])).status).toBe(200);
  });
});

describe('H3 Origin', () => {
  const origins = (port: number): (string | null)[] => [
    null,
    'null',
    '',
    'http://evil.example',
    `http://127.0.0.1:${port + 1}`,
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    'http://127.0.0.1',
    `http://127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}.evil`,
    'file://',
    `http://127.0.0.1:${port}, http://evil`,
  ];

  it('is ours on every write and upgrade, and never missing', async () => {
    const cookie = await signIn(host);
    for (const origin of origins(host.port)) {
      const token = tokenOf(host.freshLink());
      expect([origin, (await exchange(host.port, token, { origin })).status]).toEqual([origin, 403]);
      // The refused request did not spend the token.
      expect((await exchange(host.port, token)).status).toBe(204);
      expect((await request(host.port, 'POST', '/link', { origin })).status).toBe(403);
      expect((await upgrade(host.port, { origin, cookie })).status).toBe(403);
      if (origin !== null) expect((await request(host.port, 'GET', '/', { origin })).status).toBe(403);
    }
    expect((await upgrade(host.port, { cookie })).status).toBe(101);
  });

  it('a write without our own header is refused, also a form that looks like one', async () => {
    const token = tokenOf(host.freshLink());
    const lacking: Record<string, string | null>[] = [
      { 'x-tidemark': null },
      { 'x-tidemark': '0' },
      { 'x-tidemark': null, 'content-type': 'text/plain' },
    ];
    for (const changes of lacking) {
      expect((await exchange(host.port, token, changes)).status).toBe(403);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      expect((await request(host.port, method, '/session')).status).toBeOneOf([403, 405]);
    }
  });

  it('what the browser itself calls cross-site gets the page by a followed link and nothing else', async () => {
    const fetched = (site: string, mode: string, dest: string, path: string) =>
      request(host.port, 'GET', path, { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest });
    for (const site of ['cross-site', 'same-site']) {
      expect((await fetched(site, 'navigate', 'document', '/')).status).toBe(200);
      expect((await fetched(site, 'navigate', 'iframe', '/')).status).toBe(403);
      expect((await fetched(site, 'no-cors', 'script', '/assets/app.js')).status).toBe(403);
      expect((await fetched(site, 'no-cors', 'image', '/')).status).toBe(403);
      expect((await fetched(site, 'cors', 'empty', '/')).status).toBe(403);
    }
    expect((await fetched('same-origin', 'cors', 'script', '/assets/app.js')).status).toBe(200);
  });
});

describe('H4 the one-time address', () => {
  it('holds 256 bits in the fragment and buys one HttpOnly, SameSite=Strict cookie that names the instance', async () => {
    const link =
      /^Tidemark is open at (http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43})$/.exec(kit.printed[0] ?? '')?.[1] ?? '';
    const answer = await exchange(host.port, tokenOf(link));
    expect(answer.status).toBe(204);
    expect(answer.setCookie).toMatch(/^tidemark_[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await exchange(host.port, tokenOf(link))).status).toBe(401);
    expect(JSON.stringify([kit.complaints, await request(host.port, 'GET', '/')])).not.toContain(tokenOf(link));
  });

  it('is good for 60 seconds', async () => {
    const [early, late] = [tokenOf(host.freshLink()), tokenOf(host.freshLink())];
    kit.clock.advance(60_000);
    expect((await exchange(host.port, early)).status).toBe(204);
    kit.clock.advance(1);
    expect((await exchange(host.port, late)).status).toBe(401);
  });

  it('a thousand guesses get no session, at most one a second is looked at, and the person still gets in', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 100; round += 1) {
      const guesses = Array.from({ length: 10 }, (_, index) => exchange(host.port, `guess-${round}-${index}`));
      statuses.push(...(await Promise.all(guesses)).map(({ status }) => status));
      kit.clock.advance(100);
    }
    expect(statuses).toHaveLength(1000);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect((await exchange(host.port, tokenOf(host.freshLink()))).status).toBe(204);
  });

  it('garbage instead of a token is a wrong token', async () => {
    for (const body of ['', '{', 'null', '{"token":1}', '{"token":""}', '[]', '"x"']) {
      kit.clock.advance(1_000);
      expect((await request(host.port, 'POST', '/session', {}, body)).status).toBe(401);
    }
  });

  it('no socket without the cookie of this very host', async () => {
    const cookie = await signIn(host);
    const [name = '', value = ''] = cookie.split('=');
    for (const wrong of [
      null,
      '',
      name,
      `${name}=`,
      `${name}=x`,
      `other=${value}`,
      `tidemark_00000000=${value}`,
      `${name}=${value.slice(1)}`,
    ]) {
      expect((await upgrade(host.port, { cookie: wrong })).status).toBe(401);
    }
    expect((await upgrade(host.port, { cookie: `a=b; ${cookie}; c=d` })).status).toBe(101);
    expect((await upgrade(host.port, { cookie }, '/')).status).toBe(404);
    expect((await upgrade(host.port, { cookie }, '/engine/x')).status).toBe(404);
  });
});

describe('H6 headers and files', () => {
  it('every answer carries them, and none allows another origin', async () => {
    const { port } = host;
    const answers = [
      await request(port, 'GET', '/'),
      await request(port, 'HEAD', '/'),
      await request(port, 'GET', '/assets/app.js'),
      await request(port, 'GET', '/nothing'),
      await request(port, 'GET', '/', { host: 'evil' }),
      await request(port, 'OPTIONS', '/session'),
      await exchange(port, 'wrong'),
      await exchange(port, 'wrong'),
      await exchange(port, tokenOf(host.freshLink())),
      await request(port, 'POST', '/nothing'),
      await upgrade(port, { cookie: null }),
      await raw(port, ['nonsense']),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 403, 403, 401, 429, 204, 404, 401, 400]);
    for (const { headers } of answers) {
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${port}; ` +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  it('serves the interface and nothing beside it', async () => {
    expect(await request(host.port, 'GET', '/?a=b')).toMatchObject({
      status: 200,
      body: expect.stringContaining('the page'),
    });
    expect((await request(host.port, 'GET', '/assets/app.js')).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
    const outside = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..\\secret.txt',
      '/..%5csecret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/./../secret.txt',
      '//secret.txt',
      '/%00',
      '/index.html%00.js',
      '/.hidden',
      '/%2ehidden',
      '/link.txt',
      `/${kit.folder}/secret.txt`,
      `//${kit.folder}/secret.txt`,
      '/C:/secret.txt',
      '/C:%5csecret.txt',
      '/file:///etc/passwd',
      '/etc/passwd',
      '/....//secret.txt',
      '/%252e%252e/secret.txt',
      '/%c0%ae%c0%ae/secret.txt',
      '/assets',
      '/assets/',
      '/ui/index.html',
      '/index.html/',
      '/INDEX.HTML',
      '/constructor',
      '/__proto__',
    ];
    for (const path of outside) {
      const answer = await request(host.port, 'GET', path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).not.toContain('secret');
    }
  });

  it('says so when the interface was not built', async () => {
    mkdirSync(join(kit.folder, 'empty'));
    const other = await kit.serving({
      uiFolder: join(kit.folder, 'empty'),
      engine: { ...tiny(), home: join(kit.folder, 'other') },
    });
    expect(await request(other.port, 'GET', '/')).toMatchObject({
      status: 503,
      body: expect.stringContaining('npm run build'),
    });
  });
});

describe('H7 abuse', () => {
  it('answers the page while 200 sockets dawdle, and drops them', async () => {
    const slow = Array.from({ length: 200 }, (_, index) => {
      const socket = connect({ port: host.port, host: '127.0.0.1' });
      socket.on('error', () => undefined);
      socket.resume();
      // Half of them begin a request and never end it, half say nothing at all.
      if (index % 2 === 0) socket.write(`POST /session HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `);
      return new Promise((resolve) => socket.once('close', resolve));
    });
    const before = process.memoryUsage().rss;
    const waits: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const at = performance.now();
      expect((await request(host.port, 'GET', '/')).status).toBe(200);
      waits.push(performance.now() - at);
    }
    // Behind those sockets it would wait until they are dropped, after five seconds. The middle one: the machine may stall for a moment.
    expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(4_000);
    await Promise.all(slow);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  }, 300_000);

  it('refuses a 50 MB body and a 64 kB header without keeping them', async () => {
    const before = process.memoryUsage().rss;
    const huge = 'x'.repeat(50 * 1024 * 1024);
    const declared = await request(
      host.port,
      'POST',
      '/session',
      { 'content-length': String(huge.length) },
      huge.slice(0, 1000),
    );
    expect(declared.status).toBe(413);
    const chunked = await request(
      host.port,
      'POST',
      '/session',
      { 'content-length': null, 'transfer-encoding': 'chunked' },
      `3200000\r\n${huge.slice(0, 8192)}`,
    );
    expect(chunked.status).toBe(413);
    expect((await request(host.port, 'GET', '/', { 'x-long': 'y'.repeat(64 * 1024) })).status).toBe(431);
    // The test's own copy of the body is most of what is left.
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    expect((await request(host.port, 'GET', '/')).status).toBe(200);
  });

  it('a page that sends what is no message of ours loses its socket; the others and the engine go on', async () => {
    const good = clientOverSocket(await openSocket(host));
    const bad: [string | Buffer, number][] = [
      ['nonsense', 1007],
      ['{}', 1007],
      ['{"i":"1"}', 1007],
      ['{"i":"1","p":{"u":5}}', 1007],
      ['null', 1007],
      ['[]', 1007],
      ['{"i":"1","p":{"u":"http://evil"}}', 1007],
      [Buffer.from('{"i":"1","p":{"u":"/echo"}}'), 1003],
      ['x'.repeat(11 * 1024 * 1024), 1009],
    ];
    for (const [message, code] of bad) {
      const socket = await openSocket(host);
      const closed = once(socket, 'close');
      socket.send(message);
      expect([String(message).slice(0, 40), (await closed)[0]]).toEqual([String(message).slice(0, 40), code]);
    }
    expect(await good.echo({ value: 1 })).toEqual({ value: 1 });
    expect(kit.complaints).toEqual([]);
  });

  it('takes the frames oRPC sends and no other', () => {
    for (const good of [
      '{"i":"1","p":{"u":"/a/b"}}',
      '{"i":"1","p":{"u":"/a","m":"GET","h":{"last-event-id":"1"}}}',
      '{"i":"1","t":4}',
      '{"i":"1","t":3,"p":{"e":"message"}}',
    ]) {
      expect([good, isFrame(good)]).toEqual([good, true]);
    }
    for (const bad of [
      '',
      '1',
      '{"i":1,"p":{"u":"/a"}}',
      '{"i":"1","t":2,"p":{"u":"/a"}}',
      '{"i":"1","t":9}',
      '{"i":"1","t":3}',
      '{"i":"1","p":{"u":"//evil/a"}}',
      '{"i":"1","p":{"u":"/a","h":{"content-disposition":"x"}}}',
      '{"i":"1","p":{"u":"/a","h":[]}}',
      '{"i":"1","p":{"u":"/a","m":1}}',
    ]) {
      expect([bad, isFrame(bad)]).toEqual([bad, false]);
    }
  });

  it('drops a page that takes nothing', async () => {
    const socket = await openSocket(host);
    const closed = once(socket, 'close');
    const client = clientOverSocket(socket);
    await (await client.ticks({})).next();
    const other = clientOverSocket(await openSocket(host));
    expect(await other.openStreams({})).toEqual({ open: 1 });
    socket.pause();
    // Each answer is about 3.5 MB; more than 64 MB wait before the host has had enough.
    const settled = Promise.allSettled(Array.from({ length: 40 }, () => client.table({ rows: 150_000 })));
    await expect.poll(async () => (await other.openStreams({})).open, { timeout: 40_000 }).toBe(0);
    socket.resume();
    await closed;
    expect((await settled).some(({ status }) => status === 'rejected')).toBe(true);
    expect(await other.echo({ value: 'fine' })).toEqual({ value: 'fine' });
  }, 300_000);
});

describe('life and end', () => {
  it('closes pages with 1012 when the engine crashes, and serves them again', async () => {
    const socket = await openSocket(host);
    const closed = once(socket, 'close');
    await expect(clientOverSocket(socket).die({})).rejects.toThrow();
    expect((await closed)[0]).toBe(1012);
    await expect
      .poll(
        async () => {
          const next = clientOverSocket(await openSocket(host));
          return next.echo({ value: 'again' }).catch(() => null);
        },
        { timeout: 300_000 },
      )
      .toEqual({ value: 'again' });
  });

  it('ends with exit code 1 and a sentence when the engine keeps crashing', async () => {
    const broken = await kit.serving({ engine: { ...tiny(), version: 'broken', home: join(kit.folder, 'broken') } });
    expect(await broken.closed).toEqual({ exitCode: 1 });
    expect(kit.complaints.at(-1)).toContain('could not start');
    expect((await raw(broken.port, ['GET / HTTP/1.1'])).status).toBe(0);
  });

  it('stops cleanly with open pages: code 1001, port free, exit code 0', async () => {
    const socket = await openSocket(host);
    const closed = once(socket, 'close');
    await Promise.all([host.stop(), host.stop()]);
    expect((await closed)[0]).toBe(1001);
    expect(await host.closed).toEqual({ exitCode: 0 });
    expect((await raw(host.port, ['GET / HTTP/1.1'])).status).toBe(0);
  });

  it('prints the address and a sentence when no browser can be opened', async () => {
    const other = await kit.serving({
      engine: { ...tiny(), home: join(kit.folder, 'other') },
      openBrowser: true,
      open: () => Promise.reject(new Error('There is no display here to open a browser on.')),
    });
    expect(kit.printed.at(-1)).toContain(originOf(other.port));
    expect(kit.complaints.at(-1)).toMatch(/^There is no display here.*running the same command again/);
  });

  it('rejects when the wanted port is taken', async () => {
    await expect(
      kit.serve({ port: host.port, engine: { ...tiny(), home: join(kit.folder, 'other') } }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('serves the hot page of development from its own origin only when told to', async () => {
    const devOrigin = 'http://127.0.0.1:5173';
    expect((await exchange(host.port, 'x', { host: '127.0.0.1:5173', origin: devOrigin })).status).toBe(403);
    const other = await kit.serving({ devOrigin, engine: { ...tiny(), home: join(kit.folder, 'other') } });
    expect(other.freshLink()).toMatch(/^http:\/\/127\.0\.0\.1:5173\/#token=/);
    const token = tokenOf(other.freshLink());
    expect((await exchange(other.port, token, { host: '127.0.0.1:5173' })).status).toBe(403);
    expect((await exchange(other.port, token, { host: '127.0.0.1:5173', origin: devOrigin })).status).toBe(204);
  });
});

function tiny() {
  return {
    home: '',
    version: 'good',
    endpointOverrides: {},
    fixedNow: null,
    passphrase: null,
    migrationsFolder: '',
    logLevel: 'info',
    mode: 'service',
  } as const;
}

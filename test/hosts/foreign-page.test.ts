import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import playwrightConfig from '../../playwright.config.ts';
import { browserKit, exchange, originOf, type Serving, tokenOf } from './browser-kit.ts';

/**
 * H5: what a page of another origin can do to a running host, in a real browser that is signed in. A page on 127.0.0.1 with another port
 * is the hardest case: browsers count it as the same site, so the cookie travels with what it sends.
 */
let kit: ReturnType<typeof browserKit>;
let host: Serving;
let browser: Browser;
let foreign: Server;
let foreignPort = 0;

beforeAll(async () => {
  kit = browserKit();
  host = await kit.serving();
  browser = await chromium.launch(playwrightConfig.use?.launchOptions);
  foreign = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>foreign</title><body></body>');
  });
  // Both 127.0.0.1 and localhost lead here.
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  foreignPort = (foreign.address() as AddressInfo).port;
});
afterAll(async () => {
  await browser?.close();
  foreign?.close();
  await kit.clean();
});

/** Runs in the foreign page: tries everything, answers what came of it. */
async function attack({ origin, token }: { origin: string; token: string }): Promise<Record<string, string>> {
  const settle = (work: Promise<unknown>): Promise<string> =>
    Promise.race([
      work.then(
        (value) => `got ${String(value)}`,
        () => 'refused',
      ),
      new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), 5_000)),
    ]);
  const element = (tag: string, attributes: Record<string, string>): Promise<string> =>
    settle(
      new Promise((resolve, reject) => {
        const made = document.createElement(tag);
        made.addEventListener('load', () => resolve('loaded'));
        made.addEventListener('error', () => reject(new Error('error')));
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
        document.body.append(made);
      }),
    );
  const body = JSON.stringify({ token });
  const results: Record<string, string> = {
    read: await settle(fetch(`${origin}/`, { credentials: 'include' }).then((answer) => answer.text())),
    readScript: await settle(
      fetch(`${origin}/assets/app.js`, { credentials: 'include' }).then((answer) => answer.text()),
    ),
    write: await settle(
      fetch(`${origin}/session`, { method: 'POST', credentials: 'include', headers: { 'x-tidemark': '1' }, body }).then(
        (answer) => answer.status,
      ),
    ),
    image: await element('img', { src: `${origin}/` }),
    script: await element('script', { src: `${origin}/assets/app.js` }),
    style: await element('link', { rel: 'stylesheet', href: `${origin}/assets/app.js` }),
    events: await settle(
      new Promise((resolve, reject) => {
        const source = new EventSource(`${origin}/engine`, { withCredentials: true });
        source.addEventListener('open', () => resolve('open'));
        source.addEventListener('error', () => {
          source.close();
          reject(new Error('error'));
        });
      }),
    ),
    socket: await settle(
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${origin.replace('http', 'ws')}/engine`);
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => reject(new Error('error')));
      }),
    ),
  };
  // These are sent blind; what they did is asked of the host afterwards.
  await settle(
    fetch(`${origin}/session`, {
      method: 'POST',
      mode: 'no-cors',
      credentials: 'include',
      headers: { 'content-type': 'text/plain' },
      body,
    }),
  );
  await settle(fetch(`${origin}/link`, { method: 'POST', mode: 'no-cors', credentials: 'include' }));
  navigator.sendBeacon(`${origin}/session`, body);
  await element('link', { rel: 'prefetch', href: `${origin}/` });
  const frame = document.createElement('iframe');
  frame.name = 'target';
  document.body.append(frame);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  const form = document.createElement('form');
  form.method = 'POST';
  form.enctype = 'text/plain';
  form.action = `${origin}/session`;
  form.target = 'target';
  const field = document.createElement('input');
  field.name = `{"token":"${token}","x":"`;
  field.value = '"}';
  form.append(field);
  document.body.append(form);
  form.submit();
  await settle(loaded);
  frame.src = `${origin}/`;
  await settle(new Promise((resolve) => frame.addEventListener('load', resolve)));
  let inside = 'nothing';
  try {
    inside = frame.contentDocument?.body.textContent ?? 'nothing';
  } catch {
    inside = 'refused';
  }
  results.frame = inside === '' ? 'nothing' : inside;
  results.started = String((globalThis as { started?: boolean }).started);
  return results;
}

describe('H5 a page of another origin', () => {
  it.each(['127.0.0.1', 'localhost'])(
    'on %s reads nothing, writes nothing and opens no socket',
    async (name) => {
      const context = await browser.newContext();
      const signedIn = await exchange(host.port, tokenOf(host.freshLink()));
      const [cookieName = '', value = ''] = (signedIn.setCookie ?? '').split(';')[0]?.split('=') ?? [];
      await context.addCookies([
        { name: cookieName, value, domain: '127.0.0.1', path: '/', httpOnly: true, sameSite: 'Strict' },
      ]);

      // The same tries from our own page succeed, so a refusal below means the origin and not a mistake of this test.
      const own = await context.newPage();
      await own.goto(originOf(host.port));
      expect(await own.evaluate(() => fetch('/assets/app.js').then((answer) => answer.status))).toBe(200);
      const opened = await own.evaluate(
        () =>
          new Promise((resolve) =>
            new WebSocket(`ws://${location.host}/engine`).addEventListener('open', () => resolve('open')),
          ),
      );
      expect(opened).toBe('open');

      const page = await context.newPage();
      await page.goto(`http://${name}:${foreignPort}/`);
      const token = tokenOf(host.freshLink());
      const results = await page.evaluate(attack, { origin: originOf(host.port), token });
      expect(results).toEqual({
        read: 'refused',
        readScript: 'refused',
        write: 'refused',
        image: 'refused',
        script: 'refused',
        style: 'refused',
        events: 'refused',
        socket: 'refused',
        frame: expect.stringMatching(/^(refused|nothing)$/),
        started: 'undefined',
      });
      // None of the blind writes spent the token.
      expect((await exchange(host.port, token)).status).toBe(204);
      await context.close();
    },
    300_000,
  );
});

describe('the browser these tests drive', () => {
  it('is there', () => {
    const path = playwrightConfig.use?.launchOptions?.executablePath ?? chromium.executablePath();
    expect([path, existsSync(path)]).toEqual([path, true]);
  });
});

import { createHash } from 'node:crypto';
import { afterEach } from 'vitest';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** Noon in Warsaw on a Saturday; the demo agency's anchor is three weeks earlier. */
export const NOW = Date.parse('2026-11-21T11:00:00Z');

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox with a fixed clock, closed after the test. */
export async function sandboxAt(now: number = NOW, options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ now: () => now, ...options });
  running.push(sandbox);
  return sandbox;
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers of foreign servers are read freely here
export type Body = any;
export type Answer = { status: number; headers: Headers; text: string; body: Body };

export async function send(url: string | URL, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  let body: Body;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, text, body };
}

/** Presses a button of a consent page the way a browser sends its form. */
export function press(origin: string, page: string, id: string): Promise<Answer> {
  const plain = (text: string): string =>
    text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
  const action = /<form method="get" action="([^"]+)"/.exec(page)?.[1] ?? '';
  const choice = new RegExp(`<button id="${id}" name="sandbox_choice" value="([^"]+)"`).exec(page)?.[1];
  if (choice === undefined) throw new Error(`no button ${id}`);
  const url = new URL(plain(action), origin);
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g))
    url.searchParams.set(plain(name), plain(value));
  url.searchParams.set('sandbox_choice', choice);
  return send(url);
}

type Params = Record<string, unknown>;

const encode = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** GET (or POST as a form) on Graph with the main person's system-user token. */
export function graph(
  sandbox: Sandbox,
  path: string,
  params: Params = {},
  options: { token?: string; method?: string } = {},
): Promise<Answer> {
  const url = new URL(`${sandbox.urls.metaGraph}/v26.0/${path}`);
  const form = new URLSearchParams(Object.entries(params).map(([key, value]) => [key, encode(value)]));
  const headers = { authorization: `Bearer ${options.token ?? sandbox.credentials.meta.systemUserToken}` };
  if (options.method === 'POST') return send(url, { method: 'POST', headers, body: form });
  url.search = form.toString();
  return send(url, { headers });
}

/** Follows `paging.next` to the end. */
export async function everyRow(sandbox: Sandbox, path: string, params: Params = {}): Promise<Body[]> {
  let page = await graph(sandbox, path, params);
  const rows: Body[] = [];
  for (;;) {
    if (page.status !== 200) throw new Error(page.text);
    rows.push(...page.body.data);
    const next: string | undefined = page.body.paging?.next;
    if (next === undefined) return rows;
    page = await send(next);
  }
}

export const ALL_STATUSES = ['ACTIVE', 'PAUSED', 'DELETED', 'ARCHIVED', 'CAMPAIGN_PAUSED', 'ADSET_PAUSED'];

export async function googleToken(
  sandbox: Sandbox,
  refreshToken = sandbox.credentials.google.refreshToken,
): Promise<string> {
  const { clientId, clientSecret } = sandbox.credentials.google;
  const answer = await send(`${sandbox.urls.googleToken}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
      grant_type: 'refresh_token',
    }),
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.access_token;
}

export type GoogleCall = { login?: string; stream?: boolean; version?: string; body?: Params; token?: string };

/** One `search` (or `searchStream`) for a customer. */
export async function ads(sandbox: Sandbox, customerId: string, query: string, call: GoogleCall = {}): Promise<Answer> {
  return send(
    `${sandbox.urls.googleAds}/${call.version ?? 'v25'}/customers/${customerId}/googleAds:${call.stream === true ? 'searchStream' : 'search'}`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${call.token ?? (await googleToken(sandbox))}`,
        'content-type': 'application/json',
        ...(call.login === undefined ? {} : { 'login-customer-id': call.login }),
      },
      body: JSON.stringify({ query, ...call.body }),
    },
  );
}

/** The single error of a Google answer: `group.VALUE`. */
export function adsCode(body: Body): string {
  const [first] = Array.isArray(body) ? body : [body];
  const [[group, value] = ['', '']] = Object.entries(first.error.details[0].errors[0].errorCode);
  return `${group}.${String(value)}`;
}

export const pkce = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Major units as text to micros, without a float. */
export function micros(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CLIENT_ID, CLIENT_SECRET, DEVELOPER_TOKEN, send } from './fake-google.ts';
import type { Fault } from './fake-google.ts';
import { collect, never, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let h: Harness;
const spoken: string[] = [];
beforeEach(async () => {
  h = await startHarness({ tokenMs: 300, callMs: 300, streamMs: 300 });
  h.fake.customers.set('1111111111', { id: '1111111111' });
  h.fake.direct = ['1111111111'];
  spoken.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => (spoken.push(String(chunk)), true));
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => void spoken.push(inspect(parts)));
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  await h.close();
});

const request = {
  adAccount: { adAccountId: '1111111111', accessPath: '1111111111', currency: 'EUR', timeZone: 'UTC' },
  level: 'account',
  from: '2026-11-01',
  to: '2026-11-02',
  asynchronous: false,
} as const;

function forms(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
  ];
}

test('no secret reaches an error, a log line or the console, and none an address', async () => {
  const app = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, developerToken: DEVELOPER_TOKEN };
  const thrown: unknown[] = [];
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      thrown.push(error);
    }
  };
  // A server that repeats in its error everything it was told is the worst case.
  const echo: Fault = (seen, response) => {
    const told = `${JSON.stringify(seen.headers)} ${seen.body} ${decodeURIComponent(seen.body)}`;
    const error =
      seen.path === '/token'
        ? { error: 'invalid_request', error_description: told }
        : { error: { code: 400, message: told, status: 'INVALID_ARGUMENT' } };
    send(response, 400, error);
    return true;
  };
  const faults: [RegExp, Fault][] = [
    [/./, echo],
    [/searchStream|customers:/, echo],
    [/./, (_seen, response) => (send(response, 502, '<html>', 'text/html'), true)],
    [/./, (_seen, response) => (response.destroy(), true)],
    [/./, () => true],
    [
      /searchStream/,
      (seen, response) => (send(response, 200, `[{"results":[{"x":"${seen.headers.authorization}" nonsense`), true),
    ],
    [
      /searchStream/,
      (seen, response) => (send(response, 200, `[{"results":[{"x" ${seen.headers.authorization}}]}]`), true),
    ],
  ];
  const secrets = new Set([CLIENT_SECRET, DEVELOPER_TOKEN]);
  for (const [path, fault] of faults) {
    h.fake.faults = [];
    const login = await h.platform.authorization.begin(app, 'http://127.0.0.1:5000/');
    const back = await h.fake.consent(login.url);
    secrets.add(String(login.pending.codeVerifier)).add(String(back.searchParams.get('code')));
    const refreshToken = h.fake.issueRefreshToken();
    secrets.add(refreshToken);
    h.fake.faults = [(seen, response) => path.test(seen.path) && fault(seen, response)];
    const session = h.session({ ...app, refreshToken });
    await attempt(() => h.platform.authorization.complete(login, back.searchParams, never));
    await attempt(() => session.check(never));
    await attempt(() => collect(session.readInsights(request, never)));
    await attempt(() => collect(session.listAdAccounts(never)));
    await attempt(() => session.revoke(never));
  }
  for (const token of h.fake.accessTokens) secrets.add(token);
  for (const token of h.fake.refreshTokens) secrets.add(token);
  expect(thrown.length).toBeGreaterThanOrEqual(25);
  expect(secrets.size).toBeGreaterThan(20);

  const everything = [
    ...thrown.map((error) => inspect(error, { depth: 12, showHidden: true })),
    ...thrown.map((error) => JSON.stringify(error, Object.getOwnPropertyNames(error))),
    ...h.logged,
    ...spoken,
    ...h.fake.requests.map((seen) => seen.path),
  ].join('\n');
  const found = [...secrets].filter((secret) => forms(secret).some((form) => everything.includes(form)));
  expect(found).toEqual([]);
  expect(spoken).toEqual([]);
});

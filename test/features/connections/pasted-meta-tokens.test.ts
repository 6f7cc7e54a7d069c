import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { REAL_ENDPOINTS } from '../../../src/main/kernel/endpoints.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { PlatformError } from '../../../src/main/platforms/platform.ts';
import { createPlatforms } from '../../../src/main/platforms/registry.ts';
import { NOW, openWorkspace, type Workspace } from './workspace.ts';

/**
 * What `debug_token` may say of a pasted token (shape: developers.facebook.com, debug_token reference), through the real Meta folder
 * and addPasted, down to what the person reads.
 */
const APP_ID = '1402198437719065';
const TOKEN = 'EAATcanaryPastedToken0123456789abcdefghij';
const DAY = 86_400_000;
const seconds = (ms: number): number => Math.floor(ms / 1000);

type Data = Record<string, unknown>;
const good: Data = {
  app_id: APP_ID,
  type: 'SYSTEM_USER',
  is_valid: true,
  expires_at: 0,
  data_access_expires_at: 0,
  scopes: ['ads_read', 'business_management'],
  user_id: '10229876540012345',
};

let server: Server;
let answer: { status: number; body: string } = { status: 200, body: '' };
const asked: string[] = [];
let workspace: Workspace | null = null;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    const reply = (status: number, body: string): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    if (path.endsWith('/debug_token')) return reply(answer.status, answer.body);
    if (path.endsWith('/adaccounts'))
      return reply(
        200,
        JSON.stringify({
          data: [
            {
              id: 'act_11',
              account_id: '11',
              name: 'Shop',
              currency: 'PLN',
              timezone_name: 'Europe/Warsaw',
              account_status: 1,
            },
          ],
        }),
      );
    return reply(200, JSON.stringify({ id: good['user_id'], name: 'Agency bot' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());
afterEach(() => {
  workspace?.remove();
  workspace = null;
});

function open(): Workspace {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const platforms = createPlatforms({
    endpoints: { ...REAL_ENDPOINTS, metaGraph: base, metaLogin: base },
    now: () => NOW,
    log: silentLog,
  });
  workspace = openWorkspace({ platforms: [...platforms.values()] });
  return workspace;
}

async function paste(data: Data | string, app: Record<string, string> = {}, status = 200) {
  answer = { status, body: typeof data === 'string' ? data : JSON.stringify({ data }) };
  return await open().connections.addPasted({ platform: 'meta', app, secret: TOKEN });
}

test.each<[string, Data, { state: string; expiresAt: string | null }]>([
  ['never expires', {}, { state: 'connected', expiresAt: null }],
  [
    'an end no calendar has',
    { expires_at: 1e20, data_access_expires_at: '1e300' },
    { state: 'connected', expiresAt: null },
  ],
  [
    'lasts 60 days',
    { type: 'USER', expires_at: seconds(NOW + 60 * DAY) },
    { state: 'connected', expiresAt: new Date(NOW + 60 * DAY).toISOString() },
  ],
  [
    'lasts 10 days',
    { type: 'USER', expires_at: seconds(NOW + 10 * DAY) },
    { state: 'expiring', expiresAt: new Date(NOW + 10 * DAY).toISOString() },
  ],
  [
    'loses data access first',
    { type: 'USER', expires_at: 0, data_access_expires_at: seconds(NOW + 3 * DAY) },
    { state: 'expiring', expiresAt: new Date(NOW + 3 * DAY).toISOString() },
  ],
  ['has ads_management instead', { scopes: ['ads_management'] }, { state: 'connected', expiresAt: null }],
])('a token that %s is connected', async (_name, change, expected) => {
  const connection = await paste({ ...good, ...change });
  expect(connection).toMatchObject({ ...expected, platform: 'meta', label: 'Agency bot', adAccounts: 1 });
});

const invalid = (code: number, subcode?: number): Data => ({
  is_valid: false,
  error: { code, message: 'Error validating access token', ...(subcode === undefined ? {} : { subcode }) },
});

test.each<[string, Data, RegExp]>([
  ['expired', { ...invalid(190, 463), expires_at: seconds(NOW - DAY) }, /expired/i],
  ['expired by its date alone', { expires_at: seconds(NOW - 1_000) }, /expired/i],
  ['of no app any more', invalid(190, 458), /removed|no longer|access/i],
  ['stopped by a checkpoint', invalid(190, 459), /facebook|meta/i],
  ['ended by a new password', invalid(190, 460), /password|ended|sign in/i],
  ['never valid', { is_valid: false }, /token|sign/i],
  ['without ads_read', { scopes: ['business_management'] }, /ads_read/],
  ['without any permission', { scopes: [] }, /ads_read/],
  ['past its data access', { data_access_expires_at: seconds(NOW - DAY) }, /90 days/],
  ['of a page', { type: 'PAGE' }, /page/],
])('a token %s is refused with the reason and the way out; nothing is kept', async (_name, change, words) => {
  const error: unknown = await paste({ ...good, ...change }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PlatformError);
  const { failure } = error as PlatformError;
  expect(failure.sentence).toMatch(words);
  // Says what to do, not only what is wrong.
  expect(failure.sentence).toMatch(/sign in|paste|make|copy|allow|create/i);
  expect(failure.kind).toMatch(/reauthorize|permanent/);
  expect(JSON.stringify(failure)).not.toContain(TOKEN);
  expect(await workspace?.connections.list()).toEqual([]);
  expect(asked.at(-1)).not.toContain('adaccounts');
});

test('a token of another app than the one entered is refused', async () => {
  const error: unknown = await paste({ ...good, app_id: '999999999' }, { appId: APP_ID }).catch(
    (reason: unknown) => reason,
  );
  expect((error as PlatformError).failure).toMatchObject({
    code: 'WRONG_APP',
    sentence: expect.stringContaining('another Meta app'),
  });
});

test.each<[string, string, number]>([
  ['an HTML page', '<html><body>502 Bad Gateway</body></html>', 502],
  ['nothing', '', 500],
  ['half a JSON', '{"data":{"app_id":"14', 200],
  ['JSON without data', '{"ok":true}', 200],
])('%s instead of an answer is not the token’s fault', async (_name, body, status) => {
  const error: unknown = await paste(body, {}, status).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(PlatformError);
  const { failure } = error as PlatformError;
  expect(['transient', 'permanent']).toContain(failure.kind);
  expect(failure.sentence).not.toContain('<');
  expect(await workspace?.connections.list()).toEqual([]);
});

test.each([
  ['empty', '   '],
  ['cut short', 'EAAT'],
  ['garbled', 'EAAT this is not a token at all, it has spaces'],
  ['a line of something else', 'Bearer\u0000EAAT0123456789012345678901234567890'],
])('a token that is %s is refused without asking Meta', async (_name, secret) => {
  const before = asked.length;
  const error: unknown = await open()
    .connections.addPasted({ platform: 'meta', app: {}, secret })
    .catch((reason: unknown) => reason);
  expect(error instanceof Refusal || error instanceof PlatformError).toBe(true);
  expect((error as Error).message).toMatch(/paste|hint|token/i);
  expect(asked).toHaveLength(before);
});

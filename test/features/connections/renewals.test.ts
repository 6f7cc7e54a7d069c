import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { createPlatforms } from '../../../src/main/platforms/registry.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { NOW, openWorkspace, type Workspace } from './workspace.ts';

/** Long-lived tokens are renewed in their last week, without the person and without losing a token that works. */
const DAY = 86_400_000;
let sandbox: Sandbox;
let workspace: Workspace;
let clock: ReturnType<typeof manualClock>;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, autoApprove: true });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  clock = manualClock(NOW);
  sandbox.control.setNow(() => clock.now());
  const platforms = createPlatforms({ endpoints: sandbox.urls, now: () => clock.now(), log: silentLog });
  workspace = openWorkspace({ platforms: [...platforms.values()], clock });
});
afterEach(() => workspace.remove());

const meta = () => sandbox.credentials.meta;
const exchanges = (): number =>
  sandbox.control.requests().filter((one) => one.path.includes('grant_type=fb_exchange_token')).length;
const connect = (withApp = true) =>
  workspace.connections.addPasted({
    platform: 'meta',
    app: withApp ? { appId: meta().appId, appSecret: meta().appSecret } : {},
    secret: meta().userToken,
  });

test('a token in its last week is exchanged for a fresh one, which imports use from then on', async () => {
  const { id, expiresAt } = await connect();
  const end = Date.parse(expiresAt!);
  clock.set(end - 8 * DAY);
  expect(await workspace.connections.renewEnding()).toBe(0);
  expect(exchanges()).toBe(0);
  clock.set(end - 6 * DAY);
  const before = await workspace.connections.sessions.sessionFor(id);
  expect(await workspace.connections.renewEnding()).toBe(1);
  const [renewed] = await workspace.connections.list();
  expect(renewed).toMatchObject({ id, state: 'connected', problem: null });
  expect(Date.parse(renewed!.expiresAt!)).toBeGreaterThan(end + 50 * DAY);
  // Once is enough.
  expect(await workspace.connections.renewEnding()).toBe(0);
  expect(exchanges()).toBe(1);
  clock.set(end + DAY);
  const after = await workspace.connections.sessions.sessionFor(id);
  expect(after).not.toBe(before);
  expect((await after.check(AbortSignal.timeout(5_000))).expiresAt).toBeGreaterThan(end);
});

test('without the app secret, after its end or from a system user nothing is asked', async () => {
  const { expiresAt } = await connect(false);
  await workspace.connections.addPasted({
    platform: 'meta',
    app: { appId: meta().appId, appSecret: meta().appSecret },
    secret: meta().systemUserToken,
  });
  clock.set(Date.parse(expiresAt!) - DAY);
  expect(await workspace.connections.renewEnding()).toBe(0);
  clock.set(Date.parse(expiresAt!) + DAY);
  expect(await workspace.connections.renewEnding()).toBe(0);
  expect(exchanges()).toBe(0);
});

test('a renewal that fails leaves the sign-in as it was and is tried again', async () => {
  const { id, expiresAt } = await connect();
  clock.set(Date.parse(expiresAt!) - 3 * DAY);
  sandbox.control.injectFault({ kind: 'empty-500', match: { pathIncludes: 'oauth/access_token' } });
  expect(await workspace.connections.renewEnding()).toBe(0);
  expect((await workspace.connections.list())[0]).toMatchObject({ id, state: 'expiring', expiresAt });
  expect(await workspace.connections.renewEnding()).toBe(1);
});

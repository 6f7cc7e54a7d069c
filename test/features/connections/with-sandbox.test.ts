import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlatformId } from '../../../src/contract/vocabulary.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { PlatformError } from '../../../src/main/platforms/platform.ts';
import { createPlatforms, platformInfos, type Platforms } from '../../../src/main/platforms/registry.ts';
import { platformInfo } from '../../../src/contract/connections.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { NOW, openWorkspace, outcome, type Workspace } from './workspace.ts';

/** The real platform folders against the stand-in servers: the wires a person's sign-in takes. */
let sandbox: Sandbox;
let platforms: Platforms;
let workspace: Workspace;
let apps: Record<PlatformId, Record<string, string>>;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, autoApprove: true });
  const { meta, google } = sandbox.credentials;
  apps = {
    meta: { appId: meta.appId, appSecret: meta.appSecret },
    google: { clientId: google.clientId, clientSecret: google.clientSecret },
  };
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  sandbox.control.setNow(NOW);
  platforms = createPlatforms({ endpoints: sandbox.urls, now: () => NOW, log: silentLog });
  workspace = openWorkspace({ platforms: [...platforms.values()] });
});
afterEach(() => workspace.remove());

/** The browser: opens the address and follows the platform back to the listener. */
async function login(
  platform: PlatformId,
  options: { choice?: string; connectionId?: string; app?: Record<string, string> } = {},
) {
  const begun = await workspace.connections.beginLogin({
    platform,
    app: options.app ?? apps[platform],
    connectionId: options.connectionId ?? null,
  });
  const over = outcome(workspace.connections, begun.attemptId);
  const url = new URL(begun.url);
  if (options.choice !== undefined) url.searchParams.set('sandbox_choice', options.choice);
  const page = await fetch(url);
  return { begun, page: { status: page.status, text: await page.text() }, over: await over };
}

async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof PlatformError)) throw error;
  return error.failure;
}

test('what a platform asks for fits the contract', () => {
  const infos = platformInfos(platforms);
  expect(infos.map(({ platform }) => platform)).toEqual(['meta', 'google']);
  for (const info of infos) expect(platformInfo.parse(info)).toEqual(info);
});

describe.each(['meta', 'google'] as const)('%s', (platform) => {
  test('signs in through the browser and lists the ad accounts the platform has', async () => {
    const { begun, page, over } = await login(platform);
    expect(over).toMatchObject({ status: 'connected', problem: null });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('go back to Tidemark') });
    const asked = new URL(begun.url).searchParams;
    expect((asked.get('state') ?? '').length).toBeGreaterThanOrEqual(22);
    if (asked.has('code_challenge')) expect(asked.get('code_challenge_method')).toBe('S256');
    const accounts = workspace.adAccounts.list(over.connectionId);
    expect(accounts.length).toBeGreaterThan(5);
    expect(
      accounts.every(({ currency, timezone, manager }) => manager || (currency.length === 3 && timezone.includes('/'))),
    ).toBe(true);
    const [connection] = await workspace.connections.list();
    expect(connection).toMatchObject({
      state: 'connected',
      adAccounts: accounts.filter(({ manager }) => !manager).length,
    });
    expect(connection?.label).not.toBe('');
  });

  test('cancelled at the platform', async () => {
    const { over, page } = await login(platform, { choice: 'cancel' });
    expect(over).toMatchObject({ status: 'failed', connectionId: null, problem: { code: 'LOGIN_CANCELLED' } });
    expect(page.status).toBe(400);
    expect(await workspace.connections.list()).toEqual([]);
  });

  test('signing in again, and once more through the front door, stays one connection', async () => {
    const first = await login(platform);
    const id = first.over.connectionId ?? '';
    const again = await login(platform, { connectionId: id, app: {} });
    expect(again.over).toMatchObject({ status: 'connected', connectionId: id });
    const anew = await login(platform);
    expect(anew.over).toMatchObject({ status: 'connected', connectionId: id });
    expect(await workspace.connections.list()).toHaveLength(1);
  });

  test('refresh and check speak to the platform; offline changes nothing', async () => {
    const { over } = await login(platform);
    const id = over.connectionId ?? '';
    const before = workspace.adAccounts.list(id);
    expect(await workspace.adAccounts.refresh(id)).toEqual(before);
    expect(await workspace.connections.check(id)).toMatchObject({ state: 'connected', problem: null });
    await sandbox.control.setOffline(true);
    try {
      workspace.connections.sessions.drop(id);
      expect(await failureOf(workspace.connections.check(id))).toMatchObject({ kind: 'transient' });
      expect(await failureOf(workspace.adAccounts.refresh(id))).toMatchObject({ kind: 'transient' });
      expect(await workspace.connections.list()).toMatchObject([{ state: 'connected' }]);
      expect(await workspace.connections.remove(id)).toMatchObject({
        revoked: false,
        sentence: expect.stringContaining('could not be confirmed'),
      });
    } finally {
      await sandbox.control.setOffline(false);
    }
    expect(workspace.adAccounts.list(null).map(({ adAccountId }) => adAccountId)).toEqual(
      before.map(({ adAccountId }) => adAccountId),
    );
  });

  test('removing revokes at the platform', async () => {
    const { over } = await login(platform);
    expect(await workspace.connections.remove(over.connectionId ?? '')).toMatchObject({ revoked: true });
    expect(
      sandbox.control
        .requests()
        .some(({ method, path }) => path.includes('/revoke') || (method === 'DELETE' && path.includes('permissions'))),
    ).toBe(true);
  });
});

test('both at once: neither callback disturbs the other', async () => {
  const [meta, google] = await Promise.all([login('meta'), login('google')]);
  expect([meta.over.status, google.over.status]).toEqual(['connected', 'connected']);
  expect((await workspace.connections.list()).map(({ platform }) => platform).sort()).toEqual(['google', 'meta']);
});

test('a Meta system-user token and a Google refresh token can be pasted', async () => {
  const { meta, google } = sandbox.credentials;
  const pasted = await workspace.connections.addPasted({ platform: 'meta', app: {}, secret: meta.systemUserToken });
  expect(pasted).toMatchObject({ kind: 'system user token', state: 'connected', expiresAt: null });
  const refresh = await workspace.connections.addPasted({
    platform: 'google',
    app: apps.google,
    secret: google.refreshToken,
  });
  expect(refresh).toMatchObject({ state: 'connected' });
  expect(refresh.adAccounts).toBeGreaterThan(5);
  // A token made outside is not ours to revoke.
  expect(await workspace.connections.remove(pasted.id)).toMatchObject({
    revoked: false,
    sentence: expect.stringContaining('nothing to revoke'),
  });
});

test('tokens that are no good are refused with the reason', async () => {
  const { meta, google } = sandbox.credentials;
  const add = (platform: PlatformId, secret: string) =>
    failureOf(workspace.connections.addPasted({ platform, app: platform === 'google' ? apps.google : {}, secret }));
  expect(await add('meta', meta.expiredToken)).toMatchObject({ kind: 'reauthorize', code: 'TOKEN_EXPIRED' });
  expect(await add('meta', meta.tokenWithoutAdsRead)).toMatchObject({
    code: 'MISSING_PERMISSION',
    sentence: expect.stringContaining('ads_read'),
  });
  expect(await add('meta', `${meta.systemUserToken}x`)).toMatchObject({ kind: 'reauthorize' });
  expect(await add('google', google.revokedRefreshToken)).toMatchObject({ kind: 'reauthorize' });
  expect(await workspace.connections.list()).toEqual([]);
});

test('invalid_grant ends the Google sign-in and leaves Meta alone; signing in again mends it', async () => {
  const { google } = sandbox.credentials;
  const meta = (await login('meta')).over.connectionId ?? '';
  const { id } = await workspace.connections.addPasted({
    platform: 'google',
    app: apps.google,
    secret: google.refreshToken,
  });
  workspace.adAccounts.assign([{ platform: 'google', adAccountId: firstAccount(id), client: 'Kept client' }]);
  sandbox.control.revokeGoogle(google.refreshToken);
  sandbox.control.expireGoogleAccess();
  workspace.connections.sessions.drop(id);
  expect(await workspace.connections.check(id)).toMatchObject({ state: 'expired', problem: { fix: 'sign_in_again' } });
  expect(await workspace.connections.check(meta)).toMatchObject({ state: 'connected' });

  const { over } = await login('google', { connectionId: id, app: {} });
  expect(over).toMatchObject({ status: 'connected', connectionId: id });
  expect((await workspace.connections.list()).find((connection) => connection.id === id)).toMatchObject({
    state: 'connected',
    problem: null,
    assignedAdAccounts: 1,
  });
});

test('someone else signs in again: what they cannot see loses access, row and client stay', async () => {
  const { over } = await login('meta');
  const id = over.connectionId ?? '';
  const adAccountId = firstAccount(id);
  workspace.adAccounts.assign([{ platform: 'meta', adAccountId, client: 'Kept client' }]);
  sandbox.control.setMetaPerson('second');
  const second = await login('meta', { connectionId: id, app: {} });
  expect(second.over).toMatchObject({ status: 'connected', connectionId: id });
  expect(workspace.adAccounts.list(null).find((one) => one.adAccountId === adAccountId)).toMatchObject({
    status: 'no_access',
    client: 'Kept client',
  });
  expect(workspace.adAccounts.list(id).some(({ status }) => status !== 'no_access')).toBe(true);
});

test('500 real logins: every state and PKCE challenge is its own', async () => {
  const states = new Set<string>();
  const challenges = new Set<string>();
  for (let round = 0; round < 500; round += 1) {
    const { url } = await workspace.connections.beginLogin({
      platform: 'google',
      app: apps.google,
      connectionId: null,
    });
    const asked = new URL(url).searchParams;
    states.add(asked.get('state') ?? '');
    challenges.add(asked.get('code_challenge') ?? '');
    expect(asked.get('code_challenge_method')).toBe('S256');
  }
  expect(states.size).toBe(500);
  expect(challenges.size).toBe(500);
  expect(Math.min(...[...states].map((state) => state.length))).toBeGreaterThanOrEqual(22);
});

function firstAccount(connectionId: string): string {
  const found = workspace.adAccounts.list(connectionId).find(({ manager, status }) => !manager && status === 'active');
  if (found === undefined) throw new Error('The sandbox lists no active ad account.');
  return found.adAccountId;
}

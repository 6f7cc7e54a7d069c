import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { PlatformError } from '../../../src/main/platforms/platform.ts';
import { fakeKeyring } from '../secrets/memory-repository.ts';
import { adAccount, createFakePlatform, failure, person } from './fake-platform.ts';
import { APP, callbackOf, NOW, openWorkspace, outcome, type Workspace, type WorkspaceOptions } from './workspace.ts';

const DAY = 86_400_000;
const TOKEN = 'EAAT-canary-pasted-token-0123456789abcdef';

let workspace: Workspace;
const open = (options: WorkspaceOptions): Workspace => (workspace = openWorkspace(options));
afterEach(() => workspace.remove());

async function thrown(work: Promise<unknown>): Promise<Refusal | PlatformError> {
  const error: unknown = await work.then(
    () => new Error('Nothing was thrown.'),
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal || error instanceof PlatformError) return error;
  throw error;
}

const paste = (secret = TOKEN) => workspace.connections.addPasted({ platform: 'meta', app: {}, secret });

async function signIn(connectionId: string | null, app: Record<string, string> = APP.meta, code = 'code') {
  const begun = await workspace.connections.beginLogin({ platform: 'meta', app, connectionId });
  const over = outcome(workspace.connections, begun.attemptId);
  await fetch(callbackOf(begun, { code }));
  return await over;
}

/** Every byte under the folder, searched for a secret in the forms it could have been written in. */
function filesHolding(folder: string, secret: string): string[] {
  const forms = [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(secret),
  ];
  const found: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (!statSync(file).isFile()) continue;
    const bytes = readFileSync(file);
    if (forms.some((form) => bytes.includes(form) || bytes.includes(form.toUpperCase()))) found.push(name);
  }
  return found;
}

describe('adding', () => {
  test('a pasted token is checked, sealed and found again by the next run', async () => {
    const platform = createFakePlatform('meta');
    const keyring = fakeKeyring();
    const { home } = open({ platforms: [platform], keyring });
    platform.answers.check = () => person('77', { kind: 'system user token', scopes: ['ads_read'] });
    const added = await paste(`  ${TOKEN}\n`);
    expect(added).toMatchObject({
      platform: 'meta',
      label: 'Person 77',
      kind: 'system user token',
      state: 'connected',
      adAccounts: 2,
      expiresAt: null,
    });
    workspace.stop();

    open({ platforms: [platform], keyring, home });
    const [again] = await workspace.connections.list();
    expect(again).toEqual(added);
    await workspace.connections.sessions.sessionFor(added.id);
    expect(platform.seen.credentials.at(-1)).toEqual({ accessToken: TOKEN });
  });

  test('the same login twice is one connection with the newer credential', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const first = await paste();
    workspace.clock.advance(1_000);
    const second = await paste(`${TOKEN}-2`);
    expect(second.id).toBe(first.id);
    expect(await workspace.connections.list()).toHaveLength(1);
    await workspace.connections.sessions.sessionFor(first.id);
    expect(platform.seen.credentials.at(-1)).toEqual({ accessToken: `${TOKEN}-2` });
  });

  test('the same login by another way is still one connection', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    platform.answers.check = () => person('1', { kind: 'user token' });
    const pasted = await paste();
    platform.answers.check = () => person('1', { kind: 'login' });
    expect(await signIn(null)).toMatchObject({ connectionId: pasted.id });
    expect(await workspace.connections.list()).toMatchObject([{ id: pasted.id, kind: 'login' }]);
  });

  test('a platform that does not say who signed in: the same ad accounts are the same login', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    platform.answers.check = () => person(null);
    const first = await paste();
    expect(first.label).toBe('login');
    platform.answers.adAccounts = () => [adAccount('100'), adAccount('200'), adAccount('300')];
    expect((await paste(`${TOKEN}-2`)).id).toBe(first.id);
    platform.answers.adAccounts = () => [adAccount('900')];
    expect((await paste(`${TOKEN}-3`)).id).not.toBe(first.id);
    expect(await workspace.connections.list()).toHaveLength(2);
  });

  test('removed and added again is the same connection with its clients', async () => {
    open({ platforms: [createFakePlatform('meta')] });
    const first = await paste();
    workspace.adAccounts.assign([{ platform: 'meta', adAccountId: '100', client: 'Kawa' }]);
    await workspace.connections.remove(first.id);
    expect(await workspace.connections.list()).toEqual([]);
    const again = await paste();
    expect(again).toMatchObject({ id: first.id, state: 'connected', adAccounts: 2, assignedAdAccounts: 1 });
  });

  test.each([
    ['an empty secret', { app: {}, secret: '  ' }, 'Pasted token is empty'],
    ['an unknown app field', { app: { appKey: 'x' }, secret: TOKEN }, 'does not know'],
  ])('%s is refused before the platform is asked', async (_name, input, words) => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const refusal = await thrown(workspace.connections.addPasted({ platform: 'meta', ...input }));
    expect(refusal).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining(words) });
    expect(platform.seen.sessions).toHaveLength(0);
  });

  test('a login without its required app field names the field', async () => {
    open({ platforms: [createFakePlatform('meta')] });
    const refusal = await thrown(
      workspace.connections.beginLogin({ platform: 'meta', app: { appSecret: 'abcdefgh' }, connectionId: null }),
    );
    expect(refusal).toMatchObject({
      code: 'BAD_INPUT',
      data: { field: 'appId' },
      message: expect.stringContaining('App id is missing'),
    });
  });

  test('a failed check or an empty list keeps nothing', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    platform.answers.check = () => failure('reauthorize', 'TOKEN_EXPIRED', 'The token has expired.');
    expect(await thrown(paste())).toMatchObject({
      failure: { code: 'TOKEN_EXPIRED', sentence: 'The token has expired.' },
    });
    platform.answers.check = () => {
      throw new TypeError('fetch failed');
    };
    expect(await thrown(paste())).toMatchObject({ failure: { kind: 'transient', code: 'UNREACHABLE' } });
    platform.answers.check = () => person('1');
    platform.answers.adAccounts = () => [];
    expect(await thrown(paste())).toMatchObject({ failure: { code: 'NO_AD_ACCOUNTS' } });
    expect(await workspace.connections.list()).toEqual([]);
  });

  test('a single command refuses a sign-in it could not keep, and keeps it under a passphrase', async () => {
    const platform = createFakePlatform('meta');
    const { home } = open({ platforms: [platform], keyring: null, mustPersist: true });
    expect(await thrown(paste())).toMatchObject({
      code: 'SECRETS_UNAVAILABLE',
      data: { code: 'NOWHERE_TO_KEEP' },
      message: expect.stringContaining('TIDEMARK_PASSPHRASE'),
    });
    expect(platform.seen.sessions).toHaveLength(0);
    workspace.stop();
    open({ platforms: [platform], keyring: null, mustPersist: true, passphrase: 'a long passphrase', home });
    expect((await paste()).state).toBe('connected');
  });
});

describe('states', () => {
  test.each([
    [null, null, 'connected', null],
    [15 * DAY, null, 'connected', null],
    [14 * DAY, null, 'expiring', 'in 14 days'],
    [7 * DAY + 5, null, 'expiring', 'in 7 days'],
    [DAY, null, 'expiring', 'in 1 day.'],
    [DAY - 1, null, 'expiring', 'within a day'],
    [60 * DAY, 3 * DAY, 'expiring', 'in 3 days'],
    [0, null, 'expired', 'has ended'],
    [60 * DAY, -1, 'expired', 'has ended'],
  ])('expires in %s ms, data access in %s ms: %s', async (expires, access, state, words) => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    // Connected 100 days before, so that every case is a valid sign-in when it is made.
    workspace.clock.advance(-100 * DAY);
    platform.answers.check = () =>
      person('1', {
        expiresAt: expires === null ? null : NOW + expires,
        dataAccessExpiresAt: access === null ? null : NOW + access,
      });
    await paste();
    workspace.clock.set(NOW);
    const [connection] = await workspace.connections.list();
    expect(connection?.state).toBe(state);
    if (words === null) expect(connection?.problem).toBeNull();
    else expect(connection?.problem).toMatchObject({ fix: 'sign_in_again', sentence: expect.stringContaining(words) });
  });

  test('an expiry that has passed is not sent to the platform', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    platform.answers.check = () => person('1', { expiresAt: NOW + DAY });
    const { id } = await paste();
    const sessions = platform.seen.sessions.length;
    workspace.clock.advance(2 * DAY);
    expect(await thrown(workspace.connections.sessions.sessionFor(id))).toMatchObject({
      failure: { kind: 'reauthorize', code: 'SIGN_IN_ENDED' },
    });
    expect(platform.seen.sessions).toHaveLength(sessions);
  });

  test('locked while the keychain is away, connected again without signing in', async () => {
    const platform = createFakePlatform('meta');
    const keyring = fakeKeyring();
    const { home } = open({ platforms: [platform], keyring });
    const { id } = await paste();
    workspace.stop();
    keyring.mood = 'absent';
    open({ platforms: [platform], keyring, home });
    expect(await workspace.connections.list()).toMatchObject([
      { state: 'locked', problem: { code: 'SECRETS_LOCKED', fix: 'unlock' } },
    ]);
    expect(await thrown(workspace.connections.sessions.sessionFor(id))).toMatchObject({
      code: 'SECRETS_UNAVAILABLE',
      data: { code: 'SECRETS_LOCKED' },
    });
    expect(await thrown(workspace.connections.check(id))).toMatchObject({ code: 'SECRETS_UNAVAILABLE' });
    expect(await thrown(paste(`${TOKEN}-other`))).toMatchObject({ code: 'SECRETS_UNAVAILABLE' });
    keyring.mood = 'well';
    await workspace.connections.sessions.sessionFor(id);
    expect(await workspace.connections.list()).toMatchObject([{ state: 'connected', problem: null }]);
  });

  test('kept in memory only: the next run asks to sign in again, and signing in keeps clients', async () => {
    const platform = createFakePlatform('meta');
    const { home } = open({ platforms: [platform], keyring: null });
    const { id } = await paste();
    workspace.adAccounts.assign([{ platform: 'meta', adAccountId: '100', client: 'Kawa' }]);
    workspace.stop();
    open({ platforms: [platform], keyring: null, home });
    expect(await workspace.connections.list()).toMatchObject([
      { state: 'expired', problem: { code: 'SIGN_IN_NOT_KEPT' } },
    ]);
    expect(await thrown(workspace.connections.sessions.sessionFor(id))).toMatchObject({
      failure: { kind: 'reauthorize' },
    });
    // Its app went with it and must be entered again.
    expect(
      await thrown(workspace.connections.beginLogin({ platform: 'meta', app: {}, connectionId: id })),
    ).toMatchObject({ code: 'BAD_INPUT' });
    expect(await signIn(id)).toMatchObject({ status: 'connected', connectionId: id });
    expect(await workspace.connections.list()).toMatchObject([{ id, state: 'connected', assignedAdAccounts: 1 }]);
  });

  test('an ended sign-in gives its ad accounts to a new one that reaches them', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    platform.answers.check = () => person('1', { expiresAt: NOW + DAY });
    const first = await paste();
    workspace.clock.advance(2 * DAY);
    platform.answers.check = () => person('2');
    const second = await paste(`${TOKEN}-2`);
    expect(second.adAccounts).toBe(2);
    expect((await workspace.connections.list()).find(({ id }) => id === first.id)).toMatchObject({
      state: 'expired',
      adAccounts: 0,
    });
  });
});

describe('signing in again', () => {
  test('uses the kept app, replaces the credential, keeps accounts and clients', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const first = await signIn(null);
    const id = first.connectionId ?? '';
    workspace.adAccounts.assign([{ platform: 'meta', adAccountId: '100', client: 'Kawa' }]);
    workspace.connections.sessions.reportReauthorize(id, {
      code: 'TOKEN_EXPIRED',
      sentence: 'Over.',
      detail: null,
      fix: 'retry',
    });
    expect(await workspace.connections.list()).toMatchObject([
      { state: 'expired', problem: { sentence: 'Over.', fix: 'sign_in_again' } },
    ]);

    const again = await signIn(id, {}, 'second');
    expect(again).toMatchObject({ status: 'connected', connectionId: id });
    expect(new URL(again.url).searchParams.get('client_id')).toBe(APP.meta['appId']);
    expect(await workspace.connections.list()).toMatchObject([
      { id, state: 'connected', problem: null, adAccounts: 2, assignedAdAccounts: 1 },
    ]);
    await workspace.connections.sessions.sessionFor(id);
    expect(platform.seen.credentials.at(-1)).toEqual({ accessToken: 'token-for-second' });
  });

  test('as somebody else: accepted, and accounts they do not see become no_access with client and row kept', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const id = (await signIn(null)).connectionId ?? '';
    workspace.adAccounts.assign([{ platform: 'meta', adAccountId: '100', client: 'Kawa' }]);
    platform.answers.check = () => person('2');
    platform.answers.adAccounts = () => [adAccount('200'), adAccount('300')];
    expect((await signIn(id, {})).connectionId).toBe(id);
    expect(await workspace.connections.list()).toMatchObject([{ id, label: 'Person 2' }]);
    expect(
      workspace.adAccounts.list(null).map(({ adAccountId, status, client }) => [adAccountId, status, client]),
    ).toEqual([
      ['100', 'no_access', 'Kawa'],
      ['200', 'active', null],
      ['300', 'active', null],
    ]);
  });

  test('a login of the wrong platform is refused', async () => {
    open({ platforms: [createFakePlatform('meta'), createFakePlatform('google')] });
    const { id } = await paste();
    expect(
      await thrown(workspace.connections.beginLogin({ platform: 'google', app: APP.google, connectionId: id })),
    ).toMatchObject({ code: 'BAD_INPUT' });
    expect(
      await thrown(workspace.connections.beginLogin({ platform: 'meta', app: {}, connectionId: 'nothing' })),
    ).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('sessions', () => {
  test('one per connection, shared; a renewed credential is sealed', async () => {
    const platform = createFakePlatform('meta');
    const keyring = fakeKeyring();
    const { home } = open({ platforms: [platform], keyring });
    const { id } = await paste();
    const before = platform.seen.sessions.length;
    const shared = await Promise.all(Array.from({ length: 20 }, () => workspace.connections.sessions.sessionFor(id)));
    expect(new Set(shared).size).toBe(1);
    expect(platform.seen.sessions).toHaveLength(before + 1);
    platform.seen.sessions.at(-1)?.onCredentialChanged?.({ accessToken: 'renewed-token' });
    workspace.stop();
    open({ platforms: [platform], keyring, home });
    await workspace.connections.sessions.sessionFor(id);
    expect(platform.seen.credentials.at(-1)).toEqual({ accessToken: 'renewed-token' });
  });

  test('a session of a replaced credential cannot write it back nor end the new one', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const { id } = await paste();
    const { sessions } = workspace.connections;
    const old = await sessions.sessionFor(id);
    const oldDeps = platform.seen.sessions.at(-1);
    await paste(`${TOKEN}-new`);
    await sessions.sessionFor(id);
    oldDeps?.onCredentialChanged?.({ accessToken: 'stale' });
    sessions.reportReauthorize(
      id,
      { code: 'TOKEN_EXPIRED', sentence: 'Over.', detail: null, fix: 'sign_in_again' },
      old,
    );
    expect(await workspace.connections.list()).toMatchObject([{ state: 'connected' }]);
    sessions.drop(id);
    await sessions.sessionFor(id);
    expect(platform.seen.credentials.at(-1)).toEqual({ accessToken: `${TOKEN}-new` });
  });

  test('invalid_grant stops only its connection, and is asked again at most once a minute', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const dead = await paste(`${TOKEN}-dead`);
    platform.answers.check = () => person('2');
    platform.answers.adAccounts = () => [adAccount('300')];
    const alive = await paste(`${TOKEN}-alive`);
    const { sessions } = workspace.connections;
    await sessions.sessionFor(dead.id);
    const session = await sessions.sessionFor(alive.id);
    sessions.reportReauthorize(dead.id, {
      code: 'GRANT_REVOKED',
      sentence: 'Google ended it.',
      detail: 'invalid_grant',
      fix: 'sign_in_again',
    });

    expect((await workspace.connections.list()).map(({ id, state }) => [id, state])).toEqual([
      [dead.id, 'expired'],
      [alive.id, 'connected'],
    ]);
    expect(await sessions.sessionFor(alive.id)).toBe(session);
    platform.answers.check = () => failure('reauthorize', 'GRANT_REVOKED', 'Google ended it.');
    const asked = platform.seen.checks;
    for (let round = 0; round < 20; round += 1) {
      expect(await thrown(sessions.sessionFor(dead.id))).toMatchObject({
        failure: { kind: 'reauthorize', sentence: 'Google ended it.' },
      });
    }
    expect(platform.seen.checks).toBe(asked);
    workspace.clock.advance(61_000);
    await Promise.all(Array.from({ length: 20 }, () => thrown(sessions.sessionFor(dead.id))));
    await thrown(sessions.sessionFor(dead.id));
    expect(platform.seen.checks).toBe(asked + 1);
    // Mended at the platform: the next probe finds out by itself.
    platform.answers.check = () => person('1');
    workspace.clock.advance(61_000);
    await sessions.sessionFor(dead.id);
    expect((await workspace.connections.list()).every(({ state }) => state === 'connected')).toBe(true);
  });
});

describe('checking', () => {
  test('takes over what the platform says', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const { id } = await paste();
    workspace.connections.sessions.reportReauthorize(id, {
      code: 'X',
      sentence: 'Over.',
      detail: null,
      fix: 'sign_in_again',
    });
    platform.answers.check = () =>
      person('1', { person: 'Anna Nowak', expiresAt: NOW + 20 * DAY, scopes: ['read', 'more'] });
    workspace.clock.advance(5_000);
    expect(await workspace.connections.check(id)).toMatchObject({
      label: 'Anna Nowak',
      state: 'connected',
      problem: null,
      scopes: ['read', 'more'],
      expiresAt: new Date(NOW + 20 * DAY).toISOString(),
      lastCheckedAt: new Date(NOW + 5_000).toISOString(),
    });
  });

  test('a refusal is noted, an unreachable platform is not', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const { id } = await paste();
    platform.answers.check = () => {
      throw new TypeError('fetch failed');
    };
    expect(await thrown(workspace.connections.check(id))).toMatchObject({ failure: { kind: 'transient' } });
    expect(await workspace.connections.list()).toMatchObject([{ state: 'connected', problem: null }]);
    platform.answers.check = () => failure('reauthorize', 'TOKEN_REVOKED', 'The token was revoked.');
    expect(await workspace.connections.check(id)).toMatchObject({
      state: 'expired',
      problem: { code: 'TOKEN_REVOKED', fix: 'sign_in_again' },
    });
    expect(await thrown(workspace.connections.check('no-such-id'))).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('removing', () => {
  type Answer = () => boolean | PlatformError;
  test.each<[string, Answer, boolean, string]>([
    ['revoked', () => true, true, 'was revoked at Meta Ads'],
    ['nothing to revoke', () => false, false, 'nothing to revoke'],
    ['offline', () => failure('transient', 'UNREACHABLE'), false, 'could not be confirmed'],
  ])('%s: the secret is gone, rows and clients stay', async (_name, answer, revoked, words) => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const { id } = await paste();
    workspace.adAccounts.assign([{ platform: 'meta', adAccountId: '100', client: 'Kawa' }]);
    platform.answers.revoke = answer;
    expect(await workspace.connections.remove(id)).toEqual({ revoked, sentence: expect.stringContaining(words) });
    expect(await workspace.connections.list()).toEqual([]);
    expect(workspace.connectionRepository.find(id)).toMatchObject({ removed: true, sealed: null });
    expect(workspace.adAccounts.list(null)).toMatchObject([
      { adAccountId: '100', client: 'Kawa', connectionId: null },
      { adAccountId: '200' },
    ]);
    expect(await thrown(workspace.connections.sessions.sessionFor(id))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await thrown(workspace.connections.remove(id))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a locked sign-in is removed here and said not to be revoked; then a lost key no longer blocks a new one', async () => {
    const platform = createFakePlatform('meta');
    const keyring = fakeKeyring();
    const { home } = open({ platforms: [platform], keyring });
    const { id } = await paste();
    workspace.stop();
    keyring.items.clear();
    open({ platforms: [platform], keyring, home });
    expect(await workspace.connections.remove(id)).toMatchObject({
      revoked: false,
      sentence: expect.stringContaining('could not be confirmed'),
    });
    workspace.stop();
    open({ platforms: [platform], keyring, home });
    expect((await paste()).state).toBe('connected');
    expect(keyring.items.size).toBe(1);
  });
});

describe('secrets', () => {
  test('a sealed sign-in put into another connection cannot be opened there', async () => {
    const platform = createFakePlatform('meta');
    open({ platforms: [platform] });
    const one = await paste();
    platform.answers.check = () => person('2');
    platform.answers.adAccounts = () => [adAccount('300')];
    const two = await paste(`${TOKEN}-2`);
    const sealed = workspace.connectionRepository.find(one.id)?.sealed ?? new Uint8Array();
    workspace.connectionRepository.seal(two.id, sealed);
    const opened = platform.seen.sessions.length;
    expect(await thrown(workspace.connections.sessions.sessionFor(two.id))).toMatchObject({
      failure: { kind: 'reauthorize', code: 'SIGN_IN_DAMAGED' },
    });
    expect((await workspace.connections.list()).find(({ id }) => id === two.id)).toMatchObject({ state: 'expired' });
    expect(platform.seen.sessions).toHaveLength(opened);
    await workspace.connections.sessions.sessionFor(one.id);
  });

  test('no token, app secret, passphrase or key is in the folder or the log, whatever happened', async () => {
    const platform = createFakePlatform('meta');
    const passphrase = 'canary passphrase of this test';
    const { home } = open({ platforms: [platform], keyring: null, passphrase });
    const id = (await signIn(null, APP.meta, 'canary-code-1234567890')).connectionId ?? '';
    await paste();
    await workspace.connections.sessions.sessionFor(id);
    platform.seen.sessions.at(-1)?.onCredentialChanged?.({ accessToken: 'canary-renewed-token-123456' });
    platform.answers.check = () => {
      throw new Error(`boom access_token=${TOKEN}`);
    };
    await thrown(paste());
    const answers = JSON.stringify([await workspace.connections.list(), workspace.adAccounts.list(null)]);
    const canaries = [
      TOKEN,
      'token-for-canary-code-1234567890',
      'canary-code-1234567890',
      APP.meta['appSecret'] ?? '',
      'canary-renewed-token-123456',
      passphrase,
    ];
    // While the write-ahead log is still there, and after it was folded in.
    for (const canary of canaries) expect(filesHolding(home, canary), canary).toEqual([]);
    workspace.store.checkpoint();
    for (const canary of canaries) {
      expect(filesHolding(home, canary), canary).toEqual([]);
      expect(workspace.lines.join('\n') + answers).not.toContain(canary);
    }
    // The search itself must be able to find something.
    expect(filesHolding(home, 'Person 1')).not.toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import type { Keyring } from '../../../src/main/features/secrets/ports.ts';
import { createSecretStore } from '../../../src/main/features/secrets/secret-store.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { redact } from '../../../src/main/kernel/redact.ts';
import { fakeKeyring, kept, memorySecrets, type Kept } from './memory-repository.ts';

const OWNER = 'connection meta 1';
const CREDENTIAL = { accessToken: 'EAAB-canary-token-1234567890', scopes: ['ads_read'] };

function store(data: Kept, options: { keyring?: Keyring | null; passphrase?: string | null } = {}) {
  return createSecretStore({
    repository: memorySecrets(data),
    keyring: options.keyring ?? null,
    passphrase: options.passphrase ?? null,
    clock: manualClock(1_800_000_000_000),
    log: silentLog,
  });
}

async function sealOne(data: Kept, secrets: ReturnType<typeof store>): Promise<Uint8Array> {
  await secrets.ensure();
  const sealed = secrets.seal(OWNER, CREDENTIAL);
  data.sealed.push(sealed);
  return sealed;
}

async function refusalOf(work: () => unknown): Promise<Refusal> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('keychain', () => {
  test('one key, found again by the next run', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    const sealed = await sealOne(data, store(data, { keyring }));
    expect(keyring.items.size).toBe(1);
    expect(keyring.items.get('workspace-1')).toHaveLength(32);

    const next = store(data, { keyring });
    expect(await next.state()).toEqual({ kind: 'keychain', locked: false, sentence: null });
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
    expect(await next.ensure()).toEqual({ persistent: true });
    expect(keyring.writes).toBe(1);
  });

  test('nothing is put into the keychain before a sign-in has to be kept', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    expect((await store(data, { keyring }).state()).kind).toBe('keychain');
    expect(keyring.items.size).toBe(0);
    expect(data.marker).toBeNull();
  });

  test.each([
    ['unreachable', (keyring: ReturnType<typeof fakeKeyring>) => void (keyring.mood = 'absent')],
    ['empty', (keyring: ReturnType<typeof fakeKeyring>) => keyring.items.clear()],
    [
      'holding another key',
      (keyring: ReturnType<typeof fakeKeyring>) => void keyring.items.set('workspace-1', Buffer.alloc(32, 7)),
    ],
  ])('a keychain that is %s locks and never makes a new key', async (_name, spoil) => {
    const data = kept();
    const keyring = fakeKeyring();
    const sealed = await sealOne(data, store(data, { keyring }));
    const original = Uint8Array.from(keyring.items.get('workspace-1') ?? []);
    const marker = data.marker;
    spoil(keyring);

    const next = store(data, { keyring });
    expect(await next.state()).toMatchObject({ kind: 'keychain', locked: true });
    expect(next.openable(sealed)).toBe('locked');
    expect((await refusalOf(() => next.open(OWNER, sealed))).data).toEqual({ code: 'SECRETS_LOCKED' });
    expect((await refusalOf(() => next.ensure())).code).toBe('SECRETS_UNAVAILABLE');
    expect((await refusalOf(() => next.unlock('a passphrase'))).code).toBe('SECRETS_UNAVAILABLE');
    expect(data.marker).toBe(marker);
    expect(keyring.writes).toBe(1);

    keyring.mood = 'well';
    keyring.items.set('workspace-1', original);
    await next.ensure();
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
  });

  test('with nothing sealed under the lost key, a new one may be made', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    await sealOne(data, store(data, { keyring }));
    keyring.items.clear();
    data.sealed = [];
    const next = store(data, { keyring });
    expect(await next.ensure()).toEqual({ persistent: true });
    expect(keyring.items.size).toBe(1);
  });

  test('a keychain that takes no key: this run only, and said so', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    keyring.mood = 'refusesWrites';
    const secrets = store(data, { keyring });
    expect(await secrets.ensure()).toEqual({ persistent: false });
    expect(await secrets.state()).toMatchObject({
      kind: 'memory',
      locked: false,
      sentence: expect.stringContaining('did not take'),
    });
    expect(data.marker).toBeNull();
  });

  test('a run that ended between keychain and marker leaves a key that is taken up', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    keyring.items.set('workspace-1', Buffer.alloc(32, 3));
    await store(data, { keyring }).ensure();
    expect(keyring.items.get('workspace-1')).toEqual(Uint8Array.from(Buffer.alloc(32, 3)));
  });

  test('two first sign-ins at once make one key', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    const secrets = store(data, { keyring });
    await Promise.all(Array.from({ length: 20 }, () => secrets.ensure()));
    expect(keyring.writes).toBe(1);
  });
});

describe('passphrase vault', () => {
  test('chosen by the passphrase of a headless run, opened by the next', async () => {
    const data = kept();
    const keyring = fakeKeyring();
    const sealed = await sealOne(data, store(data, { keyring, passphrase: 'correct horse battery' }));
    expect(data.marker?.kind).toBe('passphrase');
    expect(keyring.items.size).toBe(0);
    const next = store(data, { keyring, passphrase: 'correct horse battery' });
    expect(await next.state()).toMatchObject({ kind: 'passphrase', locked: false });
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
  });

  test('a wrong passphrase loses nothing', async () => {
    const data = kept();
    const sealed = await sealOne(data, store(data, { passphrase: 'correct horse battery' }));
    const marker = data.marker;
    const next = store(data, { passphrase: 'wrong horse battery' });
    expect(await next.state()).toMatchObject({
      kind: 'passphrase',
      locked: true,
      sentence: expect.stringContaining('not the passphrase'),
    });
    expect((await refusalOf(() => next.unlock('another wrong one'))).data).toEqual({ code: 'WRONG_PASSPHRASE' });
    expect(next.openable(sealed)).toBe('locked');
    expect(data.marker).toBe(marker);
    await next.unlock('correct horse battery');
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
    // A wrong one afterwards does not lock what is open.
    expect((await refusalOf(() => next.unlock('another wrong one'))).data).toEqual({ code: 'WRONG_PASSPHRASE' });
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
  });

  test('a passphrase that arrives in another Unicode form is the same passphrase', async () => {
    const data = kept();
    const sealed = await sealOne(
      data,
      store(data, { passphrase: 'za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105'.normalize('NFC') }),
    );
    const next = store(data, { passphrase: 'zażółć gęślą'.normalize('NFD') });
    await next.state();
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
  });

  test('made in the app when there is no keychain: sign-ins of this run are kept from then on', async () => {
    const data = kept();
    const secrets = store(data);
    expect(await secrets.ensure()).toEqual({ persistent: false });
    const sealed = await sealOne(data, secrets);
    await secrets.unlock('a chosen passphrase');
    expect(await secrets.ensure()).toEqual({ persistent: true });
    const next = store(data);
    expect(await next.state()).toMatchObject({ kind: 'passphrase', locked: true });
    await next.unlock('a chosen passphrase');
    expect(next.open(OWNER, sealed)).toEqual(CREDENTIAL);
  });

  test('too short, or not needed: refused with the reason', async () => {
    const data = kept();
    expect((await refusalOf(() => store(data).unlock('short'))).message).toContain('8 characters');
    expect((await refusalOf(() => store(data, { keyring: fakeKeyring() }).unlock('long enough'))).message).toContain(
      'no passphrase',
    );
    const given = store(data, { passphrase: 'short' });
    expect(await given.state()).toMatchObject({ locked: true, sentence: expect.stringContaining('8 characters') });
    expect((await refusalOf(() => given.ensure())).code).toBe('SECRETS_UNAVAILABLE');
  });

  test('an altered vault is a locked one, also when it asks for absurd memory', async () => {
    const data = kept();
    await sealOne(data, store(data, { passphrase: 'correct horse battery' }));
    const marker = data.marker;
    if (!marker?.vault) throw new Error('no vault');
    data.marker = { ...marker, vault: { ...marker.vault, cost: 2 ** 24 } };
    const next = store(data, { passphrase: 'correct horse battery' });
    expect((await next.state()).locked).toBe(true);
  });
});

describe('memory', () => {
  test('a banner, and after the run the sign-in is gone rather than locked', async () => {
    const data = kept();
    const secrets = store(data);
    expect(await secrets.state()).toMatchObject({
      kind: 'memory',
      locked: false,
      sentence: expect.stringContaining('until Tidemark closes'),
    });
    const sealed = await sealOne(data, secrets);
    expect(secrets.open(OWNER, sealed)).toEqual(CREDENTIAL);
    const next = store(data);
    await next.state();
    expect(next.openable(sealed)).toBe('gone');
    expect((await refusalOf(() => next.open(OWNER, sealed))).data).toEqual({ code: 'SIGN_IN_NOT_KEPT' });
  });
});

describe('sealed values', () => {
  test('every altered byte and every other owner is refused', async () => {
    const data = kept();
    const secrets = store(data);
    const sealed = await sealOne(data, secrets);
    expect((await refusalOf(() => secrets.open('connection meta 2', sealed))).data).toEqual({
      code: 'SIGN_IN_DAMAGED',
    });
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Uint8Array.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      const refusal = await refusalOf(() => secrets.open(OWNER, altered));
      expect(refusal.code).toBe('SECRETS_UNAVAILABLE');
    }
    for (const length of [0, 1, 44, sealed.length - 1]) {
      expect((await refusalOf(() => secrets.open(OWNER, sealed.subarray(0, length)))).code).toBe('SECRETS_UNAVAILABLE');
    }
  });

  test('the same value is sealed differently each time and never holds the plain text', async () => {
    const data = kept();
    const secrets = store(data, { passphrase: 'correct horse battery' });
    await secrets.ensure();
    const sealed = Array.from({ length: 200 }, () => Buffer.from(secrets.seal(OWNER, CREDENTIAL)));
    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(200);
    for (const one of sealed) expect(one.includes(CREDENTIAL.accessToken)).toBe(false);
  });

  test('an opened token is struck from the log, ordinary words are not', async () => {
    const data = kept();
    const secrets = store(data);
    const sealed = secrets
      .ensure()
      .then(() => secrets.seal(OWNER, { refreshToken: '1//canary-refresh', scopes: ['business_management'] }));
    secrets.open(OWNER, await sealed);
    expect(redact('x 1//canary-refresh y business_management')).toBe('x [redacted] y business_management');
  });
});

import { randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import { rememberSecret } from '../../kernel/redact.ts';
import type { KeyMarker, Keyring, SecretRepository } from './ports.ts';
import { rememberSecretsIn } from './remember.ts';
import { keyIdOf, openBytes, sameBytes, SealError, sealBytes, sealedKeyId } from './seal.ts';
import * as sentences from './sentences.ts';
import { SHORTEST_PASSPHRASE, unwrapKey, wrapKey } from './vault.ts';

export type SecretStoreState = {
  kind: 'keychain' | 'passphrase' | 'memory';
  locked: boolean;
  /** For the banner: why it is not the keychain, or why it is locked. */
  sentence: string | null;
};

/**
 * Keeps sign-ins. One random 32-byte key seals them all; the key lies in the keychain, in a passphrase vault, or, when there is
 * neither, in this run's memory. Sealed values may be stored anywhere; nothing is ever stored in clear.
 */
export type SecretStore = {
  /** Settles where the key is kept and reads it; asks the keychain once. Never throws. */
  state(): Promise<SecretStoreState>;
  /** What is known now, without waiting: locked until the first `state()` is through. */
  current(): SecretStoreState;
  /** Makes sure a key is in hand, making one when none was ever kept. `persistent` is false when it dies with this run. Throws Refusal. */
  ensure(): Promise<{ persistent: boolean }>;
  /** Seals a JSON value; `ensure` must have succeeded. `associatedData` says whose it is. Throws Refusal when there is no key. */
  seal(associatedData: string, json: unknown): Uint8Array;
  /** Opens what `seal` made, and tells the redactor about it. Throws Refusal (SECRETS_LOCKED, SIGN_IN_NOT_KEPT, SIGN_IN_DAMAGED). */
  open(associatedData: string, sealed: Uint8Array): unknown;
  /** yes = can be opened now; locked = later, once the key can be read; gone = never: its key ended with an earlier run. */
  openable(sealed: Uint8Array): 'yes' | 'locked' | 'gone';
  /** Unlocks the vault, or makes it when there is no keychain and no key yet. Throws Refusal; nothing is lost by a wrong passphrase. */
  unlock(passphrase: string): Promise<void>;
};

export type SecretStoreDeps = {
  repository: SecretRepository;
  /** null: a workspace that never asks the operating system (demonstration, tests). */
  keyring: Keyring | null;
  /** Given for this run by the host; chooses the vault on a workspace that has no key yet. */
  passphrase: string | null;
  clock: Clock;
  log: Log;
  /** The state changed after it was first asked. */
  onChange?: () => void;
};

export function createSecretStore(deps: SecretStoreDeps): SecretStore {
  const { repository, keyring, log } = deps;
  let key: Uint8Array | null = null;
  let state: SecretStoreState = { kind: 'memory', locked: true, sentence: null };
  let settled: Promise<void> | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  if (deps.passphrase !== null) rememberSecret(deps.passphrase);

  function become(next: SecretStoreState): void {
    const changed = JSON.stringify(next) !== JSON.stringify(state);
    state = next;
    if (changed) deps.onChange?.();
  }

  function take(newKey: Uint8Array, kind: SecretStoreState['kind']): void {
    key = newKey;
    rememberSecret(Buffer.from(newKey).toString('base64'));
    rememberSecret(Buffer.from(newKey).toString('hex'));
    become({
      kind,
      locked: false,
      sentence: kind === 'memory' ? (state.sentence ?? sentences.memory) : sentences.kept[kind],
    });
  }

  /** Making and unlocking a key must not run twice side by side: the loser's key would seal values nobody can open. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = queue.then(step, step);
    queue = turn.catch(() => undefined);
    return turn;
  }

  function nothingSealedUnder(marker: KeyMarker): boolean {
    return !repository.sealedValues().some((sealed) => sealedUnder(sealed, marker.keyId));
  }

  function settle(): Promise<void> {
    settled ??= inTurn(async () => {
      const marker = repository.readMarker();
      if (marker?.kind === 'passphrase') return await settleVault(marker);
      if (marker?.kind === 'keychain') {
        if (await readFromKeychain(marker)) return undefined;
        if (!nothingSealedUnder(marker)) return undefined;
      }
      return await settleWithoutKey();
    });
    return settled;
  }

  async function settleVault(marker: KeyMarker): Promise<void> {
    become({ kind: 'passphrase', locked: true, sentence: sentences.vaultLocked });
    if (deps.passphrase === null) return;
    const found = await keyFromVault(marker, deps.passphrase);
    if (found === null) become({ kind: 'passphrase', locked: true, sentence: sentences.wrongPassphrase });
    else take(found, 'passphrase');
  }

  async function settleWithoutKey(): Promise<void> {
    if (deps.passphrase !== null) {
      const tooShort = deps.passphrase.length < SHORTEST_PASSPHRASE;
      become({
        kind: 'passphrase',
        locked: tooShort,
        sentence: tooShort ? sentences.passphraseTooShort : sentences.kept.passphrase,
      });
      return;
    }
    if (keyring !== null) {
      try {
        await keyring.read(repository.workspaceId());
        become({ kind: 'keychain', locked: false, sentence: null });
        return;
      } catch (error) {
        log('warn', 'No keychain can be used', { reason: messageOf(error) });
      }
    }
    become({ kind: 'memory', locked: false, sentence: sentences.memory });
  }

  /** True when the marked key is in hand. "Nothing there" and "another key" lock: they never make a new key. */
  async function readFromKeychain(marker: KeyMarker): Promise<boolean> {
    let sentence = sentences.keychainLocked;
    try {
      const found = keyring === null ? null : await keyring.read(repository.workspaceId());
      if (found !== null && sameBytes(keyIdOf(found), marker.keyId)) {
        take(found, 'keychain');
        return true;
      }
      sentence = sentences.keychainWithoutKey;
      log('warn', 'The keychain does not hold the key of this workspace', { found: found !== null });
    } catch (error) {
      log('warn', 'The keychain could not be read', { reason: messageOf(error) });
    }
    become({ kind: 'keychain', locked: true, sentence });
    return false;
  }

  async function keyFromVault(marker: KeyMarker, passphrase: string): Promise<Uint8Array | null> {
    if (marker.vault === null) return null;
    try {
      const found = await unwrapKey(marker.vault, passphrase, repository.workspaceId());
      return sameBytes(keyIdOf(found), marker.keyId) ? found : null;
    } catch (error) {
      if (!(error instanceof SealError))
        log('error', 'The passphrase vault could not be read', { reason: messageOf(error) });
      return null;
    }
  }

  function mark(kind: KeyMarker['kind'], newKey: Uint8Array, vault: KeyMarker['vault']): void {
    repository.writeMarker({ kind, keyId: keyIdOf(newKey), vault, createdAt: deps.clock.now() });
    take(newKey, kind);
  }

  async function makeVault(passphrase: string): Promise<void> {
    // A key that already sealed something in this run's memory goes into the vault: those sign-ins are kept from now on.
    const newKey = key ?? randomBytes(32);
    mark('passphrase', newKey, await wrapKey(newKey, passphrase, repository.workspaceId()));
  }

  async function makeInKeychain(chain: Keyring): Promise<void> {
    const account = repository.workspaceId();
    try {
      // A key without a marker is ours from a run that ended between the two writes; nothing is sealed under it.
      const newKey = (await chain.read(account)) ?? randomBytes(32);
      await chain.write(account, newKey);
      const back = await chain.read(account);
      if (back === null || !sameBytes(back, newKey))
        throw new Error('The keychain did not give back what it was given.');
      mark('keychain', newKey, null);
    } catch (error) {
      log('warn', 'The keychain took no key', { reason: messageOf(error) });
      become({ kind: 'memory', locked: false, sentence: sentences.keychainRefused });
      take(randomBytes(32), 'memory');
    }
  }

  async function ensureKey(): Promise<void> {
    if (key !== null) return;
    if (state.locked) {
      const marker = repository.readMarker();
      if (marker?.kind === 'keychain' && (await readFromKeychain(marker))) return;
      throw locked();
    }
    if (state.kind === 'passphrase' && deps.passphrase !== null) await makeVault(deps.passphrase);
    else if (state.kind === 'keychain' && keyring !== null) await makeInKeychain(keyring);
    else take(randomBytes(32), 'memory');
  }

  function locked(): Refusal {
    return new Refusal('SECRETS_UNAVAILABLE', state.sentence ?? sentences.vaultLocked, { code: 'SECRETS_LOCKED' });
  }

  async function unlockNow(passphrase: string): Promise<void> {
    const marker = repository.readMarker();
    if (marker?.kind === 'passphrase') {
      const found = await keyFromVault(marker, passphrase);
      if (found !== null) take(found, 'passphrase');
      else if (nothingSealedUnder(marker) && key === null) await makeVault(passphrase);
      else throw new Refusal('SECRETS_UNAVAILABLE', sentences.wrongPassphrase, { code: 'WRONG_PASSPHRASE' });
    } else if (state.kind === 'keychain') {
      if (!state.locked) throw new Refusal('BAD_INPUT', sentences.notNeeded, { field: 'passphrase' });
      if (marker === null || !(await readFromKeychain(marker))) throw locked();
    } else {
      await makeVault(passphrase);
    }
  }

  function openable(sealed: Uint8Array): 'yes' | 'locked' | 'gone' {
    if (key !== null && sealedUnder(sealed, keyIdOf(key))) return 'yes';
    const marker = repository.readMarker();
    return marker !== null && sealedUnder(sealed, marker.keyId) ? 'locked' : 'gone';
  }

  return {
    async state() {
      await settle();
      return state;
    },
    current: () => state,
    async ensure() {
      await settle();
      await inTurn(ensureKey);
      return { persistent: state.kind !== 'memory' };
    },
    seal(associatedData, json) {
      if (key === null) throw locked();
      return sealBytes(key, associatedData, Buffer.from(JSON.stringify(json), 'utf8'));
    },
    open(associatedData, sealed) {
      const can = openable(sealed);
      if (can === 'gone') throw new Refusal('SECRETS_UNAVAILABLE', sentences.notKept, { code: 'SIGN_IN_NOT_KEPT' });
      if (can === 'locked' || key === null) throw locked();
      try {
        const value: unknown = JSON.parse(openBytes(key, associatedData, sealed).toString('utf8'));
        rememberSecretsIn(value);
        return value;
      } catch (error) {
        log('error', 'A sealed sign-in could not be opened', { reason: messageOf(error) });
        throw new Refusal('SECRETS_UNAVAILABLE', sentences.damaged, { code: 'SIGN_IN_DAMAGED' });
      }
    },
    openable,
    async unlock(passphrase) {
      rememberSecret(passphrase);
      if (passphrase.length < SHORTEST_PASSPHRASE) {
        throw new Refusal('BAD_INPUT', sentences.passphraseTooShort, { field: 'passphrase' });
      }
      await settle();
      await inTurn(() => unlockNow(passphrase));
    },
  };
}

function sealedUnder(sealed: Uint8Array, keyId: Uint8Array): boolean {
  try {
    return sameBytes(sealedKeyId(sealed), keyId);
  } catch {
    return false;
  }
}

/** Only the message: an error of the keychain or of JSON may quote what it was given in other properties. */
function messageOf(error: unknown): string {
  return error instanceof SyntaxError
    ? 'The opened value is not JSON.'
    : error instanceof Error
      ? error.message
      : 'unknown';
}

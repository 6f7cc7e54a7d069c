import type { AsyncEntry } from '@napi-rs/keyring';
import type { Keyring } from './ports.ts';

const SERVICE = 'Tidemark';
/** An unlock prompt waits for a person, who may take a while; a session without one must not wait for ever. */
const PROMPT_MS = 60_000;

/** The keychain did not answer in time, or answered with something that is no key. */
export class KeyringError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'KeyringError';
  }
}

/**
 * The operating system's keychain through @napi-rs/keyring, one base64 text per workspace under the service 'Tidemark'.
 * On Linux it is pinned to the Secret Service: left alone, the library falls back to the kernel keyring, which forgets at
 * reboot and answers "nothing there" for secrets that lie in the real one.
 */
export function createKeyring(options: { timeoutMs?: number } = {}): Keyring {
  const timeoutMs = options.timeoutMs ?? PROMPT_MS;
  const entries = new Map<string, AsyncEntry>();

  async function entryOf(account: string): Promise<AsyncEntry> {
    const known = entries.get(account);
    if (known) return known;
    // Loaded on first use: the native library costs start-up time that a run without sign-ins should not pay.
    const library = await import('@napi-rs/keyring');
    // Kept, because making one speaks to the keychain on this very thread.
    const entry = new library.AsyncEntry(SERVICE, account, { linux: { store: 'secret-service' } });
    entries.set(account, entry);
    return entry;
  }

  async function withEntry<T>(
    account: string,
    use: (entry: AsyncEntry, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const entry = await entryOf(account);
    const signal = AbortSignal.timeout(timeoutMs);
    // The library's signal only stops calls that have not begun, so the wait is ended here as well.
    const ended = new Promise<never>((_resolve, reject) => {
      signal.addEventListener(
        'abort',
        () => reject(new KeyringError(`The keychain did not answer in ${timeoutMs} ms.`)),
        { once: true },
      );
    });
    try {
      return await Promise.race([use(entry, signal), ended]);
    } catch (error) {
      // It may be bound to a keychain that was stopped; the next call shall find the one running then.
      entries.delete(account);
      throw error;
    }
  }

  return {
    async read(account) {
      const text = await withEntry(account, (entry, signal) => entry.getPassword(signal));
      if (text === null || text === undefined) return null;
      const key = Buffer.from(text, 'base64');
      if (key.length !== 32) throw new KeyringError('The keychain holds something else under the name of the key.');
      return key;
    },
    async write(account, key) {
      await withEntry(account, (entry, signal) => entry.setPassword(Buffer.from(key).toString('base64'), signal));
    },
    async remove(account) {
      return await withEntry(account, (entry, signal) => entry.deleteCredential(signal));
    },
  };
}

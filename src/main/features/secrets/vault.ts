import { randomBytes, scrypt } from 'node:crypto';
import type { WrappedKey } from './ports.ts';
import { openBytes, sealBytes } from './seal.ts';

/** OWASP's scrypt setting that needs 32 MB instead of 128: the engine's memory is promised to stay small. */
const COST = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };
/** An altered marker must not make the derivation eat the machine's memory. */
const HIGHEST_MEMORY = 256 * 1024 * 1024;

export const SHORTEST_PASSPHRASE = 8;

/** Wraps a 32-byte key under a passphrase with a fresh salt. */
export async function wrapKey(key: Uint8Array, passphrase: string, workspaceId: string): Promise<WrappedKey> {
  const salt = randomBytes(16);
  const wrapping = await derive(passphrase, { ...COST, salt });
  return { ...COST, salt, wrapped: sealBytes(wrapping, associated(workspaceId), key) };
}

/** The key out of a vault. Throws SealError when the passphrase is another one or the vault was altered. */
export async function unwrapKey(vault: WrappedKey, passphrase: string, workspaceId: string): Promise<Uint8Array> {
  return openBytes(await derive(passphrase, vault), associated(workspaceId), vault.wrapped);
}

function associated(workspaceId: string): string {
  return `Tidemark vault v1 ${workspaceId}`;
}

function derive(passphrase: string, setting: Omit<WrappedKey, 'wrapped'>): Promise<Buffer> {
  const { cost, blockSize, parallelization, salt } = setting;
  return new Promise((resolve, reject) => {
    // The same passphrase typed on another system may arrive in another Unicode form.
    scrypt(
      passphrase.normalize('NFKC'),
      salt,
      32,
      { cost, blockSize, parallelization, maxmem: HIGHEST_MEMORY },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    );
  });
}

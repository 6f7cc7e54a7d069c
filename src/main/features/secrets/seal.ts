import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * A sealed value: version (1 byte) · id of the key (16) · nonce (12) · tag (16) · ciphertext, AES-256-GCM.
 * The key's id is in clear so that a value sealed under a key that is gone is told apart from one that is only locked.
 */
const VERSION = 1;
const ID_LENGTH = 16;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const HEADER_LENGTH = 1 + ID_LENGTH + NONCE_LENGTH + TAG_LENGTH;

/** The value is not one of ours, was altered, or belongs to another connection. */
export class SealError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SealError';
  }
}

/** 16 bytes that recognise a 32-byte key without telling anything about it. */
export function keyIdOf(key: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update('Tidemark key id v1').digest().subarray(0, ID_LENGTH);
}

/** Seals bytes under a 32-byte key; `associatedData` must be given again to open them. The nonce is random. */
export function sealBytes(key: Uint8Array, associatedData: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associatedData, 'utf8'));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), keyIdOf(key), nonce, cipher.getAuthTag(), sealed]);
}

/** The id of the key a value was sealed under. Throws SealError for anything that is not a sealed value. */
export function sealedKeyId(sealed: Uint8Array): Uint8Array {
  if (sealed.length < HEADER_LENGTH || sealed[0] !== VERSION) throw new SealError('This is not a sealed value.');
  return sealed.subarray(1, 1 + ID_LENGTH);
}

/** Opens what `sealBytes` made. Throws SealError when key, associated data or a single bit differs. */
export function openBytes(key: Uint8Array, associatedData: string, sealed: Uint8Array): Buffer {
  if (!sameBytes(sealedKeyId(sealed), keyIdOf(key))) throw new SealError('The value was sealed under another key.');
  const nonce = sealed.subarray(1 + ID_LENGTH, 1 + ID_LENGTH + NONCE_LENGTH);
  const tag = sealed.subarray(HEADER_LENGTH - TAG_LENGTH, HEADER_LENGTH);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH })
    .setAAD(Buffer.from(associatedData, 'utf8'))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_LENGTH)), decipher.final()]);
  } catch (error) {
    throw new SealError('The sealed value was altered or belongs to something else.', { cause: error });
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}

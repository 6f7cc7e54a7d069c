/**
 * What the database keeps about the one key that seals every sign-in: that it exists, where it is kept and how to recognise it.
 * Without this row a missing keychain would look like "no key yet", a new key would be made, and every sign-in would be orphaned.
 */
export type KeyMarker = {
  kind: 'keychain' | 'passphrase';
  /** Recognises the key (a keyed hash, 16 bytes); tells nothing about it. */
  keyId: Uint8Array;
  /** Only for `passphrase`: the key itself, wrapped. */
  vault: WrappedKey | null;
  /** Epoch ms. */
  createdAt: number;
};

/** The 32-byte key under a passphrase: scrypt parameters, salt, and the AES-256-GCM wrapping. */
export type WrappedKey = {
  cost: number;
  blockSize: number;
  parallelization: number;
  salt: Uint8Array;
  wrapped: Uint8Array;
};

/** The store as the secret store sees it. Every call is one transaction. */
export type SecretRepository = {
  /** Stable for the life of the workspace, also when its folder moves. */
  workspaceId(): string;
  readMarker(): KeyMarker | null;
  writeMarker(marker: KeyMarker): void;
  /** Everything sealed that is still kept: a marker nothing was sealed under may be replaced. */
  sealedValues(): Uint8Array[];
};

/** The operating system's keychain, reduced to one value per workspace. Every call may throw; null means "there is none". */
export type Keyring = {
  read(account: string): Promise<Uint8Array | null>;
  write(account: string, key: Uint8Array): Promise<void>;
  remove(account: string): Promise<boolean>;
};

import { first, run, type Db } from '../db.ts';

/** What a workspace remembers about the key that seals its credentials; never the key. */
export type SecretStoreRecord = {
  kind: 'keychain' | 'passphrase';
  /** Sealed under the key: proves that the right key was found. */
  checkValue: Buffer;
  salt: Buffer | null;
  params: Record<string, unknown> | null;
  createdAt: number;
};

/** Null only when no key was ever made for this workspace: then, and only then, may one be made. */
export function readSecretStore(db: Db): SecretStoreRecord | null {
  const row = first<Omit<SecretStoreRecord, 'params'> & { params: string | null }>(
    db,
    'SELECT kind, check_value AS checkValue, salt, params, created_at AS createdAt FROM secret_store WHERE id = 1',
  );
  if (row === undefined) return null;
  return { ...row, params: row.params === null ? null : (JSON.parse(row.params) as Record<string, unknown>) };
}

/** Notes the key just made. Throws when there is one already: it must be cleared knowingly first. */
export function createSecretStore(
  db: Db,
  record: {
    kind: 'keychain' | 'passphrase';
    checkValue: Uint8Array;
    salt: Uint8Array | null;
    params: Record<string, unknown> | null;
    now: number;
  },
): void {
  run(
    db,
    'INSERT INTO secret_store (id, kind, check_value, salt, params, created_at) VALUES (1, ?, ?, ?, ?, ?)',
    record.kind,
    record.checkValue,
    record.salt,
    record.params === null ? null : JSON.stringify(record.params),
    record.now,
  );
}

/** Forgets the key's marker; the credentials sealed under it can never be opened again and go with it. */
export function clearSecretStore(db: Db): void {
  db.transaction(() => {
    run(db, 'UPDATE connection SET sealed_credential = NULL');
    run(db, 'DELETE FROM secret_store');
  }).immediate();
}

import type { Problem } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { run, write, type Db } from '../db.ts';

export type ConnectionInput = {
  id: string;
  platform: PlatformId;
  label: string;
  kind: string;
  loginId: string | null;
  scopes: readonly string[];
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  /** Sealed by the SecretStore; null when it is kept in memory only. */
  sealedCredential: Uint8Array | null;
  now: number;
};

/** Adds a connection, or renews the one of that id after signing in again: its ad accounts and clients stay. */
export function saveConnection(db: Db, input: ConnectionInput): void {
  run(
    db,
    `INSERT INTO connection (id, platform, label, kind, login_id, state, scopes, expires_at, data_access_expires_at, problem,
       sealed_credential, created_at, last_checked_at, removed_at)
     VALUES (?, ?, ?, ?, ?, 'connected', ?, ?, ?, NULL, ?, ?, ?, NULL)
     ON CONFLICT (id) DO UPDATE SET label = excluded.label, kind = excluded.kind, login_id = excluded.login_id,
       state = 'connected', scopes = excluded.scopes, expires_at = excluded.expires_at,
       data_access_expires_at = excluded.data_access_expires_at, problem = NULL,
       sealed_credential = excluded.sealed_credential, last_checked_at = excluded.last_checked_at, removed_at = NULL`,
    input.id,
    input.platform,
    input.label,
    input.kind,
    input.loginId,
    JSON.stringify(input.scopes),
    input.expiresAt,
    input.dataAccessExpiresAt,
    input.sealedCredential,
    input.now,
    input.now,
  );
}

/** The platform answered a check: who it is and what it may do. Clears an earlier problem. */
export function connectionChecked(
  db: Db,
  args: {
    id: string;
    label: string;
    kind: string;
    loginId: string | null;
    scopes: readonly string[];
    expiresAt: number | null;
    dataAccessExpiresAt: number | null;
    now: number;
  },
): void {
  run(
    db,
    `UPDATE connection SET state = 'connected', problem = NULL, label = ?, kind = ?, login_id = ?, scopes = ?, expires_at = ?,
       data_access_expires_at = ?, last_checked_at = ? WHERE id = ? AND state <> 'removed'`,
    args.label,
    args.kind,
    args.loginId,
    JSON.stringify(args.scopes),
    args.expiresAt,
    args.dataAccessExpiresAt,
    args.now,
    args.id,
  );
}

/** The platform refused (or could not answer): `expired` asks the person to sign in again, `connected` only keeps the problem. */
export function connectionFailed(
  db: Db,
  args: { id: string; state: 'connected' | 'expired'; problem: Problem; now: number },
): void {
  run(
    db,
    `UPDATE connection SET state = ?, problem = ?, last_checked_at = ? WHERE id = ? AND state <> 'removed'`,
    args.state,
    JSON.stringify(args.problem),
    args.now,
    args.id,
  );
}

/** A renewed token: replaces the sealed credential and nothing else. */
export function sealCredential(db: Db, args: { id: string; sealedCredential: Uint8Array }): void {
  run(
    db,
    `UPDATE connection SET sealed_credential = ? WHERE id = ? AND state <> 'removed'`,
    args.sealedCredential,
    args.id,
  );
}

/** Wipes the secret and marks the connection removed; ad accounts keep their history and lose the way to the platform. */
export function removeConnection(db: Db, args: { id: string; now: number }): boolean {
  // Overwrites the freed bytes in the file; the checkpoint then overwrites them in the log.
  db.pragma('secure_delete = ON');
  try {
    return write(db, () => {
      const changed = run(
        db,
        `UPDATE connection SET state = 'removed', sealed_credential = NULL, problem = NULL, removed_at = ?
         WHERE id = ? AND state <> 'removed'`,
        args.now,
        args.id,
      );
      run(db, 'UPDATE ad_account SET connection_id = NULL WHERE connection_id = ?', args.id);
      return changed > 0;
    });
  } finally {
    db.pragma('secure_delete = OFF');
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

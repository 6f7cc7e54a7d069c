import { run, write, type Db } from '../db.ts';
import type { AdAccountInput } from '../records.ts';
import type { ConnectionRecordRow } from '../reads/connection-records.ts';
import { saveAdAccounts } from './ad-accounts.ts';
import { removeConnection } from './connections.ts';

/** Inserts or replaces a connection's row. A record that is removed has its secret wiped from the file as well. */
export function putConnection(db: Db, record: ConnectionRecordRow): void {
  if (record.removedAt !== null) removeConnection(db, { id: record.id, now: record.removedAt });
  const state = record.removedAt !== null ? 'removed' : record.problem?.fix === 'sign_in_again' ? 'expired' : 'connected';
  run(
    db,
    `INSERT INTO connection (id, platform, label, kind, login_id, state, scopes, expires_at, data_access_expires_at, problem,
       sealed_credential, created_at, last_checked_at, removed_at)
     VALUES (@id, @platform, @label, @kind, @loginId, @state, @scopes, @expiresAt, @dataAccessExpiresAt, @problem,
       @sealed, @connectedAt, @lastCheckedAt, @removedAt)
     ON CONFLICT (id) DO UPDATE SET label = excluded.label, kind = excluded.kind, login_id = excluded.login_id,
       state = excluded.state, scopes = excluded.scopes, expires_at = excluded.expires_at,
       data_access_expires_at = excluded.data_access_expires_at, problem = excluded.problem,
       sealed_credential = excluded.sealed_credential, last_checked_at = excluded.last_checked_at, removed_at = excluded.removed_at`,
    {
      ...record,
      state,
      scopes: JSON.stringify(record.scopes),
      problem: record.problem === null ? null : JSON.stringify(record.problem),
      sealed: record.removedAt === null ? record.sealed : null,
    },
  );
}

/** A connection together with the complete list of ad accounts it sees; all or nothing. */
export function putConnectionWithAdAccounts(db: Db, record: ConnectionRecordRow, accounts: readonly AdAccountInput[], now: number): void {
  write(db, () => {
    putConnection(db, record);
    saveAdAccounts(db, { connectionId: record.id, platform: record.platform, accounts, complete: true, now });
  });
}

import type { Problem } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, type Db } from '../db.ts';
import { parseProblem, parseStrings } from './parse.ts';

/** A connection as the engine keeps it, secret sealed. Instants are epoch ms. */
export type ConnectionRecordRow = {
  id: string;
  platform: PlatformId;
  loginId: string | null;
  label: string;
  kind: string;
  scopes: string[];
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  problem: Problem | null;
  sealed: Uint8Array | null;
  connectedAt: number;
  lastCheckedAt: number | null;
  removedAt: number | null;
};

type Raw = Omit<ConnectionRecordRow, 'scopes' | 'problem'> & { scopes: string; problem: string | null };

/** Every connection, removed ones included, oldest first. */
export function connectionRecords(db: Db): ConnectionRecordRow[] {
  return all<Raw>(
    db,
    `SELECT id, platform, login_id AS loginId, label, kind, scopes, expires_at AS expiresAt,
       data_access_expires_at AS dataAccessExpiresAt, problem, sealed_credential AS sealed, created_at AS connectedAt,
       last_checked_at AS lastCheckedAt, removed_at AS removedAt
     FROM connection ORDER BY created_at, rowid`,
  ).map((row) => ({ ...row, scopes: parseStrings(row.scopes), problem: parseProblem(row.problem) }));
}

/** Ad accounts (managers left out) per connection, and how many belong to a client. */
export function adAccountCounts(db: Db): Map<string, { adAccounts: number; assigned: number }> {
  const rows = all<{ id: string; adAccounts: number; assigned: number }>(
    db,
    `SELECT connection_id AS id, count(*) AS adAccounts, count(client_id) AS assigned FROM ad_account
     WHERE connection_id IS NOT NULL AND is_manager = 0 GROUP BY connection_id`,
  );
  return new Map(rows.map(({ id, adAccounts, assigned }) => [id, { adAccounts, assigned }]));
}

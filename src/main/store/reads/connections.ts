import type { AdAccount, Connection } from '../../../contract/connections.ts';
import type { AdAccountStatus, PlatformId } from '../../../contract/vocabulary.ts';
import { iso, isoOrNull } from '../codes.ts';
import { all, first, type Db } from '../db.ts';
import { parseProblem, parseStrings } from './parse.ts';

const EXPIRING_MS = 7 * 86_400_000;

type ConnectionRow = {
  id: string;
  platform: PlatformId;
  label: string;
  kind: string;
  loginId: string | null;
  state: 'connected' | 'expired' | 'removed';
  scopes: string;
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  problem: string | null;
  sealedCredential: Buffer | null;
  createdAt: number;
  lastCheckedAt: number | null;
  adAccounts: number;
  assignedAdAccounts: number;
};

const SELECT = `SELECT c.id, c.platform, c.label, c.kind, c.login_id AS loginId, c.state, c.scopes, c.expires_at AS expiresAt,
  c.data_access_expires_at AS dataAccessExpiresAt, c.problem, c.sealed_credential AS sealedCredential,
  c.created_at AS createdAt, c.last_checked_at AS lastCheckedAt,
  (SELECT count(*) FROM ad_account a WHERE a.connection_id = c.id AND a.is_manager = 0) AS adAccounts,
  (SELECT count(*) FROM ad_account a WHERE a.connection_id = c.id AND a.client_id IS NOT NULL) AS assignedAdAccounts
  FROM connection c`;

/** A connection with what stays inside the engine. `sealedCredential` null: removed, or kept in this run's memory only. */
export type StoredConnection = Connection & {
  loginId: string | null;
  sealedCredential: Buffer | null;
  expiresAtMs: number | null;
  dataAccessExpiresAtMs: number | null;
};

/** The state a person sees: a sign-in that ran out is expired whether or not the platform was asked since. */
function stateOf(row: ConnectionRow, now: number): Connection['state'] {
  if (row.state !== 'connected') return row.state;
  const ends = Math.min(row.expiresAt ?? Infinity, row.dataAccessExpiresAt ?? Infinity);
  if (ends <= now) return 'expired';
  return ends - now <= EXPIRING_MS ? 'expiring' : 'connected';
}

function toStored(row: ConnectionRow, now: number): StoredConnection {
  return {
    id: row.id,
    platform: row.platform,
    label: row.label,
    kind: row.kind,
    state: stateOf(row, now),
    problem: parseProblem(row.problem),
    scopes: parseStrings(row.scopes),
    expiresAt: isoOrNull(row.expiresAt),
    connectedAt: iso(row.createdAt),
    lastCheckedAt: isoOrNull(row.lastCheckedAt),
    adAccounts: row.adAccounts,
    assignedAdAccounts: row.assignedAdAccounts,
    loginId: row.loginId,
    sealedCredential: row.sealedCredential,
    expiresAtMs: row.expiresAt,
    dataAccessExpiresAtMs: row.dataAccessExpiresAt,
  };
}

/** The contract's part only: nothing sealed may leave the engine. */
export function publicConnection(stored: StoredConnection): Connection {
  const { loginId: _l, sealedCredential: _s, expiresAtMs: _e, dataAccessExpiresAtMs: _d, ...connection } = stored;
  return connection;
}

/** Connections that were not removed, those needing a person first, then by label. `locked` is for the SecretStore to tell. */
export function connections(db: Db, args: { now: number }): Connection[] {
  const rank = { expired: 0, locked: 1, expiring: 2, connected: 3, removed: 4 };
  return all<ConnectionRow>(db, `${SELECT} WHERE c.state <> 'removed' ORDER BY c.label, c.id`)
    .map((row) => publicConnection(toStored(row, args.now)))
    .sort((a, b) => rank[a.state] - rank[b.state]);
}

export function connectionById(db: Db, args: { id: string; now: number }): StoredConnection | null {
  const row = first<ConnectionRow>(db, `${SELECT} WHERE c.id = ?`, args.id);
  return row === undefined ? null : toStored(row, args.now);
}

/** The connection of the same login at the platform, so that signing in again renews it; removed ones count. */
export function connectionByLogin(
  db: Db,
  args: { platform: PlatformId; loginId: string; kind: string; now: number },
): StoredConnection | null {
  const row = first<ConnectionRow>(
    db,
    `${SELECT} WHERE c.platform = ? AND c.login_id = ? AND c.kind = ? ORDER BY c.created_at DESC LIMIT 1`,
    args.platform,
    args.loginId,
    args.kind,
  );
  return row === undefined ? null : toStored(row, args.now);
}

type AdAccountRow = {
  key: number;
  platform: PlatformId;
  adAccountId: string;
  name: string;
  currency: string;
  timezone: string;
  status: AdAccountStatus;
  platformStatus: string;
  manager: number;
  managerPath: string;
  accessPath: string | null;
  connectionId: string | null;
  client: string | null;
  clientId: number | null;
  structureGeneration: number;
};

const ACCOUNTS = `SELECT a.id AS key, a.platform, a.ad_account_id AS adAccountId, a.name, a.currency, a.time_zone AS timezone,
  a.status, a.platform_status AS platformStatus, a.is_manager AS manager, a.manager_path AS managerPath, a.access_path AS accessPath,
  a.connection_id AS connectionId, c.name AS client, a.client_id AS clientId, a.structure_generation AS structureGeneration
  FROM ad_account a LEFT JOIN client c ON c.id = a.client_id`;

/** An ad account with what the engine needs to import it. */
export type StoredAdAccount = AdAccount & {
  platformStatus: string;
  key: number;
  accessPath: string | null;
  structureGeneration: number;
};

function toAccount(row: AdAccountRow): StoredAdAccount {
  return {
    ...row,
    manager: row.manager === 1,
    managerPath: parseStrings(row.managerPath),
    clientId: row.clientId === null ? null : String(row.clientId),
    suggestedClient: row.client ?? row.name,
  };
}

/**
 * Ad accounts by name; of one connection, or all. `suggestedClient` is the client it has, else the account's own name: finding an
 * existing client that matches is the picker's business.
 */
export function adAccounts(db: Db, args: { connectionId: string | null }): StoredAdAccount[] {
  const rows =
    args.connectionId === null
      ? all<AdAccountRow>(db, `${ACCOUNTS} ORDER BY a.name, a.ad_account_id`)
      : all<AdAccountRow>(
          db,
          `${ACCOUNTS} WHERE a.connection_id = ? ORDER BY a.name, a.ad_account_id`,
          args.connectionId,
        );
  return rows.map(toAccount);
}

/** Without the engine's fields. */
export function publicAdAccount(stored: StoredAdAccount): AdAccount {
  const { key: _k, accessPath: _a, structureGeneration: _s, ...account } = stored;
  return account;
}

export function adAccountByKey(db: Db, key: number): StoredAdAccount | null {
  const row = first<AdAccountRow>(db, `${ACCOUNTS} WHERE a.id = ?`, key);
  return row === undefined ? null : toAccount(row);
}

/** The ad accounts of clients (null = of every client that is not put away), for planning imports. Managers have no insights. */
export function assignedAdAccounts(
  db: Db,
  args: { clientIds: readonly string[] | null; platforms: readonly PlatformId[] | null },
): StoredAdAccount[] {
  const rows =
    args.clientIds === null
      ? all<AdAccountRow>(
          db,
          `${ACCOUNTS} WHERE a.client_id IS NOT NULL AND c.archived_at IS NULL AND a.is_manager = 0
           ORDER BY c.name, a.platform, a.name`,
        )
      : all<AdAccountRow>(
          db,
          `${ACCOUNTS} WHERE a.client_id IN (SELECT value FROM json_each(?)) AND a.is_manager = 0
           ORDER BY c.name, a.platform, a.name`,
          JSON.stringify(args.clientIds.map(Number)),
        );
  const { platforms } = args;
  return rows.filter((row) => platforms === null || platforms.includes(row.platform)).map(toAccount);
}

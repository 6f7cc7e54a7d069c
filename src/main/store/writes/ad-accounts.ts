import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, first, run, write, type Db } from '../db.ts';
import type { AdAccountInput } from '../records.ts';
import { findOrCreateClient } from './clients.ts';

/** The integer key of an ad account in the fact tables, or null when it is not known. */
export function adAccountKey(db: Db, platform: PlatformId, adAccountId: string): number | null {
  const row = first<{ id: number }>(
    db,
    'SELECT id FROM ad_account WHERE platform = ? AND ad_account_id = ?',
    platform,
    adAccountId,
  );
  return row?.id ?? null;
}

type Known = { id: number; connectionId: string | null; connectionState: string | null };

/**
 * Takes in the list of ad accounts of a connection. An account two connections can see stays with the one that works. With
 * `complete`, accounts of this connection that are no longer listed become `no_access`; their history stays.
 */
export function saveAdAccounts(
  db: Db,
  args: {
    connectionId: string;
    platform: PlatformId;
    accounts: readonly AdAccountInput[];
    complete: boolean;
    now: number;
  },
): void {
  write(db, () => {
    const listed = new Set<number>();
    for (const account of args.accounts) {
      const known = first<Known>(
        db,
        `SELECT a.id, a.connection_id AS connectionId, c.state AS connectionState FROM ad_account a
         LEFT JOIN connection c ON c.id = a.connection_id WHERE a.platform = ? AND a.ad_account_id = ?`,
        args.platform,
        account.adAccountId,
      );
      if (known === undefined) listed.add(insertAccount(db, args, account));
      else {
        listed.add(known.id);
        const taken = known.connectionId !== args.connectionId && known.connectionState === 'connected';
        updateAccount(db, known.id, taken ? null : args.connectionId, account, args.now);
      }
    }
    if (!args.complete) return;
    for (const { id } of all<{ id: number }>(
      db,
      'SELECT id FROM ad_account WHERE connection_id = ?',
      args.connectionId,
    ))
      if (!listed.has(id))
        run(db, `UPDATE ad_account SET status = 'no_access', updated_at = ? WHERE id = ?`, args.now, id);
  });
}

function insertAccount(
  db: Db,
  args: { connectionId: string; platform: PlatformId; now: number },
  account: AdAccountInput,
): number {
  const made = first<{ id: number }>(
    db,
    `INSERT INTO ad_account (platform, ad_account_id, name, currency, time_zone, status, platform_status, is_manager,
       manager_path, access_path, connection_id, discovered_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    args.platform,
    account.adAccountId,
    account.name,
    account.currency,
    account.timeZone,
    account.status,
    account.platformStatus,
    account.isManager ? 1 : 0,
    JSON.stringify(account.managerPath),
    account.accessPath,
    args.connectionId,
    args.now,
    args.now,
  );
  if (made === undefined) throw new Error('INSERT … RETURNING returned nothing');
  return made.id;
}

/** `connectionId` null: another working connection keeps the account, so its way to the platform must not be mixed with this one. */
function updateAccount(db: Db, id: number, connectionId: string | null, account: AdAccountInput, now: number): void {
  run(
    db,
    // 'XXX' is ISO 4217's "no currency": the platform told nothing of an account it no longer opens. What is known of it stays,
    // or every figure ever read would change its currency.
    `UPDATE ad_account SET name = iif(@told, @name, name), currency = iif(@told, @currency, currency),
       time_zone = iif(@told, @timeZone, time_zone), is_manager = iif(@told, @isManager, is_manager), updated_at = @now WHERE id = @id`,
    {
      told: account.currency === 'XXX' ? 0 : 1,
      name: account.name,
      currency: account.currency,
      timeZone: account.timeZone,
      isManager: account.isManager ? 1 : 0,
      now,
      id,
    },
  );
  if (connectionId === null) return;
  run(
    db,
    `UPDATE ad_account SET connection_id = ?, status = ?, platform_status = ?, manager_path = ?, access_path = ? WHERE id = ?`,
    connectionId,
    account.status,
    account.platformStatus,
    JSON.stringify(account.managerPath),
    account.accessPath,
    id,
  );
}

/** The platform told a new status while importing (disabled, no access). */
export function setAdAccountStatus(
  db: Db,
  args: { adAccountKey: number; status: AdAccountInput['status']; platformStatus: string; now: number },
): void {
  run(
    db,
    'UPDATE ad_account SET status = ?, platform_status = ?, updated_at = ? WHERE id = ?',
    args.status,
    args.platformStatus,
    args.now,
    args.adAccountKey,
  );
}

export type Assignment = { platform: PlatformId; adAccountId: string; client: string | null };

/**
 * Gives ad accounts to clients by name (made when new) or takes them away (null). All or nothing: returns the first assignment
 * whose account is unknown or is a manager (managers hold no campaigns), or null when all were done.
 */
export function assignAdAccounts(
  db: Db,
  args: { assignments: readonly Assignment[]; now: number },
): { assignment: Assignment; reason: 'unknown' | 'manager' } | null {
  return write(db, () => {
    const keys: number[] = [];
    for (const assignment of args.assignments) {
      const row = first<{ id: number; isManager: number }>(
        db,
        'SELECT id, is_manager AS isManager FROM ad_account WHERE platform = ? AND ad_account_id = ?',
        assignment.platform,
        assignment.adAccountId,
      );
      if (row === undefined) return { assignment, reason: 'unknown' as const };
      if (row.isManager === 1 && assignment.client !== null) return { assignment, reason: 'manager' as const };
      keys.push(row.id);
    }
    for (const [index, assignment] of args.assignments.entries()) {
      const clientId =
        assignment.client === null ? null : Number(findOrCreateClient(db, { name: assignment.client, now: args.now }));
      run(db, 'UPDATE ad_account SET client_id = ? WHERE id = ?', clientId, keys[index]);
    }
    return null;
  });
}

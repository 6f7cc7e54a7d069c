import { first, run, write, type Db } from '../db.ts';

/** 'Żabka ' and 'żabka' are one client: names are compared trimmed, composed and without case. */
export function clientNameKey(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** The id of the client of that name, or null. Ids are text outside the store. */
export function findClient(db: Db, name: string): string | null {
  const row = first<{ id: number }>(db, 'SELECT id FROM client WHERE name_key = ?', clientNameKey(name));
  return row === undefined ? null : String(row.id);
}

/** The id of the client of that name, made when there is none. */
export function findOrCreateClient(db: Db, args: { name: string; now: number; city?: string | null }): string {
  return write(db, () => {
    const known = findClient(db, args.name);
    if (known !== null) {
      // A client that is used again is no longer put away.
      run(db, 'UPDATE client SET archived_at = NULL WHERE id = ? AND archived_at IS NOT NULL', Number(known));
      return known;
    }
    const made = first<{ id: number }>(
      db,
      'INSERT INTO client (name, name_key, city, created_at) VALUES (?, ?, ?, ?) RETURNING id',
      args.name.normalize('NFC').trim(),
      clientNameKey(args.name),
      args.city ?? null,
      args.now,
    );
    if (made === undefined) throw new Error('INSERT … RETURNING returned nothing');
    return String(made.id);
  });
}

/** 'taken' when another client has that name already. */
export function renameClient(db: Db, args: { clientId: string; name: string }): 'done' | 'taken' | 'not_found' {
  return write(db, () => {
    const other = findClient(db, args.name);
    if (other !== null && other !== args.clientId) return 'taken';
    const changed = run(
      db,
      'UPDATE client SET name = ?, name_key = ? WHERE id = ?',
      args.name.normalize('NFC').trim(),
      clientNameKey(args.name),
      Number(args.clientId),
    );
    return changed === 0 ? 'not_found' : 'done';
  });
}

export function setClientCity(db: Db, args: { clientId: string; city: string | null }): boolean {
  return run(db, 'UPDATE client SET city = ? WHERE id = ?', args.city, Number(args.clientId)) > 0;
}

/** Puts a client away (or back): it leaves every list, its history stays. */
export function archiveClient(db: Db, args: { clientId: string; at: number | null }): boolean {
  return run(db, 'UPDATE client SET archived_at = ? WHERE id = ?', args.at, Number(args.clientId)) > 0;
}

import { all, first, prepared, write, type Db } from '../db.ts';

/** A value that is no JSON (a damaged page of the file) counts as never set: no setting is worth a workspace that does not open. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** Every setting that was ever set, as stored JSON values. */
export function readSettings(db: Db): Record<string, unknown> {
  const rows = all<{ key: string; value: string }>(db, 'SELECT key, value FROM setting');
  return Object.fromEntries(rows.map(({ key, value }) => [key, parsed(value)]));
}

/** One setting as its stored JSON value; undefined when it was never set. */
export function readSetting(db: Db, key: string): unknown {
  const row = first<{ value: string }>(db, 'SELECT value FROM setting WHERE key = ?', key);
  return row === undefined ? undefined : parsed(row.value);
}

/** Sets the given settings; undefined values are left alone. */
export function writeSettings(db: Db, values: Record<string, unknown>): void {
  write(db, () => {
    const upsert = prepared(
      db,
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    for (const [key, value] of Object.entries(values)) if (value !== undefined) upsert.run(key, JSON.stringify(value));
  });
}

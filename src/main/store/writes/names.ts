import type { PlatformId } from '../../../contract/vocabulary.ts';
import { first, type Db } from '../db.ts';

const TABLES = {
  dataset: {
    find: 'SELECT id FROM dataset WHERE platform = ? AND name = ?',
    make: 'INSERT INTO dataset (platform, name) VALUES (?, ?) RETURNING id',
  },
  segment: {
    find: 'SELECT id FROM segment WHERE platform = ? AND value = ?',
    make: 'INSERT INTO segment (platform, value) VALUES (?, ?) RETURNING id',
  },
};

/** The key of a dataset's id or a segment's text (`segmentText`), made on first sight; call inside the transaction that uses it. */
export function nameKey(db: Db, table: keyof typeof TABLES, platform: PlatformId, name: string): number {
  const { find, make } = TABLES[table];
  const row = first<{ id: number }>(db, find, platform, name) ?? first<{ id: number }>(db, make, platform, name);
  if (row === undefined) throw new Error('INSERT … RETURNING returned nothing');
  return row.id;
}

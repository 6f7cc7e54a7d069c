import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { ATTRIBUTION_WINDOWS, LEVELS } from '../../src/contract/vocabulary.ts';
import { LEVEL_CODES, millionths, millionthsSql, WINDOW_COLUMNS } from '../../src/main/store/codes.ts';
import { write, writeSoon } from '../../src/main/store/db.ts';
import * as schema from '../../src/main/store/schema.ts';
import * as deskSchema from '../../src/main/store/schema-desk.ts';
import * as figuresSchema from '../../src/main/store/schema-figures.ts';
import * as quotasSchema from '../../src/main/store/schema-quotas.ts';
import * as syncSchema from '../../src/main/store/schema-sync.ts';
import { newStore } from './helpers.ts';

const PARTS = [schema, figuresSchema, quotasSchema, syncSchema, deskSchema];

type TableRow = { name: string; sql: string };

test('the schema of a new workspace is the one that was reviewed', async () => {
  const { db } = newStore();
  const rows = db
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name`)
    .all() as TableRow[];
  await expect(rows.map((row) => row.sql).join('\n\n')).toMatchFileSnapshot('./schema.snapshot.sql');
});

test('every table is STRICT, and those of facts have no rowid', () => {
  const { db } = newStore();
  const tables = db.pragma('table_list') as { name: string; strict: number; wr: number; type: string }[];
  const ours = tables.filter(
    (table) => table.type === 'table' && !table.name.startsWith('sqlite_') && !table.name.startsWith('__'),
  );
  expect(ours.filter((table) => table.strict === 0).map((table) => table.name)).toEqual([]);
  expect(
    ours
      .filter((table) => table.wr === 1)
      .map((table) => table.name)
      .sort(),
  ).toEqual([
    'client_goal',
    'client_tag',
    'conversion_day',
    'conversion_day_revision',
    'conversion_mapping',
    'coverage',
    'dataset_coverage',
    'due_work',
    'figure_untold',
    'insight_day',
    'insight_day_revision',
    'insight_hour_profile',
    'insight_month',
    'insight_period',
    'insight_period_revision',
    'insight_segment',
    'insight_segment_revision',
    'period_coverage',
    'quota_operations',
    'quota_state',
    'reconciliation_gap',
    'withheld_dataset',
  ]);
});

test('schema.ts and the migrated database name the same columns', () => {
  const { db } = newStore();
  const described = PARTS.flatMap((part): unknown[] => Object.values(part)).filter((value) => is(value, SQLiteTable));
  expect(described.length).toBeGreaterThan(15);
  for (const table of described) {
    const { name, columns } = getTableConfig(table);
    const real = db.pragma(`table_info(${name})`) as { name: string; type: string; notnull: number }[];
    const told = columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      notnull: column.notNull ? 1 : 0,
    }));
    expect(
      real.map(({ name: column, type, notnull }) => ({ name: column, type, notnull })),
      name,
    ).toEqual(told);
  }
});

test('every schema file is in a migration: the next one begins with nothing to do', async () => {
  const store = join(import.meta.dirname, '../../src/main/store');
  expect(readdirSync(store).filter((file) => file.startsWith('schema'))).toHaveLength(PARTS.length);
  const meta = join(import.meta.dirname, '../../drizzle/meta');
  const read = <T>(file: string): T => JSON.parse(readFileSync(join(meta, file), 'utf8')) as T;
  const { entries } = read<{ entries: { idx: number; tag: string }[] }>('_journal.json');
  const snapshots = entries.map(({ tag }) =>
    read<Awaited<ReturnType<typeof generateSQLiteDrizzleJson>>>(`${tag.slice(0, 4)}_snapshot.json`),
  );
  for (const [index, { prevId }] of snapshots.entries()) if (index > 0) expect(prevId).toBe(snapshots[index - 1]!.id);
  const now = await generateSQLiteDrizzleJson(Object.assign({}, ...PARTS) as Record<string, unknown>);
  expect(await generateSQLiteMigration(snapshots.at(-1)!, now)).toEqual([]);
});

test('codes on disk never change their meaning', () => {
  expect(LEVEL_CODES).toEqual({ account: 0, campaign: 1, ad_group: 2, ad: 3 });
  expect(WINDOW_COLUMNS).toEqual({
    default: ['count_default', 'value_default'],
    '1d_click': ['count_1d_click', 'value_1d_click'],
    '7d_click': ['count_7d_click', 'value_7d_click'],
    '28d_click': ['count_28d_click', 'value_28d_click'],
    '1d_view': ['count_1d_view', 'value_1d_view'],
    '1d_ev': ['count_1d_ev', 'value_1d_ev'],
  });
  expect(Object.keys(LEVEL_CODES).sort()).toEqual([...LEVELS].sort());
  expect(Object.keys(WINDOW_COLUMNS).sort()).toEqual([...ATTRIBUTION_WINDOWS].sort());
});

test('conversions are rounded to millionths in SQL as in the rollup', () => {
  const { db } = newStore();
  const inSql = db.prepare(`SELECT ${millionthsSql('?')}`).pluck();
  const values = [
    0,
    1,
    1.5,
    0.1,
    0.2,
    1 / 3,
    2 / 3,
    0.0000005,
    -0.0000005,
    0.00000049999999999999994,
    -1.25,
    123_456.789_012_5,
    7.000_000_5,
  ];
  for (let seed = 1; values.length < 2_000; seed += 1) values.push(Math.sin(seed) * 10 ** (seed % 7));
  for (const value of values) expect(inSql.get(value), String(value)).toBe(millionths(value) + 0);
});

test('pragmas that durability rests on', () => {
  const { db } = newStore();
  const pragma = (name: string): unknown => db.pragma(name, { simple: true });
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('foreign_keys')).toBe(1);
  expect(pragma('checkpoint_fullfsync')).toBe(1);
  expect(pragma('busy_timeout')).toBe(5_000);
  expect(pragma('application_id')).toBe(0x54494445);
});

test('a write that need not wait for the disk leaves the next ones waiting, also when it fails', () => {
  const { db } = newStore();
  const level = (): unknown => db.pragma('synchronous', { simple: true });
  const inside: unknown[] = [];
  writeSoon(db, () => inside.push(level()));
  expect([...inside, level()]).toEqual([1, 2]);
  expect(() =>
    writeSoon(db, () => {
      throw new Error('stopped');
    }),
  ).toThrow('stopped');
  expect(level()).toBe(2);
  write(db, () => writeSoon(db, () => inside.push(level())));
  expect(inside).toEqual([1, 2]);
});

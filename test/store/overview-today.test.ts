import { expect, it } from 'vitest';
import { overview as overviewShape } from '../../src/contract/dashboards.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const common = { platforms: null, now: NOW, settle: SETTLE, compare: null };
const range = { from: '2026-11-18', to: '2026-11-19' };

const read = (db: Db, key: number, day: string, spendMicros: number): void =>
  void ingestSlice(
    db,
    slice(key, {
      from: day,
      to: day,
      coveredDays: [day],
      now: NOW - HOUR,
      level: 'account',
      records: [
        record({ level: 'account', entityId: '1001', entityName: null, campaignId: null, day, spendMicros, clicks: 3 }),
      ],
    }),
  );
const blockOf = (db: Db, change: object = {}) =>
  overviewShape.parse(overview(db, { ...common, clientId: findClient(db, 'Żabka') ?? '', range, ...change })).blocks[0];

it('today stands behind a range that ends yesterday and is part of no total', () => {
  const { db } = newStore();
  const key = addAccount(db);
  for (const day of ['2026-11-18', '2026-11-19']) read(db, key, day, 10_000_000);
  expect(blockOf(db)?.today).toBeNull();
  read(db, key, '2026-11-20', 4_000_000);
  const block = blockOf(db);
  expect(block?.today).toMatchObject({ day: '2026-11-20', state: 'partial', spendMicros: 4_000_000 });
  expect(block?.daily.map((point) => point.day)).toEqual(['2026-11-18', '2026-11-19']);
  expect(block?.totals.current.spendMicros).toBe(20_000_000);
});

it('a range that ends earlier, or that holds today itself, has nothing behind it', () => {
  const { db } = newStore();
  const key = addAccount(db);
  for (const day of ['2026-11-18', '2026-11-19', '2026-11-20']) read(db, key, day, 10_000_000);
  expect(blockOf(db, { range: { from: '2026-11-17', to: '2026-11-18' } })?.today).toBeNull();
  const whole = blockOf(db, { range: { from: '2026-11-18', to: '2026-11-20' } });
  expect(whole?.today).toBeNull();
  expect(whole?.daily.at(-1)).toMatchObject({ day: '2026-11-20', state: 'partial' });
});

it('is the day of each ad account: where it is already tomorrow, nothing is today', () => {
  const { db } = newStore();
  // 12:00 UTC is two in the night of the 21st on Kiritimati.
  const key = addAccount(db, { timeZone: 'Pacific/Kiritimati' });
  for (const day of ['2026-11-19', '2026-11-20']) read(db, key, day, 10_000_000);
  expect(blockOf(db)?.today).toBeNull();
});

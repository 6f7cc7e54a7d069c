import { expect, it } from 'vitest';
import {
  clientsView as clientsShape,
  entitiesView as entitiesShape,
  overview as overviewShape,
} from '../../src/contract/dashboards.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const range = { from: '2026-11-17', to: '2026-11-20' };
const compare = { from: '2026-11-13', to: '2026-11-16' };

/** Reads days of the ad account and of a campaign, as of `at`. */
function read(db: Db, key: number, from: string, to: string, at = NOW - HOUR): void {
  const adAccountId = db.prepare('SELECT ad_account_id FROM ad_account WHERE id = ?').pluck().get(key) as string;
  const days = eachDay(from, to);
  const part = { from, to, coveredDays: days, now: at };
  const own = { level: 'account' as const, entityId: adAccountId, entityName: null, campaignId: null };
  ingestSlice(db, slice(key, { ...part, level: 'account', records: days.map((day) => record({ ...own, day })) }));
  ingestSlice(db, slice(key, { ...part, records: days.map((day) => record({ entityId: `c${key}`, day })) }));
}

/** What each screen says of the changes of its figures: rows of Clients, their totals, Overview, its channels, rows of Campaigns, their totals. */
function told(db: Db, view: { range: typeof range; compare: typeof range; asKnownOn?: string }) {
  const args = { platforms: null, now: NOW, settle: SETTLE, ...view };
  const one = { ...args, clientId: findClient(db, 'Żabka') ?? '' };
  const clients = clientsShape.parse(clientsView(db, args));
  const [block] = overviewShape.parse(overview(db, one)).blocks;
  const entities = entitiesShape.parse(entitiesView(db, { ...one, level: 'campaign', parentId: null }));
  return [
    clients.rows[0]?.totals[0]?.unlike,
    clients.totals[0]?.unlike,
    block?.totals.unlike,
    ...(block?.channels.map((channel) => channel.unlike) ?? []),
    ...entities.rows.map((row) => row.unlike),
    entities.totals[0]?.unlike,
  ];
}

const same = <T>(value: T): T[] => Array.from({ length: 6 }, () => value);

it('periods of days that are over and were read are like for like on every screen', () => {
  const { db } = newStore();
  const key = addAccount(db);
  read(db, key, '2026-11-12', '2026-11-19');
  const days = { range: { from: '2026-11-16', to: '2026-11-19' }, compare: { from: '2026-11-12', to: '2026-11-15' } };
  expect(told(db, days)).toEqual(same(null));
});

it('with today in the range no screen judges, and none does with a day that was never read after it was over', () => {
  const { db } = newStore();
  const key = addAccount(db);
  read(db, key, '2026-11-13', '2026-11-20');
  expect(told(db, { range, compare })).toEqual(same('unfinished'));
  // The earlier period holds a day that was read at its noon, and not since.
  read(db, key, '2026-11-14', '2026-11-14', Date.parse('2026-11-14T12:00:00Z'));
  const ended = { range: { from: '2026-11-16', to: '2026-11-18' }, compare: { from: '2026-11-13', to: '2026-11-15' } };
  expect(told(db, ended)).toEqual(same('unfinished'));
});

it('days nobody read keep a change from being judged too; ad accounts never read change nothing', () => {
  const { db } = newStore();
  const key = addAccount(db);
  addAccount(db, { adAccountId: '1002' });
  read(db, key, '2026-11-11', '2026-11-18');
  const days = { range: { from: '2026-11-15', to: '2026-11-19' }, compare: { from: '2026-11-11', to: '2026-11-14' } };
  expect(told(db, days)).toEqual(same('unread'));
});

it('whether a day was over goes by the zone of its ad account', () => {
  const { db } = newStore();
  // Read at 11:00 UTC of the 20th: in Honolulu that is still one in the night of the 20th, on Midway the 19th.
  const midway = addAccount(db, { timeZone: 'Pacific/Midway' });
  read(db, midway, '2026-11-12', '2026-11-19', Date.parse('2026-11-20T10:30:00Z'));
  const days = { range: { from: '2026-11-16', to: '2026-11-19' }, compare: { from: '2026-11-12', to: '2026-11-15' } };
  expect(told(db, days)).toEqual(same('unfinished'));
  read(db, midway, '2026-11-19', '2026-11-19', Date.parse('2026-11-20T11:30:00Z'));
  expect(told(db, days)).toEqual(same(null));
});

it('each figure says how many of its days were read: none is not the same as nothing reported', () => {
  const { db } = newStore();
  const key = addAccount(db);
  read(db, key, '2026-11-16', '2026-11-19');
  const args = { platforms: null, now: NOW, settle: SETTLE, compare: null };
  const rows = (of: typeof range) => clientsView(db, { ...args, range: of }).rows.flatMap((row) => row.totals);
  expect(rows({ from: '2026-11-18', to: '2026-11-20' })).toMatchObject([{ daysRead: 2 }]);
  expect(rows({ from: '2026-10-01', to: '2026-10-31' })).toMatchObject([{ daysRead: 0, unlike: null }]);
});

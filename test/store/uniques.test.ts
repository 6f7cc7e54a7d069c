import { expect, test } from 'vitest';
import { clientsView as clientsShape } from '../../src/contract/dashboards.ts';
import { METRICS } from '../../src/contract/metrics.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { setOwners, setPinned, setTags } from '../../src/main/store/writes/client-profile.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { cell, cells, dataset } from './cells.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const common = { platforms: null, now: NOW, settle: SETTLE };
const range = { from: '2026-10-01', to: '2026-10-31' };

function days(db: Db, key: number, from: string, to: string, over: object = {}): void {
  const part = { from, to, coveredDays: eachDay(from, to) };
  ingestSlice(db, slice(key, { ...part, records: eachDay(from, to).map((day) => record({ day, ...over })) }));
  ingestSlice(
    db,
    slice(key, {
      ...part,
      level: 'account',
      records: eachDay(from, to).map((day) =>
        record({ level: 'account', entityId: '1001', campaignId: null, day, ...over }),
      ),
    }),
  );
}

/** What the platform says of the whole month, of the account and of its campaign. */
function month(db: Db, key: number): void {
  for (const level of ['account', 'campaign'] as const)
    ingestDatasetSlice(
      db,
      cells(key, {
        dataset: dataset(level, 'month', 'none'),
        from: range.from,
        to: range.to,
        records: [
          cell({
            ...(level === 'account' ? { level, entityId: '1001', campaignId: null } : {}),
            day: range.from,
            to: range.to,
            segment: {},
            reach: 9_000,
            frequency: 3.4,
          }),
        ],
      }),
    );
}

test('reach and frequency stand where exactly the period was told, and in no total of several', () => {
  const { db } = newStore();
  const key = addAccount(db);
  days(db, key, range.from, range.to);
  const rows = () =>
    entitiesView(db, { clientId: '1', level: 'campaign', parentId: null, range, compare: null, ...common });
  const block = () => overview(db, { clientId: '1', range, compare: null, ...common })?.blocks[0]?.totals.current;
  expect([rows()?.rows[0]?.current.uniques, block()?.uniques]).toEqual([null, null]);
  month(db, key);
  const told = { reach: 9_000, frequency: 3.4, impressionShare: null };
  expect([rows()?.rows[0]?.current.uniques, block()?.uniques]).toEqual([told, told]);
  expect(METRICS.reach.derive(rows()!.rows[0]!.current)).toBe(9_000);
  // A total has none, and neither has a part of the month.
  expect(METRICS.reach.derive(rows()!.totals[0]!.current)).toBeNull();
  const part = entitiesView(db, {
    clientId: '1',
    level: 'campaign',
    parentId: null,
    range: { ...range, to: '2026-10-30' },
    compare: null,
    ...common,
  });
  expect(part?.rows[0]?.current.uniques).toBeNull();
  // People of two accounts never add up.
  days(db, addAccount(db, { adAccountId: '1002' }), range.from, range.to);
  expect(block()?.uniques).toBeUndefined();
});

test('impression share stands where exactly the period was told, is in no total, and missing where it was not asked', () => {
  const { db } = newStore();
  const key = addAccount(db, { platform: 'google' });
  days(db, key, range.from, range.to);
  const tell = (extra: Record<string, unknown> | null, now = NOW) =>
    ingestDatasetSlice(
      db,
      cells(key, {
        platform: 'google',
        dataset: dataset('campaign', 'month', 'none'),
        from: range.from,
        to: range.to,
        now,
        records: [cell({ day: range.from, to: range.to, segment: {}, reach: null, extra })],
      }),
    );
  const view = () =>
    entitiesView(db, { clientId: '1', level: 'campaign', parentId: null, range, compare: null, ...common });
  const share = METRICS.impressionShare;
  tell(null, NOW - 2 * DAY);
  expect(view()?.rows[0]?.current.uniques).toEqual({ reach: null, frequency: null, impressionShare: null });
  db.prepare("INSERT INTO figure_asked VALUES ('google', 'impression_share', ?)").run(NOW - DAY);
  expect(view()?.rows[0]?.current.uniques).toEqual({ reach: null, frequency: null });
  // Told for the first time it corrects nothing; told otherwise it does.
  expect(tell({ impressionShare: 0.2 })).toMatchObject({ changed: 0, unchanged: 1 });
  expect(tell({ impressionShare: 0.0999 })).toMatchObject({ changed: 1, unchanged: 0 });
  expect(share.derive(view()!.rows[0]!.current)).toBeCloseTo(9.99);
  expect(share.derive(view()!.totals[0]!.current)).toBeNull();
  const by = (one: 'range' | 'day') =>
    insights(db, { clientId: '1', range, level: 'campaign', by: one, ...common })?.rows[0]?.impressionShare;
  expect([by('range'), by('day')]).toEqual([0.0999, undefined]);
});

test('of a single day the reach of the day itself is told, also as once known', () => {
  const { db } = newStore();
  const key = addAccount(db);
  days(db, key, '2026-11-05', '2026-11-05', { reach: 77 });
  const view = { clientId: '1', range: { from: '2026-11-05', to: '2026-11-05' }, compare: null, ...common };
  const reach = (asKnownOn: string | null) =>
    overview(db, { ...view, asKnownOn })?.blocks[0]?.topCampaigns[0]?.current.uniques?.reach;
  expect([reach(null), reach('2026-11-20')]).toEqual([77, 77]);
});

test('the portfolio knows who looks after a client, its tags and its place among the pinned', () => {
  const { db } = newStore();
  addAccount(db);
  setOwners(db, [{ clientId: 1, owner: 'Anna' }]);
  setTags(db, [{ clientId: 1, tags: ['b', 'a'] }]);
  setPinned(db, [1]);
  const view = clientsShape.parse(clientsView(db, { range, compare: null, ...common }));
  expect(view.rows[0]).toMatchObject({ owner: 'Anna', tags: ['a', 'b'], pinned: 0, paces: [], conversions: [] });
  expect(clientsView(db, { range, compare: null, ...common, clientId: '99' }).rows).toEqual([]);
});

test('a client whose conversions became much dearer is on the list of those that need a person', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const now = { from: '2026-10-15', to: '2026-10-31' };
  const before = { from: '2026-09-28', to: '2026-10-14' };
  days(db, key, before.from, before.to, { conversions: 5 });
  days(db, key, now.from, now.to, { conversions: 2 });
  // Imported days ago: an import failing or missing would come first.
  const view = { range: now, compare: before, ...common };
  expect(clientsView(db, view).rows[0]?.attention).toMatchObject({
    severity: 'warning',
    title: 'Cost per conversion 150% worse',
    action: 'compare',
    currency: 'PLN',
  });
  expect(clientsView(db, { ...view, compare: null }).rows[0]?.attention).toBeNull();
  // Seen from a past day, what calls for somebody now is no matter.
  expect(clientsView(db, { ...view, asKnownOn: '2026-11-01' }).rows[0]?.attention).toBeNull();
});

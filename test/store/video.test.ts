import { expect, test } from 'vitest';
import { entitiesView as entitiesShape, insightsView } from '../../src/contract/dashboards.ts';
import type { Level, PlatformId } from '../../src/contract/vocabulary.ts';
import { compare as compareView } from '../../src/main/store/reads/compare.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import type { Db } from '../../src/main/store/store.ts';
import { saveMapping } from '../../src/main/store/writes/client-profile.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const common = { clientId: '1', platforms: null, now: NOW, settle: SETTLE };
const range = { from: '2026-11-01', to: '2026-11-02' };
const table = { ...common, range, compare: null, level: 'campaign' as const, parentId: null };

type Told = Record<string, number>;
type Day = { platform?: PlatformId; on?: string; now?: number };

/** Campaigns of a day with their action types; a conversion each, so that the platform told of actions at all. */
function day(
  db: Db,
  key: number,
  told: Record<string, Told>,
  { platform, on = range.from, now = NOW }: Day = {},
): void {
  const of = (actions: Told) => ({
    day: on,
    conversions: 1,
    actions: Object.entries(actions).map(([actionType, count]) => ({
      actionType,
      window: 'default' as const,
      count,
      valueMicros: null,
    })),
  });
  const over = { from: on, to: on, now, ...(platform === undefined ? {} : { platform }) };
  const campaigns = Object.entries(told);
  const records = campaigns.map(([entityId, actions]) => record({ entityId, entityName: entityId, ...of(actions) }));
  ingestSlice(db, slice(key, { ...over, records }));
  const sum: Told = {};
  for (const [, actions] of campaigns)
    for (const [type, count] of Object.entries(actions)) sum[type] = (sum[type] ?? 0) + count;
  const own = { level: 'account' as const, entityId: platform === undefined ? '1001' : '7', campaignId: null };
  ingestSlice(db, slice(key, { ...over, level: 'account', records: [record({ ...own, ...of(sum) })] }));
}

const video = (db: Db) => {
  const { rows, totals } = entitiesShape.parse(entitiesView(db, table));
  const of = ({ videoViews, videoPlays, thruPlays }: (typeof rows)[number]['current']) => [
    videoViews,
    videoPlays,
    thruPlays,
  ];
  return {
    ...Object.fromEntries(rows.map((row) => [row.entityId, of(row.current)])),
    total: totals.map(({ current }) => of(current)),
  };
};
const told = (db: Db, level: Level = 'campaign') =>
  insightsView.parse(insights(db, { ...common, range, level, by: 'range' }));

test("counts of video are the platforms' own action types, the same on screens and in insights; what tells none leaves a total unknown", () => {
  const { db } = newStore();
  const key = addAccount(db);
  day(db, key, {
    c1: { video_view: 40, video_play_actions: 100, video_thruplay_watched_actions: 9, lead: 1 },
    c2: { lead: 1 },
  });
  // Meta leaves zeros out of a row it returns.
  expect(video(db)).toEqual({ c1: [40, 100, 9], c2: [0, 0, 0], total: [[40, 100, 9]] });

  const other = addAccount(db, { platform: 'google', adAccountId: '7' });
  day(db, other, { g1: { conversions: 1, video_view: 5 }, g2: { conversions: 1 } }, { platform: 'google' });
  expect(video(db)).toEqual({
    c1: [40, 100, 9],
    c2: [0, 0, 0],
    g1: [5, null, null],
    g2: [0, null, null],
    total: [[45, null, null]],
  });
  const view = told(db);
  expect(view.rows.map((row) => [row.entityId, row.videoViews, row.thruPlays, row.named])).toEqual([
    ['c1', 40, 9, undefined],
    ['c2', 0, 0, undefined],
    ['g1', 5, null, undefined],
    ['g2', 0, null, undefined],
  ]);
  expect(view.totals).toMatchObject([{ videoViews: 45, videoPlays: null, thruPlays: null }]);
  // Beside the client's own names, of which video is none.
  saveMapping(db, {
    clientId: 1,
    conversions: [{ name: 'Leads', kind: 'lead', sources: [{ platform: 'meta', actionType: 'lead', counted: true }] }],
  });
  expect(told(db).rows[0]).toMatchObject({ named: { Leads: 1 }, videoViews: 40 });
  expect(entitiesView(db, table)?.business.map((one) => one.name)).toEqual(['Leads']);
  day(db, key, { c1: { lead: 1 }, c2: { lead: 1 } }, { on: range.to });
  const moved = compareView(db, {
    ...common,
    a: { from: range.from, to: range.from },
    b: { from: range.to, to: range.to },
    matchWeekday: false,
    metric: 'thruPlays',
    platforms: ['meta'],
    limit: 5,
  });
  expect(typeof moved === 'object' && moved?.blocks[0]?.contributions.map((one) => [one.entityId, one.a])).toEqual([
    ['c1', 9],
    ['c2', 0],
  ]);
});

test('days read before Tidemark asked for a figure lack it, which is not zero, until they are read again', () => {
  const { db } = newStore();
  const key = addAccount(db, { platform: 'google', adAccountId: '7' });
  const early = NOW - 5 * DAY;
  for (const on of [range.from, range.to])
    day(db, key, { g1: { conversions: 1 } }, { platform: 'google', on, now: early });
  db.prepare("INSERT INTO figure_asked VALUES ('google', 'video_view', ?)").run(early);
  expect(video(db)).toMatchObject({ g1: [null, null, null] });
  expect(told(db).rows[0]).toMatchObject({ videoViews: null });

  day(db, key, { g1: { conversions: 1, video_view: 5 } }, { platform: 'google', on: range.from });
  // One of two days is a part.
  expect(video(db)).toMatchObject({ g1: [null, null, null] });
  expect(insights(db, { ...common, range, level: 'campaign', by: 'day' })?.rows.map((row) => row.videoViews)).toEqual([
    5,
    null,
  ]);
  // Read again without any: now it is told that there were none.
  day(db, key, { g1: { conversions: 1 } }, { platform: 'google', on: range.to });
  expect(video(db)).toMatchObject({ g1: [5, null, null], total: [[5, null, null]] });
  // Seen from the day before, nobody had asked.
  const then = new Date(NOW - DAY).toISOString();
  expect(entitiesView(db, { ...table, asKnownOn: then })?.rows.map((row) => row.current.videoViews)).toEqual([null]);
});

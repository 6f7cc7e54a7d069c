import { expect, test } from 'vitest';
import { entitiesView as entitiesShape, insightsView } from '../../src/contract/dashboards.ts';
import type { Level, PlatformId } from '../../src/contract/vocabulary.ts';
import { compare as compareView } from '../../src/main/store/reads/compare.ts';
import { changes } from '../../src/main/store/reads/changes.ts';
import { days } from '../../src/main/store/reads/days.ts';
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
type Day = { platform?: PlatformId; on?: string; now?: number; untold?: string[] };

/** Campaigns of a day with their action types; a conversion each, so that the platform told of actions at all. */
function day(
  db: Db,
  key: number,
  told: Record<string, Told>,
  { platform, on = range.from, now = NOW, untold = [] }: Day = {},
): { changed: number; unchanged: number } {
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
  const over = { from: on, to: on, now, untold, ...(platform === undefined ? {} : { platform }) };
  const campaigns = Object.entries(told);
  const records = campaigns.map(([entityId, actions]) => record({ entityId, entityName: entityId, ...of(actions) }));
  const { changed, unchanged } = ingestSlice(db, slice(key, { ...over, records }));
  const sum: Told = {};
  for (const [, actions] of campaigns)
    for (const [type, count] of Object.entries(actions)) sum[type] = (sum[type] ?? 0) + count;
  const own = { level: 'account' as const, entityId: platform === undefined ? '1001' : '7', campaignId: null };
  ingestSlice(db, slice(key, { ...over, level: 'account', records: [record({ ...own, ...of(sum) })] }));
  return { changed, unchanged };
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

test('an ad account that never told of video says nothing of it: no zero, and no hole in the total beside one that does', () => {
  const { db } = newStore();
  const key = addAccount(db);
  day(db, key, { c1: { lead: 1 } });
  const nothing = [undefined, undefined, undefined];
  expect(video(db)).toEqual({ c1: nothing, total: [nothing] });
  expect(told(db).rows[0]).not.toHaveProperty('videoViews');
  const other = addAccount(db, { platform: 'google', adAccountId: '7' });
  day(db, other, { g1: { conversions: 1 } }, { platform: 'google' });
  day(db, key, { c1: { lead: 1, video_view: 40, video_play_actions: 100, video_thruplay_watched_actions: 9 } });
  // Google never tells plays, but an ad account without video has none that could be missing.
  expect(video(db)).toEqual({ c1: [40, 100, 9], g1: nothing, total: [[40, 100, 9]] });
  expect(told(db).totals).toMatchObject([{ videoViews: 40, thruPlays: 9 }]);
  // It told of video on another day: on this one there was none.
  day(db, key, { c1: { lead: 1 } }, { on: range.to });
  const rows = insights(db, { ...common, range, level: 'campaign', by: 'day', platforms: ['meta'] })?.rows;
  expect(rows?.map((row) => [row.period, row.videoViews])).toEqual([
    [range.from, 40],
    [range.to, 0],
  ]);
});

test('figures told for the first time of days from before they were asked for correct nothing', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const early = NOW - 5 * DAY;
  day(db, key, { c1: { lead: 2 }, c2: { lead: 1 } }, { now: early });
  const months = () => db.prepare('SELECT * FROM insight_month').raw().all();
  const before = months();
  for (const figure of ['video_play_actions', 'video_thruplay_watched_actions'])
    db.prepare("INSERT INTO figure_asked VALUES ('meta', ?, ?)").run(figure, early);
  const seen = { video_play_actions: 100, video_thruplay_watched_actions: 9 };
  // c2 has a lead more, which is a change; c1 has only what nobody had asked for.
  const again = day(db, key, { c1: { lead: 2, ...seen }, c2: { lead: 2, ...seen } });
  expect(again).toEqual({ changed: 1, unchanged: 1 });
  expect(day(db, key, { c1: { lead: 2, ...seen }, c2: { lead: 2, ...seen } })).toEqual({ changed: 0, unchanged: 2 });
  expect(day(db, key, { c1: { lead: 2, ...seen, video_play_actions: 101 }, c2: { lead: 2, ...seen } })).toEqual({
    changed: 1,
    unchanged: 1,
  });
  expect(months()).toEqual(before);
  const known = days(db, { ...common, range, level: 'campaign' });
  expect(known?.adAccounts[0]?.days.map(({ states, changes: count }) => [states, count])).toEqual([
    [['settled'], 0],
    [['missing'], 0],
  ]);
  const since = { since: new Date(early).toISOString(), range: null, level: 'campaign' as const };
  expect(changes(db, { ...common, ...since, entityId: null, after: null, limit: 9 })?.total).toBe(0);
  // The old lead of c2 is kept, and the play corrected once; what was told for the first time replaced nothing.
  expect(db.prepare('SELECT count(*) FROM conversion_day_revision WHERE level = 1').pluck().get()).toBe(2);
});

test('days whose figures of video the platform refused lack them, keep what was known, and tell them when they are read again', () => {
  const { db } = newStore();
  const key = addAccount(db, { platform: 'google', adAccountId: '7' });
  const google = { platform: 'google' as const };
  const views = () =>
    insights(db, { ...common, range, level: 'campaign', by: 'day' })?.rows.map((row) => row.videoViews);
  const first = NOW - 2 * DAY;
  for (const on of [range.from, range.to])
    day(db, key, { g1: { conversions: 1, video_view: 5 } }, { ...google, on, now: first });
  const refused = { ...google, now: NOW - DAY, untold: ['video_view'] };
  expect(day(db, key, { g1: { conversions: 1 } }, refused)).toEqual({ changed: 0, unchanged: 1 });
  expect(views()).toEqual([null, 5]);
  expect(video(db)).toMatchObject({ g1: [null, null, null] });
  expect(day(db, key, { g1: { conversions: 1, video_view: 5 } }, google)).toEqual({ changed: 0, unchanged: 1 });
  expect(views()).toEqual([5, 5]);
  const then = new Date(NOW - DAY + 1).toISOString();
  expect(entitiesView(db, { ...table, asKnownOn: then })?.rows.map((row) => row.current.videoViews)).toEqual([null]);
});

test('a day on which nothing was delivered hides no views of the others, whatever its reading was refused', () => {
  const { db } = newStore();
  const key = addAccount(db, { platform: 'google', adAccountId: '7' });
  day(db, key, { g1: { conversions: 1, video_view: 5 } }, { platform: 'google' });
  const nothing = { platform: 'google' as const, from: range.to, to: range.to, untold: ['video_view'], records: [] };
  for (const level of ['campaign', 'account'] as const) ingestSlice(db, slice(key, { ...nothing, level }));
  for (const by of ['day', 'month', 'range'] as const)
    for (const level of ['campaign', 'account'] as const)
      expect([by, level, insights(db, { ...common, range, level, by })?.totals[0]?.videoViews]).toEqual([by, level, 5]);
  expect(video(db).total[0]?.[0]).toBe(5);
});

import { describe, expect, it } from 'vitest';
import { addDays, dayToInt, eachDay } from '../../src/main/domain/days.ts';
import type { Db } from '../../src/main/store/db.ts';
import { readsOfAccount } from '../../src/main/store/reads/planning.ts';
import { figuresAskedAfter } from '../../src/main/store/reads/figure-asked.ts';
import { withheldDatasets } from '../../src/main/store/reads/withheld.ts';
import { forgetImpossibleReads } from '../../src/main/store/writes/impossible-reads.ts';
import { withholdDataset } from '../../src/main/store/writes/withheld.ts';
import { addSlices, createRuns, moveRun, sliceFailed } from '../../src/main/store/writes/runs.ts';
import { addAccount, DAY, newStore, NOW } from './helpers.ts';

/** What the planner is told of an ad account. */
const at = (day: string, lagDays: number): number => Date.parse(`${day}T12:00:00Z`) + lagDays * DAY;

function cover(db: Db, key: number, level: number, from: string, to: string, readAt: (day: string) => number): void {
  const insert = db.prepare(
    'INSERT OR REPLACE INTO coverage (ad_account_key, level, day, read_at, rows) VALUES (?, ?, ?, ?, 2)',
  );
  for (const day of eachDay(from, to)) insert.run(key, level, dayToInt(day), readAt(day));
}

function openStore(): { db: Db; key: number; of: () => ReturnType<typeof readsOfAccount> } {
  const { db } = newStore();
  const key = addAccount(db, { client: 'Epoca' });
  return { db, key, of: () => readsOfAccount(db, { adAccountKey: key, finalAfterDays: 93 }) };
}

function failedRun(db: Db, key: number, queuedAt: number, days: { from: string; to: string; dataset?: string }): void {
  const id = `run-${queuedAt}-${days.from}`;
  const run = { id, requestId: id, clientId: '1', adAccountKey: key, trigger: 'manual' as const, ...days };
  createRuns(db, { runs: [{ ...run, chosen: false, why: '', step: '' }], now: queuedAt });
  addSlices(db, { runId: id, slices: [{ id: `${id}-s`, level: 'ad', ...days }] });
  moveRun(db, { runId: id, to: 'running', now: queuedAt });
  sliceFailed(db, { sliceId: `${id}-s`, error: 'no', retryAt: null, final: true });
  moveRun(db, { runId: id, to: 'partial', now: queuedAt });
}

describe('what the planner is told', () => {
  it('days read together are one stretch, holes and other readings end it, final days are one whenever they were read', () => {
    const { db, key, of } = openStore();
    cover(db, key, 0, '2026-10-01', '2026-10-31', () => at('2026-11-01', 0));
    cover(db, key, 0, '2026-10-10', '2026-10-11', () => at('2026-11-05', 0));
    db.prepare('DELETE FROM coverage WHERE day = 20261020').run();
    expect(of().levels.account.map(({ from, to, rows }) => [from, to, rows])).toEqual([
      ['2026-10-01', '2026-10-09', 18],
      ['2026-10-10', '2026-10-11', 4],
      ['2026-10-12', '2026-10-19', 16],
      ['2026-10-21', '2026-10-31', 22],
    ]);
    cover(db, key, 1, '2026-01-01', '2026-01-31', (day) => at(day, 95));
    expect(of().levels.campaign).toEqual([
      { from: '2026-01-01', to: '2026-01-31', readAt: at('2026-01-01', 95), rows: 62 },
    ]);
    expect(of().levels.ad).toEqual([]);
  });

  it('a slice that failed is told until every day of it was read since, and final days are told apart by it', () => {
    const { db, key, of } = openStore();
    cover(db, key, 3, '2026-01-01', '2026-01-10', (day) => at(day, 100));
    const queuedAt = at('2026-11-01', 0);
    failedRun(db, key, queuedAt, { from: '2026-01-03', to: '2026-01-06' });
    expect(of().notGot).toEqual([
      { level: 'ad', dataset: null, from: '2026-01-03', to: '2026-01-06', since: queuedAt },
    ]);
    cover(db, key, 3, '2026-01-03', '2026-01-04', () => queuedAt + DAY);
    expect(of().levels.ad.map(({ from, to }) => [from, to])).toEqual([
      ['2026-01-01', '2026-01-02'],
      ['2026-01-03', '2026-01-04'],
      ['2026-01-05', '2026-01-10'],
    ]);
    cover(db, key, 3, '2026-01-05', '2026-01-06', () => queuedAt + DAY);
    expect(of().notGot).toEqual([]);
    // Months and ranges have rules of their own.
    failedRun(db, key, queuedAt + 1, { from: '2026-01-01', to: '2026-01-31', dataset: 'ad.month' });
    expect(of().notGot).toEqual([]);
  });

  it('days that cannot be are forgotten, and only these', () => {
    const { db, key, of } = openStore();
    const today = '2026-11-20';
    cover(db, key, 0, addDays(today, -2), today, () => NOW);
    cover(db, key, 0, '2099-12-30', '2099-12-31', () => NOW);
    cover(db, key, 0, '2026-01-01', '2026-01-01', () => NOW + 10 * DAY);
    db.prepare('INSERT INTO coverage (ad_account_key, level, day, read_at, rows) VALUES (?, 0, 20260230, ?, 1)').run(
      key,
      NOW,
    );
    expect(of().levels.account.some(({ from }) => from === '2026-02-30')).toBe(false);
    const asked = db.prepare('INSERT INTO figure_asked (platform, figure, asked_after) VALUES (?, ?, ?)');
    asked.run('google', 'video_view', NOW + 300 * DAY);
    asked.run('google', 'impression_share', NOW - DAY);
    const refused = db.prepare("INSERT INTO figure_untold VALUES (?, 0, 20261101, 'video_view', ?)");
    for (const [of, at] of [
      [key, NOW + 300 * DAY],
      [key + 1, NOW],
    ])
      refused.run(of, at);
    const refusal = { adAccountKey: key, code: 'OPT_IN_NEEDED', sentence: 'Opt in.' };
    withholdDataset(db, { ...refusal, dataset: 'ad.month', now: NOW + 300 * DAY });
    withholdDataset(db, { ...refusal, dataset: 'ad.range', now: NOW - DAY });
    forgetImpossibleReads(db, { adAccountKey: key, today, now: NOW });
    expect(withheldDatasets(db, key).map(({ since, askedAt }) => [since, askedAt])).toEqual([
      [NOW, NOW],
      [NOW - DAY, NOW - DAY],
    ]);
    expect(db.prepare('SELECT ad_account_key FROM figure_untold').pluck().all()).toEqual([key + 1]);
    expect(of().levels.account).toEqual([{ from: addDays(today, -2), to: today, readAt: NOW, rows: 6 }]);
    expect(Object.fromEntries(figuresAskedAfter(db, 'google'))).toEqual({
      video_view: NOW,
      impression_share: NOW - DAY,
    });
  });
});

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayToInt, eachDay } from '../../../src/main/domain/days.ts';
import { normalizeInsights } from '../../../src/main/platforms/meta/normalize.ts';
import type { Db } from '../../../src/main/store/store.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import { addAccount, newStore, NOW, slice } from '../../store/helpers.ts';
import { folder, lines, nest } from './recorded.ts';
import { ACCOUNT } from './support.ts';

type Row = Record<string, unknown> & { actions?: { action_type: string; value: string }[] };
const dayOf = (row: Row): string => String(row['date_start']);

function store(db: Db, key: number, rows: Row[], now: number) {
  const days = rows.map(dayOf).toSorted();
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const page = normalizeInsights(rows, { adAccount: ACCOUNT, level: 'ad_group', from, to, asynchronous: false });
  return ingestSlice(db, slice(key, { level: 'ad_group', from, to, ...page, coveredDays: eachDay(from, to), now }));
}

/** A row told without any action has no conversions, which becomes 0 with the first action that is none: both add up to nothing. */
const figures = (db: Db, before: number): unknown[] =>
  db
    .prepare(
      `SELECT day, entity_key, spend_micros, impressions, clicks, coalesce(conversions, 0), coalesce(conversion_value_micros, 0) FROM insight_day
       WHERE day < ? ORDER BY day, entity_key`,
    )
    .raw()
    .all(before);
const actions = (db: Db, before: number): unknown[] =>
  db
    .prepare(
      `SELECT c.day, c.entity_key, t.name, c.count_default, c.value_default FROM conversion_day c
       JOIN action_type t ON t.id = c.action_type_key WHERE c.day < ? AND t.name NOT LIKE 'onsite_new.%' ORDER BY 1, 2, 3`,
    )
    .raw()
    .all(before);

describe.runIf(existsSync(folder))('a recorded account told by the next API version on the same day', () => {
  it('moves no finished number: it differs only in today and yesterday and in action types that are new (S21)', () => {
    const before = nest(lines('182_insights'), 'adset_id') as Row[];
    const days = [...new Set(before.map(dayOf))].toSorted();
    const yesterday = days.at(-2) ?? '';
    // As it was seen between two recordings: delivery of the last two days moves, and old days get types nobody had.
    const after = before.map((row, index): Row => {
      const moved = dayOf(row) >= yesterday ? { impressions: String(Number(row['impressions']) + 7) } : {};
      const fresh = index % 17 === 0 ? [{ action_type: 'onsite_new.thread_view', value: '3' }] : [];
      return { ...row, ...moved, actions: [...(row.actions ?? []), ...fresh] };
    });
    const { db } = newStore();
    const key = addAccount(db, {
      adAccountId: ACCOUNT.adAccountId,
      currency: ACCOUNT.currency,
      timeZone: ACCOUNT.timeZone,
    });
    expect(store(db, key, before, NOW)).toMatchObject({ new: before.length, setAside: 0 });
    const finished = dayToInt(yesterday);
    const [known, told] = [figures(db, finished), actions(db, finished)];
    expect(known.length).toBeGreaterThan(1_000);

    store(db, key, after, NOW + 3_600_000);
    expect(figures(db, finished)).toEqual(known);
    expect(actions(db, finished)).toEqual(told);
    const count = (sql: string): number => db.prepare(sql).pluck().get() as number;
    expect(
      count(`SELECT count(*) FROM conversion_day_revision WHERE day < ${finished} AND count_default IS NOT NULL`),
    ).toBe(0);
    // The ledger knows of the two days that did move, and the new types are kept.
    const moved = before.filter((row) => dayOf(row) >= yesterday).length;
    expect(count(`SELECT count(*) FROM insight_day_revision WHERE day >= ${finished}`)).toBe(moved);
    expect(
      count(
        `SELECT count(*) FROM conversion_day c JOIN action_type t ON t.id = c.action_type_key WHERE t.name LIKE 'onsite_new.%'`,
      ),
    ).toBe(after.filter((_row, index) => index % 17 === 0).length);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ATTRIBUTION_WINDOWS, type AttributionWindow } from '../../src/contract/vocabulary.ts';
import { WINDOW_COLUMNS } from '../../src/main/store/codes.ts';
import type { ActionInput } from '../../src/main/store/records.ts';
import { stateHash, type Db } from '../../src/main/store/store.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, DAY, newStore, NOW, record, slice } from './helpers.ts';

type Figures = Partial<Record<AttributionWindow, readonly [count: number | null, value: number | null]>>;
type Line = { day: number; entity: string; type: string; figures: Figures; seenAt: number; revision: number };

/** The rows of a table in words: windows without a figure are left out. */
function lines(db: Db, table: 'conversion_day' | 'conversion_day_revision'): Line[] {
  const rows = db
    .prepare(
      `SELECT f.*, e.entity_id AS entity, t.name AS type FROM ${table} f JOIN entity e ON e.id = f.entity_key
       JOIN action_type t ON t.id = f.action_type_key ORDER BY f.day, entity, type, f.revision`,
    )
    .all() as { [column: string]: number | null; day: number; seen_at: number; revision: number }[];
  return rows.map((row) => ({
    day: row.day,
    entity: String(row['entity']),
    type: String(row['type']),
    seenAt: row.seen_at,
    revision: row.revision,
    figures: Object.fromEntries(
      ATTRIBUTION_WINDOWS.map((window) => {
        const [count, value] = WINDOW_COLUMNS[window];
        return [window, [row[count] ?? null, row[value] ?? null] as const] as const;
      }).filter(([, [count, value]]) => count !== null || value !== null),
    ),
  }));
}

const now = (db: Db): Record<string, Figures> =>
  Object.fromEntries(lines(db, 'conversion_day').map((line) => [line.type, line.figures]));

const told = (
  actionType: string,
  window: AttributionWindow,
  count: number | null,
  valueMicros: number | null = null,
): ActionInput => ({
  actionType,
  window,
  count,
  valueMicros,
});

/** Stores the action types of one row again and again, a day apart; returns what changed. */
function retelling() {
  const { db } = newStore();
  const key = addAccount(db);
  let round = 0;
  return {
    db,
    tell: (actions: readonly ActionInput[], windows?: readonly AttributionWindow[]) =>
      ingestSlice(
        db,
        slice(key, { now: NOW + DAY * round++, records: [record({ actions })], ...(windows && { windows }) }),
      ),
  };
}

test('one row per action type holds every window; a window that was not reported is null, not 0', () => {
  const { db, tell } = retelling();
  tell([
    told('lead', 'default', 3),
    told('lead', '7d_click', 2.5),
    told('lead', '1d_view', 0),
    told('omni_purchase', 'default', 1, 5_000_000),
    told('omni_purchase', '1d_ev', null, 4),
  ]);
  expect(now(db)).toEqual({
    lead: { default: [3, null], '7d_click': [2.5, null], '1d_view': [0, null] },
    omni_purchase: { default: [1, 5_000_000], '1d_ev': [null, 4] },
  });
});

test('a window that an action type still there no longer has becomes null, with the old row in the ledger as a whole', () => {
  const { db, tell } = retelling();
  tell([told('lead', 'default', 3, 9), told('lead', '28d_click', 5, 7)]);
  expect(tell([told('lead', 'default', 3, 9)])).toMatchObject({ changed: 1 });
  expect(now(db)).toEqual({ lead: { default: [3, 9] } });
  expect(lines(db, 'conversion_day_revision')).toEqual([
    {
      day: 20261101,
      entity: '120210000000000001',
      type: 'lead',
      figures: { default: [3, 9], '28d_click': [5, 7] },
      seenAt: NOW,
      revision: 0,
    },
  ]);
  expect(db.prepare('SELECT superseded_at FROM conversion_day_revision').pluck().get()).toBe(NOW + DAY);
  expect(tell([told('lead', 'default', 3, 9)])).toMatchObject({ unchanged: 1 });
});

test('a window that was not asked for stays, whether its action type is still there or not', () => {
  const { db, tell } = retelling();
  tell([
    told('lead', 'default', 3),
    told('lead', '1d_view', 2),
    told('call', 'default', 1),
    told('call', '1d_view', 1),
  ]);
  expect(tell([told('lead', 'default', 3)], ['default'])).toMatchObject({ changed: 1 });
  expect(now(db)).toEqual({
    lead: { default: [3, null], '1d_view': [2, null] },
    call: { default: [0, null], '1d_view': [1, null] },
  });
});

test('an action type that is gone becomes 0 in the windows known of it and stays null in the others; it can come back', () => {
  const { db, tell } = retelling();
  tell([told('lead', 'default', 3, 4), told('lead', '1d_click', 1)]);
  expect(tell([])).toMatchObject({ changed: 1 });
  expect(now(db)).toEqual({ lead: { default: [0, 0], '1d_click': [0, null] } });
  expect(tell([])).toMatchObject({ unchanged: 1 });
  tell([told('lead', 'default', 1, 2), told('lead', '1d_click', 1)]);
  expect(now(db)).toEqual({ lead: { default: [1, 2], '1d_click': [1, null] } });
  expect(lines(db, 'conversion_day_revision').map((line) => line.figures.default)).toEqual([
    [3, 4],
    [0, 0],
  ]);
});

test('of a window that is there, a value left out stays', () => {
  const { db, tell } = retelling();
  tell([told('omni_purchase', 'default', 2, 50)]);
  expect(tell([told('omni_purchase', 'default', 2)])).toMatchObject({ unchanged: 1 });
  tell([told('omni_purchase', 'default', 3)]);
  expect(now(db)).toEqual({ omni_purchase: { default: [3, 50] } });
});

test('parts of one figure are added, in whatever order they come', () => {
  const parts = [
    told('post_reaction', 'default', 0.1, 5),
    told('lead', 'default', 9),
    told('post_reaction', 'default', 0.2, 7),
    told('post_reaction', '1d_click', 1),
    told('post_reaction', 'default', 0.3),
  ];
  const hashes = [parts, parts.toReversed(), [2, 0, 4, 1, 3].map((index) => parts[index] as ActionInput)].map(
    (actions) => {
      const { db, tell } = retelling();
      expect(tell(actions)).toMatchObject({ new: 1 });
      expect(now(db)['post_reaction']).toEqual({ default: [expect.closeTo(0.6, 9), 12], '1d_click': [1, null] });
      expect(now(db)['lead']).toEqual({ default: [9, null] });
      return stateHash(db);
    },
  );
  expect(new Set(hashes).size).toBe(1);
});

test('the state hash covers every window', () => {
  const hashes = ATTRIBUTION_WINDOWS.flatMap((window) =>
    [told('lead', window, 1), told('lead', window, null, 1)].map((action) => {
      const { db, tell } = retelling();
      tell([action]);
      return stateHash(db);
    }),
  );
  expect(new Set(hashes).size).toBe(2 * ATTRIBUTION_WINDOWS.length);
});

/** The rules again, one figure at a time. */
function expected(old: Figures | undefined, next: Figures | undefined, asked: readonly AttributionWindow[]): Figures {
  const result: Figures = {};
  for (const window of ATTRIBUTION_WINDOWS) {
    const [before, after] = [old?.[window], next?.[window]];
    if (after !== undefined) result[window] = [after[0] ?? before?.[0] ?? null, after[1] ?? before?.[1] ?? null];
    else if (before === undefined) continue;
    else if (!asked.includes(window)) result[window] = before;
    else if (next === undefined) result[window] = [before[0] === null ? null : 0, before[1] === null ? null : 0];
  }
  return result;
}

test('many rows and types, told and told again: the newest follows the rules and the ledger has every row before it', () => {
  const figure = fc
    .tuple(
      fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
      fc.option(fc.integer({ min: 0, max: 2 }), { nil: null }),
    )
    .filter(([count, value]) => count !== null || value !== null);
  const row = fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    fc.uniqueArray(fc.tuple(fc.constantFrom(...ATTRIBUTION_WINDOWS), figure), {
      minLength: 1,
      maxLength: 4,
      selector: ([window]) => window,
    }),
  );
  const answer = fc.dictionary(fc.constantFrom('x1', 'x2', 'y1', 'y2'), row);
  const asking = fc.option(fc.subarray([...ATTRIBUTION_WINDOWS], { minLength: 1 }), { nil: undefined });
  const { db } = newStore();
  const key = addAccount(db);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(answer, asking), { minLength: 2, maxLength: 5 }),
      fc.boolean(),
      (rounds, backwards) => {
        db.exec('DELETE FROM insight_day; DELETE FROM insight_day_revision; DELETE FROM insight_month');
        db.exec('DELETE FROM conversion_day; DELETE FROM conversion_day_revision');
        const model = new Map<string, { figures: Figures; seenAt: number; revision: number }>();
        const ledger: string[] = [];
        for (const [round, [rows, windows]] of rounds.entries()) {
          const at = NOW + round * DAY;
          const records = Object.entries(rows).map(([id, types]) => {
            const actions = Object.entries(types).flatMap(([type, list]) =>
              list.map(([window, [count, value]]) => told(type, window, count, value)),
            );
            return record({
              entityId: id.slice(0, 1),
              day: `2026-11-0${id.slice(1)}`,
              actions: backwards ? actions.reverse() : actions,
            });
          });
          ingestSlice(db, slice(key, { now: at, records, ...(windows && { windows }) }));
          for (const [id, types] of Object.entries(rows)) {
            const place = (type: string): string => `2026110${id.slice(1)}/${id.slice(0, 1)}/${type}`;
            const known = ['a', 'b', 'c', 'd', 'e'].filter((type) => type in types || model.has(place(type)));
            for (const type of known) {
              const old = model.get(place(type));
              const list = types[type];
              const next = list && (Object.fromEntries(list) as Figures);
              const figures = expected(old?.figures, next, windows ?? ATTRIBUTION_WINDOWS);
              if (old !== undefined && same(old.figures, figures)) continue;
              if (old !== undefined) ledger.push(`${place(type)}/${old.revision} ${old.seenAt} ${text(old.figures)}`);
              model.set(place(type), { figures, seenAt: at, revision: old === undefined ? 0 : old.revision + 1 });
            }
          }
        }
        const name = (line: Line): string => `${line.day}/${line.entity}/${line.type}`;
        expect(
          lines(db, 'conversion_day')
            .map((line) => `${name(line)}/${line.revision} ${line.seenAt} ${text(line.figures)}`)
            .sort(),
        ).toEqual([...model].map(([id, row]) => `${id}/${row.revision} ${row.seenAt} ${text(row.figures)}`).sort());
        expect(
          lines(db, 'conversion_day_revision')
            .map((line) => `${name(line)}/${line.revision} ${line.seenAt} ${text(line.figures)}`)
            .sort(),
        ).toEqual(ledger.sort());
      },
    ),
    { numRuns: 100 },
  );
});

const text = (figures: Figures): string => JSON.stringify(ATTRIBUTION_WINDOWS.map((window) => figures[window] ?? null));
const same = (a: Figures, b: Figures): boolean => text(a) === text(b);

import type { AttributionWindow, PlatformId } from '../../../contract/vocabulary.ts';
import { createBatch } from '../batch.ts';
import { WINDOW_CODES } from '../codes.ts';
import { first, prepared, type Db } from '../db.ts';
import type { ActionInput } from '../records.ts';

/** day, entity_key, action_type_key, attribution_window, count, value_micros, seen_at, revision */
type Existing = [number, number, number, number, number | null, number | null, number, number];
type Told = { type: number; window: number; count: number | null; value: number | null };

const COLUMNS =
  'ad_account_key, level, day, entity_key, action_type_key, attribution_window, count, value_micros, seen_at, revision';

/** Keys of a platform's action types, made on first sight: a platform invents new ones at any time, also on old days. */
export function createActionTypes(db: Db, platform: PlatformId): (name: string) => number {
  const keys = new Map<string, number>();
  return (name) => {
    let key = keys.get(name);
    if (key === undefined) {
      const row =
        first<{ id: number }>(db, 'SELECT id FROM action_type WHERE platform = ? AND name = ?', platform, name) ??
        first<{ id: number }>(
          db,
          'INSERT INTO action_type (platform, name) VALUES (?, ?) RETURNING id',
          platform,
          name,
        );
      if (row === undefined) throw new Error('INSERT … RETURNING returned nothing');
      key = row.id;
      keys.set(name, key);
    }
    return key;
  };
}

/**
 * Merges the action types of rows, in the same order and manner as the insights. An action type that a returned row no longer has
 * becomes 0, its old value going to the ledger; `windows` limits that to the attribution windows that were asked for.
 */
export function createConversionMerge(
  db: Db,
  adAccountKey: number,
  level: number,
  firstDay: number,
  lastDay: number,
  now: number,
  typeKey: (name: string) => number,
  windows: readonly AttributionWindow[] | null,
) {
  const asked = windows === null ? null : new Set(windows.map((window) => WINDOW_CODES[window]));
  const existing = prepared(
    db,
    `SELECT day, entity_key, action_type_key, attribution_window, count, value_micros, seen_at, revision FROM conversion_day
     WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?
     ORDER BY day, entity_key, action_type_key, attribution_window`,
  )
    .raw()
    .all(adAccountKey, level, firstDay, lastDay) as Existing[];
  let at = 0;
  const inserts = createBatch(db, `INSERT INTO conversion_day (${COLUMNS})`, 10, '');
  const updates = createBatch(
    db,
    `INSERT INTO conversion_day (${COLUMNS})`,
    10,
    `ON CONFLICT DO UPDATE SET count = excluded.count, value_micros = excluded.value_micros, seen_at = excluded.seen_at,
     revision = excluded.revision`,
  );
  const ledger = createBatch(db, `INSERT INTO conversion_day_revision (${COLUMNS}, superseded_at)`, 11, '');

  const insert = (day: number, entityKey: number, told: Told): void => {
    const { values } = inserts;
    const o = inserts.row();
    values[o] = adAccountKey;
    values[o + 1] = level;
    values[o + 2] = day;
    values[o + 3] = entityKey;
    values[o + 4] = told.type;
    values[o + 5] = told.window;
    values[o + 6] = told.count;
    values[o + 7] = told.value;
    values[o + 8] = now;
    values[o + 9] = 0;
  };

  const replace = (old: Existing, count: number | null, value: number | null): boolean => {
    if (count === old[4] && value === old[5]) return false;
    const l = ledger.row();
    ledger.values[l] = adAccountKey;
    ledger.values[l + 1] = level;
    for (let index = 0; index < 8; index += 1) ledger.values[l + 2 + index] = old[index];
    ledger.values[l + 10] = now;
    const u = updates.row();
    updates.values[u] = adAccountKey;
    updates.values[u + 1] = level;
    for (let index = 0; index < 4; index += 1) updates.values[u + 2 + index] = old[index];
    updates.values[u + 6] = count;
    updates.values[u + 7] = value;
    updates.values[u + 8] = now;
    updates.values[u + 9] = old[7] + 1;
    return true;
  };

  const vanished = (old: Existing): boolean =>
    asked !== null && !asked.has(old[3]) ? false : replace(old, old[4] === null ? null : 0, old[5] === null ? null : 0);

  return {
    /** True when any conversion of the row is new or different. */
    put(day: number, entityKey: number, actions: readonly ActionInput[]): boolean {
      let old = existing[at];
      while (old !== undefined && (old[0] < day || (old[0] === day && old[1] < entityKey))) old = existing[(at += 1)];
      const told = actions.length === 0 ? NONE : inOrder(actions, typeKey);
      let changed = false;
      for (const next of told) {
        while (old !== undefined && old[0] === day && old[1] === entityKey && isBefore(old, next)) {
          changed = vanished(old) || changed;
          old = existing[(at += 1)];
        }
        if (
          old !== undefined &&
          old[0] === day &&
          old[1] === entityKey &&
          old[2] === next.type &&
          old[3] === next.window
        ) {
          changed = replace(old, next.count ?? old[4], next.value ?? old[5]) || changed;
          old = existing[(at += 1)];
        } else {
          insert(day, entityKey, next);
          changed = true;
        }
      }
      while (old !== undefined && old[0] === day && old[1] === entityKey) {
        changed = vanished(old) || changed;
        old = existing[(at += 1)];
      }
      return changed;
    },

    finish(): void {
      inserts.flush();
      ledger.flush();
      updates.flush();
    },
  };
}

const NONE: readonly Told[] = [];
const isBefore = (old: Existing, next: Told): boolean =>
  old[2] < next.type || (old[2] === next.type && old[3] < next.window);

/** The row's action types in key order; of two entries for one key the greater, whichever came first. */
function inOrder(actions: readonly ActionInput[], typeKey: (name: string) => number): Told[] {
  const told = actions.map((action) => ({
    type: typeKey(action.actionType),
    window: WINDOW_CODES[action.window],
    count: action.count,
    value: action.valueMicros,
  }));
  told.sort(
    (a, b) =>
      a.type - b.type || a.window - b.window || (b.count ?? -1) - (a.count ?? -1) || (b.value ?? -1) - (a.value ?? -1),
  );
  return told.filter((next, index) => {
    const before = told[index - 1];
    return before === undefined || before.type !== next.type || before.window !== next.window;
  });
}

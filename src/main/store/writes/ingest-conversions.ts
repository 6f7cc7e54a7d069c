import type { AttributionWindow, PlatformId } from '../../../contract/vocabulary.ts';
import { createBatch, type Batch } from '../batch.ts';
import { FIGURE_COLUMNS } from '../codes.ts';
import { first, prepared, type Db } from '../db.ts';
import type { ActionInput } from '../records.ts';
import { ALL_TOLD, type SilentFigures } from './silent-figures.ts';
import { createToldActions, FIGURE_PLACES } from './told-actions.ts';

/** day, entity_key, action_type_key, seen_at, revision, then the figures */
type Existing = readonly (number | null)[];

const FIGURES = FIGURE_COLUMNS.join(', ');
const WIDTH = FIGURE_COLUMNS.length;
/** Where the figures begin: in a row that is read, and in one that is written. */
const READ_AT = 5;
const WRITE_AT = 7;
const HEAD = `(ad_account_key, level, day, entity_key, action_type_key, seen_at, revision, ${FIGURES}`;
const OVERWRITE = `ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, revision = excluded.revision,
  ${FIGURE_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;

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
 * Merges the action types of rows, in the same order and manner as the insights. For a row that was returned:
 * - an action type it no longer has becomes 0 in every window known of it, because platforms leave out what is zero;
 * - a window that an action type still there no longer has becomes null: that may be a zero or a window the platform has stopped
 *   reporting, one row cannot tell, and a 0 would claim it;
 * - of a window that is there, a count or value left out stays as it was.
 * The old row goes to the ledger as a whole. Windows that were not asked for (`windows`; null = all were) stay as they are, and so
 * does an action type the platform refused to tell.
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
  silent: SilentFigures = ALL_TOLD,
) {
  const asked = FIGURE_COLUMNS.map(() => windows === null);
  for (const window of windows ?? []) asked[FIGURE_PLACES[window]] = true;
  const existing = prepared(
    db,
    `SELECT day, entity_key, action_type_key, seen_at, revision, ${FIGURES} FROM conversion_day
     WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ? ORDER BY day, entity_key, action_type_key`,
  )
    .raw()
    .all(adAccountKey, level, firstDay, lastDay) as Existing[];
  let at = 0;
  const told = createToldActions(typeKey);
  const next: (number | null)[] = FIGURE_COLUMNS.map(() => null);
  const inserts = createBatch(db, `INSERT INTO conversion_day ${HEAD})`, WRITE_AT + WIDTH, '');
  const updates = createBatch(db, `INSERT INTO conversion_day ${HEAD})`, WRITE_AT + WIDTH, OVERWRITE);
  const ledger = createBatch(
    db,
    `INSERT INTO conversion_day_revision ${HEAD}, superseded_at)`,
    WRITE_AT + WIDTH + 1,
    '',
  );

  const add = (
    batch: Batch,
    day: number,
    entityKey: number,
    type: number,
    seenAt: number,
    revision: number,
    figures: readonly (number | null)[],
    offset: number,
  ): number => {
    const { values } = batch;
    const o = batch.row();
    values[o] = adAccountKey;
    values[o + 1] = level;
    values[o + 2] = day;
    values[o + 3] = entityKey;
    values[o + 4] = type;
    values[o + 5] = seenAt;
    values[o + 6] = revision;
    for (let index = 0; index < WIDTH; index += 1) values[o + WRITE_AT + index] = figures[offset + index];
    return o + WRITE_AT + WIDTH;
  };

  /** Puts `next` in the place of a row, unless it says the same. */
  const replace = (old: Existing): boolean => {
    let index = 0;
    while (index < WIDTH && next[index] === old[READ_AT + index]) index += 1;
    if (index === WIDTH) return false;
    const [day, entityKey, type, seenAt, revision] = old as [number, number, number, number, number];
    const end = add(ledger, day, entityKey, type, seenAt, revision, old, READ_AT);
    ledger.values[end] = now;
    add(updates, day, entityKey, type, now, revision + 1, next, 0);
    return true;
  };

  const vanished = (old: Existing): boolean => {
    for (let place = 0; place < WIDTH; place += 2) {
      const zero = asked[place] === true;
      const [count, value] = [old[READ_AT + place] as number | null, old[READ_AT + place + 1] as number | null];
      next[place] = zero && count !== null ? 0 : count;
      next[place + 1] = zero && value !== null ? 0 : value;
    }
    return replace(old);
  };

  const restated = (old: Existing, offset: number): boolean => {
    const { figures } = told;
    for (let place = 0; place < WIDTH; place += 2) {
      const count = figures[offset + place] as number | null;
      const value = figures[offset + place + 1] as number | null;
      const absent = count === null && value === null && asked[place] === true;
      next[place] = absent ? null : (count ?? (old[READ_AT + place] as number | null));
      next[place + 1] = absent ? null : (value ?? (old[READ_AT + place + 1] as number | null));
    }
    return replace(old);
  };

  return {
    /** True when any conversion of the row is different, or new where the earlier reading would have told it. */
    put(day: number, entityKey: number, actions: readonly ActionInput[]): boolean {
      let old = existing[at];
      while (old !== undefined && isBefore(old, day, entityKey)) old = existing[(at += 1)];
      told.take(actions);
      let changed = false;
      let index = 0;
      for (; old !== undefined && old[0] === day && old[1] === entityKey; old = existing[(at += 1)]) {
        const type = old[2] as number;
        for (; index < told.size && (told.types[index] as number) < type; index += 1) {
          add(
            inserts,
            day,
            entityKey,
            told.types[index] as number,
            now,
            0,
            told.figures,
            told.offsets[index] as number,
          );
          changed ||= !silent.before(day, told.types[index] as number);
        }
        if (index < told.size && told.types[index] === type) {
          changed = restated(old, told.offsets[index] as number) || changed;
          index += 1;
        } else if (!silent.now(type)) changed = vanished(old) || changed;
      }
      for (; index < told.size; index += 1) {
        add(inserts, day, entityKey, told.types[index] as number, now, 0, told.figures, told.offsets[index] as number);
        changed ||= !silent.before(day, told.types[index] as number);
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

const isBefore = (old: Existing, day: number, entityKey: number): boolean =>
  (old[0] as number) < day || (old[0] === day && (old[1] as number) < entityKey);

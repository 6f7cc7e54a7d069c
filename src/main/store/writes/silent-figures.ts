import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, prepared, type Db } from '../db.ts';
import { silence } from '../reads/figure-asked.ts';

/** What readings do not tell of action types, by their keys. */
export type SilentFigures = {
  /** The reading that is being stored was refused it: what it lacks says nothing. */
  now(type: number): boolean;
  /** The reading of the day (yyyymmdd) that is being replaced lacked it: told for the first time it changes nothing known. */
  before(day: number, type: number): boolean;
};

export const ALL_TOLD: SilentFigures = { now: () => false, before: () => false };

/** For one chunk of days (yyyymmdd, both included) of a level; `untold` = action types the platform refused in this answer. */
export function silentFigures(
  db: Db,
  of: { account: number; platform: PlatformId; level: number; from: number; to: number },
  untold: readonly string[],
  typeKey: (name: string) => number,
): SilentFigures {
  const isSilent = silence(db, of);
  const refused = new Set(untold.map(typeKey));
  if (isSilent === null) return refused.size === 0 ? ALL_TOLD : { ...ALL_TOLD, now: (type) => refused.has(type) };
  const readAt = new Map(
    all<{ day: number; at: number }>(
      db,
      'SELECT day, read_at AS at FROM coverage WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?',
      of.account,
      of.level,
      of.from,
      of.to,
    ).map(({ day, at }) => [day, at]),
  );
  const names = new Map(
    all<{ id: number; name: string }>(db, 'SELECT id, name FROM action_type WHERE platform = ?', of.platform).map(
      ({ id, name }) => [id, name],
    ),
  );
  return {
    now: (type) => refused.has(type),
    before(day, type) {
      const [at, name] = [readAt.get(day), names.get(type)];
      // A type made just now is not among the names yet.
      return at !== undefined && isSilent(name ?? nameOf(db, type), day, at);
    },
  };
}

const nameOf = (db: Db, type: number): string =>
  prepared(db, 'SELECT name FROM action_type WHERE id = ?').pluck().get(type) as string;

/** Notes that a day's reading was refused figures. */
export function noteUntold(
  db: Db,
  of: { account: number; level: number; day: number; now: number },
  untold: readonly string[],
): void {
  for (const figure of untold)
    prepared(
      db,
      `INSERT INTO figure_untold (ad_account_key, level, day, figure, asked_after) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET asked_after = excluded.asked_after`,
    ).run(of.account, of.level, of.day, figure, of.now);
}

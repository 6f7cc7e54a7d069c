import type { Range } from '../../../contract/primitives.ts';
import type { Level, PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, type Db } from '../db.ts';
import type { KnownAt } from './as-known.ts';
import { readTimes } from './read-times.ts';

/**
 * Figures a version of Tidemark did not ask its platform for yet: a reading from before is silent about them, and that is not zero.
 * By figure (an action type, or 'impression_share') the epoch ms up to which readings lack it; empty in workspaces made since.
 */
export function figuresAskedAfter(db: Db, platform: PlatformId): ReadonlyMap<string, number> {
  const rows = all<{ figure: string; after: number }>(
    db,
    'SELECT figure, asked_after AS after FROM figure_asked WHERE platform = ?',
    platform,
  );
  return new Map(rows.map(({ figure, after }) => [figure, after]));
}

/** Of the days (yyyymmdd) of a level, by figure and day, the epoch ms up to which readings of the day were refused the figure. */
function figuresRefused(
  db: Db,
  of: { account: number; level: number; from: number; to: number },
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const rows = all<{ figure: string; day: number; after: number }>(
    db,
    `SELECT figure, day, asked_after AS after FROM figure_untold
     WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?`,
    of.account,
    of.level,
    of.from,
    of.to,
  );
  return new Map(
    [...Map.groupBy(rows, ({ figure }) => figure)].map(([figure, days]) => [
      figure,
      new Map(days.map(({ day, after }) => [day, after])),
    ]),
  );
}

/** Whether a reading of a day (yyyymmdd) at an instant lacks a figure; null when all readings of these days tell all there is. */
export function silence(
  db: Db,
  of: { account: number; platform: PlatformId; level: number; from: number; to: number },
): ((figure: string, day: number, readAt: number) => boolean) | null {
  const everywhere = figuresAskedAfter(db, of.platform);
  const refused = figuresRefused(db, of);
  if (everywhere.size === 0 && refused.size === 0) return null;
  return (figure, day, readAt) =>
    readAt <= (everywhere.get(figure) ?? -1) || readAt <= (refused.get(figure)?.get(day) ?? -1);
}

/** The days (yyyymmdd) among `read` whose reading lacks a figure, by the names the figures stand behind. */
export function daysUnasked(
  db: Db,
  account: { key: number; platform: PlatformId; knownAt: KnownAt },
  args: { level: Level; range: Range; read: readonly number[] },
  figures: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  if (figures.size === 0) return found;
  const level = LEVEL_CODES[args.level];
  const span = { from: dayToInt(args.range.from), to: dayToInt(args.range.to) };
  const isSilent = silence(db, { account: account.key, platform: account.platform, level, ...span });
  if (isSilent === null) return found;
  const times = readTimes(db, account.key, level, args.range, account.knownAt);
  for (const [figure, names] of figures)
    for (const day of args.read) {
      const { readAt, rows } = times.get(day) ?? { readAt: 0, rows: 1 };
      // A day without any row had no delivery: nothing of it can lack.
      if (rows === 0 || !isSilent(figure, day, readAt)) continue;
      for (const name of names) {
        const days = found.get(name);
        if (days === undefined) found.set(name, new Set([day]));
        else days.add(day);
      }
    }
  return found;
}

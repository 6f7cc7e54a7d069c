import type { Range } from '../../../contract/primitives.ts';
import type { Level, PlatformId } from '../../../contract/vocabulary.ts';
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

/** The days (yyyymmdd) among `read` whose reading lacks the figures, by the names these stand behind. */
export function daysUnasked(
  db: Db,
  account: { key: number; knownAt: KnownAt },
  args: { level: Level; range: Range; read: readonly number[] },
  after: ReadonlyMap<string, number>,
): ReadonlyMap<string, ReadonlySet<number>> {
  if (after.size === 0) return new Map();
  const times = readTimes(db, account.key, LEVEL_CODES[args.level], args.range, account.knownAt);
  return new Map(
    [...after].map(([name, instant]) => [
      name,
      new Set(args.read.filter((day) => (times.get(day)?.readAt ?? 0) <= instant)),
    ]),
  );
}

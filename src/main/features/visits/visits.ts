import { z } from 'zod';
import type { Db } from '../../store/db.ts';
import { readSetting, writeSettings } from '../../store/writes/settings.ts';

/** Within this time looking again is still the same visit: going to Campaigns and back must not make the news old. */
const SAME_VISIT_MS = 4 * 3_600_000;

const visit = z.object({
  /** When the visit before this one ended; null when there was none. */
  before: z.number().nullable(),
  last: z.number(),
  /** What is older was put away by hand. */
  dismissed: z.number().nullable(),
});
type Visit = z.infer<typeof visit>;

export type Visits = {
  /**
   * Notes that somebody looks at a client and answers since when things are news to them (epoch ms; null at the first visit).
   * `dismissed` true puts away what there is now, false takes that back.
   */
  look(clientId: string, dismissed?: boolean): number | null;
};

/** When somebody last looked at a client: the beginning of 'changed since you last looked'. `readonly` answers and notes nothing. */
export function createVisits(deps: { db: Db; now: () => number; readonly: boolean }): Visits {
  return {
    look(clientId, dismissed) {
      const now = deps.now();
      const key = `visit:${clientId}`;
      const stored = visit.safeParse(readSetting(deps.db, key));
      const next = follow(stored.success ? stored.data : null, now, dismissed);
      if (!deps.readonly) writeSettings(deps.db, { [key]: next });
      if (next.before === null && next.dismissed === null) return null;
      return Math.max(next.before ?? 0, next.dismissed ?? 0);
    },
  };
}

function follow(known: Visit | null, now: number, dismissed: boolean | undefined): Visit {
  const taken = dismissed === undefined ? (known?.dismissed ?? null) : dismissed ? now : null;
  if (known === null) return { before: null, last: now, dismissed: taken };
  const same = now - known.last < SAME_VISIT_MS;
  return { before: same ? known.before : known.last, last: Math.max(now, known.last), dismissed: taken };
}

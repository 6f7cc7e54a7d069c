import { reaching, reachingSince, reachingThen } from './archived.ts';
import { breakdown } from './breakdown.ts';
import { changes } from './changes.ts';
import { compare, matchedWeekday, type CompareArgs } from './compare.ts';
import { adAccounts, connections, publicAdAccount } from './connections.ts';
import { clientNames, clientsView, workspaceCounts } from './clients.ts';
import { dataHealth } from './data-health.ts';
import type { Db } from '../db.ts';
import { diskForecast } from './disk-forecast.ts';
import { days } from './days.ts';
import { entitiesView } from './entities.ts';
import { entityDays } from './entity-days.ts';
import { events } from './events.ts';
import { hours } from './hours.ts';
import { insights } from './insights.ts';
import { overview } from './overview.ts';
import { periods } from './periods.ts';
import { importDetail, importHistory } from './runs.ts';

/** The reads a screen asks for, by name: what the reader worker answers. Arguments and results are plain data. */
export const reads = {
  clientsView: reachingThen(clientsView),
  overview: reachingThen(overview),
  entitiesView: reachingThen(entitiesView),
  insights: reachingThen(insights),
  compare: (db: Db, args: CompareArgs) => {
    const b = args.matchWeekday ? matchedWeekday(args.a, args.b) : args.b;
    const asked = { ...args, range: args.a, compare: b, b, matchWeekday: false };
    return reachingThen<typeof asked, ReturnType<typeof compare>>(compare)(db, asked);
  },
  events,
  entityDays: reachingThen(entityDays),
  days: reaching(days),
  changes: reachingSince(changes),
  breakdown: reaching(breakdown),
  hours: reaching(hours),
  periods,
  diskForecast,
  dataHealth,
  importHistory,
  connections,
  importDetail: (db: Db, args: { runId: string }) => importDetail(db, args.runId),
  adAccounts: (db: Db, args: { connectionId: string | null }) => adAccounts(db, args).map(publicAdAccount),
  clientNames: (db: Db, _args: Record<string, never>) => clientNames(db),
  workspaceCounts: (db: Db, _args: Record<string, never>) => workspaceCounts(db),
} as const;

export type Reads = typeof reads;
export type ReadName = keyof Reads;
export type ReadArgs<Name extends ReadName> = Parameters<Reads[Name]>[1];
export type ReadResult<Name extends ReadName> = ReturnType<Reads[Name]>;

/** Runs a read by name. */
export function runRead<Name extends ReadName>(db: Db, name: Name, args: ReadArgs<Name>): ReadResult<Name> {
  const read = reads[name] as (db: Db, args: ReadArgs<Name>) => ReadResult<Name>;
  return read(db, args);
}

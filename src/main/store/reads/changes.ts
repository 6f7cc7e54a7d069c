import type { Change, ChangesView } from '../../../contract/history.ts';
import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import type { Level, PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { fromMillionths, iso, isoOrNull, LEVEL_CODES, millionths } from '../codes.ts';
import { first, prepared, snapshot, type Db } from '../db.ts';
import { OF_ENTITIES, entitiesOf, identityOf } from './datasets.ts';
import { dayTeller } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';
import { readTimes } from './read-times.ts';
import { OF_LEVEL } from './sums.ts';

export type ChangesArgs = {
  clientId: string;
  since: string;
  range: Range | null;
  platforms: readonly PlatformId[] | null;
  level: Level;
  entityId: string | null;
  asKnownOn?: AsKnownOn | null;
  limit: number;
  after: string | null;
  /** Changes of spend alone are none. */
  clientSafe?: boolean;
  now: number;
};

const METRICS = [
  'spendMicros',
  'impressions',
  'clicks',
  'linkClicks',
  'reach',
  'conversions',
  'conversionValueMicros',
] as const;
const EVERY_DAY: Range = { from: '2000-01-01', to: '2099-12-31' };
const COLUMNS = `day, entity_key, revision, seen_at, spend_micros, impressions, clicks, link_clicks, reach, conversions,
  conversion_value_micros`;
/** day, entity, revision, seen at, then the metrics */
type Row = [number, number, number, number, ...(number | null)[]];
const METRICS_AT = 4;

const sql = (narrowed: boolean): string => `SELECT ${COLUMNS} FROM insight_day_revision
  WHERE ${OF_LEVEL}${narrowed ? OF_ENTITIES : ''} AND superseded_at > @since
  UNION ALL SELECT ${COLUMNS} FROM insight_day WHERE ${OF_LEVEL}${narrowed ? OF_ENTITIES : ''} AND seen_at > @since
  ORDER BY 1, 2, 3`;

type Found = { change: Change; key: string };

/**
 * What an ad account's platform told differently since an instant, newest first; null when there is no such client. Per row the
 * values at `since` (or, if the day was not over then, the first seen after it was) are set against the newest ones: the growth of a
 * running day is no change, and neither is a value that came back. A row that appeared later counts when its day had already been
 * read after it was over. Action types are not listed, only the headline conversions made of them.
 */
export function changes(db: Db, args: ChangesArgs): ChangesView | null {
  return snapshot(db, () => {
    const clientId = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientId) === undefined) return null;
    const found = clientAccounts(db, { ...args, clientId })
      .flatMap((account) => changesOf(db, account, args))
      .sort((a, b) => (a.key > b.key ? -1 : 1));
    const { after } = args;
    const rest = after === null ? found : found.filter((one) => one.key < after);
    const page = rest.slice(0, args.limit);
    return {
      changes: page.map((one) => one.change),
      total: found.length,
      differences: differencesOf(found.map((one) => one.change)),
      next: rest.length > page.length ? (page.at(-1)?.key ?? null) : null,
    };
  });
}

function changesOf(db: Db, account: ClientAccount, args: ChangesArgs): Found[] {
  const { named, narrowed } = entitiesOf(db, account, { level: args.level, parentId: null, entityId: args.entityId });
  const level = LEVEL_CODES[args.level];
  const range = args.range ?? EVERY_DAY;
  const rows = prepared(db, sql(narrowed))
    .raw()
    .all({
      account: account.key,
      level,
      from: dayToInt(range.from),
      to: dayToInt(range.to),
      since: Date.parse(args.since),
      entities: narrowed ? JSON.stringify([...named.keys()]) : null,
    }) as Row[];
  const seenUntil = account.knownAt ?? Infinity;
  const dayOf = dayTeller(account.timezone);
  const readWhole = wholeReads(db, account, level, rows, dayOf);
  const found: Found[] = [];
  for (let at = 0; at < rows.length;) {
    const [day, entity] = rows[at] as Row;
    const told: Row[] = [];
    for (let row = rows[at]; row !== undefined && row[0] === day && row[1] === entity; row = rows[(at += 1)])
      if (row[3] <= seenUntil && dayOf(row[3]) > day) told.push(row);
    const newest = told.at(-1);
    if (newest === undefined) continue;
    const appeared =
      told[0]?.[2] === 0 && told[0][3] > Date.parse(args.since) && told[0][3] > (readWhole.get(day) ?? Infinity);
    const old = appeared ? null : (told[0] ?? null);
    const metrics = differing(old, newest).filter(({ metric }) => args.clientSafe !== true || metric !== 'spendMicros');
    if (metrics.length === 0) continue;
    const replaced = appeared ? told[0] : told[1];
    const change: Change = {
      ...identityOf(account, args.level, named.get(entity)),
      currency: account.currency,
      day: intToDay(day),
      metrics,
      changes: told.length - (appeared ? 0 : 1),
      firstSeenAt: isoOrNull(old?.[3]),
      supersededAt: iso((replaced ?? newest)[3]),
      seenAt: iso(newest[3]),
    };
    found.push({ change, key: [change.seenAt, change.day, account.key, entity].join(' ') });
  }
  return found;
}

/** First reads of days that were over by then: a row that appears after one of these was not there before. */
function wholeReads(
  db: Db,
  account: ClientAccount,
  level: number,
  rows: readonly Row[],
  dayOf: (at: number) => number,
): Map<number, number> {
  const [oldest, newest] = [rows[0], rows.at(-1)];
  if (oldest === undefined || newest === undefined) return new Map();
  const range = { from: intToDay(oldest[0]), to: intToDay(newest[0]) };
  return new Map(
    [...readTimes(db, account.key, level, range, null)]
      .filter(([day, { firstReadAt }]) => dayOf(firstReadAt) > day)
      .map(([day, { firstReadAt }]) => [day, firstReadAt]),
  );
}

function differing(old: Row | null, newest: Row): Change['metrics'] {
  return METRICS.flatMap((metric, index) => {
    const [before, after] = [old?.[METRICS_AT + index] ?? null, newest[METRICS_AT + index] ?? null];
    return before === after ? [] : [{ metric, old: before, new: after }];
  });
}

function differencesOf(list: readonly Change[]): ChangesView['differences'] {
  return [...Map.groupBy(list, (one) => one.currency)].map(([currency, group]) => {
    const sum = (name: Change['metrics'][number]['metric'], scale: (value: number) => number): number =>
      group
        .flatMap((one) => one.metrics)
        .filter((one) => one.metric === name)
        .reduce((total, one) => total + scale(one.new ?? 0) - scale(one.old ?? 0), 0);
    const whole = (value: number): number => value;
    return {
      currency,
      spendMicros: sum('spendMicros', whole),
      conversions: fromMillionths(sum('conversions', millionths)) ?? 0,
      conversionValueMicros: sum('conversionValueMicros', whole),
    };
  });
}

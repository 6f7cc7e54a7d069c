import type { z } from 'zod';
import type { dailyPoint } from '../../../contract/dashboards.ts';
import type { EntityDaysView } from '../../../contract/entity-days.ts';
import type { AsKnownOn, Range, Sums } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt, eachDay } from '../../domain/days.ts';
import { iso, isoOrNull, LEVEL_CODES, millionthsSql } from '../codes.ts';
import { first, prepared, snapshot, type Db } from '../db.ts';
import { factsSql, type KnownAt } from './as-known.ts';
import { dayTeller, readLedger, type SettleDays } from './day-states.ts';
import type { EntityLevel } from './entity-rows.ts';
import { clientAccounts, type ClientAccount } from './health.ts';
import { OF_LEVEL, tallyAt, toSums, type TallyColumns } from './sums.ts';

export type EntityDaysArgs = {
  clientId: string;
  platform: PlatformId;
  adAccountId: string;
  level: EntityLevel;
  entityId: string;
  range: Range;
  compare: Range | null;
  asKnownOn?: AsKnownOn | null;
  clientSafe?: boolean;
  now: number;
  settle: SettleDays;
};

const FIGURES = `spend_micros, impressions, clicks, link_clicks, ${millionthsSql('conversions')} AS conversions_millionths,
  conversion_value_micros`;
const OF_ENTITY = `${OF_LEVEL} AND entity_key = @entity`;
const daysSql = (knownAt: KnownAt): string =>
  `SELECT * FROM ${factsSql('insight_day', `day, ${FIGURES}, absent_since`, OF_ENTITY, knownAt)}`;
// The ledger has no absent_since: whether a platform still offers a row is known for now only.
const pastDaysSql = `SELECT * FROM ${factsSql('insight_day', `day, ${FIGURES}`, OF_ENTITY, 0)}`;
const SQL = {
  days: daysSql(null),
  daysThen: pastDaysSql,
  changes: `SELECT day, seen_at AS seenAt FROM insight_day_revision WHERE ${OF_ENTITY} AND superseded_at <= @until`,
} as const;

type Row = [number, ...TallyColumns, (number | null)?];

/**
 * A campaign, ad group or ad day by day, with the same states as the Overview's days: a day its level was read for without a row of
 * the entity is "not reported". Null when the client has no such entity.
 */
export function entityDays(db: Db, args: EntityDaysArgs): EntityDaysView | null {
  return snapshot(db, () => {
    const account = clientAccounts(db, { ...args, platforms: [args.platform], clientId: Number(args.clientId) }).find(
      (one) => one.adAccountId === args.adAccountId,
    );
    const level = LEVEL_CODES[args.level];
    const entity = account && entityOf(db, account, level, args.entityId);
    if (account === undefined || entity === undefined) return null;
    const ledger = readLedger(db, account, level, args.range, args.settle);
    const rows = rowsOf(db, account, level, entity.key, args.range);
    const changed = changedDays(db, account, level, entity.key, args.range);
    const before = args.compare === null ? null : readLedger(db, account, level, args.compare, args.settle);
    const earlier = args.compare === null ? null : rowsOf(db, account, level, entity.key, args.compare);
    const earlierDays = args.compare === null ? [] : eachDay(args.compare.from, args.compare.to);
    const sumsAt = (found: ReadonlyMap<number, Row>, day: number): Sums => figuresOf(found.get(day), args.clientSafe);
    return {
      currency: account.currency,
      timezone: account.timezone,
      daily: eachDay(args.range.from, args.range.to).map((day, index): z.infer<typeof dailyPoint> => {
        const at = dayToInt(day);
        const previousDay = earlierDays[index] ?? null;
        const previousRead = previousDay !== null && before?.readAt(dayToInt(previousDay)) !== undefined;
        return {
          ...sumsAt(rows, at),
          day,
          state: ledger.state(at),
          restated: changed.has(at),
          noLongerOffered: rows.get(at)?.[7] != null,
          notReported: ledger.readAt(at) !== undefined && !rows.has(at),
          previousDay,
          previous: earlier !== null && previousRead ? sumsAt(earlier, dayToInt(previousDay)) : null,
        };
      }),
      firstSeenAt: iso(entity.firstSeenAt),
      asOf: isoOrNull(ledger.newestRead),
    };
  });
}

function entityOf(
  db: Db,
  account: ClientAccount,
  level: number,
  entityId: string,
): { key: number; firstSeenAt: number } | undefined {
  return first(
    db,
    'SELECT id AS key, first_seen_at AS firstSeenAt FROM entity WHERE ad_account_key = ? AND level = ? AND entity_id = ?',
    account.key,
    level,
    entityId,
  );
}

const bound = (account: ClientAccount, level: number, entity: number, range: Range) => ({
  account: account.key,
  level,
  entity,
  from: dayToInt(range.from),
  to: dayToInt(range.to),
});

function rowsOf(db: Db, account: ClientAccount, level: number, entity: number, range: Range): Map<number, Row> {
  const rows = prepared(db, account.knownAt === null ? SQL.days : SQL.daysThen)
    .raw()
    .all({ ...bound(account, level, entity, range), known: account.knownAt }) as Row[];
  return new Map(rows.map((row) => [row[0], row]));
}

/** Days told differently after they were over. */
function changedDays(db: Db, account: ClientAccount, level: number, entity: number, range: Range): Set<number> {
  const dayOf = dayTeller(account.timezone);
  const until = account.knownAt ?? Number.MAX_SAFE_INTEGER;
  const rows = prepared(db, SQL.changes).all({ ...bound(account, level, entity, range), until }) as {
    day: number;
    seenAt: number;
  }[];
  return new Set(rows.filter(({ day, seenAt }) => dayOf(seenAt) > day).map(({ day }) => day));
}

function figuresOf(row: Row | undefined, clientSafe = false): Sums {
  const { spendMicros, ...rest } = toSums(tallyAt((row ?? []) as (number | null)[], 1));
  return clientSafe ? rest : { spendMicros: spendMicros ?? null, ...rest };
}

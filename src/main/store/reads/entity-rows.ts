import type { EntityRow, Unlike } from '../../../contract/dashboards.ts';
import type { Uniques } from '../../../contract/primitives.ts';
import type { EntityStatus, Level } from '../../../contract/vocabulary.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, type Db } from '../db.ts';
import type { BusinessMetric } from './client-profile.ts';
import type { ViewArgs } from './account-periods.ts';
import { countDays, readLedger, unlikeOf } from './day-states.ts';
import type { ClientAccount } from './health.ts';
import { namedCounts, nameTallies, type NamedReading } from './named.ts';
import { uniquesFor, uniquesOf } from './periods.ts';
import { sumsByEntity, toSums, type Tally } from './sums.ts';
import { markVideo, videoMarks } from './video.ts';

export type EntityLevel = Exclude<Level, 'account'>;

type NameRow = {
  key: number;
  entityId: string;
  name: string;
  status: EntityStatus;
  platformStatus: string | null;
  objective: string | null;
  dailyBudgetMicros: number | null;
  parentId: string | null;
  parentName: string | null;
  firstSeenAt: number;
};

const COLUMNS = `e.id AS key, e.entity_id AS entityId, coalesce(e.name, e.entity_id) AS name, e.status,
  e.platform_status AS platformStatus, e.objective, e.daily_budget_micros AS dailyBudgetMicros, e.parent_id AS parentId,
  p.name AS parentName, e.first_seen_at AS firstSeenAt FROM entity e
  LEFT JOIN entity p ON p.ad_account_key = e.ad_account_key AND p.level = e.level - 1 AND p.level > 0 AND p.entity_id = e.parent_id`;

/** Sums of both periods of one account at one level, before any names are looked up. */
export type LevelPeriod = {
  account: ClientAccount;
  level: EntityLevel;
  current: Map<number, Tally>;
  previous: Map<number, Tally> | null;
  newestRead: number | null;
  /** Some of the days may still change. */
  settling: boolean;
  covered: number;
  /** Why a change of its figures is not judged. */
  unlike: Unlike;
  /** Unique figures of both periods; null where the platform was not asked for exactly that period. */
  uniques: { current: Map<number, Uniques> | null; previous: Map<number, Uniques> | null };
  names: NamedReading | null;
};

export function levelPeriod(
  db: Db,
  account: ClientAccount,
  level: EntityLevel,
  view: ViewArgs,
  metrics: readonly BusinessMetric[] = [],
): LevelPeriod {
  const code = LEVEL_CODES[level];
  const ledger = readLedger(db, account, code, view.range, view.settle);
  const before = view.compare === null ? null : readLedger(db, account, code, view.compare, view.settle);
  const compare = view.compare !== null && before?.covered === countDays(view.compare) ? view.compare : null;
  const current = sumsByEntity(db, account, code, view.range);
  const previous = compare === null ? null : sumsByEntity(db, account, code, compare);
  const ask = { level, by: 'entity' as const };
  const names = namedCounts(db, account, metrics, { ...ask, range: view.range, read: ledger.days });
  nameTallies(current, names);
  const marks = videoMarks(db, account, metrics, names);
  markVideo(current, marks);
  if (previous !== null && compare !== null && before !== null) {
    nameTallies(previous, namedCounts(db, account, metrics, { ...ask, range: compare, read: before.days }));
    markVideo(previous, marks);
  }
  return {
    account,
    level,
    current,
    previous,
    newestRead: ledger.newestRead,
    settling: ledger.covered > 0 && !ledger.allSettled,
    covered: ledger.covered,
    unlike: unlikeOf(
      [{ daysRead: ledger.covered, unfinished: ledger.unfinished || before?.unfinished === true }],
      view.range,
    ),
    uniques: {
      current: uniquesOf(db, account, level, view.range),
      previous: compare === null ? null : uniquesOf(db, account, level, compare),
    },
    names,
  };
}

const NOTHING: Tally = {
  spendMicros: null,
  impressions: null,
  clicks: null,
  linkClicks: null,
  conversionsMillionths: null,
  conversionValueMicros: null,
};

function toRow(period: LevelPeriod, entity: NameRow): EntityRow {
  const current = period.current.get(entity.key) ?? NOTHING;
  return {
    platform: period.account.platform,
    adAccountId: period.account.adAccountId,
    level: period.level,
    entityId: entity.entityId,
    name: entity.name,
    parentId: entity.parentId,
    parentName: entity.parentName,
    status: entity.status,
    platformStatus: entity.platformStatus,
    objective: entity.objective,
    dailyBudgetMicros: entity.dailyBudgetMicros,
    currency: period.account.currency,
    current: { ...toSums(current), uniques: uniquesFor(period.uniques.current, entity.key) },
    previous:
      period.previous === null
        ? null
        : {
            ...toSums(period.previous.get(entity.key) ?? NOTHING),
            uniques: uniquesFor(period.uniques.previous, entity.key),
          },
    settling: period.settling && period.current.has(entity.key),
    unlike: period.unlike,
    daysRead: period.covered,
  };
}

/** The entities of these keys as rows, in the order given. */
export function rowsOfKeys(db: Db, picks: readonly { period: LevelPeriod; key: number }[]): EntityRow[] {
  const found = new Map(
    all<NameRow>(
      db,
      `SELECT ${COLUMNS} WHERE e.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(picks.map((pick) => pick.key)),
    ).map((row) => [row.key, row]),
  );
  return picks.flatMap(({ period, key }) => {
    const entity = found.get(key);
    return entity === undefined ? [] : [toRow(period, entity)];
  });
}

/** A row with what totals are made of: the row itself no longer tells a name that is not known from one that is not there. */
export type RowWithTallies = { row: EntityRow; current: Tally | undefined; previous: Tally | undefined };

/**
 * Every entity of a level worth a line: all that delivered in either period, and those that still exist. Deleted and archived ones
 * without delivery are left out, and so are those not yet seen at the moment the view is seen from. `parentId` narrows to the children of one campaign or ad group.
 */
export function rowsOfLevel(db: Db, period: LevelPeriod, parentId: string | null): RowWithTallies[] {
  const entities =
    parentId === null
      ? all<NameRow>(
          db,
          `SELECT ${COLUMNS} WHERE e.ad_account_key = ? AND e.level = ?`,
          period.account.key,
          LEVEL_CODES[period.level],
        )
      : all<NameRow>(
          db,
          `SELECT ${COLUMNS} WHERE e.ad_account_key = ? AND e.level = ? AND e.parent_id = ?`,
          period.account.key,
          LEVEL_CODES[period.level],
          parentId,
        );
  return entities
    .filter(
      (entity) =>
        period.current.has(entity.key) ||
        period.previous?.has(entity.key) === true ||
        (entity.status !== 'deleted' &&
          entity.status !== 'archived' &&
          (period.account.knownAt === null || entity.firstSeenAt <= period.account.knownAt)),
    )
    .map((entity) => ({
      row: toRow(period, entity),
      current: period.current.get(entity.key),
      previous: period.previous?.get(entity.key),
    }));
}

import type { Range } from '../../../contract/primitives.ts';
import type { Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { LEVEL_CODES, millionths, millionthsSql, WINDOW_COLUMNS } from '../codes.ts';
import { all, first, prepared, type Db } from '../db.ts';

/** Everything a comparison with an exported file asks of the store. Numbers in millionths of units, whatever they count. */
export type ComparedAccount = {
  key: number;
  platform: PlatformId;
  adAccountId: string;
  name: string;
  currency: string;
  timeZone: string;
  conversionWindowDays: number | null;
};

export function comparedAccounts(db: Db, clientId: string): ComparedAccount[] {
  return all(
    db,
    `SELECT id AS key, platform, ad_account_id AS adAccountId, name, currency, time_zone AS timeZone,
       conversion_window_days AS conversionWindowDays
     FROM ad_account WHERE client_id = ? AND is_manager = 0 ORDER BY id`,
    Number(clientId),
  );
}

export type ComparedEntity = {
  key: number;
  level: number;
  entityId: string;
  parentId: string | null;
  campaignId: string | null;
  /** The newest name first, then earlier ones. */
  names: string[];
};

/** The entities of an ad account by key, with every name they ever had. */
export function comparedEntities(db: Db, adAccountKey: number): Map<number, ComparedEntity> {
  const rows = all<Omit<ComparedEntity, 'names'> & { name: string | null }>(
    db,
    `SELECT id AS key, level, entity_id AS entityId, parent_id AS parentId, campaign_id AS campaignId, name FROM entity
     WHERE ad_account_key = ?`,
    adAccountKey,
  );
  const entities = new Map(rows.map(({ name, ...row }) => [row.key, { ...row, names: name === null ? [] : [name] }]));
  for (const { key, name } of all<{ key: number; name: string }>(
    db,
    `SELECT h.entity_key AS key, h.old_value AS name FROM entity_history h JOIN entity e ON e.id = h.entity_key
     WHERE e.ad_account_key = ? AND h.field = 'name' AND h.old_value IS NOT NULL ORDER BY h.changed_at DESC, h.id DESC`,
    adAccountKey,
  ))
    entities.get(key)?.names.push(name);
  return entities;
}

/** spend, impressions, clicks, linkClicks, conversions, conversionValue, reach; null = not reported. */
export type DayFigures = {
  spend: number | null;
  impressions: number | null;
  clicks: number | null;
  linkClicks: number | null;
  conversions: number | null;
  conversionValue: number | null;
  reach: number | null;
  /** Epoch ms since when these figures are known. */
  seenAt: number;
};

type Raw = [day: number, key: number, ...(number | null)[]];
const COLUMNS = `spend_micros, impressions, clicks, link_clicks, ${millionthsSql('conversions')}, conversion_value_micros, reach, seen_at`;
const count = (value: number | null | undefined): number | null => (value == null ? null : value * 1_000_000);

function figuresOf(row: Raw): DayFigures {
  return {
    spend: row[2] ?? null,
    impressions: count(row[3]),
    clicks: count(row[4]),
    linkClicks: count(row[5]),
    conversions: row[6] ?? null,
    conversionValue: row[7] ?? null,
    reach: count(row[8]),
    seenAt: row[9] ?? 0,
  };
}

/** Figures by entity key and day of an ad account's level. */
export function dayFigures(
  db: Db,
  adAccountKey: number,
  level: Level,
  range: Range,
): Map<number, Map<Day, DayFigures>> {
  const rows = prepared(
    db,
    `SELECT day, entity_key, ${COLUMNS} FROM insight_day WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?`,
  )
    .raw()
    .iterate(adAccountKey, LEVEL_CODES[level], dayToInt(range.from), dayToInt(range.to)) as Iterable<Raw>;
  const found = new Map<number, Map<Day, DayFigures>>();
  for (const row of rows) {
    let ofEntity = found.get(row[1]);
    if (ofEntity === undefined) found.set(row[1], (ofEntity = new Map()));
    ofEntity.set(intToDay(row[0]), figuresOf(row));
  }
  return found;
}

/** What an entity's days were before they were restated, oldest revision first. */
export function earlierFigures(
  db: Db,
  args: { adAccountKey: number; level: Level; entityKey: number; range: Range },
): { day: Day; figures: DayFigures; supersededAt: number }[] {
  const rows = prepared(
    db,
    `SELECT day, entity_key, ${COLUMNS}, superseded_at FROM insight_day_revision
     WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ? AND entity_key = ? ORDER BY day, revision`,
  )
    .raw()
    .all(
      args.adAccountKey,
      LEVEL_CODES[args.level],
      dayToInt(args.range.from),
      dayToInt(args.range.to),
      args.entityKey,
    );
  return (rows as Raw[]).map((row) => ({ day: intToDay(row[0]), figures: figuresOf(row), supersededAt: row[10] ?? 0 }));
}

/** When each day of a range was last read at a level (epoch ms). */
export function readTimesOf(db: Db, adAccountKey: number, level: Level, range: Range): Map<Day, number> {
  const rows = all<{ day: number; at: number }>(
    db,
    'SELECT day, read_at AS at FROM coverage WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?',
    adAccountKey,
    LEVEL_CODES[level],
    dayToInt(range.from),
    dayToInt(range.to),
  );
  return new Map(rows.map(({ day, at }) => [intToDay(day), at]));
}

export type WindowFigure = { actionType: string; window: string; count: number | null; value: number | null };

/** Sums over a range of every action type in every attribution window. */
export function windowFigures(
  db: Db,
  args: { adAccountKey: number; level: Level; entityKey: number; range: Range },
): WindowFigure[] {
  return Object.entries(WINDOW_COLUMNS).flatMap(([window, [countColumn, valueColumn]]) =>
    all<{ actionType: string; count: number | null; value: number | null }>(
      db,
      `SELECT t.name AS actionType, sum(${millionthsSql(`f.${countColumn}`)}) AS count, sum(f.${valueColumn}) AS value
       FROM conversion_day f JOIN action_type t ON t.id = f.action_type_key
       WHERE f.ad_account_key = ? AND f.level = ? AND f.day BETWEEN ? AND ? AND f.entity_key = ?
         AND (f.${countColumn} IS NOT NULL OR f.${valueColumn} IS NOT NULL) GROUP BY t.id`,
      args.adAccountKey,
      LEVEL_CODES[args.level],
      dayToInt(args.range.from),
      dayToInt(args.range.to),
      args.entityKey,
    ).map((row) => ({ ...row, window })),
  );
}

/** Reach the platform told for exactly this range, in millionths of people; null when it was not asked for. */
export function periodReach(db: Db, adAccountKey: number, entityKey: number, range: Range): number | null {
  const row = first<{ reach: number | null }>(
    db,
    `SELECT p.reach FROM insight_period p JOIN dataset d ON d.id = p.dataset_key
     WHERE p.ad_account_key = ? AND p.from_day = ? AND p.to_day = ? AND p.entity_key = ? AND p.reach IS NOT NULL LIMIT 1`,
    adAccountKey,
    dayToInt(range.from),
    dayToInt(range.to),
    entityKey,
  );
  return row?.reach == null ? null : millionths(row.reach);
}

import { createHash } from 'node:crypto';
import { FIGURE_COLUMNS } from './codes.ts';
import type { Db } from './db.ts';

const METRICS = `f.spend_micros, f.impressions, f.clicks, f.link_clicks, f.reach, f.conversions, f.conversion_value_micros,
  f.extra, f.seen_at, f.revision`;
const SUMS =
  'f.spend_micros, f.impressions, f.clicks, f.link_clicks, f.conversions_millionths, f.conversion_value_micros, f.days';
const CONVERSION = `t.name, f.revision, f.seen_at, ${FIGURE_COLUMNS.map((column) => `f.${column}`).join(', ')}`;
const CELL = `f.spend_micros, f.impressions, f.clicks, f.link_clicks, f.reach, f.conversions, f.conversion_value_micros, f.actions,
  f.extra, f.seen_at, f.revision`;
const UNIQUES = 'f.frequency, f.unique_clicks, f.unique_link_clicks';
const ACCOUNT = 'JOIN ad_account a ON a.id = f.ad_account_key';
const ENTITY = `${ACCOUNT} JOIN entity e ON e.id = f.entity_key`;
const TYPE = `${ENTITY} JOIN action_type t ON t.id = f.action_type_key`;

const DATASET = `${ACCOUNT} JOIN dataset d ON d.id = f.dataset_key`;
const IN_DATASET = `${ENTITY} JOIN dataset d ON d.id = f.dataset_key`;
const SEGMENT = `${IN_DATASET} JOIN segment s ON s.id = f.segment_key`;

/** Every imported row by natural key: generated keys depend on the order of arrival and must not count. */
const TABLES: Record<string, string> = {
  entity: `f.level, f.entity_id, f.parent_id, f.campaign_id, f.name, f.status FROM entity f ${ACCOUNT}`,
  insight_day: `f.level, f.day, e.entity_id, ${METRICS}, f.absent_since FROM insight_day f ${ENTITY}`,
  insight_day_revision: `f.level, f.day, e.entity_id, ${METRICS}, f.superseded_at FROM insight_day_revision f ${ENTITY}`,
  insight_month: `f.level, f.month, e.entity_id, ${SUMS} FROM insight_month f ${ENTITY}`,
  conversion_day: `f.level, f.day, e.entity_id, ${CONVERSION} FROM conversion_day f ${TYPE}`,
  conversion_day_revision: `f.level, f.day, e.entity_id, ${CONVERSION}, f.superseded_at FROM conversion_day_revision f ${TYPE}`,
  coverage: `f.level, f.day, f.first_read_at, f.read_at, f.rows FROM coverage f ${ACCOUNT}`,
  insight_segment: `d.name, f.day, e.entity_id, s.value, ${CELL} FROM insight_segment f ${SEGMENT}`,
  insight_segment_revision: `d.name, f.day, e.entity_id, s.value, ${CELL}, f.superseded_at FROM insight_segment_revision f ${SEGMENT}`,
  dataset_coverage: `d.name, f.day, f.first_read_at, f.read_at, f.rows, f.folded_at, f.archived_at FROM dataset_coverage f ${DATASET}`,
  insight_period: `d.name, f.from_day, f.to_day, e.entity_id, ${CELL}, ${UNIQUES} FROM insight_period f ${IN_DATASET}`,
  insight_period_revision: `d.name, f.from_day, f.to_day, e.entity_id, ${CELL}, ${UNIQUES}, f.superseded_at FROM insight_period_revision f ${IN_DATASET}`,
  period_coverage: `d.name, f.from_day, f.to_day, f.first_read_at, f.read_at, f.rows FROM period_coverage f ${DATASET}`,
  insight_hour_profile: `d.name, f.month, e.entity_id, f.weekday, f.hour, ${SUMS} FROM insight_hour_profile f ${IN_DATASET}`,
};

/**
 * SHA-256 over everything imports have brought in, by natural keys: equal for equal knowledge, whatever the order it came in.
 * For tests (replay, shuffle, kill and resume); reads the whole workspace.
 */
export function stateHash(db: Db, tables: readonly string[] = Object.keys(TABLES)): string {
  const hash = createHash('sha256');
  for (const table of tables) {
    const columns = TABLES[table];
    if (columns === undefined) throw new RangeError(`No such table in the state: ${table}`);
    const rows = db.prepare(`SELECT a.platform, a.ad_account_id, ${columns}`).raw().all() as unknown[][];
    hash.update(table);
    for (const line of rows.map((row) => JSON.stringify(row)).sort()) hash.update(line);
  }
  return hash.digest('hex');
}

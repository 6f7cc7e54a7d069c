import { conversionActionType } from '../../../contract/client-profile.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { fromMillionths, LEVEL_CODES, millionthsSql } from '../codes.ts';
import { all, type Db } from '../db.ts';

/** The dataset that tells conversions per conversion action, where a platform offers it. */
export const CONVERSION_ACTIONS = 'campaign.day.conversion_action';

export type SeenActionType = { platform: PlatformId; actionType: string; label: string; count: number; lastDay: Day };
type Row = { name: string; count: number | null; lastDay: number };
type ActionRow = Row & { whole: number | null; label: string | null };

const TYPES = `SELECT t.name, sum(${millionthsSql('c.count_default')}) AS count, max(c.day) AS lastDay
  FROM conversion_day c CROSS JOIN action_type t ON t.id = c.action_type_key
  WHERE c.ad_account_key = @account AND c.level = @level AND c.day BETWEEN @from AND @to
  GROUP BY c.action_type_key`;

/** What an action recorded in all, of a row of its cells. */
export const ALL_OF_ACTION = `(SELECT sum(json_extract(told.value, '$.count')) FROM json_each(actions) AS told
  WHERE json_extract(told.value, '$.actionType') = 'all_conversions' AND json_extract(told.value, '$.window') = 'default')`;

const ACTIONS = `SELECT json_extract(s.value, '$.conversion_action') AS name, sum(${millionthsSql('f.conversions')}) AS count,
    sum(${millionthsSql(ALL_OF_ACTION)}) AS whole, max(f.day) AS lastDay, json_extract(f.extra, '$.conversionActionName') AS label
  FROM dataset d CROSS JOIN insight_segment f ON f.ad_account_key = @account AND f.dataset_key = d.id AND f.day BETWEEN @from AND @to
  CROSS JOIN segment s ON s.id = f.segment_key
  WHERE d.platform = @platform AND d.name = '${CONVERSION_ACTIONS}' GROUP BY f.segment_key`;

/**
 * Everything the platforms of a client counted in a range, most conversions first: action types of the daily figures, and conversion
 * actions where they are told. An action's name is its newest one.
 */
export function seenActionTypes(db: Db, args: { clientId: number; range: Range }): SeenActionType[] {
  const accounts = all<{ key: number; platform: PlatformId }>(
    db,
    'SELECT id AS key, platform FROM ad_account WHERE client_id = ? AND is_manager = 0',
    args.clientId,
  );
  const found = new Map<string, SeenActionType>();
  const add = (platform: PlatformId, actionType: string, label: string, row: Row): void => {
    const known = found.get(`${platform} ${actionType}`);
    const count = (fromMillionths(row.count) ?? 0) + (known?.count ?? 0);
    const lastDay = intToDay(row.lastDay);
    const newer = known === undefined || known.lastDay < lastDay;
    found.set(`${platform} ${actionType}`, {
      platform,
      actionType,
      label: newer ? label : known.label,
      count,
      lastDay: newer ? lastDay : known.lastDay,
    });
  };
  for (const { key, platform } of accounts) {
    const bound = {
      account: key,
      level: LEVEL_CODES.account,
      platform,
      from: dayToInt(args.range.from),
      to: dayToInt(args.range.to),
    };
    for (const row of all<Row>(db, TYPES, bound)) add(platform, row.name, row.name, row);
    for (const row of all<ActionRow>(db, ACTIONS, bound)) {
      const label = row.label ?? row.name;
      add(platform, conversionActionType({ id: row.name, all: false }), label, row);
      if (row.whole !== null && row.whole !== row.count)
        add(platform, conversionActionType({ id: row.name, all: true }), `${label} (all conversions)`, {
          ...row,
          count: row.whole,
        });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.actionType < b.actionType ? -1 : 1));
}

/** Names of conversion actions by platform and action type, as last told on any day. */
export function conversionActionNames(db: Db, clientId: number): Map<string, string> {
  const names = new Map<string, string>();
  const rows = all<{ platform: PlatformId; id: string; label: string | null }>(
    db,
    `SELECT a.platform, json_extract(s.value, '$.conversion_action') AS id,
       json_extract(f.extra, '$.conversionActionName') AS label, max(f.day) AS day
     FROM ad_account a CROSS JOIN dataset d ON d.platform = a.platform AND d.name = '${CONVERSION_ACTIONS}'
     CROSS JOIN insight_segment f ON f.ad_account_key = a.id AND f.dataset_key = d.id
       AND f.day >= coalesce((SELECT max(day) FROM dataset_coverage c WHERE c.ad_account_key = a.id AND c.dataset_key = d.id), 0) - 10000
     CROSS JOIN segment s ON s.id = f.segment_key
     WHERE a.client_id = ? GROUP BY a.platform, f.segment_key`,
    clientId,
  );
  for (const { platform, id, label } of rows) {
    if (label === null) continue;
    names.set(`${platform} ${conversionActionType({ id, all: false })}`, label);
    names.set(`${platform} ${conversionActionType({ id, all: true })}`, `${label} (all conversions)`);
  }
  return names;
}

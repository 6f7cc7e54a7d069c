import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';

/**
 * A real account's answers, recorded with Graph v23.0, kept outside the repository. The recorder wrote one line per action and
 * dropped the prefix of some action types; `nest` undoes the first, and the second is left as it is (unknown types are stored
 * as they come, so the totals must agree all the same).
 */
const root = process.env['TIDEMARK_RECORDINGS'] ?? resolve(import.meta.dirname, '../../../../shared/recordings');
export const folder = join(root, 'meta-v23');

export type Line = Record<string, string>;
export const lines = (query: string): Line[] =>
  parse(readFileSync(join(folder, `query_${query}.csv`)), { columns: true });

export const WINDOWS = ['value', '1d_click', '7d_click', '28d_click', '1d_view'];

const KEY = [
  'parent_id',
  'campaign_id',
  'ad_id',
  'date_start',
  'date_stop',
  'country',
  'age',
  'gender',
  'publisher_platform',
];

/** Lines of one entity, day and breakdown become one row with an `actions` list, as the API sends it. */
export function nest(recorded: Line[], id: string): Record<string, unknown>[] {
  const rows = new Map<string, Record<string, unknown> & { actions?: unknown[] }>();
  for (const line of recorded) {
    const key = KEY.map((name) => line[name]).join('|');
    const { action_type, ads_action_name, parent_id, ...rest } = line;
    let row = rows.get(key);
    if (!row) {
      // The API omits what has no value; the recorder wrote it as an empty cell.
      row = Object.fromEntries(Object.entries(rest).filter(([name, value]) => value !== '' && !WINDOWS.includes(name)));
      if (parent_id && !parent_id.startsWith('act_')) row[id] ??= parent_id;
      rows.set(key, row);
    }
    if (!action_type || ads_action_name !== 'actions') continue;
    const figures = WINDOWS.filter((name) => line[name] !== undefined && line[name] !== '').map((name) => [
      name,
      line[name],
    ]);
    (row.actions ??= []).push({ action_type, ...Object.fromEntries(figures) });
  }
  return [...rows.values()];
}

/** Decimal text summed without any of the code under test. */
export function exactSum(values: (string | undefined)[]): bigint {
  return values.reduce((sum, value) => {
    const [whole = '0', fraction = ''] = (value || '0').split('.');
    return sum + BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  }, 0n);
}

/** The Fivetran seeds as Graph would have sent them: rows of ads with their actions, and the actions line by line. */
export function seedRows(adAccountId: string): { rows: Record<string, unknown>[]; actions: Line[] } {
  const seed = (name: string): Line[] =>
    parse(readFileSync(join(root, 'meta-seeds', `facebook_ads_basic_ad${name}_data.csv`)), { columns: true });
  const rows = new Map<string, Record<string, unknown> & { actions?: unknown[] }>();
  const rowOf = ({ ad_id = '', date = '' }: Line) => {
    const key = `${ad_id} ${date}`;
    const row = rows.get(key) ?? { account_id: adAccountId, ad_id, date_start: date, date_stop: date };
    rows.set(key, row);
    return row;
  };
  for (const line of seed('')) {
    const { impressions, inline_link_clicks, spend = '', reach } = line;
    // One amount was written as '144.'; Graph never ends one with the point.
    Object.assign(rowOf(line), { impressions, inline_link_clicks, reach, spend: spend.replace(/\.$/, '') });
  }
  const actions = seed('_actions').map((line) => ({
    ...line,
    ads_action_name: 'actions',
    '1d_view': line['_1_d_view'] ?? '',
    '7d_click': line['_7_d_click'] ?? '',
  }));
  for (const line of actions) {
    const figures = WINDOWS.map((name) => [name, (line as Line)[name]]).filter(([, value]) => value);
    const row = rowOf(line);
    (row.actions ??= []).push({ action_type: (line as Line)['action_type'], ...Object.fromEntries(figures) });
  }
  return { rows: [...rows.values()], actions };
}

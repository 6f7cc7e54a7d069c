import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { normalizeInsights, normalizeStructure } from '../../../src/main/platforms/meta/normalize.ts';
import type { InsightPage, InsightRecord } from '../../../src/main/platforms/platform.ts';
import { exactSum, folder, lines, nest } from './recorded.ts';
import { ACCOUNT, request } from './support.ts';

const total = (records: InsightRecord[], pick: (record: InsightRecord) => number | null): bigint =>
  records.reduce((sum, record) => sum + BigInt(pick(record) ?? 0), 0n);

const whole = { from: '2020-01-01', to: '2026-12-31' };

function complete(page: InsightPage, rows: unknown[]): InsightRecord[] {
  expect(page.setAside).toEqual([]);
  expect(page.records).toHaveLength(rows.length);
  return page.records;
}

describe.runIf(existsSync(folder))('recordings of a real account', () => {
  it('the days of February add up to the month, to the cent, while reach does not', () => {
    const rows = nest(lines('24_insights'), 'ad_id');
    const records = complete(normalizeInsights(rows, request()), rows);
    expect(records).toHaveLength(514);
    expect(total(records, (record) => record.spendMicros)).toBe(2_183_770_000n);
    expect(total(records, (record) => record.impressions)).toBe(99_849n);
    expect(total(records, (record) => record.clicks)).toBe(1081n);
    expect(total(records, (record) => record.reach)).toBe(81_745n);
    const month = lines('7_insights');
    expect(total(records, (record) => record.spendMicros)).toBe(exactSum(month.map((line) => line['spend'])));
    expect(lines('121_insights')[0]?.['reach']).toBe('27085');
  });

  it('a month row is not taken for a day', () => {
    const rows = nest(lines('7_insights'), 'ad_id');
    const { records, setAside } = normalizeInsights(rows, request());
    expect(records).toEqual([]);
    expect(setAside).toHaveLength(rows.length);
  });

  it('spend by country keeps its six decimals exactly, with every attribution window', () => {
    const recorded = lines('198_insights');
    const rows = nest(recorded, 'campaign_id');
    const records = complete(normalizeInsights(rows, request({ ...whole, level: 'campaign' })), rows);
    expect(total(records, (record) => record.spendMicros)).toBe(exactSum(rows.map((row) => row['spend'] as string)));
    expect(records.some((record) => (record.spendMicros ?? 0) % 10_000 !== 0)).toBe(true);
    for (const [key, window] of [
      ['value', 'default'],
      ['1d_click', '1d_click'],
      ['7d_click', '7d_click'],
      ['28d_click', '28d_click'],
      ['1d_view', '1d_view'],
    ] as const) {
      const told = exactSum(recorded.filter((line) => line['ads_action_name'] === 'actions').map((line) => line[key]));
      const kept = records.flatMap((record) => record.actions).filter((action) => action.window === window);
      expect(BigInt(kept.reduce((sum, action) => sum + (action.count ?? 0), 0)) * 1_000_000n).toBe(told);
    }
  });

  it('three years of ad sets by day and action: every figure of every type', () => {
    const recorded = lines('182_insights');
    const rows = nest(recorded, 'adset_id');
    const records = complete(normalizeInsights(rows, request({ ...whole, level: 'ad_group' })), rows);
    expect(records.length).toBeGreaterThan(1200);
    expect(total(records, (record) => record.spendMicros)).toBe(exactSum(rows.map((row) => row['spend'] as string)));
    expect(new Set(records.map((record) => `${record.entityId} ${record.day}`)).size).toBe(records.length);
    const types = new Set(recorded.map((line) => line['action_type']).filter((type) => type));
    for (const type of types) {
      const told = exactSum(recorded.filter((line) => line['action_type'] === type).map((line) => line['value']));
      const kept = records.flatMap((record) => record.actions).filter((action) => action.actionType === type);
      expect(BigInt(kept.reduce((sum, action) => sum + (action.count ?? 0), 0)) * 1_000_000n).toBe(told);
    }
    // A lead is counted once although up to four types of the same row carry it.
    const leads = exactSum(recorded.filter((line) => line['action_type'] === 'lead').map((line) => line['value']));
    expect(BigInt(records.reduce((sum, record) => sum + (record.conversions ?? 0), 0)) * 1_000_000n).toBe(leads);
  });

  it('asking for other windows leaves the default figure as it was', () => {
    const figures = (query: string) =>
      new Map(
        lines(query)
          .filter((line) => line['action_type'])
          .map(
            (line) =>
              [`${line['ad_id']} ${line['date_start']} ${line['date_stop']} ${line['action_type']}`, line] as const,
          ),
      );
    const with28 = figures('140_insights');
    const with7 = figures('141_insights');
    const both = [...with7.keys()].filter((key) => with28.has(key));
    expect(both.length).toBeGreaterThan(100);
    for (const key of both) expect(with7.get(key)?.['value']).toBe(with28.get(key)?.['value']);
    expect(both.some((key) => with7.get(key)?.['7d_click'] !== with7.get(key)?.['value'])).toBe(true);
  });

  it.each([
    ['200_campaigns', 'campaign'],
    ['174_adsets', 'ad_group'],
    ['163_ads', 'ad'],
  ] as const)('%s: every entity with parent, status and exact budget', (query, level) => {
    const recorded = lines(query);
    const rows = recorded.map((line) => Object.fromEntries(Object.entries(line).filter(([, value]) => value !== '')));
    const { entities, setAside } = normalizeStructure(rows, level, ACCOUNT);
    expect(setAside).toEqual([]);
    expect(entities.map((entity) => entity.entityId)).toEqual(recorded.map((line) => line['id']));
    expect(entities.filter((entity) => entity.status === 'unknown')).toEqual([]);
    const budgets = entities.reduce((sum, entity) => sum + BigInt(entity.dailyBudgetMicros ?? 0), 0n);
    expect(budgets).toBe(recorded.reduce((sum, line) => sum + BigInt(line['daily_budget'] || '0') * 10_000n, 0n));
  });
});

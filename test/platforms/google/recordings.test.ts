import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Level } from '../../../src/contract/vocabulary.ts';
import { LEVEL_CODES } from '../../../src/main/store/codes.ts';
import { eachDay } from '../../../src/main/domain/days.ts';
import { ingestSteps } from '../../../src/main/store/writes/ingest.ts';
import { ingestDatasetSteps } from '../../../src/main/store/writes/ingest-datasets.ts';
import { addAccount, newStore, NOW } from '../../store/helpers.ts';
import { dailyRequest, datasetRequest, readDaily, readDataset } from './dataset-world.ts';
import type { Row } from './fake-google.ts';
import { startHarness, type Harness } from './harness.ts';

/**
 * Google Ads tables of a real account as a warehouse receives them, kept outside the repository. They were asked for by device and
 * network: rows of one entity and day are added up where the question is the day's.
 */
const root = process.env['TIDEMARK_RECORDINGS'] ?? resolve(import.meta.dirname, '../../../../shared/recordings');
const folder = join(root, 'google-seeds');
type Line = Record<string, string>;
const lines = (name: string): Line[] => parse(readFileSync(join(folder, `${name}_data.csv`)), { columns: true });

const ACCOUNT = '2121450128';
const adAccount = { adAccountId: ACCOUNT, accessPath: ACCOUNT, currency: 'USD', timeZone: 'America/Los_Angeles' };
const RANGE = { from: '2020-12-01', to: '2021-09-30' };

const TABLES = {
  account: { file: 'account_stats', resource: 'customer metrics', id: 'customer_id' },
  campaign: { file: 'campaign_stats', resource: 'campaign metrics', id: 'id' },
  ad_group: { file: 'ad_group_stats', resource: 'ad_group metrics', id: 'id' },
  ad: { file: 'ad_stats', resource: 'ad_group_ad metrics', id: 'ad_id' },
} as const satisfies Record<Level, { file: string; resource: string; id: string }>;

function rowOf(level: Level, line: Line): Row {
  const adGroup = /adGroups\/(\d+)$/.exec(line['ad_group'] ?? '')?.[1] ?? line['id'];
  return {
    ...(level === 'account' ? { customer: { id: line['customer_id'] } } : {}),
    ...(level === 'account' ? {} : { campaign: { id: line['campaign_id'] ?? line['id'] } }),
    ...(level === 'ad_group' || level === 'ad' ? { adGroup: { id: adGroup } } : {}),
    ...(level === 'ad' ? { adGroupAd: { ad: { id: line['ad_id'] } } } : {}),
    segments: { date: line['date'], device: line['device'] },
    metrics: {
      costMicros: line['cost_micros'],
      impressions: line['impressions'],
      clicks: line['clicks'],
      // The table of ads has no conversions: absent, not zero.
      ...(line['conversions'] === undefined
        ? {}
        : { conversions: Number(line['conversions']), conversionsValue: Number(line['conversions_value']) }),
    },
  };
}

/** Lines of one entity and day as the one row the API has for it. */
function perDay(level: Level): Row[] {
  const rows = new Map<string, Line>();
  for (const line of lines(TABLES[level].file)) {
    const key = `${line[TABLES[level].id]} ${line['date']}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { ...line });
    else
      for (const name of ['cost_micros', 'impressions', 'clicks', 'conversions', 'conversions_value'])
        if (line[name] !== undefined) known[name] = String(Number(known[name]) + Number(line[name]));
  }
  return [...rows.values()].map((line) => rowOf(level, line));
}

const told = (level: Level, name: string): number =>
  lines(TABLES[level].file).reduce((sum, line) => sum + Math.round(Number(line[name] ?? 0) * 1e6), 0);

let h: Harness;
beforeEach(async () => {
  h = await startHarness();
  h.fake.customers.set(ACCOUNT, { id: ACCOUNT });
  h.fake.direct = [ACCOUNT];
});
afterEach(() => h.close());

type Stored = { rows: number; spend: bigint; impressions: bigint; clicks: bigint; conversions: number | null };

describe.runIf(existsSync(folder))('tables of a real account', () => {
  it.each(Object.keys(TABLES) as Level[])(
    '%s by day: read and stored with exact totals, twice the same',
    async (level) => {
      h.fake.rows.set(TABLES[level].resource, perDay(level));
      const { records, setAside } = await readDaily(h.session(), dailyRequest(adAccount, level, RANGE));
      expect(setAside).toEqual([]);
      const { db } = newStore();
      const adAccountKey = addAccount(db, { platform: 'google', adAccountId: ACCOUNT, currency: 'USD' });
      const input = {
        adAccountKey,
        platform: 'google' as const,
        level,
        ...RANGE,
        records,
        setAside,
        runId: null,
        sliceId: null,
        now: NOW,
        coveredDays: eachDay(RANGE.from, RANGE.to),
      };
      const total = (): Stored =>
        db
          .prepare<[number], Stored>(
            `SELECT count(*) AS rows, sum(spend_micros) AS spend, sum(impressions) AS impressions, sum(clicks) AS clicks,
           sum(conversions) AS conversions FROM insight_day WHERE level = ?`,
          )
          .safeIntegers()
          .get(LEVEL_CODES[level]) as Stored;
      for (const _ of ingestSteps(db, input)) void _;
      const first = total();
      expect(Number(first.rows)).toBe(records.length);
      expect(first.spend * 1_000_000n).toBe(BigInt(told(level, 'cost_micros')));
      expect(first.impressions * 1_000_000n).toBe(BigInt(told(level, 'impressions')));
      expect(first.clicks * 1_000_000n).toBe(BigInt(told(level, 'clicks')));
      if (level === 'ad') expect(first.conversions).toBeNull();
      else expect(Math.round(Number(first.conversions) * 1e6)).toBe(told(level, 'conversions'));
      for (const _ of ingestSteps(db, { ...input, now: NOW + 1 })) void _;
      expect(total()).toEqual(first);
    },
  );

  it('campaigns by day and device: the cells are the lines, and add up to the days', async () => {
    const recorded = lines('campaign_stats');
    h.fake.rows.set(
      'campaign metrics',
      recorded.map((line) => rowOf('campaign', line)),
    );
    const request = datasetRequest('campaign.day.device', adAccount, RANGE);
    const { records, setAside } = await readDataset(h.session(), request);
    expect(setAside).toEqual([]);
    expect(records.map((record) => record.segment)).toEqual(recorded.map(() => ({ device: 'mobile' })));
    const { db } = newStore();
    const adAccountKey = addAccount(db, { platform: 'google', adAccountId: ACCOUNT, currency: 'USD' });
    const { dataset } = request;
    const input = {
      adAccountKey,
      platform: 'google' as const,
      dataset,
      ...RANGE,
      records,
      setAside,
      runId: null,
      sliceId: null,
      now: NOW,
    };
    for (const _ of ingestDatasetSteps(db, input)) void _;
    const stored = db.prepare('SELECT count(*) AS rows, sum(spend_micros) AS spend FROM insight_segment').get();
    expect(stored).toEqual({ rows: recorded.length, spend: told('campaign', 'cost_micros') / 1e6 });
  });
});

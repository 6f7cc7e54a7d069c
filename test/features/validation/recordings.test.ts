import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { microsFromDecimal } from '../../../src/main/domain/money.ts';
import type { InsightInput } from '../../../src/main/store/records.ts';
import { record } from '../../store/helpers.ts';
import { checkKit } from './kit.ts';

/**
 * A real account's answers of 6 March 2026, kept outside the repository: campaigns by day (query 207) and ad sets by day and action
 * (query 182), read one after the other. The same day was still going on.
 */
const root = process.env['TIDEMARK_RECORDINGS'] ?? resolve(import.meta.dirname, '../../../../shared/recordings');
const folder = join(root, 'meta-v23');
type Line = Record<string, string>;
const lines = (query: string): Line[] =>
  parse(readFileSync(join(folder, `query_${query}_insights.csv`)), { columns: true });

const FROM = '2026-02-05';
const TO = '2026-03-06';

function rowsOf(query: string, level: 'campaign' | 'ad_group'): InsightInput[] {
  const rows = new Map<string, InsightInput>();
  for (const line of lines(query)) {
    const day = line['date_start'] ?? '';
    if (day < FROM || day > TO) continue;
    const entityId = line['parent_id'] ?? '';
    rows.set(
      `${entityId} ${day}`,
      record({
        level,
        entityId,
        entityName: (level === 'campaign' ? line['campaign_name'] : line['adset_name']) ?? null,
        campaignId: line['campaign_id'] ?? null,
        campaignName: line['campaign_name'] ?? null,
        adGroupId: level === 'ad_group' ? entityId : null,
        day,
        spendMicros: microsFromDecimal(line['spend'] || '0'),
        impressions: Number(line['impressions'] || 0),
        clicks: Number(line['clicks'] || 0),
        linkClicks: null,
        reach: null,
      }),
    );
  }
  return [...rows.values()];
}

const MISSING = '120240576766360604';

describe.runIf(existsSync(folder))('a recorded account', () => {
  const range = { from: FROM, to: TO };

  it('adds up to the cent on every day before the last; the running day is not settled and no alarm', async () => {
    const kit = checkKit();
    kit.at(Date.parse('2026-03-06T12:00:00Z'));
    kit.tell('campaign', rowsOf('207', 'campaign'), range);
    kit.tell('ad_group', rowsOf('182', 'ad_group'), range);
    await kit.check(FROM, TO);
    const { gaps, counts } = kit.gaps();
    expect(counts).toMatchObject({ open: 0, readApart: 0 });
    expect(new Set(gaps.map((gap) => [gap.from, gap.state].join(' ')))).toEqual(new Set([`${TO} not_settled`]));
    const spend = gaps.filter((gap) => gap.metric === 'spendMicros');
    expect(spend.map((gap) => (gap.actual ?? 0) - (gap.expected ?? 0)).toSorted((a, b) => a - b)).toEqual([
      -70_000, -30_000, -30_000, -20_000,
    ]);
  });

  it('without one whole campaign at campaign level, that campaign is named with its days and amounts, and history is kept (S23)', async () => {
    const kit = checkKit();
    kit.at(Date.parse('2026-03-20T12:00:00Z'));
    const campaigns = rowsOf('207', 'campaign');
    kit.tell('campaign', campaigns, range);
    kit.tell('ad_group', rowsOf('182', 'ad_group'), range);
    await kit.check(FROM, TO);
    const before = kit.db.prepare('SELECT count(*) AS n FROM insight_day WHERE level = 1').get();
    kit.tell(
      'campaign',
      campaigns.filter(({ entityId }) => entityId !== MISSING),
      range,
    );
    await kit.check(FROM, TO);
    const gaps = kit.gaps().gaps.filter((gap) => gap.entity.id === MISSING);
    const spend = gaps.filter((gap) => gap.metric === 'spendMicros');
    expect(spend).toHaveLength(6);
    expect(
      spend.every((gap) => gap.expected === null && gap.state === 'open' && gap.check === 'ad_group=campaign'),
    ).toBe(true);
    expect(spend.reduce((sum, gap) => sum + (gap.actual ?? 0), 0)).toBe(197_580_000);
    expect(spend[0]?.entity.name).toBe('dis_mix_quiz_financial-assessment_conv');
    expect(kit.db.prepare('SELECT count(*) AS n FROM insight_day WHERE level = 1').get()).toEqual(before);
  });
});

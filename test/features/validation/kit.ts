import type { Dataset } from '../../../src/contract/datasets.ts';
import type { Level, PlatformId } from '../../../src/contract/vocabulary.ts';
import { createValidation } from '../../../src/main/features/validation/validation.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import type { AdPlatform, LevelSums } from '../../../src/main/platforms/platform.ts';
import type { Platforms } from '../../../src/main/platforms/registry.ts';
import type { DatasetInput, InsightInput } from '../../../src/main/store/records.ts';
import { gapsView } from '../../../src/main/store/reads/gaps.ts';
import { ingestDatasetSteps } from '../../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import type { Db } from '../../../src/main/store/store.ts';
import { addAccount, newStore, NOW, record, SETTLE, slice } from '../../store/helpers.ts';

export const ADDS_UP = ['spendMicros', 'impressions', 'clicks'] as const;

export function dataset(id: string, over: Partial<Dataset> = {}): Dataset {
  const [level = 'campaign', grain = 'day', breakdown] = id.split('.');
  return {
    id,
    level: level as Level,
    grain: grain as Dataset['grain'],
    breakdown: (grain === 'hour' ? 'hour' : (breakdown ?? 'none')) as Dataset['breakdown'],
    retentionMonths: 37,
    sliceDays: 31,
    everyDays: 1,
    routine: true,
    priority: 1,
    addsUp: ADDS_UP,
    caveat: null,
    source: 'test',
    ...over,
  };
}

export const HOURS = dataset('campaign.hour');
export const AGES = dataset('campaign.day.age');
export const MONTHS = dataset('campaign.month');

/** Only what the checks read of a platform. */
function platformsOf(platform: PlatformId, levelSums?: LevelSums): Platforms {
  const capabilities = {
    datasets: [HOURS, AGES, MONTHS],
    deliverySettleDays: SETTLE[platform].deliverySettleDays,
    ...(levelSums === undefined ? {} : { levelSums }),
  };
  return new Map([[platform, { id: platform, capabilities } as unknown as AdPlatform]]);
}

/** A store with one ad account whose figures a test writes as a platform would tell them. */
export function checkKit(options: { platform?: PlatformId; levelSums?: LevelSums } = {}) {
  const platform = options.platform ?? 'meta';
  const db: Db = newStore().db;
  const key = addAccount(db, { platform });
  let now = NOW;
  const validation = createValidation({
    db,
    platforms: platformsOf(platform, options.levelSums),
    now: () => now,
    log: silentLog,
    changed: () => undefined,
  });
  return {
    db: db as Pick<Db, 'prepare' | 'exec'>,
    key,
    platform,
    validation,
    at: (instant: number): void => void (now = instant),
    /** Stores a complete answer of one level for 1 to 3 November. */
    tell(level: Level, records: InsightInput[], over: { from?: string; to?: string } = {}): void {
      ingestSlice(db, slice(key, { platform, level, records, now, ...over }));
    },
    tellDataset(one: Dataset, records: DatasetInput[], from: string, to: string): void {
      for (const _counts of ingestDatasetSteps(db, {
        adAccountKey: key,
        platform,
        dataset: one,
        from,
        to,
        records,
        setAside: [],
        runId: null,
        sliceId: null,
        now,
      }));
    },
    check: (from = '2026-11-01', to = '2026-11-03') => validation.checkDays({ key, platform }, from, to),
    gaps: (resolved = false) => gapsView(db, { clientId: null, range: null, resolved, settle: SETTLE }),
  };
}

export type Figures = [spend: number, impressions: number, clicks: number];

const figures = ([spend, impressions, clicks]: Figures) => ({
  spendMicros: spend,
  impressions,
  clicks,
  linkClicks: null,
});

export const accountRow = (day: string, of: Figures): InsightInput =>
  record({
    level: 'account',
    entityId: '1001',
    entityName: 'Account 1001',
    campaignId: null,
    campaignName: null,
    day,
    ...figures(of),
  });

export const campaignRow = (id: string, day: string, of: Figures): InsightInput =>
  record({
    entityId: id,
    entityName: `Campaign ${id}`,
    campaignId: id,
    campaignName: `Campaign ${id}`,
    day,
    ...figures(of),
  });

export const groupRow = (id: string, campaign: string, day: string, of: Figures): InsightInput =>
  record({
    level: 'ad_group',
    entityId: id,
    entityName: `Group ${id}`,
    campaignId: campaign,
    campaignName: `Campaign ${campaign}`,
    adGroupId: id,
    adGroupName: `Group ${id}`,
    day,
    ...figures(of),
  });

export const adRow = (id: string, group: string, campaign: string, day: string, of: Figures): InsightInput =>
  record({
    level: 'ad',
    entityId: id,
    entityName: `Ad ${id}`,
    campaignId: campaign,
    campaignName: `Campaign ${campaign}`,
    adGroupId: group,
    adGroupName: `Group ${group}`,
    day,
    ...figures(of),
  });

export function cell(row: InsightInput, segment: Record<string, string>, to = row.day): DatasetInput {
  return { ...row, to, segment, frequency: null, uniqueClicks: null, uniqueLinkClicks: null };
}

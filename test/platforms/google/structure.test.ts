import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StructureEntity, StructurePage } from '../../../src/main/platforms/platform.ts';
import { adsFailure, send } from './fake-google.ts';
import { collect, failureOf, never, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let h: Harness;
const ACCOUNT = '1111111111';
const adAccount = { adAccountId: ACCOUNT, accessPath: ACCOUNT, currency: 'EUR', timeZone: 'Europe/Berlin' };
beforeEach(async () => {
  h = await startHarness();
  h.fake.customers.set(ACCOUNT, { id: ACCOUNT });
  h.fake.direct = [ACCOUNT];
  h.fake.rows.set('campaign', [
    {
      campaign: {
        id: '1',
        name: 'Brand',
        status: 'ENABLED',
        primaryStatus: 'ELIGIBLE',
        advertisingChannelType: 'SEARCH',
      },
      campaignBudget: { amountMicros: '50000000' },
    },
    {
      campaign: {
        id: '2',
        name: '=cmd()',
        status: 'PAUSED',
        primaryStatus: 'ENDED',
        advertisingChannelType: 'PERFORMANCE_MAX',
      },
      campaignBudget: { totalAmountMicros: '900000000' },
    },
    { campaign: { id: '3', name: 'Gone', status: 'REMOVED' } },
    { campaign: { id: '4', name: 'Over', status: 'ENABLED', primaryStatus: 'ENDED' } },
    { campaign: { id: '5', name: 'Broken', status: 'ENABLED', primaryStatus: 'MISCONFIGURED' } },
    { campaign: { id: '6', name: '', status: 'SOMETHING_NEW' } },
    { campaign: { name: 'no id' } },
  ]);
  h.fake.rows.set('ad_group', [
    { campaign: { id: '1' }, adGroup: { id: '10', name: 'Group', status: 'ENABLED' } },
    { adGroup: { id: '11', name: 'orphan', status: 'ENABLED' } },
  ]);
  h.fake.rows.set('ad_group_ad', [
    {
      campaign: { id: '1' },
      adGroup: { id: '10' },
      adGroupAd: { status: 'PAUSED', ad: { id: '100', name: 'Own name', type: 'IMAGE_AD' } },
    },
    {
      campaign: { id: '1' },
      adGroup: { id: '10' },
      adGroupAd: { status: 'REMOVED', ad: { id: '101', type: 'RESPONSIVE_SEARCH_AD' } },
    },
    { campaign: { id: '1' }, adGroup: { id: '10' }, adGroupAd: { status: 'ENABLED', ad: { id: '102' } } },
    { campaign: { id: '1' }, adGroup: { id: '9' }, adGroupAd: { status: 'PAUSED', ad: { id: '102' } } },
  ]);
});
afterEach(() => h.close());

async function read(): Promise<{ entities: StructureEntity[]; pages: StructurePage[] }> {
  const pages = await collect(h.session().readStructure({ adAccount }, never));
  return { entities: pages.flatMap((page) => page.entities), pages };
}

test.each([true, false])(
  'campaigns, ad groups and ads come in that order, removed ones included (%s)',
  async (names) => {
    h.fake.resourceNames = names;
    const { entities, pages } = await read();
    expect(entities.map((entity) => `${entity.level} ${entity.entityId} ${entity.status}`)).toEqual([
      'campaign 1 active',
      'campaign 2 paused',
      'campaign 3 deleted',
      'campaign 4 ended',
      'campaign 5 issues',
      'campaign 6 unknown',
      'ad_group 10 active',
      'ad 100 paused',
      'ad 101 deleted',
      'ad 102 active',
    ]);
    expect(entities[0]).toEqual({
      level: 'campaign',
      entityId: '1',
      parentId: null,
      campaignId: '1',
      name: 'Brand',
      status: 'active',
      platformStatus: 'ENABLED',
      objective: 'SEARCH',
      dailyBudgetMicros: 50_000_000,
      lifetimeBudgetMicros: null,
      extra: { primaryStatus: 'ELIGIBLE' },
    });
    expect(entities[1]).toMatchObject({ name: '=cmd()', dailyBudgetMicros: null, lifetimeBudgetMicros: 900_000_000 });
    expect(entities[5]).toMatchObject({ name: 'Campaign 6', platformStatus: 'SOMETHING_NEW' });
    expect(entities[6]).toMatchObject({ parentId: '1', campaignId: '1' });
    expect(entities[7]).toMatchObject({ name: 'Own name', parentId: '10', campaignId: '1' });
    expect(entities[8]?.name).toBe('Responsive search ad 101');
    expect(entities[9]).toMatchObject({ name: 'Ad 102', parentId: '9', extra: { adGroupIds: ['9', '10'] } });
    expect(pages.flatMap((page) => page.setAside.map((row) => row.reason))).toEqual([
      'no campaign id',
      'no campaign id',
    ]);
  },
);

test('a field Google no longer knows costs the extras, not the structure', async () => {
  h.fake.faults.push((seen, response) => {
    if (!seen.query?.includes('primary_status')) return false;
    send(response, 400, [adsFailure(400, 'INVALID_ARGUMENT', 'queryError', 'UNRECOGNIZED_FIELD')]);
    return true;
  });
  const { entities } = await read();
  expect(entities.length).toBe(10);
  expect(entities[0]).toMatchObject({ dailyBudgetMicros: 50_000_000, extra: null });
  expect(h.logged.some((line) => line.includes('"warn"'))).toBe(true);
});

test('when the essential fields are refused too, that is the failure', async () => {
  h.fake.faults.push((seen, response) => {
    if (!seen.query?.includes('FROM campaign')) return false;
    send(response, 400, [adsFailure(400, 'INVALID_ARGUMENT', 'queryError', 'UNRECOGNIZED_FIELD')]);
    return true;
  });
  expect(await failureOf(read)).toMatchObject({ kind: 'permanent', code: 'BAD_REQUEST' });
  expect(h.fake.count(/searchStream/)).toBe(2);
});

test('an account without campaigns has an empty structure', async () => {
  h.fake.rows.clear();
  expect((await read()).entities).toEqual([]);
});

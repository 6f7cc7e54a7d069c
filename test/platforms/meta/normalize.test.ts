import { describe, expect, it } from 'vitest';

import { microsFromMinorUnits } from '../../../src/main/platforms/meta/currency.ts';
import {
  normalizeAdAccount,
  normalizeInsights,
  normalizeStructure,
} from '../../../src/main/platforms/meta/normalize.ts';
import { ACCOUNT, insightRow, request } from './support.ts';

const one = (overrides: Record<string, unknown>, level: 'ad' | 'account' = 'ad') =>
  normalizeInsights([insightRow(overrides)], request({ level }));

describe('insight rows', () => {
  it('keeps money exact, ids text, absent null and zero zero', () => {
    const { records } = one({ spend: '10.603208', impressions: '0', clicks: undefined, reach: '81745' });
    expect(records[0]).toMatchObject({
      level: 'ad',
      entityId: '120241725104280604',
      entityName: 'A',
      campaignId: '120241721599750604',
      adGroupId: '120241721599840604',
      day: '2026-02-05',
      spendMicros: 10_603_208,
      impressions: 0,
      clicks: null,
      linkClicks: null,
      reach: 81_745,
      conversions: null,
      conversionValueMicros: null,
      actions: [],
      extra: null,
    });
  });

  it('keeps plays and ThruPlays under their own names, apart from the plays of three seconds among the actions', () => {
    const entry = (value: string) => [{ action_type: 'video_view', value, '7d_click': '1' }];
    const { records } = one({
      actions: entry('40'),
      video_play_actions: entry('120'),
      video_thruplay_watched_actions: entry('9'),
    });
    expect(records[0]?.actions.filter(({ window }) => window === 'default')).toEqual([
      { actionType: 'video_view', window: 'default', count: 40, valueMicros: null },
      { actionType: 'video_play_actions', window: 'default', count: 120, valueMicros: null },
      { actionType: 'video_thruplay_watched_actions', window: 'default', count: 9, valueMicros: null },
    ]);
    // Another kind of video in the list is not counted with it.
    const other = one({ video_play_actions: [{ action_type: 'something_new', value: '5' }] });
    expect(other.records[0]?.actions).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['letters for a count', { impressions: 'hLbV2' }, /impressions is not a count: "hLbV2"/],
    ['a negative count', { impressions: '-3' }, /impressions/],
    ['a fractional count', { clicks: '1.5' }, /clicks/],
    ['NaN', { spend: 'NaN' }, /spend is not an amount/],
    ['an amount with an exponent', { spend: '1e3' }, /spend/],
    ['an amount beyond the safe range', { spend: '99999999999999' }, /spend/],
    ['no id', { ad_id: undefined }, /ad_id is missing/],
    ['an empty id', { ad_id: '' }, /ad_id is missing/],
    ['an id that lost its digits', { ad_id: Number('120241725104280604') }, /ad_id is not an id/],
    ['a garbled id', { ad_id: 'xyz' }, /ad_id is not an id/],
    ['no day', { date_start: undefined }, /date_start is missing/],
    ['an impossible day', { date_start: '2026-02-30', date_stop: '2026-02-30' }, /date_start is not a day/],
    ['several days', { date_stop: '2026-02-06' }, /more than a day/],
    ['a day before the slice', { date_start: '2026-01-31', date_stop: '2026-01-31' }, /not asked for/],
    ['a day after the slice', { date_start: '2026-03-01', date_stop: '2026-03-01' }, /not asked for/],
    ['another account', { account_id: '999' }, /another ad account: 999/],
    ['another currency', { account_currency: 'USD' }, /row is in USD/],
    ['actions that are no list', { actions: 'many' }, /actions is not a list/],
    ['an action without a type', { actions: [{ value: '1' }] }, /no action_type/],
    ['plays that are no list', { video_play_actions: '7' }, /video_play_actions is not a list/],
    ['an action with letters', { actions: [{ action_type: 'lead', value: 'x' }] }, /value is not a number/],
    ['a name that is no text', { ad_name: { a: 1 } }, /ad_name is not text/],
  ])('sets a row aside for %s', (_name, overrides, reason) => {
    const { records, setAside } = one(overrides);
    expect(records).toEqual([]);
    expect(setAside).toEqual([{ reason: expect.stringMatching(reason), raw: insightRow(overrides) }]);
  });

  it.each([[null], ['text'], [7], [[1, 2]]])('sets %j aside as no row at all', (row) => {
    expect(normalizeInsights([row], request()).setAside).toEqual([{ reason: 'the row is not an object', raw: row }]);
  });

  it('one bad row costs nothing of its neighbours', () => {
    const rows = [insightRow(), insightRow({ impressions: 'hLbV2' }), insightRow({ ad_id: '2' })];
    const { records, setAside } = normalizeInsights(rows, request());
    expect(records).toHaveLength(2);
    expect(setAside).toHaveLength(1);
  });

  it('takes the account as the entity at account level, with or without its prefix', () => {
    expect(one({ account_id: `act_${ACCOUNT.adAccountId}` }, 'account').records[0]?.entityId).toBe(ACCOUNT.adAccountId);
    expect(one({ account_id: undefined }, 'account').setAside[0]?.reason).toBe('account_id is missing');
  });

  it('keeps frequency, objective and attribution setting as they came', () => {
    const extra = { frequency: '1.25', objective: 'OUTCOME_LEADS', attribution_setting: '7d_click_1d_view' };
    expect(one(extra).records[0]?.extra).toEqual({
      frequency: '1.25',
      objective: 'OUTCOME_LEADS',
      attributionSetting: '7d_click_1d_view',
    });
  });
});

describe('conversions of a row', () => {
  const action = (action_type: string, value: string, more: Record<string, string> = {}) => ({
    action_type,
    value,
    ...more,
  });

  it('keeps every type and window and counts one purchase and one lead type', () => {
    const { records } = one({
      actions: [
        action('purchase', '3'),
        action('omni_purchase', '4', { '7d_click': '3', '1d_view': '1', '7d_view': '9' }),
        action('offsite_conversion.fb_pixel_purchase', '3'),
        action('lead', '5'),
        action('onsite_conversion.lead_grouped', '2'),
        action('something_brand_new', '8'),
      ],
      action_values: [action('omni_purchase', '120.55', { '7d_click': '100.5' }), action('purchase', '90')],
    });
    const record = records[0]!;
    expect(record.conversions).toBe(9);
    expect(record.conversionValueMicros).toBe(120_550_000);
    expect(record.actions).toContainEqual({
      actionType: 'omni_purchase',
      window: 'default',
      count: 4,
      valueMicros: 120_550_000,
    });
    expect(record.actions).toContainEqual({
      actionType: 'omni_purchase',
      window: '7d_click',
      count: 3,
      valueMicros: 100_500_000,
    });
    expect(record.actions).toContainEqual({
      actionType: 'omni_purchase',
      window: '1d_view',
      count: 1,
      valueMicros: null,
    });
    expect(record.actions).toContainEqual({
      actionType: 'something_brand_new',
      window: 'default',
      count: 8,
      valueMicros: null,
    });
    expect(record.actions).toHaveLength(8);
  });

  it.each([
    [['purchase', 'offsite_conversion.fb_pixel_purchase'], 1],
    [['offsite_conversion.fb_pixel_lead', 'onsite_conversion.lead_grouped'], 1],
    [['omni_purchase', 'lead'], 2],
    [['link_click', 'post_engagement'], 0],
    [[], 0],
  ])('%j → %i', (types, conversions) => {
    const { records } = one({ actions: types.map((type) => action(type, '1')) });
    expect(records[0]?.conversions).toBe(conversions);
    expect(records[0]?.conversionValueMicros).toBeNull();
  });

  it('adds the value of a lead to that of a purchase, and is 0 when neither has one', () => {
    const actions = [action('purchase', '1'), action('lead', '1')];
    const withValues = one({ actions, action_values: [action('purchase', '10.10'), action('lead', '0.05')] });
    expect(withValues.records[0]?.conversionValueMicros).toBe(10_150_000);
    expect(one({ actions, action_values: [] }).records[0]?.conversionValueMicros).toBe(0);
  });

  it('adds the parts when a list names a type twice', () => {
    const { records } = one({ actions: [action('lead', '1', { '7d_click': '1' }), action('lead', '2')] });
    expect(records[0]?.conversions).toBe(3);
    expect(records[0]?.actions).toEqual([
      { actionType: 'lead', window: 'default', count: 3, valueMicros: null },
      { actionType: 'lead', window: '7d_click', count: 1, valueMicros: null },
    ]);
  });

  it('keeps fractional counts of data-driven attribution', () => {
    expect(one({ actions: [action('lead', '1.5')] }).records[0]?.conversions).toBe(1.5);
  });
});

describe('campaigns, ad sets and ads', () => {
  it.each([
    ['5000', 'EUR', 50_000_000],
    ['5000', 'JPY', 5_000_000_000],
    ['5000', 'KRW', 5_000_000_000],
    ['5000', 'TWD', 5_000_000_000],
    ['5000', 'HUF', 5_000_000_000],
    ['5000', 'KWD', 50_000_000],
    ['1', 'PLN', 10_000],
    ['-1', 'PLN', null],
    ['99999999999999999', 'JPY', null],
  ])('a budget of %s minor units of %s is %s micros', (text, currency, micros) => {
    expect(microsFromMinorUnits(text, currency)).toBe(micros);
  });

  it.each([
    ['ACTIVE', 'active'],
    ['PAUSED', 'paused'],
    ['CAMPAIGN_PAUSED', 'paused'],
    ['ADSET_PAUSED', 'paused'],
    ['ARCHIVED', 'archived'],
    ['DELETED', 'deleted'],
    ['WITH_ISSUES', 'issues'],
    ['DISAPPROVED', 'issues'],
    ['PENDING_BILLING_INFO', 'issues'],
    ['IN_PROCESS', 'active'],
    ['PENDING_REVIEW', 'active'],
    ['SOMETHING_NEW', 'unknown'],
  ])('%s is %s', (effective_status, status) => {
    const { entities } = normalizeStructure([{ id: '1', name: 'n', effective_status }], 'campaign', ACCOUNT);
    expect(entities[0]).toMatchObject({ status, platformStatus: effective_status });
  });

  it('knows parents, budgets, objective and times', () => {
    const raw = {
      id: '11',
      name: '"Quotes" // <script>',
      campaign_id: '10',
      adset_id: '9',
      effective_status: 'ACTIVE',
      status: 'ACTIVE',
      daily_budget: '0',
      lifetime_budget: '123456',
      objective: 'OUTCOME_LEADS',
      created_time: '2026-03-05T16:00:38+0100',
    };
    expect(normalizeStructure([raw], 'ad_group', ACCOUNT).entities[0]).toEqual({
      level: 'ad_group',
      entityId: '11',
      parentId: '10',
      campaignId: '10',
      name: '"Quotes" // <script>',
      status: 'active',
      platformStatus: 'ACTIVE',
      objective: null,
      dailyBudgetMicros: null,
      lifetimeBudgetMicros: 1_234_560_000,
      extra: { status: 'ACTIVE', createdTime: '2026-03-05T16:00:38+0100' },
    });
    expect(normalizeStructure([raw], 'ad', ACCOUNT).entities[0]).toMatchObject({ parentId: '9', campaignId: '10' });
    expect(normalizeStructure([raw], 'campaign', ACCOUNT).entities[0]).toMatchObject({
      parentId: null,
      campaignId: '11',
      objective: 'OUTCOME_LEADS',
    });
  });

  it('sets an orphan and a garbled budget aside', () => {
    const { entities, setAside } = normalizeStructure(
      [
        { id: '1', name: 'x' },
        { id: '2', campaign_id: '3', daily_budget: 'a' },
      ],
      'ad_group',
      ACCOUNT,
    );
    expect(entities).toEqual([]);
    expect(setAside.map(({ reason }) => reason)).toEqual([
      'campaign_id is missing',
      'daily_budget is not a budget: "a"',
    ]);
  });
});

describe('ad accounts', () => {
  const row = { account_id: '1', id: 'act_1', name: 'N', currency: 'PLN', timezone_name: 'Europe/Warsaw' };

  it.each([
    [1, 'active', 'ACTIVE'],
    [2, 'disabled', 'DISABLED'],
    [3, 'disabled', 'UNSETTLED'],
    [7, 'disabled', 'PENDING_RISK_REVIEW'],
    [8, 'active', 'PENDING_SETTLEMENT'],
    [9, 'active', 'IN_GRACE_PERIOD'],
    [100, 'closed', 'PENDING_CLOSURE'],
    [101, 'closed', 'CLOSED'],
    [201, 'active', 'ANY_ACTIVE'],
    [202, 'closed', 'ANY_CLOSED'],
    ['2', 'disabled', 'DISABLED'],
    [555, 'active', '555'],
    [undefined, 'active', 'UNKNOWN'],
  ])('account_status %s is %s (%s)', (account_status, status, platformStatus) => {
    expect(normalizeAdAccount({ ...row, account_status })).toMatchObject({ status, platformStatus, adAccountId: '1' });
  });

  it('lists an account without currency as not accessible and skips one without an id', () => {
    expect(normalizeAdAccount({ id: 'act_5' })).toMatchObject({
      adAccountId: '5',
      status: 'no_access',
      currency: 'XXX',
    });
    for (const value of [{}, null, 'x', { account_id: 'abc' }]) expect(normalizeAdAccount(value)).toBeNull();
  });
});

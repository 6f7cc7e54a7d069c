import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionName } from '../../src/contract/action-names.ts';
import { actionMessages } from '../../src/contract/messages-actions.ts';
import { actionRows } from '../../src/renderer/features/client-profile/action-rows.ts';
import {
  changedGoals,
  draftErrors,
  goalTexts,
  moved,
  outsideLink,
  overlaps,
  parseGoal,
  parseNumber,
  proposal,
  type ActionType,
} from '../../src/renderer/features/client-profile/model.ts';

const type = (actionType: string, more: Partial<ActionType> = {}): ActionType => ({
  platform: 'meta',
  actionType,
  label: actionType,
  count: 10,
  lastDay: '2026-10-01',
  insideOf: [],
  mappedTo: [],
  kind: 'other',
  ...more,
});

describe('numbers as people write them', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['1500', 1500],
    ['1 234,50', 1234.5],
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['1,234', 1234],
    ['12.50', 12.5],
    ['12,5', 12.5],
    ["1'234", 1234],
    ['1,234,567', 1_234_567],
    ['abc', undefined],
    ['-5', undefined],
    ['5 zł', undefined],
  ] as const)('%j is %s', (text, value) => expect(parseNumber(text)).toBe(value));
  it('reads back every amount it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), (thousandths) => {
        const micros = thousandths * 1_000;
        const [text] = goalTexts({
          currencies: ['PLN'],
          goals: [{ currency: 'PLN', monthlyBudgetMicros: micros, targetCpaMicros: null, targetRoas: null }],
        });
        expect(parseGoal(text!).values.monthlyBudgetMicros).toBe(micros);
      }),
    );
  });
});

describe('goals', () => {
  it('a ROAS of three digits behind the point is not thousands', () => {
    const [text] = goalTexts({
      currencies: ['PLN'],
      goals: [{ currency: 'PLN', monthlyBudgetMicros: null, targetCpaMicros: null, targetRoas: 3.125 }],
    });
    expect(parseGoal(text!).values.targetRoas).toBe(3.125);
  });
  it('says what is wrong by field and keeps the rest', () => {
    const parsed = parseGoal({ currency: 'PLN', budget: 'lots', cpa: '0', roas: '3,5' });
    expect(Object.keys(parsed.errors)).toEqual(['budget', 'cpa']);
    expect(parsed.values.targetRoas).toBe(3.5);
  });
  it('only what differs is changed', () => {
    const stored = [{ currency: 'PLN', monthlyBudgetMicros: 5e9, targetCpaMicros: null, targetRoas: null }];
    const same = parseGoal({ currency: 'PLN', budget: '5000', cpa: '', roas: '' });
    const empty = parseGoal({ currency: 'EUR', budget: '', cpa: '', roas: '' });
    const other = parseGoal({ currency: 'PLN', budget: '5000', cpa: '12', roas: '' });
    expect(changedGoals(stored, [same, empty])).toEqual([]);
    expect(changedGoals(stored, [other])).toHaveLength(1);
  });
});

describe('conversions by name', () => {
  it('warns of a source whose conversions another one already holds', () => {
    const types = [type('omni_purchase'), type('purchase', { insideOf: ['omni_purchase'] })];
    const sources = types.map(({ platform, actionType }) => ({ platform, actionType }));
    expect([...overlaps({ sources }, types).values()]).toEqual(['Not added: Purchases already holds its conversions.']);
    // Alone it is counted; and another platform's action of the same name is another thing.
    expect(overlaps({ sources: [sources[1]!] }, types).size).toBe(0);
    expect(overlaps({ sources: [sources[1]!, { platform: 'google', actionType: 'omni_purchase' }] }, types).size).toBe(
      0,
    );
  });
  it('a counted action has a plain name with its code behind it; what is inside another stands below it and says so', () => {
    const rows = actionRows([
      type('link_click'),
      type('offsite_conversion.fb_pixel_purchase', { insideOf: ['omni_purchase', 'purchase'] }),
      type('made_up_by_meta_tomorrow'),
      type('omni_purchase'),
      type('purchase', { insideOf: ['omni_purchase'] }),
      type('offsite_conversion.custom.42'),
      type('conversion_action/1', { platform: 'google', label: 'purchase' }),
    ]);
    expect(rows.map((row) => [row.name, row.raw, row.inside])).toEqual([
      ['Link clicks', 'link_click', []],
      ['made_up_by_meta_tomorrow', null, []],
      ['Purchases', 'omni_purchase', []],
      ['Purchases, website pixel', 'offsite_conversion.fb_pixel_purchase', ['Purchases']],
      ['Purchases, older total', 'purchase', ['Purchases']],
      ['Custom conversion 42', 'offsite_conversion.custom.42', []],
      // Names people gave are left as they are.
      ['purchase', null, []],
    ]);
  });
  it('no two action types read alike, and none that every object has is a name', () => {
    const names = Object.values(actionMessages).map((message) => message.text);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    expect(actionName('constructor')).toBeNull();
  });
  it('names must be there, differ, and count something', () => {
    const source = [{ platform: 'meta' as const, actionType: 'lead' }];
    const errors = draftErrors([
      { key: 1, name: 'Leads', kind: 'lead', sources: source },
      { key: 2, name: 'leads ', kind: 'lead', sources: source },
      { key: 3, name: ' ', kind: 'lead', sources: source },
      { key: 4, name: 'Sales', kind: 'purchase', sources: [] },
    ]);
    expect([...errors.keys()]).toEqual([2, 3, 4]);
  });
  it('proposes a name per kind from the widest actions, funnel steps each by themselves', () => {
    const proposed = proposal([
      type('offsite_conversion.fb_pixel_add_to_cart', { kind: 'step', count: 40 }),
      type('omni_purchase', { kind: 'purchase' }),
      type('purchase', { kind: 'purchase', insideOf: ['omni_purchase'] }),
      type('conversion_action/1', { platform: 'google', kind: 'purchase', label: 'Order' }),
      type('video_view'),
      type('old_lead', { kind: 'lead', count: 0 }),
    ]);
    expect(proposed.map((one) => [one.name, one.kind, one.sources.map((source) => source.actionType)])).toEqual([
      ['Add to cart', 'step', ['offsite_conversion.fb_pixel_add_to_cart']],
      ['Purchases', 'purchase', ['omni_purchase', 'conversion_action/1']],
    ]);
  });
  it('moves one of a list, and not beyond its ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    const list = ['a', 'b'];
    expect(moved(list, 0, -1)).toBe(list);
  });
});

describe('ways out', () => {
  it('leads to the ad account at its platform, over https on its own host', () => {
    expect(outsideLink({ platform: 'meta', adAccountId: 'act_12', name: 'A' }, false)).toEqual({
      label: 'Open in Ads Manager',
      url: 'https://adsmanager.facebook.com/adsmanager/manage/campaigns?act=12',
    });
    const google = outsideLink({ platform: 'google', adAccountId: '123-456-7890', name: 'B' }, true);
    expect(google).toEqual({
      label: 'Open in Google Ads: B',
      url: 'https://ads.google.com/aw/campaigns?__e=1234567890',
    });
    const hostile = outsideLink({ platform: 'meta', adAccountId: '1&x=//evil', name: 'C' }, false);
    expect(new URL(hostile.url).searchParams.get('act')).toBe('1&x=//evil');
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { businessMetricInput, conversionActionType } from '../../../src/contract/client-profile.ts';
import { countedOnce, createConversions } from '../../../src/main/features/clients/conversions.ts';
import { createPlatforms } from '../../../src/main/platforms/registry.ts';
import { ingestDatasetSlice } from '../../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import { cell, cells, dataset } from '../../store/cells.ts';
import { addAccount, newStore, NOW, record, slice } from '../../store/helpers.ts';

const platforms = createPlatforms({ endpoints: {} as never, now: () => NOW, log: () => undefined });

function open() {
  const { db } = newStore();
  const meta = addAccount(db, { client: 'Epoca' });
  const google = addAccount(db, { client: 'Epoca', platform: 'google', adAccountId: '2002' });
  const conversions = createConversions(db, { platforms, now: () => NOW, changed: () => undefined });
  return { db, meta, google, conversions, clientId: '1' };
}
const on = (platform: 'meta' | 'google') => (actionType: string) => ({ platform, actionType });
const [meta, google] = [on('meta'), on('google')];

test('sources that hold one another are kept and added once, with the reason', () => {
  const { conversions, clientId } = open();
  const names = [
    {
      name: 'Leads',
      kind: 'lead' as const,
      sources: ['onsite_conversion.lead_grouped', 'lead', 'offsite_conversion.fb_pixel_lead'].map(meta),
    },
    {
      name: 'Forms and pixel',
      kind: 'lead' as const,
      sources: ['onsite_conversion.lead_grouped', 'offsite_conversion.fb_pixel_lead'].map(meta),
    },
  ];
  const { before, conversions: saved, warnings } = conversions.setMapping(clientId, names);
  expect(before).toEqual([]);
  expect(saved[0]?.sources.map((one) => [one.actionType, one.counted])).toEqual([
    ['onsite_conversion.lead_grouped', false],
    ['lead', true],
    ['offsite_conversion.fb_pixel_lead', false],
  ]);
  expect(warnings).toEqual([
    'Leads: "Leads, forms and messages on Meta" is not added: "Leads" already holds its conversions.',
    'Leads: "Leads, website pixel" is not added: "Leads" already holds its conversions.',
  ]);
  expect(saved[1]?.sources.every((one) => one.counted)).toBe(true);
  // What comes back is what undoes it, and the reasons stay visible afterwards.
  expect(conversions.profile(clientId).conversions).toEqual(saved);
  expect(conversions.setMapping(clientId, []).before).toEqual(names);
  expect(conversions.profile(clientId).conversions).toEqual([]);
});

test('the same event told under several names counts once, whatever the person chooses', () => {
  const overlap = (a: { platform: string; actionType: string }, b: { platform: string; actionType: string }) =>
    a.platform === b.platform
      ? platforms.get(a.platform as 'meta')!.capabilities.actionOverlap!(a.actionType, b.actionType)
      : null;
  const types = [
    'omni_purchase',
    'purchase',
    'offsite_conversion.fb_pixel_purchase',
    'onsite_web_purchase',
    'onsite_web_app_purchase',
    'web_in_store_purchase',
    'app_custom_event.fb_mobile_purchase',
    'lead',
    'onsite_conversion.lead_grouped',
    'conversions',
  ];
  const source = fc.record({
    platform: fc.constantFrom('meta' as const, 'google' as const),
    actionType: fc.constantFrom(
      ...types,
      conversionActionType({ id: '1', all: true }),
      conversionActionType({ id: '1', all: false }),
    ),
  });
  let notAdded = 0;
  fc.assert(
    fc.property(
      fc.uniqueArray(source, { minLength: 1, selector: (one) => `${one.platform} ${one.actionType}` }),
      (sources) => {
        const told = countedOnce(sources, overlap);
        const counted = told.filter((one) => one.counted);
        for (const a of counted) for (const b of counted) if (a !== b) expect(overlap(a, b)).toBeNull();
        // Nothing is dropped without one that is counted holding or sharing it.
        notAdded += told.length - counted.length;
        for (const one of told)
          if (!one.counted) expect(counted.some((other) => overlap(other, one) !== null)).toBe(true);
      },
    ),
    // The second holds the third and shares conversions with the first: the third is added when the second is not.
    {
      examples: [
        [['web_in_store_purchase', 'onsite_web_app_purchase', 'app_custom_event.fb_mobile_purchase'].map(meta)],
      ],
    },
  );
  expect(notAdded).toBeGreaterThan(20);
});

test('names and sources given twice, and clients that are not there, are refused', () => {
  const { conversions, clientId } = open();
  const leads = { name: 'Leads', kind: 'lead' as const, sources: [meta('lead')] };
  expect(() => conversions.setMapping(clientId, [leads, { ...leads, name: 'leads' }])).toThrow(/twice/);
  expect(() => conversions.setMapping(clientId, [{ ...leads, sources: [meta('lead'), meta('lead')] }])).toThrow(
    /Meta Ads twice/,
  );
  expect(() => conversions.setMapping('99', [])).toThrow(/client/);
  expect(() => conversions.profile('x')).toThrow(/client/);
  expect(businessMetricInput.safeParse({ ...leads, sources: [] }).success).toBe(false);
  expect(businessMetricInput.safeParse({ ...leads, name: 'x'.repeat(61) }).success).toBe(false);
});

test('what the platforms counted is listed to choose from: action types, and conversion actions by their name', () => {
  const { db, meta: metaKey, google: googleKey, conversions, clientId } = open();
  const action = (actionType: string, count: number) => ({
    actionType,
    window: 'default' as const,
    count,
    valueMicros: null,
  });
  ingestSlice(
    db,
    slice(metaKey, {
      level: 'account',
      records: [
        record({
          level: 'account',
          entityId: '1001',
          campaignId: null,
          actions: [action('lead', 3), action('onsite_conversion.lead_grouped', 2)],
        }),
      ],
    }),
  );
  const told = (day: string, id: string, name: string, primary: number, whole: number) =>
    cell({
      day,
      to: day,
      segment: { conversion_action: id },
      conversions: primary,
      actions: [action('conversions', primary), action('all_conversions', whole)],
      extra: { conversionActionName: name },
    });
  ingestDatasetSlice(
    db,
    cells(googleKey, {
      platform: 'google',
      dataset: dataset('campaign', 'day', 'conversion_action'),
      records: [
        told('2026-11-01', '77', 'Call', 0, 5),
        told('2026-11-02', '77', 'Phone call', 0, 1),
        told('2026-11-01', '78', 'Booking', 4, 4),
      ],
    }),
  );
  conversions.setMapping(clientId, [
    { name: 'Bookings', kind: 'reservation', sources: [google('conversion_action/78')] },
  ]);

  const { types, range } = conversions.actionTypes(clientId, null);
  expect(range.to).toBe('2026-11-20');
  expect(types.map((one) => [one.label, one.actionType, one.count, one.kind, one.insideOf])).toEqual([
    ['Phone call (all conversions)', 'conversion_action/77/all', 6, 'lead', []],
    ['Booking', 'conversion_action/78', 4, 'reservation', []],
    ['lead', 'lead', 3, 'lead', []],
    ['onsite_conversion.lead_grouped', 'onsite_conversion.lead_grouped', 2, 'lead', ['lead']],
    ['Phone call', 'conversion_action/77', 0, 'lead', ['conversion_action/77/all']],
  ]);
  expect(types.find((one) => one.label === 'Booking')).toMatchObject({ mappedTo: ['Bookings'], lastDay: '2026-11-01' });
  expect(conversions.profile(clientId).conversions[0]?.sources[0]).toMatchObject({
    label: 'Booking',
    counted: true,
    reason: null,
  });
  expect(conversions.actionTypes(clientId, { from: '2026-10-01', to: '2026-10-31' }).types).toEqual([]);
});

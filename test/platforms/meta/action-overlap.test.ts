import { expect, test } from 'vitest';
import { actionOverlap } from '../../../src/main/platforms/meta/action-overlap.ts';

const ADD_TO_CART = [
  'omni_add_to_cart',
  'add_to_cart',
  'offsite_conversion.fb_pixel_add_to_cart',
  'onsite_web_add_to_cart',
  'onsite_web_app_add_to_cart',
];

test('lead holds the leads of forms and of the pixel, which share none with each other', () => {
  expect(actionOverlap('lead', 'onsite_conversion.lead_grouped')).toBe('wider');
  expect(actionOverlap('lead', 'leadgen_grouped')).toBe('wider');
  expect(actionOverlap('offsite_conversion.fb_pixel_lead', 'lead')).toBe('narrower');
  expect(actionOverlap('offsite_conversion.fb_pixel_lead', 'onsite_web_lead')).toBe('shared');
  expect(actionOverlap('onsite_conversion.lead_grouped', 'leadgen_grouped')).toBe('shared');
  expect(actionOverlap('offsite_conversion.fb_pixel_lead', 'onsite_conversion.lead_grouped')).toBeNull();
});

test('the five names of add to cart all overlap', () => {
  for (const a of ADD_TO_CART) for (const b of ADD_TO_CART) expect([a, b, actionOverlap(a, b)]).not.toContain(null);
});

test('begun checkouts and events that name their place at the end overlap like all others', () => {
  expect(actionOverlap('omni_initiated_checkout', 'offsite_conversion.fb_pixel_initiate_checkout')).toBe('wider');
  expect(actionOverlap('contact_total', 'contact_website')).toBe('wider');
  expect(actionOverlap('contact_website', 'contact_mobile_app')).toBeNull();
  expect(actionOverlap('contact_total', 'schedule_website')).toBeNull();
});

test('different events share nothing, whatever their prefixes', () => {
  expect(actionOverlap('omni_purchase', 'omni_add_to_cart')).toBeNull();
  expect(actionOverlap('purchase', 'lead')).toBeNull();
  expect(actionOverlap('app_custom_event.fb_mobile_purchase', 'offsite_conversion.fb_pixel_purchase')).toBeNull();
});

test('engagement is a chain, and all custom events hold each of them', () => {
  expect(actionOverlap('page_engagement', 'video_view')).toBe('wider');
  expect(actionOverlap('link_click', 'page_engagement')).toBe('narrower');
  expect(actionOverlap('offsite_conversion.fb_pixel_custom', 'offsite_conversion.custom.123')).toBe('wider');
  expect(actionOverlap('offsite_conversion.custom.1', 'offsite_conversion.custom.2')).toBeNull();
});

test('the two directions agree', () => {
  const types = [
    ...ADD_TO_CART,
    'lead',
    'onsite_conversion.lead_grouped',
    'page_engagement',
    'link_click',
    'web_in_store_purchase',
    'onsite_web_app_purchase',
  ];
  const turned = { wider: 'narrower', narrower: 'wider', shared: 'shared' } as const;
  for (const a of types)
    for (const b of types) {
      const there = actionOverlap(a, b);
      expect([a, b, actionOverlap(b, a)]).toEqual([a, b, there === null ? null : turned[there]]);
    }
});

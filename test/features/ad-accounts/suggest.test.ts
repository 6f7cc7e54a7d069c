import { describe, expect, test } from 'vitest';
import { suggestClient } from '../../../src/main/features/ad-accounts/suggest.ts';

const clients = ['Kawiarnia Żółw', 'Nordic Bikes', "O'Hara & Sons", 'Studio Łódź', 'Bikes'].map((name, index) => ({
  id: String(index),
  name,
}));
const suggest = (name: string, currency = 'EUR', known = clients) => suggestClient({ name, currency }, known);

describe('an existing client that matches', () => {
  test.each([
    ['Nordic Bikes', 'Nordic Bikes'],
    ['nordic   bikes - Meta Ads', 'Nordic Bikes'],
    ['NORDIC BIKES | EUR', 'Nordic Bikes'],
    ['Google Ads: Nordic Bikes (EUR)', 'Nordic Bikes'],
    ['Kawiarnia Zolw', 'Kawiarnia Żółw'],
    ['studio lodz ads', 'Studio Łódź'],
    ["O'Hara and Sons Ad Account", "O'Hara & Sons"],
    ['Bikes Ads', 'Bikes'],
  ])('%s: %s', (name, client) => expect(suggest(name)).toBe(client));
});

describe('else the account’s own name, cleaned', () => {
  test.each([
    ['Bella Vista - Meta', 'Bella Vista'],
    ['Bella Vista Ads', 'Bella Vista'],
    ['Bella Vista | Google Ads | EUR', 'Bella Vista'],
    ['Bella Vista (EUR)', 'Bella Vista'],
    ['Bella Vista USD', 'Bella Vista USD'],
    ['Ad Astra Café', 'Ad Astra Café'],
    ['Meta Ads', 'Meta'],
    ['  ', 'New client'],
    ['日本語の店 - Ads', '日本語の店'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['🍕', '🍕'],
  ])('%s: %s', (name, client) => expect(suggest(name)).toBe(client));
});

test('never empty and never longer than a client name may be', () => {
  for (const name of ['', 'EUR', '---', 'Ads Ads Ads', 'x'.repeat(5_000), '- - - EUR']) {
    const suggestion = suggest(name);
    expect(suggestion.trim().length).toBeGreaterThan(0);
    expect(suggestion.length).toBeLessThanOrEqual(200);
  }
});

test('a weak likeness is no match', () => {
  expect(suggest('Nordic Furniture House Oslo')).toBe('Nordic Furniture House Oslo');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/contract/metrics.ts';
import { createFormats, microsToMajor } from '../../src/renderer/ui/format.ts';
import { setLanguage } from '../../src/renderer/ui/text.ts';

const en = createFormats('en');
const pl = createFormats('pl');
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');

describe('money', () => {
  it('has the sign of a change where every other negative number has it', () => {
    expect(['+€1.20', '-€1.20', '€0.00']).toEqual([1_200_000, -1_200_000, 0].map((one) => en.signedMoney(one, 'EUR')));
    expect(en.signedMoney(-1_000_000, 'EUR')[0]).toBe(en.signed(-1, 0, '')[0]);
  });
  it('uses the currency and its minor units', () => {
    expect(plain(en.money(1_234_500_000, 'PLN', 'code'))).toBe('PLN 1,234.50');
    expect(en.money(1_234_500_000, 'EUR')).toBe('€1,234.50');
    expect(en.money(1_234_500_000, 'GBP')).toBe('£1,234.50');
    expect(en.money(1_234_500_000, 'USD')).toBe('$1,234.50');
    expect(en.money(1_234_000_000, 'JPY')).toBe('¥1,234');
  });
  it('keeps the separator of four digits in Polish', () => {
    expect(plain(pl.money(1_234_500_000, 'PLN'))).toBe('1 234,50 zł');
  });
  it('shows no minus zero', () => {
    expect(en.money(-1, 'JPY')).toBe('¥0');
  });
  it('null is a dash, zero is zero', () => {
    expect(en.money(null, 'USD')).toBe('—');
    expect(en.money(0, 'USD')).toBe('$0.00');
  });
  it('is exact where a double is not', () => {
    expect(microsToMajor(9_007_199_254_740_991)).toBe('9007199254.740991');
    expect(microsToMajor(-5)).toBe('-0.000005');
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micros) => {
        const [whole = '', fraction = ''] = microsToMajor(Math.abs(micros)).split('.');
        return BigInt(whole) * 1_000_000n + BigInt(fraction) === BigInt(Math.abs(micros));
      }),
    );
  });
  it('tiles: whole units from a thousand, compact from a million, exact below', () => {
    expect(en.compactMoney(999_990_000, 'USD')).toBe('$999.99');
    expect(en.compactMoney(1_234_560_000, 'USD')).toBe('$1,235');
    expect(en.compactMoney(1_234_567_000_000, 'USD')).toBe('$1.2M');
  });
});

describe('counts, rates and ages', () => {
  it('shows fractional conversions with one decimal, whole ones with none', () => {
    expect(en.metric(METRICS.conversions, 12.25, 'USD')).toBe('12.3');
    expect(en.metric(METRICS.conversions, 12, 'USD')).toBe('12');
  });
  it('rates and multiples at their own decimals', () => {
    expect(en.metric(METRICS.ctr, 0.7211, 'USD')).toBe('0.72%');
    expect(en.metric(METRICS.roas, 5.1, 'USD')).toBe('5.10×');
  });
  it('ages: relative below seven days, then the date', () => {
    const now = Date.parse('2026-10-02T12:00:00Z');
    expect(en.relative('2026-10-02T11:59:30Z', now)).toBe('just now');
    expect(en.relative('2026-10-02T06:00:00Z', now)).toBe('6 hours ago');
    expect(en.relative('2026-10-01T06:00:00Z', now)).toBe('yesterday');
    expect(en.relative('2026-09-02T06:00:00Z', now)).toContain('Sep 2, 2026');
    expect(en.relative('2026-10-02T12:05:00Z', now)).toBe('just now');
  });
  it('ages are words of the language, whatever the formats', () => {
    const hours = () => createFormats('pl').relative('2026-10-02T06:00:00Z', Date.parse('2026-10-02T12:00:00Z'));
    expect(hours()).toBe('6 hours ago');
    setLanguage('pl', {});
    expect(hours()).toBe('6 godzin temu');
    setLanguage('en', {});
  });
  it('a garbled locale does not break the app', () => {
    expect(createFormats('not a locale').count(5)).toBe('5');
  });
});

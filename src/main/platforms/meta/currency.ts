import type { Micros } from '../../../contract/vocabulary.ts';

/**
 * Currencies whose smallest unit at Meta is the whole unit (offset 1 in Meta's currency table; all others have offset 100,
 * three-decimal dinars included). Not ISO 4217: Meta counts COP, CRC, HUF, IDR and TWD without decimals.
 */
const WHOLE_UNIT_CURRENCIES = new Set(['CLP', 'COP', 'CRC', 'HUF', 'IDR', 'ISK', 'JPY', 'KRW', 'PYG', 'TWD', 'VND']);

/**
 * A budget in Meta's minor units ('5000' = 50.00 EUR = 5000 JPY) → micros. Spend is not told this way: it is in major units.
 * null when the text is no whole number or leaves the safe range.
 */
export function microsFromMinorUnits(text: string, currency: string): Micros | null {
  if (!/^\d+$/.test(text)) return null;
  const micros = BigInt(text) * (WHOLE_UNIT_CURRENCIES.has(currency.toUpperCase()) ? 1_000_000n : 10_000n);
  return micros > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(micros);
}

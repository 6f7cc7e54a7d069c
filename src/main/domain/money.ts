import type { Micros } from '../../contract/vocabulary.ts';

const DECIMAL_PATTERN = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Parses a platform's decimal text ('12.345678', '-0.07') into integer micros without passing through a float
 * (promises S7: rows by country carry six decimals). More than six decimals are rounded half-even once, here.
 * Returns null when the text is not a decimal number or the amount leaves the safe integer range.
 */
export function microsFromDecimal(text: string): Micros | null {
  const match = DECIMAL_PATTERN.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const kept = fraction.slice(0, 6).padEnd(6, '0');
  let micros = BigInt(whole) * 1_000_000n + BigInt(kept);
  const rest = fraction.slice(6);
  if (rest !== '') {
    const half = '5'.padEnd(rest.length, '0');
    if (rest > half || (rest === half && micros % 2n === 1n)) micros += 1n;
  }
  if (micros > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  const value = Number(micros);
  return sign === '-' && value !== 0 ? -value : value;
}

/** A platform's double of major units (Google's conversions_value) in micros, rounded half-even; null when not finite or too large. */
export function microsFromDouble(value: number): Micros | null {
  if (!Number.isFinite(value)) return null;
  const scaled = value * 1_000_000;
  const floor = Math.floor(scaled);
  const diff = scaled - floor;
  const rounded = diff > 0.5 || (diff === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return Number.isSafeInteger(rounded) ? rounded : null;
}

/** int64 text of micros (Google's cost_micros) → micros; null when not an integer or beyond the safe range. */
export function microsFromInt64(text: string): Micros | null {
  if (!/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** Exact decimal text in major units, without trailing zeros beyond the point: 1234500000 → '1234.5', 70000 → '0.07'. */
export function decimalFromMicros(micros: Micros | bigint): string {
  const value = BigInt(micros);
  const sign = value < 0n ? '-' : '';
  const absolute = value < 0n ? -value : value;
  const fraction = (absolute % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return `${sign}${absolute / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`;
}

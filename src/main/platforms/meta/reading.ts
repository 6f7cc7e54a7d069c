import type { Micros } from '../../../contract/vocabulary.ts';
import { microsFromDecimal } from '../../domain/money.ts';

/** The raw row cannot be read; the message is the reason kept beside it. */
export class Unreadable extends Error {}

export type Raw = Readonly<Record<string, unknown>>;

/** The row as an object. Throws Unreadable. */
export function asRaw(value: unknown): Raw {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unreadable('the row is not an object');
  return value as Raw;
}

/** A value for a reason, cut to a length a screen can show. */
export function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 60);
  } catch {
    return 'a value nested too deeply to show';
  }
}

function absent(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || value === '';
}

/** Text; null when absent. Lone surrogates, which no database keeps, are replaced: stored, they would come back as another name. */
export function optionalText(raw: Raw, name: string): string | null {
  const value = raw[name];
  if (absent(value)) return null;
  if (typeof value !== 'string') throw new Unreadable(`${name} is not text: ${shown(value)}`);
  return value.toWellFormed();
}

/** An id, which stays text. An unquoted id is taken as long as it kept its digits; null when absent. */
export function optionalId(raw: Raw, name: string): string | null {
  const value = raw[name];
  if (absent(value)) return null;
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !/^\d+$/.test(text)) throw new Unreadable(`${name} is not an id: ${shown(value)}`);
  return text;
}

export function requiredId(raw: Raw, name: string): string {
  const id = optionalId(raw, name);
  if (id === null) throw new Unreadable(`${name} is missing`);
  return id;
}

/** A count, told as text ('1241') or number: whole, not negative. null when absent, 0 only when it says 0. */
export function optionalCount(raw: Raw, name: string): number | null {
  const value = raw[name];
  if (absent(value)) return null;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number) || (number as number) < 0)
    throw new Unreadable(`${name} is not a count: ${shown(value)}`);
  return number as number;
}

/** Decimal text in major units → micros, exactly; null when absent. */
export function optionalMicros(raw: Raw, name: string): Micros | null {
  const value = raw[name];
  if (absent(value)) return null;
  const micros = typeof value === 'string' || typeof value === 'number' ? microsFromDecimal(String(value)) : null;
  if (micros === null) throw new Unreadable(`${name} is not an amount: ${shown(value)}`);
  return micros;
}

/** A conversion count, which data-driven attribution makes fractional; null when absent. */
export function optionalFraction(raw: Raw, name: string): number | null {
  const value = raw[name];
  if (absent(value)) return null;
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) {
    throw new Unreadable(`${name} is not a number: ${shown(value)}`);
  }
  return number;
}

/** The named fields that are present, as they came; null when none is. Lists and objects, which none of them is, are left out. */
export function present(raw: Raw, names: Readonly<Record<string, string>>): Record<string, unknown> | null {
  const entries = Object.entries(names).filter(([, name]) => !absent(raw[name]) && typeof raw[name] !== 'object');
  return entries.length === 0 ? null : Object.fromEntries(entries.map(([key, name]) => [key, raw[name]]));
}

/** Reads rows one by one: what cannot be read is kept with its reason, so that fetched = read + set aside. */
export function readRows<T>(rows: readonly unknown[], read: (raw: Raw) => T) {
  const records: T[] = [];
  const setAside: { reason: string; raw: unknown }[] = [];
  for (const row of rows) {
    try {
      records.push(read(asRaw(row)));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      setAside.push({ reason: error.message, raw: row });
    }
  }
  return { records, setAside };
}

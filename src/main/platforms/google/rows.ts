/** Reading one row of the REST answer: ids and int64 as text, doubles as numbers, absent as not reported. Pure. */
import type { Micros } from '../../../contract/vocabulary.ts';
import { microsFromDouble, microsFromInt64 } from '../../domain/money.ts';
import type { SetAsideRow } from '../platform.ts';
import { isObject } from './failures.ts';

export type Json = Record<string, unknown>;

/** Why a row cannot be used. Thrown while reading a row and caught by `guard`. */
export class RowProblem extends Error {}

const EMPTY: Json = {};

export function part(row: Json, name: string): Json {
  const value = row[name];
  return isObject(value) ? value : EMPTY;
}

/** An id stays text: most exceed nothing, but some exceed 2^53 (promises D10). */
export function idText(value: unknown): string | null {
  if (typeof value === 'string') return /^\d+$/.test(value) ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
}

export function requiredId(value: unknown, what: string): string {
  const id = idText(value);
  if (id === null) throw new RowProblem(value === undefined ? `no ${what} id` : `the ${what} id is not a number`);
  return id;
}

/** Text without lone surrogates, which no database keeps: stored, they would come back as another name. */
export function nameText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.toWellFormed() : null;
}

/** absent → null: Google writes a selected metric also when it is zero, so an absent one was not reported. */
export function int64(value: unknown, what: string): number | null {
  if (value === undefined || value === null) return null;
  const number = typeof value === 'string' || typeof value === 'number' ? microsFromInt64(String(value)) : null;
  if (number === null) throw new RowProblem(`${what} is not a whole number`);
  return number;
}

export function count(value: unknown, what: string): number | null {
  const number = int64(value, what);
  if (number !== null && number < 0) throw new RowProblem(`${what} is negative`);
  return number;
}

export function double(value: unknown, what: string): number | null {
  if (value === undefined || value === null) return null;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new RowProblem(`${what} is not a number`);
  return number;
}

export function money(value: unknown, what: string): Micros | null {
  const number = double(value, what);
  if (number === null) return null;
  const micros = microsFromDouble(number);
  if (micros === null) throw new RowProblem(`${what} is too large`);
  return micros;
}

export function guard<T>(raw: unknown, read: (row: Json) => T): T | SetAsideRow {
  if (!isObject(raw)) return { reason: 'the row is not an object', raw };
  try {
    return read(raw);
  } catch (error) {
    if (error instanceof RowProblem) return { reason: error.message, raw };
    throw error;
  }
}

export function isSetAside(value: object): value is SetAsideRow {
  return 'reason' in value && 'raw' in value;
}

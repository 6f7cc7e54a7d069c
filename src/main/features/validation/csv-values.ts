import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, isDay } from '../../domain/days.ts';
import { microsFromDecimal } from '../../domain/money.ts';
import type { Language } from './csv-headers.ts';

/** A number of a cell in millionths, with the decimals that were shown. */
export type CellNumber = { millionths: number; decimals: number };

const EMPTY = /^(|-+|–|—|n\/?a|null|brak)$/i;
const UNITS = /^(?:[a-z]{3}|zł|[€$£¥₹])\s*|\s*(?:[a-z]{3}|zł|[€$£¥₹])$/gi;

/** Separators between groups and a currency taken off: digits with at most one decimal sign, or null when there is nothing to read. */
function bare(cell: string): string | null {
  const text = cell
    .normalize('NFKC')
    .replace(/[\s'’]/g, '')
    .replace(/^="?([^"=]*)"?$/, '$1')
    .replace(/\u2212/g, '-')
    .replace(UNITS, '');
  // '<10%' is a share too small to be told, never a figure.
  return EMPTY.test(text) || /[<>%]/.test(text) ? null : text;
}

/**
 * Which sign marks decimals in a file, from all its numbers: a sign followed by exactly three digits in a count can only group, one
 * followed by another number of digits can only mark decimals, and of two different signs the last one does.
 */
export function decimalSign(counts: readonly string[], decimals: readonly string[], language: Language): '.' | ',' {
  for (const cell of counts) {
    const sign = /[.,]/.exec(bare(cell) ?? '')?.[0];
    if (sign !== undefined) return sign === '.' ? ',' : '.';
  }
  for (const cell of decimals) {
    const text = bare(cell) ?? '';
    const last = /([.,])(\d*)$/.exec(text);
    if (last === null) continue;
    const [, sign, digits = ''] = last;
    const both = text.includes('.') && text.includes(',');
    const once = text.split(sign ?? '').length === 2;
    if (both || (once && digits.length !== 3)) return sign === ',' ? ',' : '.';
    if (!once) return sign === ',' ? '.' : ',';
  }
  return language === 'en' ? '.' : ',';
}

/** A cell as a number; null when it is empty or says that nothing was reported; undefined when it is no number (a formula, a text). */
export function parseNumber(cell: string, decimal: '.' | ','): CellNumber | null | undefined {
  const text = bare(cell);
  if (text === null) return null;
  const plain = decimal === '.' ? text.replaceAll(',', '') : text.replaceAll('.', '').replace(',', '.');
  const match = /^-?\d+(?:\.(\d+))?$/.exec(plain);
  if (match === null) return undefined;
  const millionths = microsFromDecimal(plain);
  return millionths === null ? undefined : { millionths, decimals: match[1]?.length ?? 0 };
}

/** Beginnings of month names in English, Polish and German, January first. */
const MONTHS = [
  ['jan', 'sty'],
  ['feb', 'lut'],
  ['mar', 'mär', 'mrz'],
  ['apr', 'kwi'],
  ['may', 'maj', 'mai'],
  ['jun', 'cze'],
  ['jul', 'lip'],
  ['aug', 'sie'],
  ['sep', 'wrz'],
  ['oct', 'okt', 'paź', 'paz'],
  ['nov', 'lis'],
  ['dec', 'dez', 'gru'],
];

function monthOf(word: string): number {
  const lower = word.toLocaleLowerCase('en');
  return MONTHS.findIndex((names) => names.some((name) => lower.startsWith(name))) + 1;
}

export type DayOrder = 'dmy' | 'mdy';

/** Whether 11/05/2026 is the 11th of May: told by any date of the file with a part above 12, else by its sign and its language. */
export function dayOrder(cells: readonly string[], language: Language): DayOrder {
  for (const cell of cells) {
    const match = /^(\d{1,2})([./-])(\d{1,2})[./-]\d{4}$/.exec(cell.trim());
    if (match === null) continue;
    if (match[2] === '.' || Number(match[1]) > 12) return 'dmy';
    if (Number(match[3]) > 12) return 'mdy';
  }
  return language === 'en' ? 'mdy' : 'dmy';
}

/** A cell as a day: ISO, numbers in the file's order, or with the name of a month; null when it is none. */
export function parseDay(cell: string, order: DayOrder): Day | null {
  const text = cell.trim().replace(/^="?([^"=]*)"?$/, '$1');
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$/.exec(text);
  if (iso) return day(iso[1], iso[2], iso[3]);
  const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (numbers)
    return order === 'dmy' ? day(numbers[3], numbers[2], numbers[1]) : day(numbers[3], numbers[1], numbers[2]);
  const named = /^(?:\p{L}+\.?, )?(\d{1,2})\.? (\p{L}+)\.?,? (\d{4})$/u.exec(text);
  if (named) return day(named[3], String(monthOf(named[2] ?? '')), named[1]);
  const american = /^(?:\p{L}+\.?, )?(\p{L}+)\.? (\d{1,2}),? (\d{4})$/u.exec(text);
  return american ? day(american[3], String(monthOf(american[1] ?? '')), american[2]) : null;
}

function day(year = '', month = '', date = ''): Day | null {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

/** A month cell ('2026-11', 'November 2026', or its first day) as its days. */
export function parseMonth(cell: string, order: DayOrder): { from: Day; to: Day } | null {
  const text = cell.trim();
  const plain = /^(\d{4})-(\d{2})$/.exec(text);
  const named = /^(\p{L}+)\.? (\d{4})$/u.exec(text);
  const from = plain
    ? day(plain[1], plain[2], '1')
    : named
      ? day(named[2], String(monthOf(named[1] ?? '')), '1')
      : parseDay(text, order);
  if (from === null || !from.endsWith('-01')) return null;
  return { from, to: addDays(addMonths(from, 1), -1) };
}

/** The range a line above the table tells ('1 wrz 2026 - 29 wrz 2026', 'November 1, 2026 - November 20, 2026'), or null. */
export function parseRange(text: string, language: Language): { from: Day; to: Day } | null {
  const parts = text.trim().split(/\s+[-–—]\s+/);
  const order = dayOrder(parts, language);
  const from = parseDay(parts[0] ?? '', order);
  const to = parseDay(parts.at(-1) ?? '', order);
  return from !== null && to !== null && from <= to && parts.length <= 2 ? { from, to } : null;
}

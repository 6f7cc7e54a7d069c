import { describe, expect, it } from 'vitest';
import { addDays, dayInZone, dayToInt, eachDay, eachDayInt, isDay } from '../../src/main/domain/days.ts';

/** What the language itself says of a text, slowly. */
const isReal = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
};
const two = (value: number): string => String(value).padStart(2, '0');

describe('civil days', () => {
  it('knows every day of leap years, common years and centuries, and no other', () => {
    for (const year of ['0000', '0004', '1900', '1999', '2000', '2024', '2026', '2100', '9999'])
      for (let month = 0; month <= 13; month += 1)
        for (let date = 0; date <= 32; date += 1) {
          const text = `${year}-${two(month)}-${two(date)}`;
          expect(isDay(text), text).toBe(isReal(text));
        }
    for (const text of ['', '2026-1-01', '20261-01-01', '2026-01-01T00:00', ' 2026-01-01', '2026-01-1a'])
      expect(isDay(text), text).toBe(false);
  });

  it('counts days as integers the way it counts them as text', () => {
    for (const [from, to] of [
      ['1999-12-28', '2001-01-03'],
      ['2023-12-31', '2028-03-01'],
      ['2026-11-21', '2026-11-21'],
      ['2026-11-22', '2026-11-21'],
    ] as const)
      expect(eachDayInt(from, to)).toEqual(eachDay(from, to).map(dayToInt));
    expect(() => eachDayInt('2026-02-30', '2026-03-01')).toThrow(RangeError);
  });

  it('tells the day of one instant in several zones, and of several instants in one', () => {
    const midnight = Date.parse('2026-11-21T00:30:00Z');
    const asked = [0, 1, 0, 2].map((days) => midnight + days * 86_400_000);
    for (const [zone, ahead] of [
      ['America/New_York', -1],
      ['Europe/Warsaw', 0],
      ['Nowhere/Unknown', 0],
    ] as const)
      expect(asked.map((at) => dayInZone(at, zone))).toEqual(
        [0, 1, 0, 2].map((days) => addDays('2026-11-21', days + ahead)),
      );
  });
});

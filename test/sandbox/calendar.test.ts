import { describe, expect, it } from 'vitest';
import {
  addMonths,
  dayStart,
  dayText,
  graphTime,
  mustDay,
  parseDay,
  weekStart,
  weekday,
  zoneDay,
} from '../../src/sandbox/calendar.ts';

const hours = (zone: string, day: string): number =>
  (dayStart(zone, mustDay(day) + 1) - dayStart(zone, mustDay(day))) / 3_600_000;

describe('the calendar of an ad account', () => {
  it('knows real days only', () => {
    expect(parseDay('2026-02-30')).toBeUndefined();
    expect(parseDay('2026-2-3')).toBeUndefined();
    expect(dayText(mustDay('2024-02-29'))).toBe('2024-02-29');
    expect(weekday(mustDay('2026-11-21'))).toBe(6);
    expect(dayText(weekStart(mustDay('2026-11-22')))).toBe('2026-11-16');
    expect(dayText(addMonths(mustDay('2026-03-31'), -1))).toBe('2026-02-28');
  });

  it.each([
    ['Europe/Warsaw', '2026-03-29', 23],
    ['Europe/Warsaw', '2026-10-25', 25],
    ['America/Los_Angeles', '2026-03-08', 23],
    ['America/Los_Angeles', '2026-11-01', 25],
    ['Asia/Tokyo', '2026-03-29', 24],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['America/Havana', '2026-03-08', 23],
  ])('%s: %s has %d hours', (zone, day, expected) => {
    expect(hours(zone, day)).toBe(expected);
  });

  it('begins a day at the first instant that is in it', () => {
    for (const zone of [
      'Europe/Warsaw',
      'America/New_York',
      'Asia/Tokyo',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'America/Havana',
    ]) {
      for (let day = mustDay('2026-01-01'); day < mustDay('2027-01-01'); day++) {
        const start = dayStart(zone, day);
        expect([zoneDay(zone, start), zoneDay(zone, start - 1)]).toEqual([day, day - 1]);
      }
    }
  });

  it('prints instants as Graph does', () => {
    expect(graphTime('America/Los_Angeles', Date.parse('2026-11-21T03:20:00Z'))).toBe('2026-11-20T19:20:00-0800');
    expect(graphTime('Asia/Tokyo', Date.parse('2026-11-21T03:20:00Z'))).toBe('2026-11-21T12:20:00+0900');
  });
});

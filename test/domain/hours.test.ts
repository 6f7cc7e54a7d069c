import { describe, expect, it } from 'vitest';

import { hourMinutes, repeatedHours } from '../../src/main/domain/hours.ts';
import { addDays } from '../../src/main/domain/days.ts';

const total = (day: string, zone: string): number =>
  [...hourMinutes(day, zone).values()].reduce((sum, minutes) => sum + minutes, 0);

describe('clock hours of a day', () => {
  it.each([
    ['an ordinary day', '2026-06-01', 'America/Los_Angeles', 24 * 60, 24, []],
    ['spring in Los Angeles', '2026-03-08', 'America/Los_Angeles', 23 * 60, 23, []],
    ['autumn in Los Angeles', '2026-11-01', 'America/Los_Angeles', 25 * 60, 24, ['01']],
    ['spring in Berlin', '2026-03-29', 'Europe/Berlin', 23 * 60, 23, []],
    ['autumn in Berlin', '2026-10-25', 'Europe/Berlin', 25 * 60, 24, ['02']],
    ['spring on Lord Howe', '2026-10-04', 'Australia/Lord_Howe', 23.5 * 60, 24, []],
    ['autumn on Lord Howe', '2026-04-05', 'Australia/Lord_Howe', 24.5 * 60, 24, ['01']],
    ['a change at midnight, Cairo', '2026-10-29', 'Africa/Cairo', 25 * 60, 24, ['23']],
    ['a day that Apia skipped', '2011-12-30', 'Pacific/Apia', 0, 0, []],
    ['a quarter of an hour off, Kathmandu', '2026-06-01', 'Asia/Kathmandu', 24 * 60, 24, []],
    ['the farthest zone ahead', '2026-06-01', 'Pacific/Kiritimati', 24 * 60, 24, []],
    ['the farthest zone behind', '2026-06-01', 'Etc/GMT+12', 24 * 60, 24, []],
    ['a zone nobody knows counts as UTC', '2026-03-29', 'Mars/Olympus', 24 * 60, 24, []],
  ])('%s', (_name, day, zone, minutes, labels, repeated) => {
    expect(total(day, zone)).toBe(minutes);
    expect(hourMinutes(day, zone).size).toBe(labels);
    expect([...repeatedHours(day, zone)]).toEqual(repeated);
  });

  it('repeats an hour on one day a year where the clock falls back, and never elsewhere', () => {
    const year = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index));
    const days = (zone: string) => year.filter((day) => repeatedHours(day, zone).size > 0);
    expect(days('America/Los_Angeles')).toEqual(['2026-11-01']);
    expect(days('Europe/Berlin')).toEqual(['2026-10-25']);
    expect(days('Australia/Lord_Howe')).toEqual(['2026-04-05']);
    expect(days('Asia/Tokyo')).toEqual([]);
  });
});

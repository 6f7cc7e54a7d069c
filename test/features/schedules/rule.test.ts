import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayInZone, eachDay } from '../../../src/main/domain/days.ts';
import { instantInZone, offsetAt, wallClock } from '../../../src/main/domain/zones.ts';
import {
  latestSlot,
  nextSlot,
  slotAfter,
  slotInstant,
  type Cadence,
} from '../../../src/main/features/schedules/rule.ts';
import { MINUTE, TIMES, ZONES } from './kit.ts';

const daily = (atMinute: number): Cadence => ({ everyHours: null, atMinute });
const utc = (text: string): number => Date.parse(text);
const text = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

describe('a local time as an instant', () => {
  it('is the first moment after a jump of the clock that skips it', () => {
    expect(text(instantInZone('2026-03-29', 150, 'Europe/Warsaw'))).toBe('2026-03-29T01:00:00.000Z');
    expect(text(instantInZone('2026-03-08', 150, 'America/Los_Angeles'))).toBe('2026-03-08T10:00:00.000Z');
    // Half an hour only, and at midnight.
    expect(text(instantInZone('2026-10-04', 135, 'Australia/Lord_Howe'))).toBe('2026-10-03T15:30:00.000Z');
    expect(text(instantInZone('2026-04-24', 0, 'Africa/Cairo'))).toBe('2026-04-23T22:00:00.000Z');
    expect(text(instantInZone('2018-11-04', 30, 'America/Sao_Paulo'))).toBe('2018-11-04T03:00:00.000Z');
  });

  it('is the first of two when the clock goes back', () => {
    expect(text(instantInZone('2026-10-25', 150, 'Europe/Warsaw'))).toBe('2026-10-25T00:30:00.000Z');
    expect(text(instantInZone('2026-11-01', 90, 'America/Los_Angeles'))).toBe('2026-11-01T08:30:00.000Z');
    expect(text(instantInZone('2018-02-17', 1439, 'America/Sao_Paulo'))).toBe('2018-02-18T01:59:00.000Z');
  });

  it('does not exist on a day a zone skipped', () => {
    expect(instantInZone('2011-12-30', 180, 'Pacific/Apia')).toBeNull();
    expect(text(instantInZone('2011-12-31', 0, 'Pacific/Apia'))).toBe('2011-12-30T10:00:00.000Z');
  });

  it('counts a zone this machine does not know as UTC, as days do', () => {
    expect(text(instantInZone('2026-03-29', 150, 'Mars/Olympus'))).toBe('2026-03-29T02:30:00.000Z');
  });

  it('is shown again by the wall clock, for any minute that exists', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: utc('2020-01-01T00:00:00Z') / MINUTE, max: utc('2036-01-01T00:00:00Z') / MINUTE }),
        (zone, minutes) => {
          const at = minutes * MINUTE;
          const { day, minute } = wallClock(at, zone);
          expect(day).toBe(dayInZone(at, zone));
          const first = instantInZone(day, minute, zone);
          expect(first).not.toBeNull();
          // The same moment, or the earlier one of a time that is there twice.
          expect(first!).toBeLessThanOrEqual(at);
          expect(wallClock(first!, zone)).toEqual({ day, minute });
          if (first !== at) expect(offsetAt(first!, zone)).toBeGreaterThan(offsetAt(at, zone));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('slots of a daily schedule (T4)', () => {
  it.each(ZONES)('are one per local day in %s over ten years, at every time of day', { timeout: 300_000 }, (zone) => {
    const days = eachDay('2025-06-01', '2035-05-31');
    for (const atMinute of TIMES) {
      const cadence = daily(atMinute);
      let now = instantInZone(days[0]!, 0, zone)! - 1;
      const seen: string[] = [];
      while (seen.length < days.length) {
        const next = nextSlot(cadence, zone, now);
        // On its own day, on or after its time, and at most one jump of the clock later.
        expect(dayInZone(next.at, zone)).toBe(next.slot.slice(0, 10));
        const late = wallClock(next.at, zone).minute - atMinute;
        if (late < 0 || late > 60) throw new Error(`${zone} ${next.slot} is ${late} minutes late`);
        seen.push(next.slot.slice(0, 10));
        now = next.at;
      }
      expect(seen).toEqual(days);
    }
  });

  it('skip a day that a zone skipped, and run once on the days beside it', () => {
    let now = utc('2011-12-28T20:00:00Z');
    const slots: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const next = nextSlot(daily(180), 'Pacific/Apia', now);
      slots.push(next.slot);
      now = next.at;
    }
    expect(slots).toEqual(['2011-12-29T03:00', '2011-12-31T03:00', '2012-01-01T03:00', '2012-01-02T03:00']);
  });

  it('know their neighbours: the latest before an instant is followed by the next after it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom<number | null>(null, 1, 2, 5, 6, 12),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: utc('2024-01-01T00:00:00Z'), max: utc('2034-01-01T00:00:00Z') }),
        (zone, everyHours, atMinute, now) => {
          const cadence: Cadence = { everyHours, atMinute };
          const latest = latestSlot(cadence, zone, now);
          const next = nextSlot(cadence, zone, now);
          expect(latest.at).toBeLessThanOrEqual(now);
          expect(next.at).toBeGreaterThan(now);
          expect(latest.slot < next.slot).toBe(true);
          expect(slotAfter(cadence, zone, latest.slot)).toEqual(next);
          expect(slotInstant(next.slot, zone)).toBe(next.at);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('slots every few hours', () => {
  it('are counted from the chosen time within each local day', () => {
    const cadence: Cadence = { everyHours: 5, atMinute: 180 };
    let now = utc('2026-11-21T00:00:00Z');
    const slots = Array.from({ length: 7 }, () => {
      const next = nextSlot(cadence, 'UTC', now);
      now = next.at;
      return next.slot;
    });
    expect(slots.map((slot) => slot.slice(8))).toEqual([
      '21T03:00',
      '21T08:00',
      '21T13:00',
      '21T18:00',
      '21T23:00',
      '22T03:00',
      '22T08:00',
    ]);
  });

  it('stand still in their local time over a change of the clock', () => {
    const cadence: Cadence = { everyHours: 6, atMinute: 180 };
    for (const [before, after] of [
      ['2026-03-28', '2026-03-30'],
      ['2026-10-24', '2026-10-26'],
    ] as const) {
      let now = instantInZone(before, 0, 'Europe/Warsaw')!;
      const end = instantInZone(addDays(after, 1), 0, 'Europe/Warsaw')!;
      const slots: string[] = [];
      for (;;) {
        const next = nextSlot(cadence, 'Europe/Warsaw', now);
        if (next.at >= end) break;
        slots.push(next.slot);
        expect(wallClock(next.at, 'Europe/Warsaw').minute).toBe(Number(next.slot.slice(11, 13)) * 60);
        now = next.at;
      }
      expect(slots).toHaveLength(12);
    }
  });
});

describe('a schedule that is changed', () => {
  it('does not run a day again when its time is moved, and runs a day that is still open', () => {
    expect(slotAfter(daily(300), 'UTC', '2026-11-21T03:00').slot).toBe('2026-11-22T05:00');
    expect(slotAfter(daily(120), 'UTC', '2026-11-20T05:00').slot).toBe('2026-11-21T02:00');
    expect(slotAfter({ everyHours: 6, atMinute: 180 }, 'UTC', '2026-11-21T03:00').slot).toBe('2026-11-21T09:00');
  });
});

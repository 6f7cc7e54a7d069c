import { describe, expect, it } from 'vitest';
import { addDays, epochDay } from '../../../src/main/domain/days.ts';
import { DAY, daysOf, everyLevel, input, NOW, TODAY } from './plan-kit.ts';
import { planImport } from '../../../src/main/features/imports/plan.ts';
import type { DayReads } from '../../../src/main/store/reads/planning.ts';

const NIGHTS = 200;
/** Google's own reports name lags up to this. */
const LONGEST_LAG = 145;

/** Nightly imports; for every finished day the age in days at which it was last read. */
function lastReadings(window: number | null, asleep: (night: number) => boolean): Map<string, number> {
  const at = new Map<string, number>();
  for (let night = 0; night < NIGHTS; night += 1) {
    if (asleep(night)) continue;
    const now = NOW + night * DAY;
    const reads: DayReads[] = [...at]
      .toSorted()
      .map(([day, readOn]) => ({ from: day, to: day, readAt: NOW + readOn * DAY, rows: 1_000 }));
    const plan = planImport(input({ now, conversionWindowDays: window, reads: everyLevel(reads) }));
    if (!plan.ok) throw new Error(plan.sentence);
    for (const day of daysOf(plan.items, 'ad')) at.set(day, night);
  }
  const ages = [...at].map(([day, night]) => [day, epochDay(addDays(TODAY, night)) - epochDay(day)] as const);
  return new Map(ages.filter(([day]) => day >= TODAY && day <= addDays(TODAY, NIGHTS - LONGEST_LAG - 1)));
}

describe('values that come 0 to 145 days late (S3)', () => {
  it.each([
    ['Meta', null, 28],
    ['a window of 30 days at Google', 30, 30],
    ['a window of 90 days at Google', 90, 90],
  ])(
    '%s: whatever comes within the window is read, and what cannot change is not read again',
    (_name, window, days) => {
      const ages = lastReadings(window, () => false);
      expect(ages.size).toBe(NIGHTS - LONGEST_LAG);
      for (let lag = 0; lag <= LONGEST_LAG; lag += 1)
        for (const [day, age] of ages) if (lag <= days) expect([day, lag, age >= lag]).toEqual([day, lag, true]);
      // One reading more, after the last day of the window is over; then the day is left alone.
      expect(new Set(ages.values())).toEqual(new Set([days + 1]));
    },
  );

  it('nights asleep lose nothing of it', () => {
    const ages = lastReadings(30, (night) => night % 7 > 1 || (night > 60 && night < 75));
    for (const [day, age] of ages) expect([day, age > 30]).toEqual([day, true]);
  });
});

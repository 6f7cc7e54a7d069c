import type { Day, Level } from '../../../contract/vocabulary.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone } from '../../domain/days.ts';
import { cutRange, type Slice } from '../../domain/slices.ts';

/**
 * What a routine import owes besides its range: days an earlier import did not get, and days last read while the platform could
 * still change them (promises S3 and S12). After a pause of months neither lies within the look-back any more. Pure.
 */
export type OwedInput = {
  timeZone: string;
  lookbackDays: number;
  sliceDays: Record<Level, number>;
  notGot: readonly { level: Level; day: Day }[];
  /** `readAt` in epoch ms. */
  readEarly: readonly { level: Level; day: Day; readAt: number }[];
};

/** The slices to read, oldest first within each level, and how many different days they hold. */
export function owedSlices(input: OwedInput): { slices: Slice[]; days: number } {
  const moving = input.readEarly.filter(
    ({ day, readAt }) => dayInZone(readAt, input.timeZone) < addDays(day, input.lookbackDays),
  );
  const owed = [...input.notGot, ...moving];
  const slices = LEVELS.flatMap((level) => {
    const days = [...new Set(owed.flatMap((item) => (item.level === level ? [item.day] : [])))].toSorted();
    return stretches(days).flatMap(({ from, to }) =>
      cutRange(from, to, input.sliceDays[level]).map((piece) => ({ level, ...piece })),
    );
  });
  return { slices, days: new Set(owed.map(({ day }) => day)).size };
}

/** Sorted days as ranges without holes. */
function stretches(days: readonly Day[]): { from: Day; to: Day }[] {
  const ranges: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last && addDays(last.to, 1) === day) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges;
}

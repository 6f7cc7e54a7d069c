import { z } from 'zod';
import { day, micros } from './primitives.ts';

/** Where a client stands against what was agreed with it; per currency, because nothing adds up over currencies. */

/**
 * Month-to-date spend against the monthly budget, over whole days of the ad accounts' own zones. What is not known stays null and
 * `reason` says why: a missing day is never guessed.
 */
export const pace = z.object({
  currency: z.string(),
  /** 'YYYY-MM': the month today belongs to, in the zone that is furthest behind. */
  month: z.string(),
  budgetMicros: micros,
  /** The last whole day counted; null on the first day of a month. */
  through: day.nullable(),
  /** 0–1 of the month's days up to and including `through`. */
  elapsedShare: z.number(),
  daysLeft: z.number().int(),
  spentMicros: micros.nullable(),
  /** Spend ÷ (budget × elapsed): 1 = on pace. */
  pace: z.number().nullable(),
  /** What the month will have cost at the same pace. */
  projectedMicros: micros.nullable(),
  reason: z.string().nullable(),
});
export type Pace = z.infer<typeof pace>;

/** A target beside what was reached in the range of the view. */
export const targetReached = z.object({
  metric: z.enum(['cpa', 'roas']),
  /** Micros for cpa, a multiple for roas. */
  target: z.number(),
  actual: z.number().nullable(),
  /** actual ÷ target. */
  ratio: z.number().nullable(),
  met: z.boolean().nullable(),
  /** Fewer than ten conversions: it means little yet. */
  lowData: z.boolean(),
});
export type TargetReached = z.infer<typeof targetReached>;

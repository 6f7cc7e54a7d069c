/**
 * When a scope is left alone before its platform throttles, and for how long. Pure.
 */
export const QUOTA_RULES = {
  /** A scope used this far gets no new requests: what is on its way and other programs need the rest. */
  pauseAtPercent: 90,
  /** How far a told percentage should have fallen when asking goes on. */
  resumeAtPercent: 75,
  /**
   * Meta's percentages are of a sliding hour (graph-api/overview/rate-limiting: "calls within one hour", "rolling one hour window").
   */
  windowMs: 3_600_000,
  /** Below this share of a day's operations only the daily figures are read. */
  reserveShare: 0.2,
  /** No limit lasts longer than a day; an absurd figure is not one to wait for. */
  longestHoldMs: 86_400_000,
  /** An end that has passed already (a clock that differs from the platform's) must not become a loop without a pause. */
  shortestHoldMs: 200,
  /** Accounts that wait for the same moment come back spread over this share of their wait, at most so long (promise S11). */
  jitterShare: 0.1,
  mostJitterMs: 60_000,
} as const;

/**
 * How long a scope is left alone when the platform names no end: what falls out of the sliding window while nothing is asked brings
 * an evenly used percentage down to `resumeAtPercent`. 90 % → 10 min, 100 % → 15 min. What was used in a burst leaves the window only
 * at its end: each pause that brought nothing (`before`) makes the next twice as long, up to the whole window.
 */
export function coolDownMs(percent: number, before = 0): number {
  const { resumeAtPercent, windowMs } = QUOTA_RULES;
  if (percent <= resumeAtPercent) return 0;
  return Math.min(windowMs, Math.ceil(windowMs * (1 - resumeAtPercent / Math.min(100, percent))) * 2 ** before);
}

export const HOUR_MS = 3_600_000;
const HOURS_OF_A_DAY = 24;

export const hourOf = (now: number): number => Math.floor(now / HOUR_MS);

/** The oldest hour any minute of which lies within the last 24 hours. A begun hour counts whole: late is safe, early is refused. */
export const oldestCountedHour = (now: number): number => hourOf(now) - HOURS_OF_A_DAY;

/** Hours still to come were counted by a clock that was set back since; more than a day ahead it was wrong, and nobody waits for them. */
const isCounted = (hour: number, now: number): boolean =>
  hour >= oldestCountedHour(now) && hour <= hourOf(now) + HOURS_OF_A_DAY;

/** Operations in the last 24 hours. `perHour`: epoch hour → operations. */
export function usedOperations(perHour: ReadonlyMap<number, number>, now: number): number {
  let used = 0;
  for (const [hour, operations] of perHour) if (isCounted(hour, now)) used += operations;
  return used;
}

/** When fewer than `limit` operations are within 24 hours again, if none is made until then (epoch ms). */
export function operationsAgainAt(perHour: ReadonlyMap<number, number>, limit: number, now: number): number {
  let used = usedOperations(perHour, now);
  const hours = [...perHour].filter(([hour]) => isCounted(hour, now)).toSorted(([a], [b]) => a - b);
  for (const [hour, operations] of hours) {
    used -= operations;
    if (used < limit) return (hour + HOURS_OF_A_DAY + 1) * HOUR_MS;
  }
  return now + HOUR_MS;
}

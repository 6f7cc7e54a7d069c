/** Time as a parameter: the only place that reads the machine's clock, so a test or a demo can fix or move it. */
export type Clock = {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
};

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that starts at `startMs` and advances only when told. */
export function manualClock(startMs: number): Clock & { set(ms: number): void; advance(ms: number): void } {
  let current = startMs;
  return {
    now: () => current,
    set: (ms) => {
      current = ms;
    },
    advance: (ms) => {
      current += ms;
    },
  };
}

/** The instant of a clock as ISO-8601 UTC text. */
export function isoNow(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

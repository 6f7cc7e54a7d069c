import type { PlatformFailure } from '../../platforms/platform.ts';
import type { RunRecord } from './ports.ts';

/**
 * How long ad accounts, sign-ins and platforms are left alone after a platform asked for it. Monotonic times (performance.now),
 * because the wall clock may be fixed or jump. A hold is only ever prolonged: two answers to parallel requests may name two ends.
 */
export type Holds = {
  /** Leaves what the scope names alone until `retryAt` (epoch ms; `now` likewise); returns until when. */
  add(run: RunRecord, scope: PlatformFailure['scope'], retryAt: number, now: number): number;
  /** Forgets what is over by the clock: while a machine sleeps, the clock goes on and monotonic time may not (promise T1). */
  forgetPassed(now: number): void;
  /** Until when this run may not start; in the past when it may. */
  until(run: RunRecord): number;
  /** What stands in line behind a pause waits for the platform too; whoever watches is told until when. */
  asShown(run: RunRecord): RunRecord;
};

export function createHolds(): Holds {
  const ends = new Map<string, { monotonic: number; clock: number }>();
  const name = ({ account }: RunRecord, scope: PlatformFailure['scope']): string => {
    if (scope === 'app') return `platform ${account.platform}`;
    if (scope === 'connection' && account.connectionId !== null) return `connection ${account.connectionId}`;
    return `ad account ${account.key}`;
  };
  const endsOf = (run: RunRecord): { monotonic: number; clock: number }[] =>
    (['app', 'connection', 'ad_account'] as const).flatMap((scope) => ends.get(name(run, scope)) ?? []);
  return {
    add(run, scope, retryAt, now) {
      const before = ends.get(name(run, scope));
      const monotonic = Math.max(performance.now() + Math.max(0, retryAt - now), before?.monotonic ?? 0);
      ends.set(name(run, scope), { monotonic, clock: Math.max(retryAt, before?.clock ?? 0) });
      return monotonic;
    },
    forgetPassed(now) {
      for (const [key, end] of ends) if (end.clock <= now) ends.delete(key);
    },
    until: (run) => Math.max(0, ...endsOf(run).map((end) => end.monotonic)),
    asShown(run) {
      if (run.status !== 'queued') return run;
      const going = endsOf(run).filter((end) => end.monotonic > performance.now());
      if (going.length === 0) return run;
      return { ...run, status: 'waiting', retryAt: Math.max(...going.map((end) => end.clock)) };
    },
  };
}

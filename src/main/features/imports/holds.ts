import type { PlatformFailure } from '../../platforms/platform.ts';
import type { RunRecord } from './ports.ts';

/**
 * How long ad accounts, sign-ins and platforms are left alone after a platform asked for it. Monotonic times (performance.now),
 * because the wall clock may be fixed or jump. A hold is only ever prolonged: two answers to parallel requests may name two ends.
 */
export type Holds = {
  /** Leaves what the scope names alone for `ms` from now; returns until when. */
  add(run: RunRecord, scope: PlatformFailure['scope'], ms: number): number;
  /** Until when this run may not start; in the past when it may. */
  until(run: RunRecord): number;
};

export function createHolds(): Holds {
  const ends = new Map<string, number>();
  const name = ({ account }: RunRecord, scope: PlatformFailure['scope']): string => {
    if (scope === 'app') return `platform ${account.platform}`;
    if (scope === 'connection' && account.connectionId !== null) return `connection ${account.connectionId}`;
    return `ad account ${account.key}`;
  };
  return {
    add(run, scope, ms) {
      const end = Math.max(performance.now() + Math.max(0, ms), ends.get(name(run, scope)) ?? 0);
      ends.set(name(run, scope), end);
      return end;
    },
    until: (run) =>
      Math.max(...(['app', 'connection', 'ad_account'] as const).map((scope) => ends.get(name(run, scope)) ?? 0)),
  };
}

import type { Job } from 'node-schedule';
import schedule from 'node-schedule';
import { systemClock } from '../../kernel/clock.ts';
import type { Waker } from './ports.ts';

/**
 * The one place that knows node-schedule. It only makes the scheduler look at the ledger: a wake-up that comes late, twice or never
 * costs up to a minute, not a run. node-schedule counts by the machine's clock and cuts waits beyond 2^31−1 ms into pieces (promise T2);
 * `now` is the engine's clock, which a demonstration may have set to another day.
 */
export function createWaker(now: () => number): Waker {
  let job: Job | null = null;
  const cancel = (): void => {
    job?.cancel();
    job = null;
  };
  return {
    wakeAt(at, wake) {
      cancel();
      // One that is in the past would never be called.
      const wait = Math.max(10, at - now());
      job = schedule.scheduleJob(new Date(systemClock.now() + wait), () => {
        job = null;
        wake();
      });
    },
    stop: cancel,
  };
}

import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWaker } from '../../../src/main/features/schedules/waker.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-21T11:00:00Z');

/** node-schedule's own timers on a clock of the test's: the true package runs, only time is not. */
describe('waking at an instant (T2)', () => {
  afterEach(() => vi.useRealTimers());
  const setUp = () => {
    vi.useFakeTimers({ now: START });
    const woken: number[] = [];
    const waker = createWaker(() => Date.now());
    return { waker, woken, wake: () => void woken.push(Date.now() - START) };
  };

  it('is not at once when it is further away than a timer can wait, and then on time', () => {
    const { waker, woken, wake } = setUp();
    waker.wakeAt(START + 40 * DAY, wake);
    vi.advanceTimersByTime(40 * DAY - 1);
    expect(woken).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(woken).toEqual([40 * DAY]);
  });

  it('is soon when the instant has passed, and the latest wish counts alone', () => {
    const { waker, woken, wake } = setUp();
    waker.wakeAt(START + DAY, wake);
    waker.wakeAt(START - DAY, wake);
    vi.advanceTimersByTime(1_000);
    expect(woken).toHaveLength(1);
    vi.advanceTimersByTime(2 * DAY);
    expect(woken).toHaveLength(1);
    waker.wakeAt(START + 5 * DAY, wake);
    waker.stop();
    vi.advanceTimersByTime(9 * DAY);
    expect(woken).toHaveLength(1);
  });

  it('may ask to be woken again from the wake-up itself', () => {
    const { waker, woken, wake } = setUp();
    waker.wakeAt(START + DAY, () => {
      wake();
      waker.wakeAt(START + 3 * DAY, wake);
    });
    vi.advanceTimersByTime(4 * DAY);
    expect(woken).toEqual([DAY, 3 * DAY]);
  });
});

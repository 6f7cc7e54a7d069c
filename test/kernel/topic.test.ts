import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { createTopic, interruptibleDelay } from '../../src/main/kernel/topic.ts';

describe('a topic', () => {
  it('gives the current snapshot first, then the newest; what was missed is replaced, not queued', async () => {
    let value = 0;
    const topic = createTopic(() => value, 0);
    const stream = topic.subscribe();
    expect((await stream.next()).value).toBe(0);
    for (let step = 1; step <= 1000; step += 1) {
      value = step;
      topic.changed();
    }
    expect((await stream.next()).value).toBe(1000);
    const next = stream.next();
    value = 1001;
    topic.changed();
    expect((await next).value).toBe(1001);
    topic.close();
    expect((await stream.next()).done).toBe(true);
  });

  it('sends at most one snapshot per interval to each subscriber', async () => {
    vi.useFakeTimers();
    try {
      const began = performance.now();
      const topic = createTopic(() => performance.now() - began, 100);
      const times: number[] = [];
      const reading = (async () => {
        for await (const time of topic.subscribe()) if (times.push(time) === 4) break;
      })();
      for (let ms = 0; ms < 400; ms += 1) {
        topic.changed();
        await vi.advanceTimersByTimeAsync(1);
      }
      await reading;
      expect(times).toEqual([0, 100, 200, 300]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends with its signal, wakes nobody else for good, and leaves no listener behind', async () => {
    let value = 0;
    const topic = createTopic(() => value, 0);
    const first = new AbortController();
    const second = new AbortController();
    const leaving = topic.subscribe(first.signal);
    const staying = topic.subscribe(second.signal);
    await leaving.next();
    await staying.next();
    const left = leaving.next();
    const kept = staying.next();
    for (let step = 0; step < 20; step += 1) await Promise.resolve();
    expect(getEventListeners(first.signal, 'abort')).toHaveLength(1);
    first.abort();
    expect((await left).done).toBe(true);
    expect(getEventListeners(first.signal, 'abort')).toHaveLength(0);
    value = 7;
    topic.changed();
    expect(await kept).toEqual({ done: false, value: 7 });
    await staying.return();
    expect(getEventListeners(second.signal, 'abort')).toHaveLength(0);
  });

  it('a thousand waits on one signal leave one listener, not a thousand', async () => {
    const topic = createTopic(() => null, 1);
    const watching = new AbortController();
    const stream = topic.subscribe(watching.signal);
    for (let step = 0; step < 200; step += 1) {
      await stream.next();
      topic.changed();
      expect(getEventListeners(watching.signal, 'abort').length).toBeLessThanOrEqual(2);
    }
    watching.abort();
    await stream.return();
    expect(getEventListeners(watching.signal, 'abort')).toHaveLength(0);
  });

  it('an aborted subscription gives nothing', async () => {
    const topic = createTopic(() => 1, 0);
    expect((await topic.subscribe(AbortSignal.abort()).next()).done).toBe(true);
  });
});

describe('a delay', () => {
  it('ends with its signal and at once for a dead one', async () => {
    const controller = new AbortController();
    const waiting = interruptibleDelay(1e12, controller.signal);
    controller.abort();
    await waiting;
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    await interruptibleDelay(1e12, AbortSignal.abort());
  });

  it('of forty days does not fire at once', async () => {
    let fired = false;
    const controller = new AbortController();
    const waiting = interruptibleDelay(40 * 86_400_000, controller.signal).then(() => {
      fired = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fired).toBe(false);
    controller.abort();
    await waiting;
  });
});

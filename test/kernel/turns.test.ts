import { MessageChannel } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { turn } from '../../src/main/kernel/turns.ts';

it('works side by side take one step each round of the event loop, in the order they asked', async () => {
  const steps: string[] = [];
  let round = 0;
  let going = true;
  const count = (): void => {
    round += 1;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  const work = async (name: string): Promise<void> => {
    for (let step = 0; step < 3; step += 1) {
      await turn();
      steps.push(`${name}${step}@${round}`);
    }
  };
  await Promise.all([work('a'), work('b'), work('c')]);
  going = false;
  expect(steps.map((step) => step.slice(0, 2))).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  expect(new Set(steps.map((step) => step.slice(3))).size).toBe(steps.length);
});

it('a message that comes meanwhile is answered before everybody had a turn', async () => {
  const { port1, port2 } = new MessageChannel();
  const order: string[] = [];
  port2.on('message', () => order.push('message'));
  const work = async (name: string): Promise<void> => {
    await turn();
    order.push(name);
    const until = performance.now() + 20;
    while (performance.now() < until);
  };
  const all = [work('first'), work('second'), work('third'), work('fourth')];
  port1.postMessage('are you there?');
  await Promise.all(all);
  port1.close();
  expect(order.indexOf('message')).toBeGreaterThanOrEqual(0);
  expect(order.indexOf('message')).toBeLessThan(order.indexOf('fourth'));
});

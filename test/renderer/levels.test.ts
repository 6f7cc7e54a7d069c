import { expect, it } from 'vitest';
import { bestOfLevels } from '../../src/renderer/ui/levels.ts';

const part = (dataset: string, offered: boolean, read: number, platform = 'meta') => ({
  dataset,
  platform,
  currency: 'PLN',
  offered,
  coverage: { read },
});

it('shows the level with more days read, then the one that is offered, then the ad account', () => {
  const pick = (account: [boolean, number], campaign: [boolean, number]) =>
    bestOfLevels([part('account', ...account)], [part('campaign', ...campaign)])[0]?.dataset;
  expect(pick([true, 3], [true, 9])).toBe('campaign');
  expect(pick([true, 9], [true, 3])).toBe('account');
  expect(pick([false, 0], [true, 0])).toBe('campaign');
  expect(pick([true, 0], [true, 0])).toBe('account');
  expect(pick([false, 0], [false, 0])).toBe('account');
  const other = part('campaign', true, 5, 'google');
  expect(bestOfLevels([part('account', true, 0)], [other])[0]?.dataset).toBe('account');
});

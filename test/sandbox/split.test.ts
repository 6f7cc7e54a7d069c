import { expect, test } from 'vitest';
import type { Ad } from '../../src/sandbox/agency/entities.ts';
import { emptySums } from '../../src/sandbox/agency/ledger.ts';
import { splitSums } from '../../src/sandbox/agency/split.ts';
import { splitExactly } from '../../src/sandbox/hash.ts';
import { cellsOf } from '../../src/sandbox/meta/breakdowns.ts';

const account = { platform: 'meta', minorMicros: 10_000, timezone: 'Europe/Warsaw' };

test('many small days: every cell has its share of the clicks, none more clicks than impressions, and they add up exactly', () => {
  const cells = cellsOf(['age', 'gender'], account as Ad['account']);
  const told = cells.map(() => ({ impressions: 0, clicks: 0, spend: 0, results: 0 }));
  const days = 1000;
  for (let day = 0; day < days; day++) {
    const sums = { ...emptySums(1), impressions: 150, clicks: 4, linkClicks: 3, spend: 7_310_000, reachSum: 90 };
    const [result] = sums.results;
    if (result === undefined) throw new Error('There is no kind of result.');
    result.countMicros = 1_000_000;
    const parts = splitSums(sums, { ad: { key: day * 31, account } as Ad, day }, cells, {
      fine: false,
      dropResults: false,
    });
    parts.forEach((part, i) => {
      expect(part.clicks).toBeLessThanOrEqual(part.impressions);
      expect(part.linkClicks).toBeLessThanOrEqual(part.clicks);
      const into = told[i];
      if (into === undefined) return;
      into.impressions += part.impressions;
      into.clicks += part.clicks;
      into.spend += part.spend;
      into.results += part.results[0]?.countMicros ?? 0;
    });
  }
  const sum = (of: 'impressions' | 'clicks' | 'spend' | 'results'): number =>
    told.reduce((total, one) => total + one[of], 0);
  expect([sum('impressions'), sum('clicks'), sum('spend'), sum('results')]).toEqual([
    150 * days,
    4 * days,
    7_310_000 * days,
    1_000_000 * days,
  ]);
  // 4 of 150 is 2.7 %: also in the smallest cell, where a day has a fifth of an impression.
  for (const one of told) expect(one.clicks / one.impressions).toBeLessThan(0.08);
  const largest = told[0];
  expect((largest?.clicks ?? 0) / (largest?.impressions ?? 1)).toBeGreaterThan(0.015);
});

test('a part without weight gets nothing, also as the last', () => {
  expect(splitExactly(7, [0, 1, 2, 0], 0.99)).toEqual([0, 3, 4, 0]);
  expect(splitExactly(1, [3, 0], 0.5)).toEqual([1, 0]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS } from '../../src/contract/vocabulary.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { halveSlice, slicesFor } from '../../src/main/domain/slices.ts';

const range = fc
  .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 200 }))
  .map(([start, length]) => ({ from: addDays('2024-01-01', start), to: addDays('2024-01-01', start + length) }));

describe('slices', () => {
  it('cover every day of every level exactly once', () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 100 }), ({ from, to }, days) => {
        const slices = slicesFor(from, to, { account: 90, campaign: days, ad_group: 3, ad: 1 });
        for (const level of LEVELS) {
          const covered = slices
            .filter((slice) => slice.level === level)
            .flatMap((slice) => eachDay(slice.from, slice.to));
          expect(covered).toEqual(eachDay(from, to));
        }
      }),
    );
  });

  it('are halved without losing or repeating a day, down to a single day', () => {
    fc.assert(
      fc.property(range, ({ from, to }) => {
        const halves = halveSlice({ level: 'ad', from, to });
        if (!halves) expect(from).toBe(to);
        else expect(halves.flatMap((half) => eachDay(half.from, half.to))).toEqual(eachDay(from, to));
      }),
    );
  });
});

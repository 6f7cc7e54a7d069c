import { describe, expect, it } from 'vitest';
import { day, micros, range } from '../../src/contract/primitives.ts';

describe('values that cross the wall', () => {
  it.each(['0026-01-01', '1999-12-31', '2100-01-01', '2026-02-30'])('%s is no day of an ad account', (text) => {
    expect(day.safeParse(text).success).toBe(false);
  });

  it('a range of more than ten years is a mistyped year', () => {
    expect(range.safeParse({ from: '2010-01-01', to: '2026-01-01' }).success).toBe(false);
    expect(range.safeParse({ from: '2023-01-01', to: '2026-01-01' }).success).toBe(true);
  });

  it('a sum beyond 2^53 micros is still a number, half a micro is not', () => {
    expect(micros.safeParse(18_014_398_509_481_984).success).toBe(true);
    expect(micros.safeParse(0.5).success).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimalFromMicros,
  microsFromDecimal,
  microsFromDouble,
  microsFromInt64,
} from '../../src/main/domain/money.ts';
import { exactDecimal } from '../../src/main/hosts/cli-format.ts';

describe('money', () => {
  it.each([
    ['0', 0],
    ['0.07', 70_000],
    ['1234.567891', 1_234_567_891],
    ['-5.2', -5_200_000],
    ['0.0000005', 0],
    ['0.0000015', 2],
    ['0.00000251', 3],
    ['9007199254.740991', 9_007_199_254_740_991],
  ])('reads %s exactly', (text, micros) => {
    expect(microsFromDecimal(text)).toBe(micros);
  });

  it.each(['', 'abc', '1,5', '1e3', 'NaN', 'Infinity', '1.2.3', '9007199254.740992'])('refuses %j', (text) => {
    expect(microsFromDecimal(text)).toBeNull();
  });

  it('round-trips every safe amount through decimal text', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micros) => {
        expect(microsFromDecimal(decimalFromMicros(micros))).toBe(micros);
        expect(exactDecimal(micros)).toBe(decimalFromMicros(micros));
      }),
    );
  });

  it('reads int64 texts and doubles, and refuses what would lose digits', () => {
    expect(microsFromInt64('12345678')).toBe(12_345_678);
    expect(microsFromInt64('9007199254740993')).toBeNull();
    expect(microsFromInt64('1.5')).toBeNull();
    expect(microsFromDouble(12.345678)).toBe(12_345_678);
    expect(microsFromDouble(Number.NaN)).toBeNull();
  });
});

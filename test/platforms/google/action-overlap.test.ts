import { expect, test } from 'vitest';
import { conversionActionType } from '../../../src/contract/client-profile.ts';
import { actionOverlap } from '../../../src/main/platforms/google/action-overlap.ts';

const part = conversionActionType({ id: '77', all: false });
const whole = conversionActionType({ id: '77', all: true });

test('the column Conversions holds the part of every conversion action', () => {
  expect(actionOverlap('conversions', part)).toBe('wider');
  expect(actionOverlap(part, 'conversions')).toBe('narrower');
  expect(actionOverlap('conversions', whole)).toBe('shared');
  expect(actionOverlap(whole, 'conversions')).toBe('shared');
});

test('everything an action recorded holds what it adds to the column, and two actions share nothing', () => {
  expect(actionOverlap(whole, part)).toBe('wider');
  expect(actionOverlap(part, whole)).toBe('narrower');
  expect(actionOverlap(part, part)).toBe('shared');
  expect(actionOverlap(part, conversionActionType({ id: '78', all: true }))).toBeNull();
});

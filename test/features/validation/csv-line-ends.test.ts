import { expect, it } from 'vitest';
import { decodeCsv } from '../../../src/main/features/validation/csv-decode.ts';

it('a file with both kinds of line ends has one kind, so that every line is a line', () => {
  const file = Buffer.from('Campaign name,Day\r\nBrand,2026-11-10\nBrand,2026-11-11\r\n');
  expect(decodeCsv(file)).toBe('Campaign name,Day\nBrand,2026-11-10\nBrand,2026-11-11\n');
});

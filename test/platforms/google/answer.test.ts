import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStreamAnswer } from '../../../src/main/platforms/google/answer.ts';
import { AdsApiError, BadAnswerError } from '../../../src/main/platforms/google/failures.ts';

const element = fc.record(
  {
    results: fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 7 }),
    fieldMask: fc.string({ unit: 'binary' }),
    requestId: fc.string(),
    summaryRow: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);

test('reads the same rows as JSON.parse, whatever the rows, the spacing and the size of a batch', () => {
  fc.assert(
    fc.property(
      fc.array(element, { maxLength: 4 }),
      fc.constantFrom(0, 2, '\t'),
      fc.integer({ min: 1, max: 5 }),
      (body, space, size) => {
        const text = JSON.stringify(body, null, space);
        const answer = readStreamAnswer(text, size);
        const batches = [...answer.batches()];
        const expected = (JSON.parse(text) as { results?: unknown[] }[]).flatMap((part) => part.results ?? []);
        expect(batches.flat()).toEqual(expected);
        expect(answer.rowCount).toBe(expected.length);
        expect(batches.every((batch) => batch.length > 0 && batch.length <= size)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('an answer cut anywhere is never taken for a complete one', () => {
  const text = JSON.stringify([
    { results: [{ campaign: { name: 'a "quoted\\" [name] {x' } }, { metrics: { clicks: '1' } }], requestId: 'r' },
    { fieldMask: 'a,b', queryResourceConsumption: '206' },
  ]);
  for (let length = 0; length < text.length; length += 1) {
    expect(() => readStreamAnswer(text.slice(0, length), 10), `cut at ${length}`).toThrow(BadAnswerError);
  }
  expect(readStreamAnswer(text, 10).rowCount).toBe(2);
});

test.each([
  '[{}]x',
  '[{}{}]',
  '[{"results":[1,]}]',
  '{"results":[}',
  '[1]',
  'null',
  '[{"results":[{]}]}]',
  '{results:[]}',
  '[,]',
])('the garbled answer %j is refused', (text) => {
  expect(() => [...readStreamAnswer(text, 10).batches()]).toThrow(BadAnswerError);
});

test('one object instead of an array, an empty array and an answer without rows are answers', () => {
  expect([...readStreamAnswer('{"results":[1,2]}', 10).batches()]).toEqual([[1, 2]]);
  expect([...readStreamAnswer('[]', 10).batches()]).toEqual([]);
  expect([...readStreamAnswer('{"fieldMask":"a"}', 10).batches()]).toEqual([]);
});

test('an error in any element is thrown, not a name or a row that only looks like one', () => {
  expect(() => readStreamAnswer('[{"results":[1]},{"error":{"code":13,"message":"x"}}]', 10)).toThrow(AdsApiError);
  expect(readStreamAnswer('[{"results":[{"error":{"code":13}},"error"],"summaryRow":{"error":1}}]', 10).rowCount).toBe(
    2,
  );
});

test('100,000 rows cost the memory of one batch beside the text', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const row =
    '{"campaign":{"id":"77","name":"A campaign"},"segments":{"date":"2026-11-01"},"metrics":{"costMicros":"1234567","clicks":"20"}}';
  const text = `[{"results":[${Array.from({ length: 100_000 }, () => row).join(',\n')}]}]`;
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const whole: unknown = JSON.parse(text);
  collectGarbage();
  const wholeCost = process.memoryUsage().heapUsed - before;
  expect(Array.isArray(whole)).toBe(true);

  let rows = 0;
  let peak = 0;
  collectGarbage();
  const start = process.memoryUsage().heapUsed;
  for (const batch of readStreamAnswer(text, 5_000).batches()) {
    rows += batch.length;
    collectGarbage();
    peak = Math.max(peak, process.memoryUsage().heapUsed - start);
  }
  expect(rows).toBe(100_000);
  // A batch is a twentieth of the rows.
  expect(peak).toBeLessThan(wholeCost / 8);
});

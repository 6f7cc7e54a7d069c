import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/contract/datasets.ts';
import { LEVELS, type Level } from '../../../src/contract/vocabulary.ts';
import { eachDay } from '../../../src/main/domain/days.ts';
import { isLastPiece, smallerRequests, type EntityIds } from '../../../src/main/features/imports/pieces.ts';
import type { NewSlice, SliceRecord } from '../../../src/main/features/imports/ports.ts';

/** What becomes of a request that is too big (promise S17). */
type Tree = Record<string, Record<string, string[]>>;

function slice(change: Partial<SliceRecord> = {}): SliceRecord {
  return {
    id: 's',
    runId: 'r',
    level: 'ad',
    from: '2026-11-01',
    to: '2026-11-01',
    status: 'pending',
    attempts: 0,
    error: null,
    asynchronous: false,
    dataset: null,
    entities: null,
    ...change,
  };
}

const idsOf =
  (tree: Tree): EntityIds =>
  (level, below) => {
    const campaigns = Object.entries(tree).filter(([id]) => below?.level !== 'campaign' || below.ids.includes(id));
    if (level === 'campaign') return campaigns.map(([id]) => id);
    const groups = campaigns
      .flatMap(([, one]) => Object.entries(one))
      .filter(([id]) => below?.level !== 'ad_group' || below.ids.includes(id));
    return level === 'ad_group' ? groups.map(([id]) => id) : groups.flatMap(([, ads]) => ads);
  };

const month = { id: 'ad.month', level: 'ad', grain: 'month', breakdown: 'none' } as Dataset;
const text = ({ level, from, to, asynchronous, entities }: NewSlice): string =>
  JSON.stringify([level, from, to, asynchronous ?? false, entities ?? null]);

/** Ads of the tree a request asks for, per day. */
function cells(request: NewSlice, tree: Tree): string[] {
  const ids = idsOf(tree);
  const ads = !request.entities
    ? ids('ad', null)
    : request.entities.level === 'ad'
      ? [...request.entities.ids]
      : ids('ad', request.entities);
  return eachDay(request.from, request.to).flatMap((day) => ads.map((ad) => `${day} ${ad}`));
}

const tree = fc
  .array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 }), { maxLength: 5 })
  .map((campaigns): Tree =>
    Object.fromEntries(
      campaigns.map((groups, c) => [
        `c${c}`,
        Object.fromEntries(
          groups.map((ads, g) => [`c${c}g${g}`, Array.from({ length: ads }, (_, a) => `c${c}g${g}a${a}`)]),
        ),
      ]),
    ),
  );

describe('a request that is too big', () => {
  it('is never asked again as it was, its parts are exactly the whole, and it comes to an end', () => {
    fc.assert(
      fc.property(
        tree,
        fc.constantFrom<Level>(...LEVELS),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        fc.boolean(),
        (entities, level, days, asynchronousReports, period) => {
          const to = `2026-10-${String(days).padStart(2, '0')}`;
          const first = slice({ level, from: '2026-10-01', to });
          const asked = new Set<string>();
          const leaves: NewSlice[] = [];
          const queue: NewSlice[] = [first];
          for (let request = queue.shift(); request; request = queue.shift()) {
            expect(asked.has(text(request))).toBe(false);
            asked.add(text(request));
            if (request.entities) {
              expect(request.entities.ids.length).toBeGreaterThan(0);
              expect(request.entities.ids.length).toBeLessThanOrEqual(150);
              expect(LEVELS.indexOf(request.entities.level)).toBeLessThanOrEqual(LEVELS.indexOf(level));
            }
            const parts = smallerRequests(
              { ...first, ...request, asynchronous: request.asynchronous ?? false, entities: request.entities ?? null },
              period ? { ...month, level } : null,
              idsOf(entities),
              asynchronousReports,
            );
            if (period) expect(request).toMatchObject({ from: first.from, to: first.to });
            if (parts) queue.push(...parts);
            else leaves.push(request);
          }
          const seen = leaves.flatMap((leaf) => cells(leaf, entities));
          // Campaigns and ad groups without anything below them do not show in a count of ads.
          expect(seen.toSorted()).toEqual(cells(first, entities).toSorted());
          if (asynchronousReports) expect(leaves.every((leaf) => leaf.asynchronous === true)).toBe(true);
          if (level === 'account') expect(leaves.every((leaf) => !leaf.entities)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('names at most 150 entities in one request, however many there are', () => {
    const many: Tree = { c0: { g0: Array.from({ length: 1000 }, (_, index) => `a${index}`) } };
    const parts = smallerRequests(slice(), null, idsOf(many), true) ?? [];
    expect(parts.length).toBe(7);
    for (const { entities } of parts) expect(entities?.ids.length).toBeLessThanOrEqual(150);
    expect(parts.flatMap(({ entities }) => entities?.ids)).toEqual(idsOf(many)('ad', null));
  });

  it('of one campaign with one ad group goes on with its ads: the levels between would be the same request', () => {
    const small: Tree = { c0: { c0g0: ['a1', 'a2', 'a3'] } };
    expect(smallerRequests(slice(), null, idsOf(small), true)?.map((part) => part.entities)).toEqual([
      { level: 'ad', ids: ['a1', 'a2'] },
      { level: 'ad', ids: ['a3'] },
    ]);
    expect(smallerRequests(slice({ level: 'campaign' }), null, idsOf(small), true)).toEqual([
      expect.objectContaining({ asynchronous: true, entities: null }),
    ]);
    expect(smallerRequests(slice({ level: 'campaign' }), null, idsOf(small), false)).toBeNull();
  });
});

it('a day is complete with the last of its pieces, whichever that is, and not while one failed or is missing', () => {
  const piece = (id: string, status: SliceRecord['status'], change: Partial<SliceRecord> = {}): SliceRecord =>
    slice({ id, status, entities: { level: 'ad', ids: [id] }, ...change });
  const one = piece('1', 'pending');
  expect(isLastPiece(one, [one, piece('2', 'done'), piece('3', 'done')])).toBe(true);
  for (const status of ['pending', 'failed', 'skipped'] as const)
    expect(isLastPiece(one, [piece('0', 'done'), one, piece('2', status)])).toBe(false);
  expect(isLastPiece(one, [one, piece('2', 'pending', { from: '2026-11-02', to: '2026-11-02' })])).toBe(true);
  expect(isLastPiece(one, [one, piece('2', 'pending', { level: 'campaign' })])).toBe(true);
  expect(isLastPiece(one, [one, piece('2', 'pending', { dataset: 'ad.hour' })])).toBe(true);
});

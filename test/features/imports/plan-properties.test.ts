import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, eachDay } from '../../../src/main/domain/days.ts';
import { oldestDay } from '../../../src/main/features/imports/plan-context.ts';
import type { PlanInput, PlanItem } from '../../../src/main/features/imports/plan-input.ts';
import { planImport } from '../../../src/main/features/imports/plan.ts';
import type { DayReads } from '../../../src/main/store/reads/planning.ts';
import { afterDoing, ago, dataset, DAY, daysOf, input, LEVELS, NOW, TODAY } from './plan-kit.ts';

/** Whatever the store may say of an ad account, holes, wrong clocks and unlucky imports included. */
const DATASETS = [
  dataset('campaign.hour', { retentionMonths: 1, sliceDays: 14, priority: 20 }),
  dataset('campaign.day.device', { everyDays: 7, sliceDays: 31, priority: 30 }),
  dataset('ad.month', { retentionMonths: 37, priority: 10 }),
];
const age = fc.integer({ min: -3, max: 1_300 });
/** Mostly near, as in life. */
const nearAge = fc.oneof(fc.integer({ min: 0, max: 120 }), age);

const reads: fc.Arbitrary<DayReads[]> = fc
  .array(fc.record({ age: nearAge, length: fc.integer({ min: 1, max: 60 }), lag: fc.integer({ min: -2, max: 120 }) }), {
    maxLength: 8,
  })
  .map((list) => {
    const at = new Map<string, number>();
    for (const { age: back, length, lag } of list)
      for (const day of eachDay(ago(back), addDays(ago(back), length - 1)))
        at.set(day, Math.min(Date.parse(`${day}T12:00:00Z`) + lag * DAY, NOW + 2 * DAY));
    return [...at].toSorted().map(([day, readAt]) => ({ from: day, to: day, readAt, rows: 1_000 }));
  });

const slice = fc
  .record({
    level: fc.constantFrom(...LEVELS),
    dataset: fc.constantFrom(null, 'campaign.hour', 'campaign.day.device'),
    back: nearAge,
    length: fc.integer({ min: 1, max: 20 }),
    since: fc.integer({ min: NOW - 90 * DAY, max: NOW }),
  })
  .map(({ level, dataset: id, back, length, since }) => ({
    level: id === null ? level : ('campaign' as const),
    dataset: id,
    from: ago(back),
    to: addDays(ago(back), length - 1),
    since,
  }));

const anyInput: fc.Arbitrary<PlanInput> = fc
  .record({
    account: reads,
    campaign: reads,
    adGroup: reads,
    ad: reads,
    hour: reads,
    device: reads,
    notGot: fc.array(slice, { maxLength: 4 }),
    inLine: fc.array(slice, { maxLength: 3 }),
    window: fc.option(fc.integer({ min: 1, max: 120 })),
    version: fc.constantFrom(null, 'v1', 'v2'),
    force: fc.boolean(),
    againAfterMs: fc.constantFrom(null, 6 * 3_600_000),
    request: fc.oneof(
      fc.constant({ kind: 'routine' as const }),
      fc
        .record({ kind: fc.constantFrom('chosen' as const, 'backfill' as const), a: age, b: age })
        .map(({ kind, a, b }) => ({ kind, from: ago(Math.max(a, b)), to: ago(Math.min(a, b)) })),
    ),
    operationsLeft: fc.option(fc.integer({ min: 0, max: 60 })),
  })
  .map((some) =>
    input({
      datasets: DATASETS,
      reads: {
        levels: { account: some.account, campaign: some.campaign, ad_group: some.adGroup, ad: some.ad },
        datasets: new Map([
          ['campaign.hour', some.hour],
          ['campaign.day.device', some.device],
        ]),
        periods: new Map(),
      },
      notGot: some.notGot,
      inLine: some.inLine,
      conversionWindowDays: some.window,
      conversionsApiVersion: some.version,
      force: some.force,
      againAfterMs: some.againAfterMs,
      request: some.request,
      operationsLeft: some.operationsLeft,
    }),
  );

const TRACKS: [string | null, (typeof LEVELS)[number]][] = [
  ...LEVELS.map((level): [null, typeof level] => [null, level]),
  ...DATASETS.map(({ id, level }): [string, typeof level] => [id, level]),
];
const monthsOf = (id: string | null): number => DATASETS.find((one) => one.id === id)?.retentionMonths ?? 37;
const given = (property: (given: PlanInput, items: PlanItem[]) => void, runs = 80): void =>
  fc.assert(
    fc.property(anyInput, (some) => {
      const result = planImport(some);
      if (result.ok) property(some, result.items);
    }),
    { numRuns: runs },
  );

describe('whatever is known of an ad account, its plan', () => {
  it('asks for no day in the future and for none the platform no longer keeps', () => {
    given((_some, items) => {
      for (const { dataset: id, from, to } of items) {
        expect(from <= to && to <= TODAY).toBe(true);
        expect(from >= oldestDay(TODAY, monthsOf(id))).toBe(true);
      }
    });
  });

  it('asks for no day twice, in requests no longer than the platform says', () => {
    given((some, items) => {
      for (const [id, level] of TRACKS) {
        const days = daysOf(items, level, id);
        expect(new Set(days).size).toBe(days.length);
      }
      for (const item of items) {
        const days = eachDay(item.from, item.to).length;
        if (item.dataset?.endsWith('.month')) expect(days).toBeLessThanOrEqual(31);
        else {
          const most =
            item.dataset === null
              ? some.capabilities.sliceDays[item.level]
              : (DATASETS.find((one) => one.id === item.dataset)?.sliceDays ?? 0);
          expect(days).toBeLessThanOrEqual(most);
          expect(Object.values(item.days).reduce((sum, count) => sum + count, 0)).toBe(days);
        }
      }
    });
  });

  it('routinely reads, of every level, today, all that is missing since the first day, and all that may have moved', () => {
    expect.hasAssertions();
    given((some, items) => {
      if (some.request.kind !== 'routine') return;
      const sane = LEVELS.map((level) =>
        some.reads.levels[level].filter((one) => one.from <= TODAY && one.readAt <= NOW + DAY),
      );
      const first = sane.flatMap((list) => list.map((one) => one.from)).toSorted()[0] ?? ago(30);
      const oldest = oldestDay(TODAY, 37);
      const lookback = Math.max(28, Math.min(some.conversionWindowDays ?? 0, 90));
      for (const [index, level] of LEVELS.entries()) {
        const asked = new Set(daysOf(items, level));
        const at = new Map(sane[index]!.map((one) => [one.from, one.readAt]));
        const newest = [...at.keys()].at(-1) ?? '';
        for (const day of eachDay(first < oldest ? oldest : first, TODAY)) {
          const readAt = at.get(day);
          const taken = some.inLine.some(
            (one) => one.dataset === null && one.level === level && one.from <= day && day <= one.to,
          );
          const readDay = readAt === undefined ? null : new Date(readAt).toISOString().slice(0, 10);
          const missing = readDay === null && !(taken && day <= newest);
          const moving = readDay !== null && readDay < TODAY && readDay < addDays(day, lookback);
          if (day === TODAY || missing || moving) expect(asked.has(day)).toBe(true);
        }
      }
    });
  });

  it('once done leaves only today', () => {
    given((some) => {
      if (some.request.kind !== 'routine') return;
      const again = planImport(afterDoing({ ...some, operationsLeft: null, force: false, inLine: [] }));
      if (!again.ok) throw new Error('A routine plan is never refused.');
      for (const { from, to, dataset: id } of again.items) {
        expect(id?.endsWith('.month')).not.toBe(true);
        expect([from, to]).toEqual([TODAY, TODAY]);
      }
    });
  });

  it('puts the daily figures first, what will soon be forgotten before the rest, and old days before young ones', () => {
    given((_some, items) => {
      const core = items.filter((item) => item.dataset === null);
      expect(items.slice(0, core.length)).toEqual(core);
      for (const part of [core, items.slice(core.length)]) {
        const rescued = part.filter(({ reason }) => reason === 'expires');
        expect(part.slice(0, rescued.length)).toEqual(rescued);
        expect(rescued.map((item) => item.expiresOn)).toEqual(rescued.map((item) => item.expiresOn).toSorted());
        for (const [id, level] of TRACKS) {
          const froms = part
            .filter((item) => item.reason !== 'expires' && item.level === level && item.dataset === id)
            .map(({ from }) => from);
          expect(froms).toEqual(froms.toSorted());
        }
      }
    });
  });

  it('counts one call per request, is the same for the same input, and stays within the quota but for the daily figures', () => {
    given((some, items) => {
      const again = planImport(some);
      expect(again).toMatchObject({ ok: true, calls: items.length });
      if (again.ok) expect(again.items).toEqual(items);
      const further = items.filter((item) => item.dataset !== null).length;
      if (some.operationsLeft !== null && further > 0) expect(items.length).toBeLessThanOrEqual(some.operationsLeft);
    });
  });
});

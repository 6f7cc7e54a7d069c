import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRange, type PlanInput } from '../../../src/main/features/imports/plan.ts';
import { addDays, daysInRange, eachDay } from '../../../src/main/domain/days.ts';

const base: PlanInput = {
  today: '2026-03-31',
  coveredDays: [],
  chosen: null,
  lookbackDays: 28,
  retentionMonths: 37,
  firstImportDays: 30,
};
const plan = (change: Partial<PlanInput>) => planRange({ ...base, ...change });

describe('the planned range', () => {
  it('reads the last 30 days and today so far at first', () => {
    expect(plan({})).toMatchObject({ ok: true, from: '2026-03-01', to: '2026-03-31', kind: 'first' });
  });

  it('later reads the gap and the days the platform may still change', () => {
    const coveredDays = eachDay('2026-01-01', '2026-03-28');
    expect(plan({ coveredDays })).toMatchObject({ ok: true, from: '2026-03-03', to: '2026-03-31', kind: 'routine' });
    expect(plan({ coveredDays })).toHaveProperty('why', expect.stringContaining('2 days not read yet'));
  });

  it('fills a gap longer than the look-back whole', () => {
    const coveredDays = eachDay('2025-11-01', '2026-01-10');
    expect(plan({ coveredDays })).toMatchObject({ ok: true, from: '2026-01-11', to: '2026-03-31' });
  });

  it('does not reach before the first day ever read', () => {
    expect(plan({ coveredDays: ['2026-03-30'] })).toMatchObject({ ok: true, from: '2026-03-30', to: '2026-03-31' });
  });

  it('cuts a chosen range to what the platform keeps, and says so', () => {
    const cut = plan({ chosen: { from: '2019-01-01', to: '2026-03-01' } });
    expect(cut).toMatchObject({ ok: true, from: '2023-03-01', to: '2026-03-01' });
    expect(cut).toHaveProperty('clamped', expect.stringContaining('37 months'));
  });

  it('refuses a range wholly past retention, in the future or reversed, each with a sentence', () => {
    expect(plan({ chosen: { from: '2019-01-01', to: '2019-02-01' } })).toMatchObject({
      ok: false,
      code: 'PAST_RETENTION',
    });
    expect(plan({ chosen: { from: '2026-04-01', to: '2026-04-02' } })).toMatchObject({
      ok: false,
      code: 'IN_THE_FUTURE',
    });
    expect(plan({ chosen: { from: '2026-03-02', to: '2026-03-01' } })).toMatchObject({ ok: false, code: 'REVERSED' });
  });

  it('clamps at month ends without inventing days', () => {
    expect(
      plan({ today: '2024-03-31', retentionMonths: 1, chosen: { from: '2024-01-01', to: '2024-03-31' } }),
    ).toMatchObject({
      ok: true,
      from: '2024-03-01',
    });
  });

  it('always ends today and covers every missing day since the newest known one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 90 }),
        (ages, lookbackDays) => {
          const coveredDays = ages.map((age) => addDays(base.today, -age));
          const result = plan({ coveredDays, lookbackDays });
          if (!result.ok) throw new Error('a routine plan is never refused');
          expect(result.to).toBe(base.today);
          const newest = coveredDays.toSorted().at(-1);
          if (newest !== undefined && newest < base.today) expect(result.from <= addDays(newest, 1)).toBe(true);
          expect(daysInRange(result.from, result.to)).toBeGreaterThan(0);
        },
      ),
    );
  });
});

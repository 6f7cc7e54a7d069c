import { describe, expect, test } from 'vitest';
import { historyRow, lastDays, planText, type PlannedRun } from '../../src/renderer/features/imports/history.ts';
import { whyHeld } from '../../src/renderer/features/imports/model.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { importRun, problem } from './samples.ts';

const formats = createFormats('en-GB');

test('an import is held with its reason: what is read now was not known on a past day', () => {
  const free = { busy: false, nobody: false, online: true, asKnown: false };
  expect([free, { ...free, asKnown: true }, { ...free, online: false }].map(whyHeld)).toEqual([
    null,
    'What is read now was not known then: go back to now first',
    'You’re offline: reading what is saved works, importing needs a network',
  ]);
});

describe('history rows', () => {
  test('a done run says records, campaigns, range, trigger and duration', () => {
    expect(historyRow(importRun(), formats)).toMatchObject({
      outcome: '24 records',
      counts: '20 new · 4 changed · 612 unchanged',
      campaigns: '12 campaigns',
      range: formats.range('2026-10-24', '2026-11-20'),
      trigger: 'manual',
      duration: '8 s',
      canRetry: false,
      sentence: null,
    });
  });

  test('runs behind a first import say whether they read older days or the same ones more finely', () => {
    const days = { from: '2026-10-24', to: '2026-11-20' };
    const said = (trigger: 'backfill' | 'manual', fetched: { days: typeof days | null; datasets: number }) =>
      historyRow(importRun({ trigger, fetched }), formats).trigger;
    expect(said('backfill', { days, datasets: 0 })).toBe('older days');
    expect(said('backfill', { days: null, datasets: 4 })).toBe('hours and breakdowns');
    expect(said('manual', { days: null, datasets: 1 })).toBe('manual, hours and breakdowns');
    // Nothing was fetched: it is told by what it was asked for.
    expect(said('backfill', { days: null, datasets: 0 })).toBe('older days');
  });

  test('nothing new is up to date, not zero records', () => {
    const row = historyRow(importRun({ records: { new: 0, changed: 0, unchanged: 636, setAside: 0 } }), formats);
    expect(row.outcome).toBe('Up to date');
    expect(row.counts).toBe('0 new · 0 changed · 636 unchanged');
  });

  test('a failed run carries its sentence, its fix and Retry', () => {
    const row = historyRow(
      importRun({
        status: 'failed',
        records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
        problem: problem(),
        campaignsFound: null,
        durationMs: 420,
      }),
      formats,
    );
    expect(row).toMatchObject({
      outcome: 'Failed',
      counts: null,
      campaigns: null,
      sentence: 'Meta sign-in expired.',
      fix: { label: 'Sign in again' },
      canRetry: true,
      duration: '420 ms',
    });
  });

  test('rows set aside are said', () => {
    const run = importRun({ status: 'partial', records: { new: 3, changed: 0, unchanged: 0, setAside: 2 } });
    expect(historyRow(run, formats)).toMatchObject({
      outcome: '3 records, not all',
      counts: '3 new · 0 changed · 0 unchanged · 2 set aside',
      canRetry: true,
    });
  });

  test('when: the end, else the start, else the request', () => {
    const run = importRun({ finishedAt: null });
    expect(historyRow(run, formats).at).toBe(run.startedAt);
    expect(historyRow({ ...run, startedAt: null }, formats).at).toBe(run.queuedAt);
  });
});

describe('ranges', () => {
  test('the last n days end yesterday', () => {
    expect(lastDays(7, '2026-11-21')).toEqual({ from: '2026-11-14', to: '2026-11-20' });
    expect(lastDays(30, '2026-03-01')).toEqual({ from: '2026-01-30', to: '2026-02-28' });
  });
});

describe('the plan in words', () => {
  const planned = (over: Partial<PlannedRun> = {}): PlannedRun => ({
    clientId: 'c',
    client: 'Epoca',
    platform: 'meta',
    adAccountId: '1',
    from: '2026-10-24',
    to: '2026-11-20',
    why: '28 days the platform may still change',
    requests: 12,
    clamped: null,
    sentences: [],
    items: [],
    putOff: [],
    lookbackDays: 28,
    ...over,
  });

  test('one account', () => {
    expect(planText([planned()], formats)).toBe(
      `Will read ${formats.range('2026-10-24', '2026-11-20')}: 28 days the platform may still change.`,
    );
  });
  test('several accounts are told as the widest range, reasons once', () => {
    const text = planText([planned(), planned({ from: '2026-09-01' }), planned({ why: 'first import' })], formats);
    expect(text).toBe(
      `Will read ${formats.range('2026-09-01', '2026-11-20')} from 3 ad accounts: 28 days the platform may still change; first import.`,
    );
  });
  test('a cut range is said, nothing to read too', () => {
    expect(planText([planned({ clamped: 'Meta keeps 37 months.' })], formats)).toContain(
      'change. Meta keeps 37 months.',
    );
    expect(planText([], formats)).toBe('Nothing to read: no ad account is assigned.');
  });
});

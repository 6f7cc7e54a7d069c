import { t } from '../../src/renderer/ui/text.ts';
import { describe, expect, it } from 'vitest';
import {
  bulletOf,
  chartFlags,
  chartPoints,
  kpisOf,
  lengthRead,
  paceJudgement,
  accountNotices,
  deliveryOf,
  partialWords,
  suggestionBeside,
  targetJudgement,
} from '../../src/renderer/features/overview/model.ts';
import { flagWords, notesByDay } from '../../src/renderer/ui/chart-notes.tsx';
import { METRICS } from '../../src/contract/metrics.ts';
import { overviewOf } from './fixture-data.ts';

const input = {
  range: { from: '2026-09-02', to: '2026-10-01' },
  compare: { from: '2026-08-03', to: '2026-09-01' },
  platforms: null,
};

describe('pacing', () => {
  it('the bar ends at the budget, or at what was spent where that is more', () => {
    expect(bulletOf({ budgetMicros: 1000, spentMicros: 500, elapsedShare: 0.25 })).toEqual({
      budget: 1,
      spent: 0.5,
      today: 0.25,
    });
    expect(bulletOf({ budgetMicros: 1000, spentMicros: 2000, elapsedShare: 0.5 })).toEqual({
      budget: 0.5,
      spent: 1,
      today: 0.25,
    });
    expect(bulletOf({ budgetMicros: 1000, spentMicros: null, elapsedShare: 0.5 })).toBeNull();
  });
  it.each([
    [1.2, 'too fast'],
    [1.1, 'on pace'],
    [0.8, 'on pace'],
    [0.5, 'too slow'],
  ])('%s is %s', (pace, word) => expect(paceJudgement(pace)?.word).toBe(word));
  it('what is not known is no judgement', () => {
    expect(paceJudgement(null)).toBeNull();
    expect(targetJudgement({ met: null, lowData: false }).word).toBe('not known yet');
    expect(targetJudgement({ met: false, lowData: true }).kind).toBe('never');
    expect(targetJudgement({ met: false, lowData: false }).kind).toBe('warning');
  });
});

describe('where costs must not be seen', () => {
  const view = overviewOf('full', { ...input, clientId: 'client-2' })!;
  it('tiles and chart hold impressions and clicks, never spend', () => {
    expect(kpisOf(true).filter((key) => METRICS[key].revealsCost)).toEqual([]);
    const block = view.blocks[0]!;
    const points = chartPoints(block, true);
    const days = [...block.daily, ...(block.today ? [block.today] : [])];
    expect(points.map((point) => point.line)).toEqual(
      days.map((point) => (point.state === 'missing' ? null : point.impressions)),
    );
    expect(points.map((point) => point.bar)).toEqual(
      days.map((point) => (point.state === 'missing' ? null : point.clicks)),
    );
  });
});

describe('what was read', () => {
  it('counts the days of the ad account that was read most', () => {
    const view = overviewOf('full', { ...input, clientId: 'client-13' })!;
    expect(lengthRead({ ...view, business: [] }, view.adAccounts[0]!.currency, 30)).toBe(
      30 - view.adAccounts[0]!.missingDays,
    );
    expect(lengthRead({ ...view, business: [] }, 'XXX', 30)).toBe(0);
    const [account] = view.adAccounts;
    const read = { ...view, adAccounts: [{ ...account!, platform: 'meta' as const, currency: 'EUR', missingDays: 0 }] };
    expect([lengthRead(read, 'EUR', 30, 'meta'), lengthRead(read, 'EUR', 30, 'google')]).toEqual([30, 0]);
  });
});

describe('a period with today in it', () => {
  it('says how far today goes; a period that is over says nothing', () => {
    const [point] = overviewOf('full', { ...input, clientId: 'client-2' })!.blocks[0]!.daily;
    const { adAccounts } = overviewOf('full', { ...input, clientId: 'client-2' })!;
    const f = { time: (instant: string) => instant.slice(11, 16), day: (day: string) => day };
    const block = (state: 'partial' | 'settling', unlike: 'unfinished' | 'unread' | null) => ({
      currency: adAccounts[0]!.currency,
      totals: { unlike },
      daily: [{ ...point!, day: '2026-10-01', state }],
    });
    const words = (asOf: string | null, now: string, ...of: Parameters<typeof block>) =>
      partialWords(
        block(...of),
        { adAccounts: adAccounts.map((one) => ({ ...one, timezone: 'Europe/Warsaw' })), asOf },
        Date.parse(now),
        f,
      );
    const [read, later] = ['2026-10-01T14:05:00Z', '2026-10-03T09:00:00Z'];
    expect(words(read, read, 'partial', 'unfinished')).toBe('today so far, to 14:05');
    expect(words(null, read, 'partial', 'unfinished')).toBe('today so far');
    expect(words(read, read, 'settling', null)).toBeNull();
    // Read at noon two days ago and not since: that day is nobody's today.
    expect(words(read, later, 'partial', 'unfinished')).toBe('2026-10-01 was not over when it was read');
    // Read for one ad account of two: nothing of it is of today.
    expect(words(read, later, 'partial', 'unread')).toBeNull();
  });
});

describe('days that were never read', () => {
  const view = overviewOf('full', { ...input, clientId: 'client-2' })!;
  const account = (change: object) => ({ ...view.adAccounts[0]!, problem: null, status: 'active' as const, ...change });
  it('are not the same as no data at all, and can be imported from where it says so', () => {
    const [fresh, never] = [
      { state: 'fresh' as const, lastImportedAt: '2026-10-01T02:00:00Z' },
      { state: 'never' as const, lastImportedAt: null },
    ];
    const words = (freshness: typeof fresh | typeof never) =>
      t(deliveryOf({ delivery: 'no_data', adAccounts: [account({ freshness })] }).words);
    expect([words(fresh), words(never)]).toEqual(['These days are not imported yet', 'No data yet']);
    expect(t(deliveryOf({ delivery: 'running', adAccounts: [account({ freshness: fresh })] }).words)).toBe(
      'Ads running',
    );
    const notices = accountNotices(
      { ...view, adAccounts: [account({ freshness: fresh, missingDays: 30 })] },
      30,
      false,
    );
    expect(notices.map((one) => one.fix)).toEqual(['import_days']);
  });
});

describe('as known on a past day', () => {
  it('nothing is suggested: suggestions are judged by now', () =>
    expect([suggestionBeside('Budget', null), suggestionBeside('Budget', '2026-09-12')]).toEqual(['Budget', null]));
});

describe('flags on a chart', () => {
  it('are notes, budgets that changed and days that are missing; a new name is not worth one', () => {
    const note = {
      id: 'n',
      clientId: '1',
      day: '2026-09-02',
      text: 'Sale',
      kind: 'note' as const,
      createdAt: '',
      updatedAt: '',
    };
    const flags = (['budget', 'status', 'name', 'gap', 'note'] as const).map((kind) => ({
      kind,
      day: '2026-09-03',
      title: kind,
    }));
    expect(chartFlags(flags, [note]).map((flag) => flag.text)).toEqual(['Sale', 'budget', 'gap']);
  });
  it('stand over days that are shown, in their order', () => {
    const flags = notesByDay(
      [
        { day: '2026-09-03', text: 'Sale' },
        { day: '2026-09-01', text: 'Gone' },
        { day: '2026-09-02', text: 'New creative' },
        { day: '2026-09-03', text: 'Budget up' },
      ],
      ['2026-09-02', '2026-09-03'],
    );
    expect([...flags]).toEqual([
      ['2026-09-02', ['New creative']],
      ['2026-09-03', ['Sale', 'Budget up']],
    ]);
  });
  it('say their words only while they cannot run into each other', () => {
    expect(flagWords(['Sale', 'Budget up'], 2)).toBe('Sale +1');
    expect(flagWords(['Sale'], 4)).toBe('');
    expect(flagWords(['A very long note about a creative'], 1)).toMatch(/…$/);
  });
});

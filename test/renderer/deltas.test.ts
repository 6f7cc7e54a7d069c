import { describe, expect, it } from 'vitest';
import { businessMetric } from '../../src/contract/business-metrics.ts';
import { METRICS } from '../../src/contract/metrics.ts';
import type { Sums } from '../../src/contract/primitives.ts';
import { computeDelta, hasLowData, missingReason } from '../../src/renderer/ui/deltas.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';

const f = createFormats('en');
const sums = (change: Partial<Sums>): Sums => ({
  spendMicros: null,
  impressions: null,
  clicks: null,
  linkClicks: null,
  conversions: null,
  conversionValueMicros: null,
  ...change,
});
const cpa = (spend: number, conversions: number): Sums => sums({ spendMicros: spend * 1e6, conversions });

describe('a change between two periods', () => {
  it('a falling cost is better, in words, arrow and judgement', () => {
    expect(computeDelta(METRICS.cpa, cpa(1387, 100), cpa(1511, 100), f)).toMatchObject({
      text: '8.2%',
      direction: 'down',
      judgement: 'better',
      spoken: 'down 8.2 percent, better',
    });
  });
  it('a rising cost is worse', () => {
    expect(computeDelta(METRICS.cpa, cpa(1182, 100), cpa(1000, 100), f)).toMatchObject({
      judgement: 'worse',
      direction: 'up',
    });
  });
  it('of a period with a day that is not over is told and never judged', () => {
    expect(computeDelta(METRICS.cpa, cpa(1387, 100), cpa(1511, 100), f, 'unfinished')).toMatchObject({
      text: '-8.2%',
      judgement: 'neutral',
      spoken: 'down 8.2 percent, not judged: a day of it is not over',
    });
    expect(computeDelta(METRICS.cpa, cpa(1612, 100), cpa(1511, 100), f, 'unread')).toMatchObject({
      judgement: 'neutral',
      spoken: 'up 6.7 percent, not judged: days of it are not imported',
    });
  });
  it('spend is neutral and signed', () => {
    expect(computeDelta(METRICS.spend, sums({ spendMicros: 112e6 }), sums({ spendMicros: 100e6 }), f)).toMatchObject({
      text: '+12.0%',
      judgement: 'neutral',
      spoken: 'up 12.0 percent',
    });
  });
  it('rates change in percentage points at their own decimals', () => {
    const now = sums({ clicks: 72, impressions: 10_000 });
    const before = sums({ clicks: 73, impressions: 10_000 });
    expect(computeDelta(METRICS.ctr, now, before, f)).toMatchObject({
      text: '0.01 pp',
      direction: 'down',
      judgement: 'worse',
    });
  });
  it.each([
    ['New', 5, 0],
    ['No change', 0, 0],
    ['>999%', 2000, 100],
    ['0.0%', 10_000, 10_001],
  ])('%s', (text, now, before) => {
    expect(computeDelta(METRICS.clicks, sums({ clicks: now }), sums({ clicks: before }), f).text).toBe(text);
  });
  it('a change just below the threshold of rounding is grey', () => {
    expect(computeDelta(METRICS.clicks, sums({ clicks: 10_004 }), sums({ clicks: 10_000 }), f).judgement).toBe(
      'neutral',
    );
    expect(computeDelta(METRICS.clicks, sums({ clicks: 10_005 }), sums({ clicks: 10_000 }), f).judgement).toBe(
      'better',
    );
  });
  it('without an earlier period there is no number, but a reason', () => {
    const delta = computeDelta(METRICS.clicks, sums({ clicks: 1 }), null, f);
    expect(delta.text).toBe('');
    expect(delta.reason).toContain('not fully imported');
  });
  it('not reported is not zero', () => {
    expect(computeDelta(METRICS.clicks, sums({ clicks: 4 }), sums({}), f).reason).toContain('Not reported');
  });
  it('low data changes by count, never by percent', () => {
    const delta = computeDelta(METRICS.cpa, cpa(100, 8), cpa(50, 5), f);
    expect(delta).toMatchObject({ text: '+3', lowData: true, judgement: 'neutral' });
    expect(delta.spoken).toBe('+3 conversions, low data');
    expect(hasLowData(METRICS.cpa, cpa(100, 10))).toBe(false);
    expect(hasLowData(METRICS.cpa, cpa(100, 9.9))).toBe(true);
  });
});

describe('why a value is missing', () => {
  it('tells not imported, divided by zero and not reported apart', () => {
    expect(missingReason(METRICS.clicks, sums({}))).toBe('Not imported for this period');
    expect(missingReason(METRICS.clicks, sums({}), true)).toBe('Nothing reported for this period');
    expect(missingReason(METRICS.cpa, cpa(10, 0))).toBe('Cannot be computed: conversions is zero');
    expect(missingReason(METRICS.linkClicks, sums({ clicks: 3 }))).toBe('Not reported by the platform');
  });
  it('tells no video, video not told of all, and a count of zero apart', () => {
    const why = (key: 'videoViews' | 'thruPlays' | 'costPerVideoView' | 'costPerThruPlay', more: Partial<Sums>) =>
      missingReason(METRICS[key], sums({ ...cpa(10, 5), clicks: 0, ...more }));
    expect(why('videoViews', {})).toBe('No video was reported here');
    expect(why('costPerThruPlay', { videoViews: 3 })).toBe('No video was reported here');
    const inPart = 'Not known: counts of video are not told for every day or by every platform';
    expect([why('thruPlays', { thruPlays: null }), why('costPerVideoView', { videoViews: null })]).toEqual([
      inPart,
      inPart,
    ]);
    expect(why('costPerVideoView', { videoViews: 0 })).toBe('Cannot be computed: Video views is zero');
  });
  it("says of a client's own name whether it is zero, not whole, or of another platform", () => {
    const { costPer } = businessMetric({ name: 'Leads', kind: 'lead' });
    const why = (named: Sums['named'], conversions: number | null = 5) =>
      missingReason(costPer, { ...cpa(10, 0), clicks: 0, conversions, ...(named === undefined ? {} : { named }) });
    expect(why({ Leads: 0 })).toBe('Cannot be computed: Leads is zero');
    expect(why({ Leads: null })).toBe('Not known: some of its conversions are not imported');
    expect([why({}), why(undefined)]).toEqual(Array(2).fill('No conversion counted here has this name'));
    expect(why(undefined, null)).toBe('Not reported by the platform');
  });
});

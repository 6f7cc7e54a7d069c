import { describe, expect, it } from 'vitest';
import type { PeriodsView } from '../../src/contract/breakdowns.ts';
import type { Change, DaysView, KnownDay } from '../../src/contract/history.ts';
import { byDay, daysChanged, differenceWords, linesOf } from '../../src/renderer/features/changes/model.ts';
import { oneReach, reachOf } from '../../src/renderer/features/reach/model.ts';
import { aboutDays, dayWords, looksOf, type LookedAtDay } from '../../src/renderer/ui/day-states.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';

const f = createFormats('en');

describe('what was corrected', () => {
  const change = (over: Partial<Change> = {}): Change => ({
    platform: 'meta',
    adAccountId: '1',
    level: 'campaign',
    entityId: 'c1',
    entityName: 'Spring',
    day: '2026-09-28',
    currency: 'EUR',
    metrics: [],
    changes: 1,
    firstSeenAt: '2026-09-29T02:00:00Z',
    supersededAt: '2026-10-01T02:00:00Z',
    seenAt: '2026-10-01T02:00:00Z',
    ...over,
  });
  it('says old and new, conversions before clicks, and what nothing was known of', () => {
    const lines = linesOf(
      change({
        metrics: [
          { metric: 'clicks', old: 10, new: 9 },
          { metric: 'spendMicros', old: null, new: 1_500_000 },
          { metric: 'conversions', old: 0.1, new: 0.3 },
        ],
      }),
      f,
    );
    expect(lines).toEqual([
      { label: 'Conversions', old: '0.1', new: '0.3', difference: '+0.2' },
      { label: 'Spend', old: 'nothing', new: '€1.50', difference: null },
      { label: 'Clicks', old: '10', new: '9', difference: '-1' },
    ]);
  });
  it('currencies stay apart and what did not move is left out', () => {
    const words = differenceWords(
      [
        { currency: 'EUR', spendMicros: -1_200_000, conversions: 3, conversionValueMicros: 0 },
        { currency: 'USD', spendMicros: 0, conversions: 0, conversionValueMicros: 0 },
        { currency: 'PLN', spendMicros: 2_000_000, conversions: 0, conversionValueMicros: 5_000_000 },
      ],
      f,
    );
    expect(words).toEqual([
      'Conversions +3 · Spend -EUR\u00a01.20',
      'Conversion value +PLN\u00a05.00 · Spend +PLN\u00a02.00',
    ]);
  });
  it('newest day first; the same day of two accounts is one day', () => {
    const list = [
      change({ entityName: 'B' }),
      change({ entityName: 'A', adAccountId: '2' }),
      change({ day: '2026-09-30' }),
    ];
    expect(byDay(list).map(({ day, changes }) => [day, changes.map((one) => one.entityName)])).toEqual([
      ['2026-09-30', ['Spring']],
      ['2026-09-28', ['A', 'B']],
    ]);
    expect(daysChanged(list)).toBe(2);
  });
});

describe('looks of a day', () => {
  const day = (over: Partial<LookedAtDay> = {}): LookedAtDay => ({ state: 'settled', restated: false, ...over });
  it('every state reads differently', () => {
    const words = [
      day({ state: 'missing' }),
      day({ state: 'partial' }),
      day({ state: 'settling' }),
      day(),
      day({ restated: true }),
      day({ noLongerOffered: true }),
      day({ notReported: true }),
    ].map((one) => dayWords(one, f).join('. '));
    expect(new Set(words).size).toBe(words.length);
    expect(looksOf(day({ restated: true, notReported: true }))).toEqual(['settled', 'restated', 'not_reported']);
  });
  const known = (over: Partial<KnownDay> = {}): KnownDay => ({
    day: '2026-09-28',
    states: ['unsettled'],
    firstReadAt: '2026-09-29T02:00:00Z',
    lastReadAt: '2026-09-29T02:00:00Z',
    changes: 0,
    mayChangeUntil: '2026-10-05',
    rows: 1,
    absentRows: 0,
    ...over,
  });
  const account = (days: KnownDay[]): DaysView['adAccounts'][number] => ({
    platform: 'meta',
    adAccountId: '1',
    name: '',
    timezone: 'UTC',
    settleDays: 7,
    days,
  });
  it('two ad accounts: the newest read, the latest end of change, and how many were read', () => {
    const about = aboutDays([
      account([known({ changes: 2, mayChangeUntil: null, lastReadAt: '2026-10-01T02:00:00Z' })]),
      account([known({ changes: 1, mayChangeUntil: '2026-10-28' })]),
      account([known({ lastReadAt: null, mayChangeUntil: null, rows: 0 })]),
    ]).get('2026-09-28');
    expect(about).toEqual({
      lastReadAt: '2026-10-01T02:00:00Z',
      mayChangeUntil: '2026-10-28',
      changes: 3,
      read: 2,
      accounts: 3,
    });
    expect(dayWords(day({ state: 'partial', about: about ?? null }), f)[0]).toBe('Imported of 2 of 3 ad accounts only');
    expect(dayWords(day({ state: 'settling', about: about ?? null }), f)[0]).toBe(
      'Conversions may still rise; settles after Oct 28',
    );
    expect(dayWords(day({ restated: true, about: about ?? null }), f)[1]).toContain('3 values');
  });
});

describe('reach', () => {
  const sums = {
    spendMicros: 0,
    impressions: 100,
    clicks: 1,
    linkClicks: null,
    conversions: null,
    conversionValueMicros: null,
  };
  const period = (over: Partial<PeriodsView['periods'][number]> = {}): PeriodsView['periods'][number] => ({
    platform: 'meta',
    adAccountId: '1',
    currency: 'EUR',
    month: null,
    range: { from: '2026-09-02', to: '2026-10-01' },
    offered: true,
    missing: false,
    through: null,
    asOf: '2026-10-02T02:00:00Z',
    rows: [
      {
        entityId: '1',
        entityName: 'Main',
        reach: 500,
        frequency: 2,
        uniqueClicks: null,
        uniqueLinkClicks: null,
        sums,
      },
    ],
    ...over,
  });
  it('is of exactly the range: a month inside it is not looked at', () => {
    expect(reachOf([period({ month: '2026-09' })])).toEqual([]);
    expect(reachOf([period()])).toMatchObject([{ reach: 500, frequency: 2, reason: null, askable: false, name: null }]);
  });
  it('not asked, not told and not offered are three things; only the first has a button', () => {
    const silent = [{ ...period().rows[0]!, reach: null }];
    const [unasked, untold, unoffered] = [
      period({ missing: true, rows: [] }),
      period({ rows: silent }),
      period({ missing: true, offered: false, rows: [] }),
    ].map((one) => reachOf([one])[0]!);
    expect([unasked?.askable, untold?.askable, unoffered?.askable]).toEqual([true, false, false]);
    expect(new Set([unasked?.reason, untold?.reason, unoffered?.reason]).size).toBe(3);
  });
  it('two ad accounts have no reach together', () => {
    const two = reachOf([period(), period({ adAccountId: '2' })]);
    expect(two.map((one) => one.name)).toEqual(['Main', 'Main']);
    expect(oneReach(two)).toEqual({ reach: null, reason: 'People cannot be added up across ad accounts' });
    const besides = reachOf([period(), period({ platform: 'google', offered: false, missing: true, rows: [] })]);
    expect(oneReach(besides).reach).toBe(500);
    expect(oneReach([]).reach).toBeNull();
  });
});

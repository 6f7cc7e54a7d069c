import { describe, expect, test } from 'vitest';
import { alertFix, firingText, sinceText, without } from '../../src/renderer/features/alerts/model.ts';
import { scheduleColumns } from '../../src/renderer/features/schedules/columns.tsx';
import {
  fileProblem,
  firstKind,
  gapDifference,
  gapsCut,
  gapsShown,
  isAskedFor,
  missingDays,
  monthSummaries,
  namesText,
  retryHelps,
  worstFirst,
} from '../../src/renderer/features/data-health/model.ts';
import {
  automatedText,
  bytesText,
  cellText,
  costText,
  decimalText,
  gapFigure,
  metricText,
} from '../../src/renderer/features/data-health/words.ts';
import { planLines, putOffText, whatText } from '../../src/renderer/features/imports/plan-explained.ts';
import { replayedText } from '../../src/renderer/features/imports/replayed.ts';
import { requestsSummary, sizeText, waitedMs } from '../../src/renderer/features/imports/requests.ts';
import {
  applied,
  changeOf,
  countsText,
  draftOf,
  followed,
  inPlaces,
  minuteOf,
  undoSteps,
} from '../../src/renderer/features/schedules/model.ts';
import {
  holdingText,
  nextText,
  platformsText,
  ruleText,
  wakeText,
  zonesText,
} from '../../src/renderer/features/schedules/words.ts';
import {
  hoursKeptOptions,
  minuteOfTime,
  newClientOptions,
  takenBack,
  timeOfMinute,
  wholeNumber,
} from '../../src/renderer/features/settings/model.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { alert, comparison, createOperations, gap, month, rule } from './operations-engine.ts';
import { problem } from './samples.ts';
import { createFlowEngine } from './flow-engine.ts';

const f = createFormats('en-GB');
const NOW = Date.parse('2026-10-02T12:00:00Z');

describe('schedules', () => {
  test('a change of the default moves those that follow it, and nobody else', () => {
    const { schedules } = createOperations();
    const changed = applied(schedules, [null], { atMinute: 120 });
    expect(changed.default.atMinute).toBe(120);
    expect(changed.clients.map((client) => [client.client, client.rule.atMinute, client.inherited])).toEqual([
      ['Epoca', 120, true],
      ['Restaurant ABC', 180, false],
      ['Hotel XYZ', 120, true],
    ]);
    const off = applied(schedules, ['client-2'], { enabled: false }).clients[0];
    expect(off).toMatchObject({ inherited: false, nextRunAt: null });
    expect(followed(schedules, ['client-1']).clients[1]).toMatchObject({ inherited: true, rule });
    expect(countsText(applied(schedules, ['client-2'], { enabled: false }).clients)).toBe('2 on · 1 off');
  });

  test('undo gives every rule back with one call per rule; those without one follow the default', () => {
    const own = { ...rule, everyHours: 6 };
    expect(
      undoSteps({
        before: [
          { client: 'a', rule: null },
          { client: 'b', rule: own },
          { client: 'c', rule: { ...own } },
          { client: null, rule },
          { client: 'd', rule: null },
        ],
      }),
    ).toEqual([{ reset: ['a', 'd'] }, { set: ['b', 'c'], rule: own }, { set: [null], rule }]);
    expect(undoSteps({ before: [] })).toEqual([]);
  });

  test('a form over several rules says only what was touched', () => {
    const before = draftOf([rule, { ...rule, everyHours: 6, platforms: ['meta'] }]);
    expect(before).toEqual({ enabled: true, frequency: null, time: '03:00', platforms: null });
    expect(changeOf(before, before)).toEqual({});
    expect(changeOf({ ...before, frequency: 'daily' }, before)).toEqual({ everyHours: null });
    expect(changeOf({ ...before, platforms: ['google', 'meta'] }, before)).toEqual({ platforms: null });
    expect(changeOf({ ...before, time: '25:00' }, before)).toBeNull();
    expect(changeOf({ ...before, platforms: [] }, before)).toBeNull();
    expect([minuteOf('23:59'), minuteOf('24:00'), minuteOf('3:00')]).toEqual([1439, null, null]);
  });

  test('its table fits beside the sidebar of a window of 1280 pixels, with the bar that scrolls its rows', () => {
    const nothing = () => undefined;
    const of = { toggle: nothing, onSwitch: nothing, onEdit: nothing, onFollow: nothing };
    const widths = scheduleColumns({ selected: new Set(), ...of, now: NOW, f }).map((column) => column.width);
    const [sidebar, padding, borders, bar] = [208, 48, 2, 15];
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(1280 - sidebar - padding - borders - bar);
  });

  test('rules, next runs and holds in words', () => {
    expect(ruleText(rule, 'en-GB')).toBe('Daily at 03:00');
    expect(ruleText({ ...rule, everyHours: 1, atMinute: 195 }, 'en-GB')).toBe('Every hour, at 15 past');
    expect(platformsText({ ...rule, platforms: ['google'] })).toBe('Google Ads');
    expect(zonesText(['Europe/Warsaw', 'Asia/Tokyo'])).toBe('2 time zones');
    expect(nextText(null, NOW, f)).toBe('—');
    expect(nextText('2026-10-02T11:00:00Z', NOW, f)).toBe('Due now');
    const state = { nextRunAt: null, pausedUntil: null, holding: null, due: 0 } as const;
    expect(holdingText(state, NOW, f)).toBeNull();
    expect(holdingText({ ...state, holding: 'offline', due: 1 }, NOW, f)?.body).toBe(
      'Scheduled imports start when you reconnect. 1 ad account is due and waiting.',
    );
    expect(wakeText({ runMissed: false, onBattery: 'run' })).toMatch(/is skipped/);
    expect(wakeText({ runMissed: true, onBattery: 'daily' })).toMatch(
      /runs once when it is back\. On battery under 30%/,
    );
  });
});

test('a client that was switched stays in its place until the list is sorted anew', () => {
  const { clients } = createOperations().schedules;
  const moved = clients.toReversed();
  expect(inPlaces(moved, clients).map((one) => one.clientId)).toEqual(clients.map((one) => one.clientId));
  // Who came since stands last.
  expect(inPlaces(moved, clients.slice(1)).at(-1)).toBe(clients[0]);
});

describe('alerts', () => {
  test('say since when in words that make a sentence', () => {
    const of = (age: number): string => sinceText(new Date(NOW - age).toISOString(), NOW, f);
    expect(of(5_000)).toBe('Just now');
    expect(of(24 * 60_000)).toBe('Began 24 minutes ago');
    expect(of(20 * 86_400_000)).toMatch(/^Since /);
  });

  test('every fix leads somewhere', () => {
    const of = (over: Parameters<typeof alert>[0]) => alertFix(alert(over));
    expect(of({ fix: 'sign_in_again' })).toMatchObject({ to: 'sign_in', connectionId: 'c1' });
    expect(of({ fix: 'retry' })).toMatchObject({ to: 'import', clientIds: ['client-2'], label: 'Import again' });
    expect(of({ fix: 'import', clientId: null })).toMatchObject({ to: 'import', clientIds: 'all' });
    expect(of({ fix: 'check_access', kind: 'opt_in_needed' })?.to).toBe('opt_in');
    expect(of({ fix: 'check_access', kind: 'repeated_failure' })?.to).toBe('connections');
    expect(of({ fix: 'free_space' })?.to).toBe('settings');
    expect(of({ fix: 'open_health' })?.to).toBe('health');
    expect(of({ fix: 'backfill' })).toMatchObject({ to: 'fetch', clientId: 'client-2' });
    expect(of({ fix: 'none' })).toMatchObject({ to: 'client', clientId: 'client-2' });
    expect(of({ fix: 'none', clientId: null })).toBeNull();
  });

  test('counts go with what is dismissed', () => {
    const view = { alerts: createOperations().alerts, counts: { open: 2, critical: 1, dismissed: 0 } };
    const [, critical] = view.alerts;
    if (!critical) throw new Error('There is no sample.');
    expect(without(view, critical, 'open').counts).toEqual({ open: 1, critical: 0, dismissed: 1 });
    expect(without(view, { id: 'gone', severity: 'warning' }, 'open')).toBe(view);
    expect([firingText(view.counts), firingText({ open: 0, critical: 0, dismissed: 3 })]).toEqual([
      '1 critical · 1 warning',
      null,
    ]);
  });
});

describe('data health', () => {
  test('a month is as complete as its least complete platform; what nobody asked for counts nowhere', () => {
    const row = (clientId: string, cells: ReturnType<typeof month>[]) => ({
      clientId,
      client: clientId,
      platform: 'meta' as const,
      adAccounts: 1,
      cells,
    });
    const summaries = monthSummaries({
      months: ['2026-08', '2026-09'],
      rows: [
        row('a', [month('before'), month('rich')]),
        row('b', [month('rich'), month('rich')]),
        row('b', [month('totals'), month('pending')]),
        row('c', [month('missing', { expiresOn: '2026-08-01' }), month('rich')]),
      ],
    });
    expect(summaries).toEqual([
      { month: '2026-09', clients: 3, rich: 3, expiring: 0, open: [] },
      {
        month: '2026-08',
        clients: 2,
        rich: 0,
        expiring: 1,
        open: [
          { clientId: 'b', client: 'b' },
          { clientId: 'c', client: 'c' },
        ],
      },
    ]);
    expect(
      [1, 2, 5].map((count) => namesText(['A', 'B', 'C', 'D', 'E'].slice(0, count).map((client) => ({ client })))),
    ).toEqual(['A', 'A, B', 'A, B and 3 more']);
    const gaps = [month('before'), month('partial', { days: 22 })];
    expect(missingDays(row('a', gaps))).toBe(8);
    expect([isAskedFor(row('a', gaps)), isAskedFor(row('a', [month('before'), month('pending')]))]).toEqual([
      true,
      false,
    ]);
    const rows = [row('whole', [month('rich')]), row('gaps', gaps), row('failed', [month('rich')])];
    const failed = [{ clientId: 'failed', platform: 'meta' as const }];
    expect(worstFirst(rows, failed).map(({ client }) => client)).toEqual(['failed', 'gaps', 'whole']);
    expect(worstFirst(rows, [{ clientId: 'failed', platform: 'google' }])[0]?.client).toBe('gaps');
  });

  test('a retry is offered only where it can help', () => {
    const fixes = [
      'retry',
      'wait',
      'change_range',
      'free_space',
      'unlock',
      'sign_in_again',
      'check_access',
      'none',
    ] as const;
    expect(fixes.filter((fix) => retryHelps({ problem: problem({ fix }) }))).toEqual([
      'retry',
      'wait',
      'change_range',
      'free_space',
      'unlock',
    ]);
  });

  test('texts of months, runs, costs and sizes', () => {
    expect(cellText(month('partial', { days: 22, expiresOn: '2026-08-03' }), '2026-08', f)).toBe(
      'August 2026: some days are missing; 22 of 30 days are here; 3 Aug 2026 can soon not be read any more',
    );
    const run = createOperations().health.lastAutomated;
    if (!run) throw new Error('There is no sample.');
    expect(automatedText(run, f)).toMatch(/ · 4 min 10 s · 6 updated · 8 already up to date · 1 failed$/);
    expect([bytesText(512, f), bytesText(1_500_000, f), bytesText(1.85e8, f)]).toEqual(['512 B', '1.5 MB', '185 MB']);
    const preview = { accounts: [], platforms: [], requests: 0, estimatedMinutes: null, clamps: [] };
    expect(costText(preview, f)).toMatch(/^Nothing is missing/);
    expect(costText({ ...preview, requests: 7 }, f)).toMatch(/^7 requests, how long is not known/);
  });

  test('gaps: which are shown, by how much, in their own unit', () => {
    const gaps = [gap(), gap({ state: 'read_apart' }), gap({ state: 'resolved' })];
    expect(gapsShown(gaps, 'waiting')).toHaveLength(1);
    // Only of a list that is longer than what is shown of it.
    const view = { gaps: gaps.slice(1), counts: { open: 0, notSettled: 1_000, readApart: 1, resolved: 1 } };
    expect((['open', 'waiting', 'resolved'] as const).map((show) => gapsCut(view, show))).toEqual([false, true, false]);
    expect(gapDifference(gap())).toBe(-6_100_000);
    expect(gapDifference(gap({ actual: null }))).toBeNull();
    expect(gapFigure(gap(), -6_100_000, f)).toBe('-USD\u00a06.10');
    expect(gapFigure(gap({ metric: 'conversions' }), 2.5, f)).toBe('2.50');
    expect(decimalText('1234567.80', f)).toBe('1,234,567.80');
    expect([metricText('spend', 'PLN'), metricText('clicks', 'PLN')]).toEqual(['Spend, PLN', 'Clicks']);
  });

  test('files are turned away before they are read', () => {
    expect(fileProblem({ name: 'a.csv', size: 10 }, false)).toBeNull();
    expect(fileProblem({ name: 'a.csv', size: 0 }, true)).toMatch(/empty/);
    expect(fileProblem({ name: 'A.XLSX', size: 10 }, true)).toMatch(/spreadsheet/);
    expect(fileProblem({ name: 'a.csv', size: 8_000_000 }, true)).toBeNull();
    expect(fileProblem({ name: 'a.csv', size: 8_000_000 }, false)).toMatch(/7 MB/);
    expect(fileProblem({ name: 'a.csv', size: 51_000_000 }, true)).toMatch(/50 MB/);
    expect(firstKind(comparison({ counts: { ...comparison().counts, differs: 0 } }))).toBe('missing');
  });
});

describe('imports in detail', () => {
  test('a plan in lines: what, why, calls, until when', () => {
    expect([
      whatText('ad_group', null),
      whatText('campaign', 'campaign.day.age_gender'),
      whatText('account', 'account.hour'),
    ]).toEqual(['Daily figures of ad groups', 'Age and gender of campaigns', 'Hours of the ad account']);
    const item = {
      level: 'ad' as const,
      dataset: null,
      from: '2026-09-01',
      to: '2026-09-07',
      reason: 'look_back' as const,
      calls: 2,
      expiresOn: '2029-10-01',
    };
    expect(
      planLines([
        { ...item, days: { look_back: 7 } },
        { ...item, from: '2026-08-01', to: '2026-08-02', days: { gap: 2 }, expiresOn: '2029-09-01' },
      ]),
    ).toEqual([
      {
        what: 'Daily figures of ads',
        from: '2026-08-01',
        to: '2026-09-07',
        reasons: ['look_back', 'gap'],
        calls: 4,
        expiresOn: '2029-09-01',
      },
    ]);
    expect(
      putOffText({ dataset: 'ad.month', from: null, to: null, why: 'cadence', until: '2026-10-05', calls: 1 }, (day) =>
        f.day(day),
      ),
    ).toBe('Months of ads: it has its turn later (5 Oct)');
  });

  test('requests and rows read again', () => {
    expect([sizeText(812, f), sizeText(18_400, f), sizeText(1_400_000, f)]).toEqual(['812 B', '18.4 kB', '1.4 MB']);
    const totals = {
      requests: 2,
      failed: 1,
      bytes: 18_400,
      requestMs: 900,
      rows: 640,
      activeMs: 2000,
      elapsedMs: 62_000,
    };
    expect(requestsSummary(totals, f)).toBe(
      '2 requests, 1 failed, 18.4 kB, 900 ms on the wire; 640 rows in 2 s of work.',
    );
    expect([waitedMs(totals), waitedMs({ activeMs: 5, elapsedMs: null })]).toEqual([60_000, 0]);
    expect(replayedText({ read: 0, stored: 0, unchanged: 0, stillSetAside: 0 }).title).toBe('Nothing to read again');
    expect(replayedText({ read: 3, stored: 0, unchanged: 0, stillSetAside: 3 })).toEqual({
      title: 'No further row could be read',
      body: '3 still set aside.',
    });
  });
});

describe('settings', () => {
  test('times, numbers and choices', () => {
    expect([timeOfMinute(1290), minuteOfTime('21:30'), minuteOfTime('24:00'), minuteOfTime('')]).toEqual([
      '21:30',
      1290,
      null,
      null,
    ]);
    expect([wholeNumber('2,880'), wholeNumber('2 880'), wholeNumber('0'), wholeNumber('many')]).toEqual([
      2880,
      2880,
      null,
      null,
    ]);
    expect(newClientOptions(5).map(({ value }) => value)).toEqual(['0', '1', '3', '5', '6', '12', '24', '37']);
    expect(hoursKeptOptions(null)).toHaveLength(5);
  });

  test('what was never chosen is taken back to what it stood for', () => {
    const { settings } = createFlowEngine().state;
    expect(takenBack(settings, { newClientMonths: 12 })).toEqual({ newClientMonths: 3 });
    expect(takenBack({ ...settings, newClientMonths: 6 }, { newClientMonths: 12 })).toEqual({ newClientMonths: 6 });
    expect(takenBack(settings, { quietHours: null })).toEqual({ quietHours: { from: 1200, to: 480 } });
  });
});

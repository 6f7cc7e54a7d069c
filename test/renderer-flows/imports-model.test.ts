import { describe, expect, test } from 'vitest';
import type { ClientImport } from '../../src/contract/imports.ts';
import {
  currentImport,
  dismissAfterMs,
  fixButton,
  milestone,
  monotonicPercent,
  progressText,
  shownStep,
  spokenProgress,
  stripState,
} from '../../src/renderer/features/imports/model.ts';
import {
  campaignsText,
  failedText,
  partialText,
  waitingSpoken,
  waitingText,
} from '../../src/renderer/features/imports/texts.ts';
import { clock, platformNames } from '../../src/renderer/features/imports/words.ts';
import { at, clientImport, NOW, problem } from './samples.ts';

const strip = (current: ClientImport | null, over: Partial<Parameters<typeof stripState>[0]> = {}) =>
  stripState({
    current,
    runs: [],
    lastImported: 'Last imported: 6 hours ago',
    nowMs: NOW,
    online: true,
    percent: null,
    ...over,
  });

describe('the texts of the import strip, as the design writes them', () => {
  test('1 ready shows when the client was last imported and no bar', () => {
    expect(strip(null)).toMatchObject({ kind: 'ready', text: 'Last imported: 6 hours ago', percent: null });
  });

  test('2 importing', () => {
    const state = strip(clientImport({ campaigns: [{ platform: 'meta', found: 12 }] }));
    expect(state).toMatchObject({
      kind: 'importing',
      text: 'Syncing Meta Ads... 50%',
      detail: '12 campaigns found',
      percent: 50,
      canCancel: true,
      canRetry: false,
    });
  });

  test('3 complete', () => {
    const state = strip(
      clientImport({
        status: 'succeeded',
        records: { new: 20, changed: 4, unchanged: 500, setAside: 0 },
        campaigns: [{ platform: 'meta', found: 12 }],
        finishedAt: at(-1000),
      }),
    );
    expect(state).toMatchObject({
      kind: 'complete',
      text: 'Import complete! 24 records imported',
      detail: '12 campaigns synced from Meta Ads',
      canRetry: false,
    });
  });

  test('3 complete with one record and two platforms', () => {
    const state = strip(
      clientImport({
        status: 'succeeded',
        platforms: ['meta', 'google'],
        records: { new: 1, changed: 0, unchanged: 0, setAside: 0 },
        campaigns: [
          { platform: 'meta', found: 1 },
          { platform: 'google', found: 8 },
        ],
      }),
    );
    expect(state.text).toBe('Import complete! 1 record imported');
    expect(state.detail).toBe('1 campaign synced from Meta Ads, 8 from Google Ads');
  });

  test('5 failed offers the fix and Retry, with one full stop', () => {
    const state = strip(clientImport({ status: 'failed', problem: problem() }));
    expect(state).toMatchObject({
      kind: 'failed',
      text: 'Import failed. Meta sign-in expired.',
      fix: { label: 'Sign in again', action: 'sign_in_again' },
      canRetry: true,
    });
    expect(failedText(problem({ sentence: 'No answer...' }))).toBe('Import failed. No answer.');
    expect(failedText(null)).toBe(
      'Import failed. Something went wrong at the ad platform. Your saved data is unchanged.',
    );
  });

  test('6 queued', () => {
    expect(strip(clientImport({ status: 'queued', position: 3, percent: 0 }))).toMatchObject({
      kind: 'queued',
      text: 'Waiting, 3rd in line',
      canCancel: true,
    });
    expect(strip(clientImport({ status: 'queued', position: null })).text).toBe('Waiting');
  });

  test('6 partial names what is in and what is not', () => {
    const state = strip(
      clientImport({ status: 'partial', platforms: ['meta', 'google'], problem: problem({ fix: 'retry' }) }),
      {
        runs: [
          { platform: 'meta', status: 'succeeded' },
          { platform: 'google', status: 'failed' },
        ],
      },
    );
    expect(state).toMatchObject({ kind: 'partial', text: 'Meta in, Google failed', canRetry: true, fix: null });
  });

  test('6 rate limited counts down to the platform that asked', () => {
    const waiting = clientImport({ status: 'waiting', platforms: ['meta', 'google'], retryAt: at(250_000) });
    expect(strip(waiting, { runs: [{ platform: 'google', status: 'waiting' }] })).toMatchObject({
      kind: 'waiting',
      text: 'Google Ads asked us to wait — resumes in 04:10 (its limit, not yours)',
      percent: 50,
    });
    expect(strip(waiting).text).toBe('The ad platform asked us to wait — resumes in 04:10 (its limit, not yours)');
  });

  test('6 cancelled keeps what was read', () => {
    expect(strip(clientImport({ status: 'cancelled' }))).toMatchObject({
      kind: 'cancelled',
      text: 'Import cancelled. What was already read is kept.',
    });
  });

  test('6 nothing new', () => {
    const done = clientImport({
      status: 'succeeded',
      records: { new: 0, changed: 0, unchanged: 636, setAside: 0 },
      finishedAt: at(-5000),
    });
    expect(strip(done)).toMatchObject({ kind: 'up_to_date', text: 'Already up to date · checked just now' });
    expect(strip({ ...done, finishedAt: at(-180_000) }).text).toBe('Already up to date · checked 3 min ago');
  });

  test('6 offline', () => {
    const text = 'Will start when you are back online';
    expect(strip(clientImport({ status: 'queued', position: 1 }), { online: false })).toMatchObject({
      kind: 'offline',
      text,
    });
    expect(strip(clientImport({ status: 'waiting' }), { online: false })).toMatchObject({ kind: 'offline', text });
    expect(strip(null, { online: false })).toMatchObject({
      kind: 'offline',
      text: 'Last imported: 6 hours ago',
      detail: "You're offline. Imports start when you reconnect.",
    });
  });
});

describe('steps, percent and speech', () => {
  test.each([
    ['Initializing', 'Initializing'],
    ['Looking up ad account', 'Initializing'],
    ['Syncing Google Ads', 'Syncing Google Ads'],
    ['Calculating date range', 'Syncing Meta Ads'],
    ['Fetching', 'Syncing Meta Ads'],
    ['Storing data...', 'Storing data'],
    ['Complete', 'Complete'],
  ])('%s is read as %s', (step, shown) => {
    expect(shownStep(step, ['meta'])).toBe(shown);
  });

  test('fine steps of several platforms name them all', () => {
    expect(shownStep('Fetching (12 campaigns found)', ['meta', 'google'])).toBe('Syncing Meta Ads and Google Ads');
  });

  test('the bar never moves backwards within one import, and starts anew with the next', () => {
    const first = monotonicPercent(null, { id: 'a', percent: 50 });
    expect(monotonicPercent(first, { id: 'a', percent: 35 }).percent).toBe(50);
    expect(monotonicPercent(first, { id: 'a', percent: 65 }).percent).toBe(65);
    expect(monotonicPercent(first, { id: 'b', percent: 0 }).percent).toBe(0);
    expect(progressText(clientImport({ percent: 35 }), 50)).toBe('Syncing Meta Ads... 50%');
  });

  test('a screen reader hears 0, 25, 50, 75 and 100 once each', () => {
    const heard: number[] = [];
    let before: number | null = null;
    for (const percent of [0, 4, 10, 25, 26, 49, 60, 60, 75, 99, 100, 100]) {
      const mark = milestone(before, percent);
      if (mark !== null) heard.push(mark);
      before = percent;
    }
    expect(heard).toEqual([0, 25, 50, 75, 100]);
    expect(milestone(10, 80)).toBe(75);
    expect(spokenProgress(clientImport(), 50)).toBe('Syncing Meta Ads, 50 percent');
  });
});

describe('which import the strip speaks about', () => {
  const unseen = { dismissed: new Set<string>(), watched: new Set<string>() };
  const done = clientImport({ id: 'done', status: 'succeeded', finishedAt: at(-10_000) });
  const failed = clientImport({ id: 'failed', status: 'failed', finishedAt: at(-7_200_000) });

  test('an unfinished import before any finished one', () => {
    const running = clientImport({ id: 'now' });
    expect(currentImport([done, running], 'c_epoca', unseen, NOW)?.id).toBe('now');
  });

  test('a success is news for a minute, a failure until dismissed', () => {
    expect(currentImport([done], 'c_epoca', unseen, NOW)?.id).toBe('done');
    expect(currentImport([{ ...done, finishedAt: at(-61_000) }], 'c_epoca', unseen, NOW)).toBeNull();
    expect(currentImport([failed], 'c_epoca', unseen, NOW)?.id).toBe('failed');
    expect(currentImport([failed], 'c_epoca', { ...unseen, dismissed: new Set(['failed']) }, NOW)).toBeNull();
  });

  test('a success this page saw going on is news however its clock runs', () => {
    const old = { ...done, finishedAt: at(-600_000) };
    expect(currentImport([old], 'c_epoca', { ...unseen, watched: new Set(['done']) }, NOW)?.id).toBe('done');
  });

  test('a later success ends the news of an earlier failure', () => {
    expect(currentImport([failed, done], 'c_epoca', unseen, NOW)?.id).toBe('done');
    expect(currentImport([failed, done], 'c_epoca', { ...unseen, dismissed: new Set(['done']) }, NOW)).toBeNull();
  });

  test("another client's import is not ours", () => {
    expect(currentImport([clientImport({ clientId: 'c_other' })], 'c_epoca', unseen, NOW)).toBeNull();
  });

  test('successes go after 3 s unless kept; problems never go by themselves', () => {
    expect(dismissAfterMs('complete', false)).toBe(3000);
    expect(dismissAfterMs('up_to_date', false)).toBe(3000);
    expect(dismissAfterMs('complete', true)).toBeNull();
    for (const kind of ['failed', 'partial', 'importing', 'waiting', 'queued', 'offline', 'ready'] as const) {
      expect(dismissAfterMs(kind, false)).toBeNull();
    }
  });
});

describe('problem to button', () => {
  test.each([
    ['sign_in_again', 'Sign in again'],
    ['check_access', 'Check access'],
    ['change_range', 'Choose another range'],
    ['free_space', 'Show data folder'],
    ['unlock', 'Unlock sign-ins'],
  ] as const)('%s is fixed by [%s]', (fix, label) => {
    expect(fixButton(problem({ fix }))?.label).toBe(label);
  });

  test.each(['retry', 'wait', 'none'] as const)('%s needs no button of its own', (fix) => {
    expect(fixButton(problem({ fix }))).toBeNull();
  });
  test('no problem, no button', () => expect(fixButton(null)).toBeNull());
});

describe('small words', () => {
  test('partial imports with several ad accounts of a platform', () => {
    expect(
      partialText([
        { platform: 'meta', status: 'succeeded' },
        { platform: 'meta', status: 'failed' },
        { platform: 'google', status: 'succeeded' },
      ]),
    ).toBe('Meta 1 of 2 in, Google in');
    expect(partialText([{ platform: 'meta', status: 'partial' }])).toBe('Meta partly in');
    expect(partialText([])).toBe('Some of the data is missing');
  });

  test('waiting for something else than a limit says what and when', () => {
    const text = waitingText(
      at(30_000),
      NOW,
      ['meta'],
      problem({ fix: 'retry', sentence: 'Meta Ads did not answer.' }),
    );
    expect(text).toBe('Meta Ads did not answer. Trying again in 00:30.');
    expect(waitingText(at(-1), NOW, ['meta'], null)).toBe('Meta Ads asked us to wait — resuming now');
    expect(waitingText(null, NOW, ['meta'], null)).toBe(
      'Meta Ads asked us to wait — resumes by itself (its limit, not yours)',
    );
  });

  test('a countdown is not spoken: what is heard changes only when there is something new to hear', () => {
    const refused = problem({ fix: 'retry', sentence: 'Meta Ads did not answer.' });
    const heard = [30_000, 29_000].map((left) => waitingSpoken(at(left), NOW, ['meta'], refused));
    expect(heard).toEqual(Array(2).fill('Meta Ads did not answer. Trying again by itself.'));
    expect(strip(clientImport({ status: 'waiting', retryAt: at(250_000) })).spoken).toBe(
      'Meta Ads asked us to wait — resumes by itself (its limit, not yours)',
    );
    expect(waitingSpoken(at(-1), NOW, ['meta'], null)).toBe('Meta Ads asked us to wait — resuming now');
    expect(waitingSpoken(null, NOW, ['meta'], refused)).toBe('Meta Ads did not answer.');
  });

  test('numbers and lists', () => {
    const place = (position: number) => strip(clientImport({ status: 'queued', position })).text;
    expect([1, 2, 3, 4, 11, 12, 21, 22, 103].map(place)).toEqual(
      ['1st', '2nd', '3rd', '4th', '11th', '12th', '21st', '22nd', '103rd'].map((nth) => `Waiting, ${nth} in line`),
    );
    expect(clock(250_000)).toBe('04:10');
    expect(clock(-1)).toBe('00:00');
    expect(clock(3_661_000)).toBe('1:01:01');
    const records = { new: 12_000, changed: 400, unchanged: 0, setAside: 0 };
    expect(strip(clientImport({ status: 'succeeded', records })).text).toBe('Import complete! 12,400 records imported');
    expect(platformNames(['meta', 'google', 'meta'])).toBe('Meta Ads and Google Ads');
    expect(campaignsText([])).toBeNull();
  });
});

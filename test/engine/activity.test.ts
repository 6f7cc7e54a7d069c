import { describe, expect, it } from 'vitest';
import type { ClientImport, RunStatus } from '../../src/contract/imports.ts';
import { type ActivityInput, createActivity, shortTime } from '../../src/main/engine/activity.ts';

const NOW = Date.parse('2026-11-21T11:00:00Z');
const counts = { running: 0, waiting: 0, queued: 0, finishedToday: 0, failedToday: 0 };
const one = (id: number, status: RunStatus, percent = 0): ClientImport => ({
  id: `r:${id}`,
  clientId: String(id),
  client: `Client ${id}`,
  platforms: ['meta'],
  status,
  position: null,
  percent,
  step: '',
  records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
  campaigns: [],
  retryAt: null,
  startedAt: null,
  finishedAt: null,
  problem: null,
  connectionId: null,
  runIds: [],
});
const input = (imports: ClientImport[], more: Partial<ActivityInput> = {}): ActivityInput => ({
  progress: { imports, counts },
  schedule: { nextRunAt: '2026-11-22T02:00:00.000Z', pausedUntil: null, holding: null, due: 0 },
  upToDate: () => ({ clients: 142, upToDate: 142, lastAt: NOW - 3 * 3_600_000 }),
  attention: { count: 0, items: [] },
  trayHidden: false,
  language: 'en',
  now: NOW,
  machineZone: 'Europe/Warsaw',
  ...more,
});

describe('the status line', () => {
  it('counts through a wave of imports, also when more join in, and starts anew with the next', () => {
    const describeIt = createActivity();
    const text = (imports: ClientImport[]): string => describeIt(input(imports)).text;
    expect(text([one(1, 'running'), one(2, 'queued'), one(3, 'queued')])).toBe('Importing 1 of 3');
    expect(text([one(1, 'succeeded'), one(2, 'running'), one(3, 'running')])).toBe('Importing 2 of 3');
    expect(text([one(3, 'running'), one(4, 'queued')])).toBe('Importing 3 of 4');
    expect(text([])).toBe('All 142 clients up to date · 09:00');
    expect(text([one(9, 'running')])).toBe('Importing Client 9');
  });

  it('says why nothing happens', () => {
    const schedule = { nextRunAt: '2026-11-21T02:00:00.000Z', pausedUntil: null, holding: null, due: 3 };
    const said = (change: Partial<ActivityInput['schedule']>): unknown[] => {
      const { text, state, next, pausedByPerson } = createActivity()(
        input([], { schedule: { ...schedule, ...change } }),
      );
      return [text, state, next, pausedByPerson];
    };
    const soon = 'Next run as soon as possible';
    const end = '2026-11-21T13:00:00.000Z';
    expect(said({ holding: 'paused', pausedUntil: end, nextRunAt: end })).toEqual([
      'Paused until 14:00',
      'paused',
      'Next run 14:00',
      true,
    ]);
    expect(said({ holding: 'offline' })).toEqual(['Offline · imports start when you reconnect', 'paused', soon, false]);
    expect(said({ holding: 'battery' })[0]).toBe('Imports wait for mains power');
    expect(said({ holding: 'metered' })[0]).toBe('Imports wait for a network that is not metered');
    expect(said({ nextRunAt: null, due: 0 })).toEqual(['All 142 clients up to date · 09:00', 'idle', null, false]);
    expect(createActivity()(input([one(1, 'waiting')])).text).toBe('Waiting for a platform');
  });

  it('does not say that all is well when it is not', () => {
    const text = (clients: number, upToDate: number, lastAt: number | null): string =>
      createActivity()(input([], { upToDate: () => ({ clients, upToDate, lastAt }) })).text;
    expect(text(142, 139, NOW)).toBe('139 of 142 clients up to date · 12:00');
    expect(text(2, 0, null)).toBe('0 of 2 clients up to date');
    expect(text(0, 0, null)).toBe('No clients yet');
  });

  it('names at most five of the things that need a person, and how many there are', () => {
    const items = Array.from({ length: 9 }, (_, index) => ({ text: `Thing ${index}`, path: '/imports' }));
    const activity = createActivity()(input([], { attention: { count: 9, items } }));
    expect([activity.attention, activity.items.length]).toEqual([9, 5]);
  });
});

it('says whose clock the next run is told by where ad accounts have others', () => {
  const next = (otherClocks: boolean, due = 0): string | null => {
    const { schedule } = input([]);
    return createActivity()(input([], { schedule: { ...schedule, due, otherClocks } })).next;
  };
  expect(next(false)).toBe('Next run tomorrow 03:00');
  expect(next(true)).toBe("Next run tomorrow 03:00, this computer's time");
  expect(next(true, 2)).toBe('Next run as soon as possible');
});

it('a time is told as a person would: today, tomorrow, a weekday, a date', () => {
  const at = (text: string): string => shortTime(Date.parse(text), NOW, 'Europe/Warsaw');
  expect(at('2026-11-21T22:59:00Z')).toBe('23:59');
  expect(at('2026-11-21T23:00:00Z')).toBe('tomorrow 00:00');
  expect(at('2026-11-25T02:00:00Z')).toBe('Wed 03:00');
  expect(at('2026-11-20T02:00:00Z')).toBe('Fri 03:00');
  expect(at('2026-12-25T02:00:00Z')).toBe('2026-12-25');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNotifications } from '../../../src/main/features/notifications/notifications.ts';
import type {
  EndedRun,
  NotificationMemory,
  NotificationPreferences,
  Notice,
  SignIn,
} from '../../../src/main/features/notifications/ports.ts';
import { isQuiet } from '../../../src/main/features/notifications/quiet.ts';

const NOON = Date.parse('2026-11-21T11:00:00Z');
const NIGHT = Date.parse('2026-11-22T02:10:00Z');
const MORNING = Date.parse('2026-11-22T07:00:00Z');
const MINUTE = 60_000;

function setUp(more: Partial<NotificationPreferences> = {}, memory: NotificationMemory = { told: [], waiting: [] }) {
  const shown: Notice[] = [];
  const withdrawn: string[] = [];
  const state = { now: NOON, memory };
  const preferences: NotificationPreferences = {
    classes: { signIn: true, failures: true, finished: true, critical: true },
    quietHours: { from: 1200, to: 480 },
    ...more,
  };
  const make = () =>
    createNotifications({
      notify: (notice) => void shown.push(notice),
      withdraw: (id) => void withdrawn.push(id),
      preferences: () => preferences,
      now: () => state.now,
      machineZone: () => 'Europe/Warsaw',
      remember: (next) => void (state.memory = structuredClone(next)),
      recall: () => structuredClone(state.memory),
    });
  return { shown, withdrawn, state, notifications: make(), again: make };
}

const run = (clientId: number, status: EndedRun['status'], more: Partial<EndedRun> = {}): EndedRun => ({
  requestId: 'r1',
  clientId,
  trigger: 'scheduled',
  status,
  queuedAt: NOON,
  finishedAt: NOON + 5 * MINUTE,
  ...more,
});
const signIn = (more: Partial<SignIn> = {}): SignIn => ({
  id: 'c1',
  platform: 'meta',
  state: 'connected',
  expiresAt: null,
  assignedAdAccounts: 3,
  ...more,
});

describe('an import that ends', () => {
  it('is told in one summary when something failed, and not before the last run of it has ended', () => {
    const { notifications, shown } = setUp();
    notifications.runEnded(run(1, 'succeeded'), [{ requestId: 'r1', trigger: 'scheduled' }]);
    notifications.runEnded(run(2, 'failed'), [{ requestId: 'r2', trigger: 'scheduled' }]);
    notifications.runEnded(run(2, 'failed', { requestId: 'r2' }), [{ requestId: 'r2', trigger: 'scheduled' }]);
    notifications.runEnded(run(3, 'partial', { requestId: 'r2' }), [{ requestId: 'x', trigger: 'manual' }]);
    expect(shown).toEqual([
      {
        id: 'import:scheduled',
        title: 'Import finished: 2 clients failed',
        body: '1 client up to date. Open Imports to see why the others failed.',
        path: '/imports',
      },
    ]);
  });

  it('is told once: what follows an import by itself and fails at the same clients says nothing', () => {
    const { notifications, shown } = setUp();
    const follow = { trigger: 'backfill', requestId: 'r2' } as const;
    notifications.runEnded(run(1, 'failed', { trigger: 'first' }), []);
    notifications.runEnded(run(1, 'failed', follow), [follow]);
    notifications.runEnded(run(2, 'succeeded', follow), []);
    expect(shown).toHaveLength(1);
    notifications.runEnded(run(2, 'failed', { ...follow, requestId: 'r3' }), []);
    expect(shown.map((one) => one.title)).toEqual([
      'Import finished: 1 client failed',
      'Import finished: 1 client failed',
    ]);
    // Asked for again by a person, it is told again.
    notifications.runEnded(run(1, 'failed', { trigger: 'manual', requestId: 'r4' }), []);
    expect(shown).toHaveLength(3);
  });

  it('is not told when a routine import went well', () => {
    const { notifications, shown } = setUp();
    notifications.runEnded(run(1, 'succeeded'), []);
    expect(shown).toEqual([]);
  });

  it('is told after more than ten seconds when a person started it, and opens the client', () => {
    const { notifications, shown } = setUp();
    notifications.runEnded(run(7, 'succeeded', { trigger: 'manual', finishedAt: NOON + 10_000 }), []);
    notifications.runEnded(run(7, 'cancelled', { trigger: 'manual', requestId: 'r2' }), []);
    expect(shown).toEqual([]);
    notifications.runEnded(run(7, 'succeeded', { trigger: 'manual', requestId: 'r3', finishedAt: NOON + 10_001 }), []);
    expect(shown).toEqual([
      { id: 'import:r3', title: 'Import finished', body: '1 client up to date.', path: '/client/7' },
    ]);
  });

  it('is withdrawn when every client that failed is good again', () => {
    const { notifications, withdrawn } = setUp();
    notifications.runEnded(run(1, 'failed'), [{ requestId: 'r1', trigger: 'scheduled' }]);
    notifications.runEnded(run(2, 'failed'), []);
    notifications.runEnded(run(1, 'succeeded', { requestId: 'r2', trigger: 'retry' }), []);
    expect(withdrawn).toEqual([]);
    notifications.runEnded(run(2, 'succeeded', { requestId: 'r3', trigger: 'manual' }), []);
    expect(withdrawn).toEqual(['import:scheduled']);
  });
});

describe('quiet hours', () => {
  it('keep what failed in the night for the morning, over a restart', () => {
    const { notifications, shown, state, again } = setUp();
    state.now = NIGHT;
    notifications.runEnded(run(1, 'failed'), []);
    notifications.look([], []);
    expect(shown).toEqual([]);
    const next = again();
    state.now = MORNING - MINUTE;
    next.look([], []);
    expect(shown).toEqual([]);
    state.now = MORNING;
    next.look([], []);
    next.look([], []);
    expect(shown.map((one) => one.title)).toEqual(['Import finished: 1 client failed']);
  });

  it('say nothing in the morning of what was resolved in the night, nor of an import that ended well', () => {
    const { notifications, shown, state } = setUp();
    state.now = NIGHT;
    notifications.runEnded(run(1, 'failed'), []);
    notifications.runEnded(run(1, 'succeeded', { trigger: 'manual', requestId: 'r2' }), []);
    state.now = MORNING;
    notifications.look([], []);
    expect(shown).toEqual([]);
  });

  it('begin and end to the minute, also over midnight', () => {
    const night = { from: 1200, to: 480 };
    expect([1199, 1200, 0, 479, 480].map((minute) => isQuiet(minute, night))).toEqual([false, true, true, true, false]);
    expect([719, 720, 779, 780].map((minute) => isQuiet(minute, { from: 720, to: 780 }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isQuiet(5, null)).toBe(false);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1439 }), (from, to) => {
        const minutes = Array.from({ length: 1440 }, (_, minute) => minute).filter((minute) =>
          isQuiet(minute, { from, to }),
        );
        expect(minutes).toHaveLength((to - from + 1440) % 1440);
      }),
      { numRuns: 50 },
    );
  });
});

describe('sign-ins', () => {
  it('are told once when they are about to expire, once when they have, and withdrawn when signed in again', () => {
    const { notifications, shown, withdrawn, state, again } = setUp();
    const soon = signIn({ state: 'expiring', expiresAt: new Date(NOON + 3 * 86_400_000).toISOString() });
    notifications.look([soon], []);
    notifications.look([soon], []);
    again().look([soon], []);
    const next = again();
    next.look([signIn({ state: 'expired' })], []);
    next.look([signIn({ state: 'expired' })], []);
    expect(shown).toEqual([
      {
        id: 'sign-in:c1',
        title: 'Meta Ads: a sign-in expires in 3 days',
        body: 'Sign in again to keep 3 ad accounts up to date.',
        path: '/connections?signIn=c1',
      },
      {
        id: 'sign-in:c1',
        title: 'Meta Ads: sign in again',
        body: 'A sign-in has expired. 3 ad accounts are not updated until you sign in again.',
        path: '/connections?signIn=c1',
      },
    ]);
    next.look([signIn()], []);
    next.look([signIn()], []);
    expect(withdrawn).toEqual(['sign-in:c1']);
    expect(state.memory).toEqual({ told: [], waiting: [] });
  });
});

describe('alerts', () => {
  it('are told when critical, withdrawn when resolved; a sign-in is not told twice', () => {
    const { notifications, shown, withdrawn, again } = setUp();
    const text = { title: 'Imports keep failing', body: 'Open Tidemark to see why.' };
    notifications.alertRaised({ id: 'a', severity: 'warning', connectionId: null, clientId: '1', ...text });
    notifications.alertRaised({ id: 'b', severity: 'critical', connectionId: 'c1', clientId: null, ...text });
    notifications.alertRaised({ id: 'c', severity: 'critical', connectionId: null, clientId: '4', ...text });
    expect(shown).toEqual([{ id: 'alert:c', path: '/alerts?alert=c', ...text }]);
    notifications.look([], ['a', 'b', 'c']);
    expect(withdrawn).toEqual([]);
    again().look([], ['a', 'b']);
    expect(withdrawn).toEqual(['alert:c']);
  });
});

it('each class can be switched off', () => {
  const { notifications, shown, state } = setUp({
    classes: { signIn: false, failures: false, finished: false, critical: false },
  });
  const everything = (): void => {
    notifications.runEnded(run(1, 'failed'), []);
    notifications.runEnded(run(1, 'succeeded', { trigger: 'manual' }), []);
    notifications.look([signIn({ state: 'expired' })], []);
    notifications.alertRaised({
      id: 'c',
      severity: 'critical',
      connectionId: null,
      clientId: '4',
      title: 'A',
      body: 'B',
    });
  };
  everything();
  state.now = NIGHT;
  everything();
  state.now = MORNING;
  notifications.look([], []);
  expect(shown).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { addDays, dayInZone } from '../../src/main/domain/days.ts';
import { instantInZone, wallClock } from '../../src/main/domain/zones.ts';
import { clockText } from '../../src/main/features/schedules/rule.ts';
import type { AccountSpec } from '../../src/sandbox/sandbox.ts';
import { openBackground, smallAccount } from './background-kit.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Noon in Warsaw; the next 03:00 there. */
const NOON = Date.parse('2026-11-21T11:00:00Z');
const NIGHT = Date.parse('2026-11-22T02:00:00Z');
const ONE = [smallAccount('Żabka', 'Europe/Warsaw')];

/** What clocks show where this machine is. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const minute = (at: number): number => wallClock(at, zone).minute;
const clock = (at: number): string => clockText(minute(at));

/** A workspace whose ad accounts have been imported once. */
async function imported(accounts: readonly AccountSpec[]) {
  const kit = await openBackground(NOON, accounts);
  kit.look();
  kit.runtime.background.command('import_all');
  await kit.settled();
  return kit;
}

describe('manual and scheduled imports together (T6)', () => {
  it('are one run: fifty clicks, the schedule and a wake-up in the middle of it', { timeout: 300_000 }, async () => {
    const kit = await openBackground(NOON, ONE);
    kit.look();
    kit.clock.set(NIGHT + MINUTE);
    const clientIds = [Number(kit.clientId('Żabka'))];
    const started = Array.from({ length: 50 }, (_, click) => {
      if (click % 10 === 5) kit.look();
      return kit.runtime.imports.start({ clientIds, platforms: null, range: null }).runIds;
    });
    expect(kit.runs()).toHaveLength(1);
    expect(new Set(started.flat()).size).toBe(1);
    const [run] = await kit.settled();
    expect(run).toMatchObject({ status: 'succeeded' });
    // The schedule's own slot counts as done.
    kit.look();
    expect(await kit.settled()).toHaveLength(1);
    kit.passTo(NIGHT + DAY);
    expect((await kit.settled()).map((one) => one.trigger)).toEqual([run!.trigger, 'scheduled']);
  });

  it('a click on a scheduled import that waits for the end of a pause starts it', { timeout: 300_000 }, async () => {
    const kit = await imported(ONE);
    kit.sandbox.control.injectFault({ kind: 'hang', times: Infinity });
    kit.passTo(NIGHT);
    expect(kit.runs().slice(1)).toMatchObject([{ trigger: 'scheduled' }]);
    // The process ends in the middle of it, and the person pauses imports before it is taken up again.
    await kit.close();
    kit.sandbox.control.clearFaults();
    await kit.reopen();
    kit.runtime.schedules.pause('hour');
    const [, before] = kit.runs();
    const { runIds } = kit.runtime.imports.start({ clientIds: 'all', platforms: null, range: null });
    expect(runIds).toEqual([before!.id]);
    await kit.settled();
    expect(kit.runs().slice(1)).toMatchObject([{ id: before!.id, status: 'succeeded' }]);
  });

  it('ends also while a platform does not answer', { timeout: 300_000 }, async () => {
    const kit = await openBackground(NOON, ONE);
    kit.look();
    kit.sandbox.control.injectFault({ kind: 'hang', times: Infinity });
    kit.passTo(NIGHT);
    while (!kit.sandbox.control.requests().some((request) => request.fault === 'hang'))
      await new Promise((resolve) => setImmediate(resolve));
    const began = performance.now();
    await kit.close();
    // A request is given up after one to two minutes; that wait, not the machine's speed, is what this would see.
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

describe('a pause', () => {
  it(
    'holds back what starts by itself, not what a person starts, and ends by itself',
    { timeout: 300_000 },
    async () => {
      const kit = await imported([...ONE, smallAccount('Biedronka', 'Europe/Warsaw')]);
      kit.clock.set(NIGHT - 30 * MINUTE);
      kit.runtime.background.command('pause_hour');
      expect(kit.runtime.background.activity()).toMatchObject({
        state: 'paused',
        text: `Paused until ${clock(NIGHT + 30 * MINUTE)}`,
        pausedByPerson: true,
      });
      kit.passTo(NIGHT + MINUTE);
      expect(kit.runs()).toHaveLength(2);
      expect(kit.runtime.schedules.state()).toMatchObject({ holding: 'paused', due: 2 });
      const clientIds = [Number(kit.clientId('Biedronka'))];
      kit.runtime.imports.start({ clientIds, platforms: null, range: null });
      expect((await kit.settled()).slice(2)).toMatchObject([{ trigger: 'manual', status: 'succeeded' }]);
      kit.passTo(NIGHT + 31 * MINUTE);
      const after = await kit.settled();
      expect(after.filter((run) => run.trigger === 'scheduled')).toHaveLength(2);
      expect(kit.runtime.background.activity()).toMatchObject({
        state: 'idle',
        pausedByPerson: false,
        text: `All 2 clients up to date · ${clock(NIGHT + 31 * MINUTE)}`,
      });
    },
  );
});

describe('what the host is told', () => {
  it(
    'a summary of what failed in the night comes in the morning, and goes when it is good again',
    { timeout: 300_000 },
    async () => {
      const kit = await imported(ONE);
      kit.runtime.settings.set({ quietHours: { from: minute(NIGHT - HOUR), to: minute(NIGHT + HOUR) } });
      kit.sandbox.control.injectFault({ kind: 'permission-200', times: Infinity });
      kit.passTo(NIGHT);
      await kit.settled();
      expect(kit.notices).toEqual([]);
      expect(kit.runtime.background.activity()).toMatchObject({ attention: 1, text: '0 of 1 clients up to date' });
      kit.passTo(NIGHT + 59 * MINUTE);
      expect(kit.notices).toEqual([]);
      kit.passTo(NIGHT + HOUR);
      expect(kit.notices).toMatchObject([
        { id: 'import:scheduled', title: 'Import finished: 1 client failed', path: '/imports?client=1' },
      ]);
      kit.sandbox.control.clearFaults();
      kit.runtime.background.command('import_all');
      await kit.settled();
      expect(kit.withdrawn).toContain('import:scheduled');
    },
  );

  it(
    'launching at sign-in is asked for when the person chooses it, and again at the next start',
    { timeout: 300_000 },
    async () => {
      const kit = await openBackground(NOON, []);
      kit.look();
      expect(kit.login).toEqual([]);
      kit.runtime.settings.set({ launchAtLogin: true });
      kit.look();
      expect(kit.login).toEqual([true]);
      await kit.reopen();
      expect(kit.login).toEqual([true, true]);
      kit.runtime.settings.set({ launchAtLogin: false });
      expect(kit.login).toEqual([true, true, false]);
    },
  );
});

describe('after a sleep (T1)', () => {
  it.each([2, 31, 45])('of %i days one import makes up for the whole gap', { timeout: 300_000 }, async (days) => {
    const kit = await imported(ONE);
    kit.passTo(NOON + days * DAY);
    kit.look();
    const caughtUp = (await kit.settled()).slice(1);
    expect(caughtUp.filter((one) => one.trigger === 'scheduled')).toMatchObject([{ status: 'succeeded' }]);
    const range = {
      from: addDays(dayInZone(NOON, 'Europe/Warsaw'), 1),
      to: dayInZone(kit.clock.now(), 'Europe/Warsaw'),
    };
    const view = { clientId: kit.clientId('Żabka'), range, platforms: null, level: 'ad' as const, asKnownOn: null };
    const { adAccounts } = await kit.runtime.reads.days(view);
    const { days: known } = adAccounts[0]!;
    expect(known).toHaveLength(days);
    expect(known.filter((day) => day.states.includes('missing'))).toEqual([]);
  });
});

describe('nights on which clocks change', () => {
  const NIGHTS = [
    ['Europe/Warsaw', '2026-10-25', 150],
    ['Europe/Warsaw', '2026-03-29', 150],
    ['America/Los_Angeles', '2026-11-01', 90],
    ['Australia/Lord_Howe', '2026-10-04', 120],
    ['Africa/Cairo', '2026-04-24', 0],
    ['America/St_Johns', '2026-03-08', 120],
  ] as const;

  it.each(NIGHTS)(
    '%s %s: one run a day, and each day holds the day’s own figures',
    { timeout: 300_000 },
    async (zone, night, at) => {
      const start = instantInZone(addDays(night, -1), 12 * 60, zone)!;
      const kit = await openBackground(start, [smallAccount('Nowa', zone)]);
      kit.runtime.schedules.set([null], { atMinute: at });
      kit.look();
      for (let passed = 1; passed <= 3; passed += 1) {
        const day = addDays(night, passed - 1);
        kit.passTo(instantInZone(day, at, zone)!);
        const runs = await kit.settled();
        expect(runs).toHaveLength(passed);
        expect(dayInZone(runs.at(-1)!.queuedAt, zone)).toBe(day);
        expect(runs.at(-1)!.status).toBe('succeeded');
      }
      const [account] = kit.sandbox.truth.accounts();
      const range = { from: addDays(night, -2), to: addDays(night, 2) };
      const { rows } = await kit.runtime.reads.insights({
        clientId: kit.clientId('Nowa'),
        range,
        level: 'account',
        by: 'day',
        platforms: null,
        asKnownOn: null,
        window: 'default',
      });
      const truth = kit.sandbox.truth.insights({
        platform: 'meta',
        adAccountId: account!.adAccountId,
        level: 'account',
        ...range,
      });
      expect(rows.map((row) => [row.period, row.spendMicros, row.impressions])).toEqual(
        truth.map((row) => [row.date, Number(row.spendMicros), row.impressions]),
      );
      expect(rows.length).toBeGreaterThan(0);
    },
  );
});

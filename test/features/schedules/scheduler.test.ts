import { describe, expect, it } from 'vitest';
import { addDays, dayInZone, eachDay } from '../../../src/main/domain/days.ts';
import { instantInZone } from '../../../src/main/domain/zones.ts';
import { START_BATCH } from '../../../src/main/features/schedules/scheduler.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { run } from '../../../src/main/store/db.ts';
import { DAY, HOUR, MINUTE, openSchedules, TIMES, ZONES } from './kit.ts';

const utc = (text: string): number => Date.parse(text);
/** Noon in Warsaw; the default time, 03:00, has passed. */
const NOON = utc('2026-11-21T11:00:00Z');
const NEXT = utc('2026-11-22T02:00:00Z');

describe('a simulated year (T4)', () => {
  /** A client of its own for every zone and time of day. */
  function world(every: number) {
    const from = utc('2026-01-15T12:00:00Z');
    const days = new Map<number, string[]>();
    const kit = openSchedules({
      now: from,
      around: (repository) => ({
        ...repository,
        saveStarted(rows, now) {
          for (const row of rows)
            days.set(row.adAccountKey, [...(days.get(row.adAccountKey) ?? []), row.lastSlot.slice(0, 10)]);
          repository.saveStarted(rows, now);
        },
      }),
    });
    // Some of the pairs: rule.test.ts goes through all of them.
    const accounts = ZONES.flatMap((zone, row) =>
      TIMES.filter((_, column) => (row + column) % every === 0).map((atMinute) => ({
        zone,
        atMinute,
        key: kit.account(`${zone} ${atMinute}`, zone),
      })),
    );
    const clients = new Map(kit.repository.clients().map((client) => [client.name, client.id]));
    kit.repository.saveRules(
      accounts.map(({ zone, atMinute }) => ({
        clientId: clients.get(`${zone} ${atMinute}`)!,
        enabled: true,
        platforms: null,
        everyHours: null,
        atMinute,
      })),
      from,
    );
    kit.scheduler.begin();
    return { kit, accounts, from, days };
  }

  it('runs each schedule exactly once per local day in eight zones', { timeout: 300_000 }, () => {
    const { kit, accounts, from } = world(2);
    kit.passUntil(from + 365 * DAY);
    kit.scheduler.stop();
    for (const { zone, atMinute, key } of accounts) {
      const ran = kit.startsOf(key).map((at) => dayInZone(at, zone));
      expect([zone, atMinute, ran]).toEqual([zone, atMinute, eachDay(ran[0]!, ran.at(-1)!)]);
      expect(ran.length).toBeGreaterThanOrEqual(364);
    }
  });

  it('runs each day once also when the computer sleeps through changes of the clock', { timeout: 300_000 }, () => {
    const { kit, accounts, from, days } = world(4);
    const end = from + 365 * DAY;
    for (let nap = from + 5 * DAY; nap < end; nap += 5 * DAY) {
      kit.passUntil(nap);
      kit.clock.advance(13 * HOUR);
      kit.scheduler.tick();
      kit.runLaters();
    }
    kit.passUntil(end);
    kit.scheduler.stop();
    for (const { zone, atMinute, key } of accounts) {
      const ran = days.get(key)!;
      expect([zone, atMinute, ran]).toEqual([zone, atMinute, eachDay(ran[0]!, ran.at(-1)!)]);
      expect(ran.length).toBeGreaterThanOrEqual(364);
      expect(kit.startsOf(key)).toHaveLength(ran.length);
    }
  });
});

describe('after a sleep (T1)', () => {
  it.each([
    ['an hour', HOUR],
    ['a night', 14 * HOUR],
    ['two days', 2 * DAY],
    ['31 days', 31 * DAY],
    ['45 days', 45 * DAY],
  ])('of %s there is one catch-up import at most, and the next run is in the future', (_name, sleep) => {
    const kit = openSchedules({ now: NOON });
    const key = kit.account('Żabka');
    kit.scheduler.begin();
    kit.clock.advance(sleep);
    kit.scheduler.tick();
    kit.scheduler.tick();
    const missed = NEXT <= NOON + sleep;
    expect(kit.startsOf(key)).toEqual(missed ? [NOON + sleep] : []);
    expect(kit.repository.accounts(kit.clock.now())[0]!.due!.nextRunAt).toBeGreaterThan(kit.clock.now());
    // The rhythm goes on as before.
    kit.passUntil(NOON + sleep + 3 * DAY);
    expect(kit.starts).toHaveLength((missed ? 1 : 0) + 3);
    kit.scheduler.stop();
  });

  it('is made up for longest overdue first', () => {
    const kit = openSchedules({ now: NOON });
    const warsaw = kit.account('Warsaw', 'Europe/Warsaw');
    const auckland = kit.account('Apia', 'Pacific/Apia');
    const angeles = kit.account('Angeles', 'America/Los_Angeles');
    kit.scheduler.begin();
    kit.clock.advance(5 * DAY);
    kit.scheduler.tick();
    // 03:00 comes to each in the order of their zones, seen from this noon.
    const order = [angeles, warsaw, auckland]
      .map((key) => ({
        key,
        zone: { [angeles]: 'America/Los_Angeles', [warsaw]: 'Europe/Warsaw' }[key] ?? 'Pacific/Apia',
      }))
      .map(({ key, zone }) => {
        const today = dayInZone(NOON, zone);
        return {
          key,
          at: [today, addDays(today, 1)].map((day) => instantInZone(day, 180, zone)!).find((at) => at > NOON)!,
        };
      })
      .toSorted((a, b) => a.at - b.at)
      .map(({ key }) => key);
    expect(kit.starts.map((one) => one.keys)).toEqual([order]);
    kit.scheduler.stop();
  });

  it('is not made up for when the person does not want it', () => {
    const kit = openSchedules({ now: NOON, preferences: { runMissed: false } });
    const key = kit.account('Żabka');
    kit.scheduler.begin();
    kit.clock.set(NEXT + 2 * DAY + 2 * HOUR);
    kit.scheduler.tick();
    expect(kit.startsOf(key)).toEqual([]);
    kit.passUntil(NEXT + 4 * DAY);
    expect(kit.startsOf(key)).toEqual([NEXT + 3 * DAY, NEXT + 4 * DAY]);
    kit.scheduler.stop();
  });
});

describe('clocks that are moved (T3)', () => {
  const ran = () => {
    const kit = openSchedules({ now: NEXT - MINUTE });
    const key = kit.account('Żabka');
    kit.scheduler.begin();
    kit.passUntil(NEXT + MINUTE);
    expect(kit.startsOf(key)).toEqual([NEXT]);
    return { kit, key };
  };

  it.each([
    ['back by an hour', -HOUR],
    ['back by a day', -DAY],
  ])('%s: no slot is run twice, and the next one is', (_name, by) => {
    const { kit, key } = ran();
    kit.clock.advance(by);
    for (let minute = 0; minute < 120; minute += 1) {
      kit.clock.advance(MINUTE);
      kit.scheduler.tick();
    }
    kit.passUntil(NEXT + 23 * HOUR);
    expect(kit.startsOf(key)).toEqual([NEXT]);
    kit.passUntil(NEXT + 2 * DAY);
    expect(kit.startsOf(key)).toEqual([NEXT, NEXT + DAY, NEXT + 2 * DAY]);
    kit.scheduler.stop();
  });

  it('forward by a day and back again: the day is run once, and the rhythm goes on', () => {
    const { kit, key } = ran();
    kit.clock.advance(DAY);
    kit.scheduler.tick();
    expect(kit.startsOf(key)).toHaveLength(2);
    kit.clock.advance(-DAY);
    kit.scheduler.tick();
    kit.passUntil(NEXT + 3 * DAY);
    const [, ahead, ...after] = kit.startsOf(key);
    expect(ahead).toBe(NEXT + MINUTE + DAY);
    expect(after).toEqual([NEXT + 2 * DAY, NEXT + 3 * DAY]);
    kit.scheduler.stop();
  });

  it('ahead by ten years, then right: it does not stand still for ten years', () => {
    const { kit, key } = ran();
    kit.clock.advance(3_650 * DAY);
    kit.scheduler.tick();
    kit.clock.advance(-3_650 * DAY);
    kit.scheduler.tick();
    expect(kit.startsOf(key)).toHaveLength(2);
    kit.passUntil(NEXT + 2 * DAY);
    expect(kit.startsOf(key).slice(2)).toEqual([NEXT + DAY, NEXT + 2 * DAY]);
    kit.scheduler.stop();
  });
});

describe('a process that dies', () => {
  it('between putting an import in line and noting it does not put it in line again', () => {
    let die = true;
    const kit = openSchedules({
      now: NEXT - MINUTE,
      around: (repository) => ({
        ...repository,
        saveStarted(rows, now) {
          if (die) throw new Error('killed');
          repository.saveStarted(rows, now);
        },
      }),
    });
    const key = kit.account('Żabka');
    kit.scheduler.tick();
    kit.clock.set(NEXT + MINUTE);
    kit.scheduler.tick();
    expect(kit.starts).toHaveLength(1);
    die = false;
    // A new process on the same database.
    const next = openSchedules({ now: NEXT + 2 * MINUTE, store: kit.store });
    next.scheduler.tick();
    expect(next.starts).toEqual([]);
    const { due } = next.repository.accounts(next.clock.now())[0]!;
    expect(due).toMatchObject({ lastSlot: '2026-11-22T03:00', nextRunAt: NEXT + DAY });
    next.passUntil(NEXT + DAY);
    expect(next.startsOf(key)).toEqual([NEXT + DAY]);
    next.scheduler.stop();
  });

  it('remembers the ledger and the pause', () => {
    const kit = openSchedules({ now: NOON });
    kit.account('Żabka');
    kit.scheduler.tick();
    kit.schedules.pause('until_tomorrow');
    const next = openSchedules({ now: NEXT + HOUR, store: kit.store });
    next.scheduler.tick();
    expect(next.starts).toEqual([]);
    expect(next.schedules.state()).toMatchObject({
      holding: 'paused',
      due: 1,
      pausedUntil: '2026-11-22T07:00:00.000Z',
    });
    next.clock.set(utc('2026-11-22T07:00:00Z'));
    next.scheduler.tick();
    expect(next.starts).toHaveLength(1);
  });
});

describe('many ad accounts due at once', () => {
  it('a thousand are looked through once and put in line a few at a time, so that reads are let in between', () => {
    let looks = 0;
    const kit = openSchedules({
      now: NOON,
      around: (repository) => ({
        ...repository,
        accounts(now) {
          looks += 1;
          return repository.accounts(now);
        },
      }),
    });
    const keys = Array.from({ length: 1_000 }, (_, index) => kit.account(`Client ${index}`));
    kit.scheduler.tick();
    kit.clock.advance(3 * DAY);
    looks = 0;
    kit.scheduler.tick();
    // Looks that come in between (a minute passed, the network came back) make no second chain of steps.
    for (let more = 0; more < 3; more += 1) kit.scheduler.tick();
    expect(kit.runLaters()).toBe(1_000 / START_BATCH - 4);
    expect(Math.max(...kit.starts.map((one) => one.keys.length))).toBeLessThanOrEqual(5);
    expect(kit.starts.flatMap((one) => one.keys).toSorted((a, b) => a - b)).toEqual(keys);
    expect(looks).toBe(4);
    expect(kit.scheduler.tick()).toBe(0);
  });

  it('what a pause or a clock set back finds half done is held back, and done once', () => {
    const kit = openSchedules({ now: NOON });
    const keys = Array.from({ length: START_BATCH * 3 }, (_, index) => kit.account(`Client ${index}`));
    kit.scheduler.tick();
    kit.clock.set(NEXT);
    kit.scheduler.tick();
    kit.clock.set(NEXT - DAY);
    kit.runLaters();
    expect(kit.starts).toHaveLength(1);
    kit.clock.set(NEXT);
    kit.scheduler.tick();
    kit.repository.setPausedUntil(NEXT + HOUR);
    kit.runLaters();
    expect(kit.starts).toHaveLength(2);
    kit.repository.setPausedUntil(null);
    kit.scheduler.tick();
    kit.runLaters();
    expect(kit.starts.flatMap((one) => one.keys).toSorted((a, b) => a - b)).toEqual(keys);
  });

  it('are put in line in batches, each once', () => {
    const kit = openSchedules({ now: NOON });
    const keys = Array.from({ length: START_BATCH * 3 + 2 }, (_, index) => kit.account(`Client ${index}`));
    kit.scheduler.tick();
    kit.clock.set(NEXT);
    expect(kit.scheduler.tick()).toBe(START_BATCH);
    expect(kit.runLaters()).toBe(3);
    expect(kit.starts.map((one) => one.keys.length)).toEqual([START_BATCH, START_BATCH, START_BATCH, 2]);
    expect(kit.starts.flatMap((one) => one.keys).toSorted((a, b) => a - b)).toEqual(keys);
  });
});

describe('what holds back', () => {
  const due = (preferences = {}) => {
    const kit = openSchedules({ now: NOON, preferences });
    const key = kit.account('Żabka');
    kit.scheduler.tick();
    kit.clock.set(NEXT + MINUTE);
    return { kit, key };
  };
  const FINE = { online: true, onBattery: false, batteryPercent: null, metered: false };

  it.each([
    ['no network', 'offline', { ...FINE, online: false }, {}],
    ['a metered network', 'metered', { ...FINE, metered: true }, {}],
    ['a battery that is low', 'battery', { ...FINE, onBattery: true, batteryPercent: 29 }, {}],
    ['any battery when the person wants that', 'battery', { ...FINE, onBattery: true }, { onBattery: 'pause' }],
  ])('%s: nothing starts until it has passed, then at once', (_name, reason, conditions, preferences) => {
    const { kit } = due(preferences);
    kit.scheduler.setConditions(conditions);
    expect(kit.starts).toEqual([]);
    expect(kit.schedules.state()).toMatchObject({ holding: reason, due: 1 });
    kit.scheduler.setConditions(FINE);
    expect(kit.starts).toHaveLength(1);
    expect(kit.schedules.state()).toMatchObject({ holding: null, due: 0 });
  });

  it('a battery holds back imports several times a day, not those once a day', () => {
    const { kit, key } = due();
    const often = kit.account('Often', 'Europe/Warsaw');
    const client = kit.repository.clients().find((one) => one.name === 'Often')!;
    kit.scheduler.setConditions({ ...FINE, onBattery: true, batteryPercent: 80 });
    kit.schedules.set([String(client.id)], { everyHours: 1 });
    kit.clock.advance(2 * HOUR);
    kit.scheduler.tick();
    expect(kit.startsOf(key)).toHaveLength(1);
    expect(kit.startsOf(often)).toEqual([]);
    kit.scheduler.setConditions(FINE);
    expect(kit.startsOf(often)).toHaveLength(1);
  });

  it('lets everything through where the person said so', () => {
    const { kit } = due({ onBattery: 'run', onMetered: 'run' });
    kit.scheduler.setConditions({ online: true, onBattery: true, batteryPercent: 3, metered: true });
    expect(kit.starts).toHaveLength(1);
  });

  it('a sign-in that ran out: its ad accounts wait, the others run, and it catches up once signed in again', () => {
    const { kit, key } = due();
    const other = kit.account('Other', 'Europe/Warsaw', { platform: 'google' });
    kit.clock.set(NOON);
    kit.scheduler.tick();
    kit.clock.set(NEXT + MINUTE);
    run(kit.store.db, `UPDATE connection SET state = 'expired' WHERE platform = 'meta'`);
    kit.scheduler.tick();
    expect([kit.startsOf(key).length, kit.startsOf(other).length]).toEqual([0, 1]);
    expect(kit.schedules.list().clients.find((one) => one.client === 'Żabka')).toMatchObject({ needsSignIn: true });
    kit.clock.advance(3 * DAY);
    run(kit.store.db, `UPDATE connection SET state = 'connected' WHERE platform = 'meta'`);
    kit.scheduler.tick();
    expect(kit.startsOf(key)).toEqual([NEXT + MINUTE + 3 * DAY]);
  });
});

describe('an import that cannot be put in line', () => {
  it('because of what it is, is not asked for again each minute', () => {
    let asked = 0;
    const kit = openSchedules({
      now: NOON,
      start: () => () => {
        asked += 1;
        throw new Refusal('NOT_FOUND', 'There is nothing to import yet.', { what: 'ad account' });
      },
    });
    kit.account('Żabka');
    kit.scheduler.tick();
    kit.clock.set(NEXT);
    for (let minute = 0; minute < 60; minute += 1) {
      kit.clock.advance(MINUTE);
      kit.scheduler.tick();
    }
    expect(asked).toBe(1);
    expect(kit.schedules.state()).toMatchObject({ due: 0 });
  });

  it('because the disk is full, is asked for again a minute later', () => {
    let full = true;
    const lines: string[] = [];
    const kit = openSchedules({
      now: NOON,
      log: (level, message) => lines.push(`${level} ${message}`),
      start: (next) => (request) => {
        if (full) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
        return next(request);
      },
    });
    const key = kit.account('Żabka');
    kit.scheduler.tick();
    kit.clock.set(NEXT);
    kit.scheduler.tick();
    expect(lines).toEqual(['error Scheduled imports could not be looked at.']);
    full = false;
    kit.clock.advance(MINUTE);
    kit.scheduler.tick();
    expect(kit.startsOf(key)).toEqual([NEXT + MINUTE]);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  coolDownMs,
  HOUR_MS,
  hourOf,
  oldestCountedHour,
  operationsAgainAt,
  QUOTA_RULES,
  usedOperations,
} from '../../../src/main/features/quotas/budget.ts';
import { createQuotas } from '../../../src/main/features/quotas/quotas.ts';
import { quotaRepository } from '../../../src/main/features/quotas/stored.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { memoryLog } from './memory-log.ts';
import { openStore, type Store } from '../../../src/main/store/open.ts';

/** Budgets as platforms tell them: when asking pauses, for whom, and that no restart forgets it (promises S11). */
const NOW = Date.parse('2026-11-21T11:20:00Z');
const MIGRATIONS = join(import.meta.dirname, '../../../drizzle');
const MINUTE = 60_000;
let home: string;
let store: Store;
let clock: ReturnType<typeof manualClock>;
let limit: number | null;
const log = memoryLog();

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tidemark-quotas-'));
  clock = manualClock(NOW);
  limit = null;
  store = openStore({ home, migrationsFolder: MIGRATIONS, clock });
  log.lines.length = 0;
});
afterEach(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

const open = (random: () => number = () => 0) =>
  createQuotas({
    repository: quotaRepository(store.db),
    dailyOperations: () => limit,
    now: () => clock.now(),
    random,
    log: log.log,
  });

function restart(): ReturnType<typeof open> {
  store.close();
  store = openStore({ home, migrationsFolder: MIGRATIONS, clock });
  return open();
}

const owner = (adAccountId: string, connectionId: string | null = 'c1') => ({
  platform: 'meta' as const,
  connectionId,
  adAccountId,
});
const used = (percent: number, more: { scope?: 'app' | 'ad_account'; regainAt?: number | null } = {}) => ({
  scope: more.scope ?? ('ad_account' as const),
  adAccountId: more.scope === 'app' ? null : '1',
  percent,
  regainAt: more.regainAt ?? null,
});

function connect(...ids: string[]): void {
  for (const id of ids)
    store.db
      .prepare(
        `INSERT INTO connection (id, platform, label, kind, state, scopes, created_at) VALUES (?, 'meta', ?, 'login', 'connected', '[]', 0)`,
      )
      .run(id, id);
}

describe('usage headers', () => {
  it('pause an ad account at 90 %, before the platform throttles, and no other', () => {
    const quotas = open();
    quotas.noteUsage('c1', 'meta', used(89));
    expect(quotas.holdUntil(owner('1'))).toBeNull();
    quotas.noteUsage('c1', 'meta', used(90));
    expect(quotas.holdUntil(owner('1'))).toMatchObject({ until: NOW + 10 * MINUTE, code: 'QUOTA_NEARLY_USED' });
    expect(quotas.holdUntil(owner('2'))).toBeNull();
    clock.advance(10 * MINUTE);
    expect(quotas.holdUntil(owner('1'))).toBeNull();
  });

  it('wait as told when the platform names the end', () => {
    const quotas = open();
    quotas.noteUsage('c1', 'meta', used(100, { regainAt: NOW + 33 * MINUTE }));
    expect(quotas.holdUntil(owner('1'))?.until).toBe(NOW + 33 * MINUTE);
    // A parallel answer that names an earlier end does not shorten it.
    quotas.noteUsage('c1', 'meta', used(100, { regainAt: NOW + 5 * MINUTE }));
    expect(quotas.holdUntil(owner('1'))?.until).toBe(NOW + 33 * MINUTE);
  });

  it('pause every sign-in of an app, and no other app', () => {
    connect('c1', 'c2', 'other');
    const quotas = open();
    quotas.noteApp('c1', 'app-a');
    quotas.noteApp('c2', 'app-a');
    quotas.noteApp('other', 'app-b');
    quotas.noteUsage('c1', 'meta', used(97, { scope: 'app' }));
    const held = (): boolean[] => ['c1', 'c2', 'other'].map((id) => restarted.holdUntil(owner('7', id)) !== null);
    let restarted = quotas;
    expect(held()).toEqual([true, true, false]);
    restarted = restart();
    expect(held()).toEqual([true, true, false]);
  });

  it('after a pause that brought nothing, mean a longer one, until the whole window has gone by', () => {
    const quotas = open();
    const waits: number[] = [];
    for (let pause = 0; pause < 5; pause += 1) {
      quotas.noteUsage('c1', 'meta', used(90));
      const { until } = quotas.holdUntil(owner('1'))!;
      waits.push((until - clock.now()) / MINUTE);
      clock.set(until);
      quotas.forgetPassed();
    }
    expect(waits).toEqual([10, 20, 40, 60, 60]);
    quotas.noteUsage('c1', 'meta', used(50));
    quotas.noteUsage('c1', 'meta', used(90));
    expect(quotas.holdUntil(owner('1'))!.until - clock.now()).toBe(10 * MINUTE);
  });

  it('are longer waits the closer to the limit, never longer than the window', () => {
    expect(coolDownMs(75)).toBe(0);
    expect(coolDownMs(90)).toBe(10 * MINUTE);
    expect(coolDownMs(100)).toBe(15 * MINUTE);
    expect(coolDownMs(3_000)).toBe(15 * MINUTE);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
        expect(Math.sign(coolDownMs(Math.max(a, b)) - coolDownMs(Math.min(a, b)))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('that are no percentage (%s) are none', (percent) => {
    const quotas = open();
    quotas.noteUsage('c1', 'meta', used(percent));
    expect(quotas.holdUntil(owner('1'))).toBeNull();
  });

  it('an absurd end is not waited for longer than a day', () => {
    const quotas = open();
    quotas.noteUsage('c1', 'meta', used(100, { regainAt: 1e300 }));
    expect(quotas.holdUntil(owner('1'))?.until).toBe(NOW + 24 * HOUR_MS);
    quotas.addHold(owner('2'), 'ad_account', Number.POSITIVE_INFINITY, { code: 'RATE_LIMITED', reason: 'Later.' });
    expect(quotas.holdUntil(owner('2'))?.until).toBe(NOW + 24 * HOUR_MS);
  });
});

describe('a hold', () => {
  const why = { code: 'RATE_LIMITED', reason: 'Meta Ads asked us to slow down.' };

  it('is there after a restart, with its reason, and ends when it said', () => {
    open().addHold(owner('1'), 'ad_account', NOW + 30 * MINUTE, why);
    clock.advance(29 * MINUTE);
    const quotas = restart();
    expect(quotas.holdUntil(owner('1'))).toMatchObject({ until: NOW + 30 * MINUTE, ...why });
    expect(quotas.holdUntil(owner('1'))?.leftMs).toBeLessThanOrEqual(MINUTE);
    clock.advance(MINUTE);
    expect(restart().holdUntil(owner('1'))).toBeNull();
  });

  it('ends by the wall clock when the machine slept through it', () => {
    const quotas = open();
    quotas.addHold(owner('1'), 'ad_account', NOW + 5 * HOUR_MS, why);
    // Monotonic time stood still meanwhile.
    clock.advance(6 * HOUR_MS);
    quotas.forgetPassed();
    expect(quotas.holdUntil(owner('1'))).toBeNull();
  });

  it('is not stretched by a clock set back', () => {
    const quotas = open();
    quotas.addHold(owner('1'), 'ad_account', NOW + 30 * MINUTE, why);
    clock.set(NOW - 24 * HOUR_MS);
    expect(quotas.holdUntil(owner('1'))?.leftMs).toBeLessThanOrEqual(30 * MINUTE);
    clock.set(NOW + MINUTE);
    expect(quotas.holdUntil(owner('1'))?.leftMs).toBeLessThanOrEqual(30 * MINUTE);
  });

  it('written while the clock was a year ahead is not waited for longer than a day after it was set right', () => {
    clock.advance(365 * 24 * HOUR_MS);
    open().addHold(owner('1'), 'ad_account', clock.now() + HOUR_MS, why);
    clock.set(NOW);
    expect(restart().holdUntil(owner('1'))?.until).toBeLessThanOrEqual(NOW + 24 * HOUR_MS);
  });

  it('of twelve ad accounts told the same end do not end together', () => {
    let seed = 7;
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const quotas = open(random);
    const ends = Array.from({ length: 12 }, (_, index) => {
      const one = owner(`account ${index}`);
      quotas.addHold(one, 'ad_account', NOW + 10 * MINUTE, why);
      return quotas.holdUntil(one)!.until;
    });
    for (const end of ends) {
      expect(end).toBeGreaterThanOrEqual(NOW + 10 * MINUTE);
      expect(end).toBeLessThanOrEqual(NOW + 11 * MINUTE);
    }
    expect(new Set(ends.map((end) => Math.floor(end / 1000))).size).toBeGreaterThan(9);
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(20_000);
  });

  it('cannot be kept on a full disk, and holds all the same', () => {
    const quotas = open();
    store.db.pragma('query_only = 1');
    quotas.addHold(owner('1'), 'ad_account', NOW + MINUTE, why);
    quotas.noteRequest('c1', 'meta', { operations: 1 });
    store.db.pragma('query_only = 0');
    expect(quotas.holdUntil(owner('1'))?.until).toBe(NOW + MINUTE);
    expect(log.lines).toHaveLength(2);
  });
});

describe('operations of a day', () => {
  it('are counted per app over sliding 24 hours, survive a restart and come back when the oldest hour falls out', () => {
    connect('c1', 'c2');
    limit = 100;
    const first = open();
    first.noteApp('c1', 'app-a');
    first.noteRequest('c1', 'meta', { operations: 60 });
    clock.advance(3 * HOUR_MS);
    first.noteRequest('c1', 'meta', { operations: 30 });
    expect(first.operationsLeft('meta', 'c1')).toBe(10);
    expect(first.operationsLeft('meta', 'c2')).toBe(100);
    const quotas = restart();
    expect(quotas.operationsLeft('meta', 'c1')).toBe(10);
    expect(quotas.holdUntil(owner('1'))).toBeNull();
    quotas.noteRequest('c1', 'meta', { operations: 10 });
    // The 60 of 11:20 are in the hour that begins at 11:00; a day after its end they count no more.
    const again = (hourOf(NOW) + 25) * HOUR_MS;
    expect(quotas.holdUntil(owner('1'))).toMatchObject({ until: again, code: 'DAILY_OPERATIONS_USED' });
    expect(quotas.holdUntil(owner('1', 'c2'))).toBeNull();
    clock.set(again);
    expect(quotas.holdUntil(owner('1'))).toBeNull();
    expect(quotas.operationsLeft('meta', 'c1')).toBe(60);
  });

  it('made while the clock ran a year ahead hold nothing up once it is right; set back within a day they count', () => {
    connect('c1');
    limit = 100;
    clock.set(NOW + 365 * 24 * HOUR_MS);
    open().noteRequest('c1', 'meta', { operations: 100 });
    clock.set(NOW);
    const quotas = restart();
    expect(quotas.holdUntil(owner('1'))).toBeNull();
    expect(quotas.operationsLeft('meta', 'c1')).toBe(100);
    clock.set(NOW + 20 * HOUR_MS);
    quotas.noteRequest('c1', 'meta', { operations: 100 });
    clock.set(NOW);
    expect(quotas.operationsLeft('meta', 'c1')).toBe(0);
  });

  it('leave room for further details only above the reserve', () => {
    limit = 100;
    const quotas = open();
    expect(quotas.roomForMore('meta', 'c1')).toBe(true);
    quotas.noteRequest('c1', 'meta', { operations: 100 - 100 * QUOTA_RULES.reserveShare });
    expect(quotas.roomForMore('meta', 'c1')).toBe(false);
    expect(quotas.holdUntil(owner('1'))).toBeNull();
    limit = null;
    expect(quotas.roomForMore('meta', 'c1')).toBe(true);
  });

  it('never allow more than the limit in any 24 hours, and go on in the end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ hour: fc.integer({ min: 0, max: 40 }), operations: fc.integer({ min: 1, max: 30 }) })),
        fc.integer({ min: 1, max: 100 }),
        (made, most) => {
          const now = 500_000 * HOUR_MS + 1;
          const perHour = new Map<number, number>();
          for (const { hour, operations } of made) {
            const at = hourOf(now) - hour;
            perHour.set(at, (perHour.get(at) ?? 0) + operations);
          }
          const exact = [...perHour].filter(([hour]) => (hour + 1) * HOUR_MS > now - 24 * HOUR_MS);
          // What counts is never less than what a platform counts to the minute.
          expect(usedOperations(perHour, now)).toBeGreaterThanOrEqual(exact.reduce((sum, [, n]) => sum + n, 0));
          if (usedOperations(perHour, now) < most) return;
          const again = operationsAgainAt(perHour, most, now);
          expect(again).toBeGreaterThan(now);
          expect(usedOperations(perHour, again)).toBeLessThan(most);
          expect(oldestCountedHour(again)).toBeLessThanOrEqual(hourOf(now) + 1);
        },
      ),
    );
  });
});

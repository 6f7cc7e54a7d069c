import { randomUUID } from 'node:crypto';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { silentLog, type Log } from '../../../src/main/kernel/log.ts';
import type {
  SchedulePreferences,
  ScheduleRepository,
  StartImports,
} from '../../../src/main/features/schedules/ports.ts';
import { createScheduler } from '../../../src/main/features/schedules/scheduler.ts';
import { createSchedules } from '../../../src/main/features/schedules/schedules.ts';
import { createScheduleRepository } from '../../../src/main/features/schedules/stored.ts';
import { importRepository } from '../../../src/main/features/imports/stored.ts';
import type { Store } from '../../../src/main/store/store.ts';
import { addAccount, newStore } from '../../store/helpers.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Jumps in spring and autumn on both halves of the earth, by half an hour, at midnight, never, and with quarters of hours. */
export const ZONES = [
  'America/Los_Angeles',
  'Europe/Warsaw',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Pacific/Apia',
  'America/St_Johns',
] as const;
/** 00:00, 01:30, 02:00, 02:30, 03:00, 23:59. */
export const TIMES = [0, 90, 120, 150, 180, 1439] as const;

export type Start = { at: number; keys: number[]; requestId: string };

export type KitOptions = {
  now: number;
  store?: Store;
  preferences?: Partial<SchedulePreferences>;
  around?: (repository: ScheduleRepository) => ScheduleRepository;
  log?: Log;
  /** Comes between the scheduler and the imports. */
  start?: (next: StartImports) => StartImports;
};

/** Schedules on a real database with a clock of the test's own; imports are put in line as rows and never run. */
export function openSchedules(options: KitOptions) {
  const store = options.store ?? newStore();
  // Simulated years are tens of thousands of commits; no power is cut here.
  store.db.pragma('synchronous = OFF');
  const clock = manualClock(options.now);
  const now = (): number => clock.now();
  const repository = (options.around ?? ((same) => same))(createScheduleRepository(store.db));
  const imports = importRepository(store);
  const starts: Start[] = [];
  const wake: { at: number | null; act: () => void } = { at: null, act: () => undefined };
  const laters: (() => void)[] = [];
  let changes = 0;
  const preferences: SchedulePreferences = {
    onBattery: 'daily',
    onMetered: 'pause',
    runMissed: true,
    ...options.preferences,
  };
  const putInLine: StartImports = ({ adAccountKeys, trigger }) => {
    const requestId = randomUUID();
    const accounts = new Map(imports.accountsToImport('all').map((account) => [account.key, account]));
    imports.createRuns(
      adAccountKeys.map((adAccountKey) => ({
        requestId,
        adAccountKey,
        clientId: accounts.get(adAccountKey)!.clientId,
        trigger,
        from: '2026-01-01',
        to: '2026-01-01',
        chosen: false,
        why: 'a test',
        slices: [],
      })),
      clock.now(),
    );
    starts.push({ at: clock.now(), keys: [...adAccountKeys], requestId });
    return requestId;
  };
  const scheduler = createScheduler({
    repository,
    now,
    startImports: (options.start ?? ((next) => next))(putInLine),
    preferences: () => preferences,
    waker: {
      wakeAt: (at, act) => Object.assign(wake, { at, act }),
      stop: () => Object.assign(wake, { at: null }),
    },
    later: (act) => void laters.push(act),
    changed: () => (changes += 1),
    log: options.log ?? silentLog,
  });
  const schedules = createSchedules({
    repository,
    scheduler,
    now,
    runMissed: () => preferences.runMissed,
    machineZone: () => 'Europe/Warsaw',
    changed: () => (changes += 1),
  });
  return {
    store,
    clock,
    repository,
    imports,
    scheduler,
    schedules,
    starts,
    wake,
    preferences,
    changes: () => changes,
    /** Everything that was put off for a moment. */
    runLaters() {
      let count = 0;
      for (; laters.length > 0; count += 1) laters.shift()?.();
      return count;
    },
    account: (client: string, timeZone = 'Europe/Warsaw', more: Partial<Parameters<typeof addAccount>[1]> = {}) =>
      addAccount(store.db, { client, timeZone, adAccountId: `${client}-${timeZone}`, ...more }),
    /** When each start of an ad account was. */
    startsOf: (key: number): number[] => starts.filter((one) => one.keys.includes(key)).map((one) => one.at),
    /** Lets the time pass as it does for a computer that is awake: it looks when it asked to be woken. */
    passUntil(end: number) {
      while (wake.at !== null && wake.at <= end) {
        clock.set(Math.max(clock.now(), wake.at));
        const { act } = wake;
        wake.at = null;
        act();
        this.runLaters();
      }
      clock.set(end);
    },
  };
}

export type ScheduleKit = ReturnType<typeof openSchedules>;

import { setImmediate as breathe } from 'node:timers/promises';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import type { Settings } from '../../../contract/workspace.ts';
import { addDays, dayInZone } from '../../domain/days.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import type { Capabilities } from '../../platforms/platform.ts';
import type { Store } from '../../store/open.ts';
import { retainedAccounts } from '../../store/reads/retained.ts';
import type { MoveCounts } from '../../store/writes/archive-chunks.ts';
import { archivableYears, isArchived, moveToArchiveSteps, restoreArchiveSteps } from '../../store/writes/archives.ts';
import { dropPartialMonthsSteps } from '../../store/writes/partial-months.ts';
import { foldHoursSteps } from '../../store/writes/retention.ts';
import { readSetting, writeSettings } from '../../store/writes/settings.ts';

/** Kept beyond the look-back when the person chose nothing. */
const KEPT_BEYOND_DAYS = 90;
const EVERY_MS = 20 * 3_600_000;
const LOOK_MS = 3_600_000;
const RAN_AT = 'retentionRanAt';

export type RetentionDeps = {
  store: Pick<Store, 'db' | 'home' | 'explain'>;
  /** For how long a platform may still change its figures: such days are read again and must stay as they are. */
  platforms: ReadonlyMap<PlatformId, { capabilities: Pick<Capabilities, 'lookbackDays' | 'conversionSettleDays'> }>;
  settings: () => Pick<Settings, 'hoursKeptDays'>;
  now: () => number;
  log: Log;
};

export type RetentionOutcome = { foldedDays: number; foldedRows: number; partialMonthRows: number };

export type Retention = {
  /** Folds what is older than kept, now; null when it was already under way or was stopped. Never throws. */
  run(): Promise<RetentionOutcome | null>;
  /** Moves a settled year out of the workspace. A Refusal for another year; StoreError for a full disk and the like. */
  archive(year: number): Promise<MoveCounts>;
  /** Brings it back. Throws StoreError when its file cannot be read. */
  restore(year: number): Promise<MoveCounts>;
  /** From here on it runs once a day by itself; for a service. */
  begin(): void;
  /** Stops after the transaction under way. */
  stop(): void;
};

/** Keeps detail as long as the person wants it. Every step is one transaction, with room for other work in between. */
export function createRetention(deps: RetentionDeps): Retention {
  const { db, home, explain } = deps.store;
  let busy = false;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  /** The first day whose hours stay, per ad account, in its own zone. */
  function limits(): Map<number, Day> {
    const chosen = deps.settings().hoursKeptDays ?? null;
    return new Map(
      retainedAccounts(db).map((account) => {
        const told = deps.platforms.get(account.platform)?.capabilities;
        const lookback = Math.max(
          told?.lookbackDays ?? 0,
          told?.conversionSettleDays ?? 0,
          account.conversionWindowDays ?? 0,
        );
        const kept = Math.max(chosen ?? lookback + KEPT_BEYOND_DAYS, lookback + 1);
        // Folding cannot be undone: a clock set years ahead must not fold everything, so no day after the newest figures counts.
        const today = dayInZone(deps.now(), account.timeZone);
        const newest = account.newest === null ? today : addDays(account.newest, 1);
        return [account.key, addDays(newest < today ? newest : today, -kept)];
      }),
    );
  }

  async function through<Step>(steps: Generator<Step, Step>): Promise<Step | null> {
    for (;;) {
      if (stopped) {
        steps.return(undefined as Step);
        return null;
      }
      const step = steps.next();
      if (step.done === true) return step.value;
      await breathe();
    }
  }

  async function run(): Promise<RetentionOutcome | null> {
    if (busy || stopped) return null;
    busy = true;
    try {
      const before = limits();
      const folded = await through(foldHoursSteps(db, { before, now: deps.now() }));
      const months = await through(dropPartialMonthsSteps(db, { before }));
      if (folded === null || months === null) return null;
      writeSettings(db, { [RAN_AT]: deps.now() });
      if (folded.rows + months > 0)
        deps.log('info', 'Old detail was folded.', { days: folded.days, rows: folded.rows, partialMonthRows: months });
      return { foldedDays: folded.days, foldedRows: folded.rows, partialMonthRows: months };
    } catch (error) {
      deps.log('error', 'Old detail could not be folded; it stays as it is.', { error: explain(error) ?? error });
      return null;
    } finally {
      busy = false;
    }
  }

  async function moving(steps: () => Generator<MoveCounts, MoveCounts>): Promise<MoveCounts> {
    while (busy) await breathe();
    busy = true;
    try {
      const moved = await through(steps());
      if (moved !== null) return moved;
      throw new Refusal('WORKSPACE_UNAVAILABLE', 'Tidemark was closed half way. Nothing is lost; do it again.', {
        code: 'CLOSED',
      });
    } catch (error) {
      throw explain(error) ?? error;
    } finally {
      busy = false;
    }
  }

  function look(): void {
    const ranAt = readSetting(db, RAN_AT);
    const age = typeof ranAt === 'number' ? deps.now() - ranAt : EVERY_MS;
    // A clock set back must not switch it off.
    if (age >= EVERY_MS || age < 0) void run();
  }

  return {
    run,
    async archive(year) {
      const now = deps.now();
      if (archivableYears(db, now).includes(year) || isArchived(db, year))
        return moving(() => moveToArchiveSteps(db, home, { year, now }));
      throw new Refusal('BAD_INPUT', `${year} cannot be archived: only a past year whose figures have settled can.`, {
        field: 'year',
      });
    },
    restore: (year) => moving(() => restoreArchiveSteps(db, home, { year })),
    begin() {
      // Not at once: what a person sees first comes first.
      timer = setInterval(look, LOOK_MS).unref();
    },
    stop() {
      stopped = true;
      if (timer) clearInterval(timer);
    },
  };
}

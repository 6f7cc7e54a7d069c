import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import { holdReason } from './hold.ts';
import { afterStart, type DueAccount, planLedger } from './ledger.ts';
import type {
  Conditions,
  DueChange,
  HoldReason,
  SchedulePreferences,
  ScheduleRepository,
  StartImports,
  Waker,
} from './ports.ts';
import { DEFAULT_RULE, type Rule } from './rule.ts';

/**
 * Starts what is due. Timers, wake-ups and the network coming back only make it look; what is started is decided by the ledger in the
 * database and the clock that was passed in, so it does not matter which of them came, how late, or how often.
 */
export type Scheduler = {
  /** Looks at the ledger and starts what is due and not held back. Answers with how many ad accounts were started. Never throws. */
  tick(): number;
  /** The machine's state changed. */
  setConditions(conditions: Conditions): void;
  /** Why nothing starts by itself now; null = it would. */
  holding(): HoldReason | null;
  ruleOf(clientId: number): Rule;
  /** Looks every minute from now on; call once. */
  begin(): void;
  stop(): void;
};

export type SchedulerDeps = {
  repository: ScheduleRepository;
  now: () => number;
  startImports: StartImports;
  preferences: () => SchedulePreferences;
  waker: Waker;
  /** Runs something a moment later; for tests. */
  later?: (act: () => void) => void;
  /** Something about due work or what holds it back changed. */
  changed: () => void;
  log: Log;
};

/** So many ad accounts are planned and put in line in one step; readers are let in before the next one. */
export const START_BATCH = 5;
const NEXT_BATCH_MS = 20;
const LOOK_MS = 60_000;

const EVERYTHING_FINE: Conditions = { online: true, onBattery: false, batteryPercent: null, metered: false };

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { repository } = deps;
  const later = deps.later ?? ((act) => void setTimeout(act, NEXT_BATCH_MS).unref());
  let conditions = EVERYTHING_FINE;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let told = '';
  /** Found due by the last look and not started yet; the next look finds them anew. */
  let ready: DueAccount[] = [];
  let waiting = 0;
  let next = Infinity;
  let lookedAt = 0;
  let goingOn = false;

  function rules(): (clientId: number) => Rule {
    const stored = new Map(repository.rules().map((rule) => [rule.clientId, rule] as const));
    const fallback: Rule = stored.get(0) ?? DEFAULT_RULE;
    return (clientId) => stored.get(clientId) ?? fallback;
  }

  const holding = (often: boolean): HoldReason | null =>
    holdReason({
      now: deps.now(),
      pausedUntil: repository.pausedUntil(),
      conditions,
      preferences: deps.preferences(),
      often,
    });

  function look(): number {
    const now = deps.now();
    const plan = planLedger({
      accounts: repository.accounts(now),
      ruleOf: rules(),
      now,
      runMissed: deps.preferences().runMissed,
    });
    repository.dropDue(plan.drop);
    repository.saveDue(plan.changes);
    ready = plan.due.filter(({ account }) => !account.needsSignIn);
    waiting = plan.due.length;
    next = plan.next ?? Infinity;
    lookedAt = now;
    return step(now);
  }

  /** Starts the next few of what the last look found due; a thousand are not looked through again for each of them. */
  function step(now: number): number {
    const held = { daily: holding(false), often: holding(true) };
    ready = ready.filter(({ rule }) => (rule.everyHours === null ? held.daily : held.often) === null);
    const started = start(ready.slice(0, START_BATCH), now);
    ready = ready.slice(START_BATCH);
    waiting -= started.length;
    const pause = repository.pausedUntil();
    next = started.reduce((first, row) => Math.min(first, row.nextRunAt), next);
    const wakes = [next, pause !== null && pause > now ? pause : Infinity].filter(Number.isFinite);
    if (ready.length > 0) soon();
    else if (wakes.length > 0) deps.waker.wakeAt(Math.min(...wakes), () => void tick());
    tell(waiting, next, held.daily);
    return started.length;
  }

  /** Whoever shows the next run and what holds it back hears of it when it changes, not every minute. */
  function tell(waiting: number, next: number, held: HoldReason | null): void {
    const state = JSON.stringify([waiting, next, held]);
    if (state === told) return;
    told = state;
    deps.changed();
  }

  /** Returns when the started ones are due next. */
  function start(accounts: readonly DueAccount[], now: number): DueChange[] {
    // A process that died between putting a run in line and noting it left the run behind: it is not put in line again.
    const requested = new Map(
      accounts.map((due) => [due, repository.requestedBetween(due.account.key, due.dueSince, now)] as const),
    );
    const fresh = accounts.filter((due) => requested.get(due) === null);
    let requestId: string | null = null;
    if (fresh.length > 0) {
      try {
        const adAccountKeys = fresh.map((due) => due.account.key);
        const clientIds = [...new Set(fresh.map((due) => due.account.clientId))];
        requestId = deps.startImports({ adAccountKeys, clientIds, trigger: 'scheduled' });
      } catch (error) {
        // A full disk passes; that none of them can be imported (an unknown platform) does not, and asking each minute would not help.
        if (!(error instanceof Refusal)) throw error;
        deps.log('warn', 'Scheduled imports could not be put in line.', { error, adAccounts: fresh.length });
      }
    }
    const rows = accounts.map((due) => ({ ...afterStart(due, now), requestId: requested.get(due) ?? requestId }));
    repository.saveStarted(rows, now);
    return rows;
  }

  const tick = (): number => guarded(look);

  /** One chain of steps, however many looks come in between. */
  function soon(): void {
    if (goingOn) return;
    goingOn = true;
    later(() => {
      goingOn = false;
      const now = deps.now();
      // A clock set back since the look makes what it found the future again.
      if (ready.length > 0) guarded(now < lookedAt ? look : () => step(now));
    });
  }

  function guarded(act: () => number): number {
    if (stopped) return 0;
    try {
      return act();
    } catch (error) {
      // A full disk or a locked file: the next minute tries again, with what is due then.
      ready = [];
      deps.log('error', 'Scheduled imports could not be looked at.', { error });
      return 0;
    }
  }

  return {
    tick,
    ruleOf: (clientId) => rules()(clientId),
    holding: () => holding(false),
    setConditions(given) {
      conditions = given;
      tick();
    },
    begin() {
      timer ??= setInterval(tick, LOOK_MS).unref();
      tick();
    },
    stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      deps.waker.stop();
    },
  };
}

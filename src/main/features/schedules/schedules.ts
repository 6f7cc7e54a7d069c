import type {
  ClientSchedule,
  PauseLength,
  ScheduleChange,
  ScheduleList,
  ScheduleRule,
  ScheduleState,
} from '../../../contract/schedules.ts';
import { offsetAt } from '../../domain/zones.ts';
import { Refusal } from '../../kernel/failure.ts';
import { pauseEnd } from './hold.ts';
import { isScheduled, rememberedSlots, upcoming } from './ledger.ts';
import type { ScheduledAccount, ScheduleRepository } from './ports.ts';
import { DEFAULT_RULE, type Rule } from './rule.ts';
import type { Scheduler } from './scheduler.ts';

/** What a person sees and sets of schedules. Client ids are those of the contract; null stands for the default. */
export type Schedules = {
  /** Soonest first; clients nothing is imported of by itself last. */
  list(): ScheduleList;
  /** Sets parts of rules; a client that followed the default gets a rule of its own. Answers with what was there before, for undo. */
  set(clients: readonly (string | null)[], change: Partial<ScheduleRule>): ScheduleChange;
  /** These clients follow the default again. */
  reset(clients: readonly (string | null)[]): ScheduleChange;
  /** Nothing starts by itself until then; what a person starts does. */
  pause(length: PauseLength): ScheduleState;
  resume(): ScheduleState;
  state(): ScheduleState;
};

export function createSchedules(deps: {
  repository: ScheduleRepository;
  scheduler: Pick<Scheduler, 'tick' | 'holding'>;
  now: () => number;
  /** Whether times that were missed are made up for. */
  runMissed: () => boolean;
  /** The zone of the machine: a pause ends on a person's morning, not on an ad account's. */
  machineZone: () => string;
  /** What is held back may have changed. */
  changed: () => void;
}): Schedules {
  const { repository } = deps;
  const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

  function stored(): { own: Map<number, Rule>; fallback: Rule } {
    const own = new Map(repository.rules().map(({ clientId, ...rule }) => [clientId, rule] as const));
    const fallback = own.get(0) ?? DEFAULT_RULE;
    own.delete(0);
    return { own, fallback };
  }

  /** What the change is for, every client checked first. */
  function keysOf(clients: readonly (string | null)[]): Map<number, string | null> {
    const known = new Set(repository.clients().map((client) => client.id));
    return new Map(
      clients.map((client) => {
        if (client === null) return [0, null];
        if (!known.has(Number(client)))
          throw new Refusal('NOT_FOUND', 'That client does not exist any more.', { what: 'client' });
        return [Number(client), client];
      }),
    );
  }

  function before(keys: ReadonlyMap<number, string | null>): ScheduleChange {
    const rules = new Map(repository.rules().map(({ clientId, ...rule }) => [clientId, rule] as const));
    return {
      before: [...keys].map(([key, client]) => ({ client, rule: asContract(rules.get(key)) })),
    };
  }

  /**
   * As the ledger would have it now: it is brought up to date by a running service only. `due` is the time of the rule, `starts` when
   * something happens: not before a pause ends, at whose end what was missed is made up for or left out as it always is.
   */
  function asDue(): (account: ScheduledAccount, rule: Rule) => { due: number; starts: number } {
    const args = { now: deps.now(), runMissed: deps.runMissed() };
    const slots = rememberedSlots(args.now);
    const until = repository.pausedUntil() ?? 0;
    return (account, rule) => {
      const due = upcoming(account, rule, slots, args).next.at;
      if (until <= args.now || due >= until) return { due, starts: due };
      return { due, starts: Math.max(until, upcoming(account, rule, slots, { ...args, now: until }).next.at) };
    };
  }

  function clientSchedules(own: Map<number, Rule>, fallback: Rule): ClientSchedule[] {
    const accounts = Map.groupBy(repository.accounts(deps.now()), (account) => account.clientId);
    const lastRuns = repository.lastRuns();
    const nextRun = asDue();
    return repository.clients().map(({ id, name }) => {
      const rule = own.get(id) ?? fallback;
      const wanted = (accounts.get(id) ?? []).filter((account) => isScheduled(account, rule));
      const last = lastRuns.get(id);
      return {
        clientId: String(id),
        client: name,
        inherited: !own.has(id),
        rule: asContract(rule),
        adAccounts: wanted.length,
        timeZones: [...new Set(wanted.map((account) => account.timeZone))].toSorted(),
        nextRunAt: iso(earliest(wanted.map((account) => nextRun(account, rule).starts))),
        needsSignIn: wanted.some((account) => account.needsSignIn),
        lastRun: last === undefined ? null : { at: new Date(last.at).toISOString(), status: last.status },
      };
    });
  }

  function state(): ScheduleState {
    const now = deps.now();
    const { own, fallback } = stored();
    const nextRun = asDue();
    const accounts = repository.accounts(now).flatMap((account) => {
      const rule = own.get(account.clientId) ?? fallback;
      return isScheduled(account, rule)
        ? [{ needsSignIn: account.needsSignIn, timeZone: account.timeZone, ...nextRun(account, rule) }]
        : [];
    });
    const pausedUntil = repository.pausedUntil();
    const next = earliest(accounts.flatMap(({ needsSignIn, starts }) => (needsSignIn ? [] : [starts])));
    return {
      nextRunAt: iso(next),
      pausedUntil: pausedUntil !== null && pausedUntil > now ? iso(pausedUntil) : null,
      holding: deps.scheduler.holding(),
      due: accounts.filter(({ due }) => due <= now).length,
      otherClocks:
        next !== null &&
        [...new Set(accounts.map(({ timeZone }) => timeZone))].some(
          (timeZone) => offsetAt(next, timeZone) !== offsetAt(next, deps.machineZone()),
        ),
    };
  }

  /** The ledger follows a change at once, so that what is answered next is true. */
  function follow(): void {
    deps.scheduler.tick();
    deps.changed();
  }

  return {
    state,
    list() {
      const { own, fallback } = stored();
      const clients = clientSchedules(own, fallback).toSorted(
        (a, b) => (a.nextRunAt ?? '9').localeCompare(b.nextRunAt ?? '9') || a.client.localeCompare(b.client) || 0,
      );
      return { default: asContract(fallback), state: state(), clients };
    },
    set(clients, change) {
      const keys = keysOf(clients);
      const answer = before(keys);
      const { own, fallback } = stored();
      repository.saveRules(
        [...keys.keys()].map((clientId) => ({
          clientId,
          ...asContract(own.get(clientId) ?? fallback),
          ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)),
        })),
        deps.now(),
      );
      follow();
      return answer;
    },
    reset(clients) {
      const keys = keysOf(clients);
      const answer = before(keys);
      repository.removeRules([...keys.keys()]);
      follow();
      return answer;
    },
    pause(length) {
      repository.setPausedUntil(pauseEnd(length, deps.now(), deps.machineZone()));
      follow();
      return state();
    },
    resume() {
      repository.setPausedUntil(null);
      follow();
      return state();
    },
  };
}

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}

function asContract(rule: Rule): ScheduleRule;
function asContract(rule: Rule | undefined): ScheduleRule | null;
function asContract(rule: Rule | undefined): ScheduleRule | null {
  return rule === undefined ? null : { ...rule, platforms: rule.platforms === null ? null : [...rule.platforms] };
}

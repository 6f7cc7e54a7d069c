import { latestSlot, slotAfter, slotInstant, type Rule, type Slot } from './rule.ts';
import type { DueChange, ScheduledAccount } from './ports.ts';

/** The ledger of due work: what is due now, and what is to be noted. Pure; the database's rows come in and changes go out. */
const HOUR_MS = 3_600_000;
/**
 * A slot that was run further ahead of now than this was run by a clock that was wrong. Nearer ones are left alone: a clock set back by
 * a day must not run a day twice.
 */
const WRONG_CLOCK_MS = 36 * HOUR_MS;
/** A start later than this after its time is one that was missed. */
const MISSED_MS = HOUR_MS;

export type DueAccount = { account: ScheduledAccount; rule: Rule; dueSince: number };
export type LedgerPlan = {
  /** Due now, longest overdue first. */
  due: DueAccount[];
  /** Rows that say something else than they should. */
  changes: DueChange[];
  /** Ad accounts that are on the ledger and nothing is to be imported of by itself any more. */
  drop: number[];
  /** The next instant at which something comes due; null = never. */
  next: number | null;
};

/** Looks through all ad accounts. `ruleOf` gives a client's rule, its own or the default. */
export function planLedger(args: {
  accounts: readonly ScheduledAccount[];
  ruleOf: (clientId: number) => Rule;
  now: number;
  runMissed: boolean;
}): LedgerPlan {
  const { now } = args;
  const plan: LedgerPlan = { due: [], changes: [], drop: [], next: null };
  const slots = rememberedSlots(now);
  for (const account of args.accounts) {
    const rule = args.ruleOf(account.clientId);
    if (!isScheduled(account, rule)) {
      if (account.due !== null) plan.drop.push(account.key);
      continue;
    }
    const { last, next } = upcoming(account, rule, slots, args);
    const known = account.due;
    if (known?.nextRunAt !== next.at || known.nextSlot !== next.slot || known.lastSlot !== last)
      plan.changes.push({ adAccountKey: account.key, nextRunAt: next.at, nextSlot: next.slot, lastSlot: last });
    if (next.at <= now) plan.due.push({ account, rule, dueSince: next.at });
    else plan.next = Math.min(plan.next ?? next.at, next.at);
  }
  plan.due.sort((a, b) => a.dueSince - b.dueSince || a.account.key - b.account.key);
  return plan;
}

/** What an ad account is due for next under a rule, and what it was run for last. */
export function upcoming(
  account: Pick<ScheduledAccount, 'due' | 'timeZone'>,
  rule: Rule,
  slots: Slots,
  args: { now: number; runMissed: boolean },
): { last: string; next: Slot } {
  const { now } = args;
  const stored = account.due?.lastSlot ?? null;
  const storedAt = stored === null ? null : slots.instant(stored, account.timeZone);
  const credible = stored !== null && storedAt !== null && storedAt <= now + WRONG_CLOCK_MS;
  // Seen for the first time: what lies before was not asked for.
  let last = credible ? stored : slots.latest(rule, account.timeZone);
  let next = slots.after(rule, account.timeZone, last);
  while (!args.runMissed && next.at < now - MISSED_MS) {
    last = next.slot;
    next = slots.after(rule, account.timeZone, last);
  }
  return { last, next };
}

/** The row of an ad account that was started: every slot up to now is done, one import having made up for all of them. */
export function afterStart({ account, rule }: DueAccount, now: number): DueChange {
  const last = latestSlot(rule, account.timeZone, now);
  const next = slotAfter(rule, account.timeZone, last.slot);
  return { adAccountKey: account.key, nextRunAt: next.at, nextSlot: next.slot, lastSlot: last.slot };
}

/** Whether an ad account is imported by itself under a rule. */
export function isScheduled(account: Pick<ScheduledAccount, 'platform'>, rule: Rule): boolean {
  return rule.enabled && (rule.platforms === null || rule.platforms.includes(account.platform));
}

/** A thousand ad accounts share a few zones and rules: each question about them is answered once. */
export function rememberedSlots(now: number) {
  const remember = <T>(): ((key: string, make: () => T) => T) => {
    const known = new Map<string, T>();
    return (key, make) => {
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = make();
      known.set(key, made);
      return made;
    };
  };
  const latest = remember<string>();
  const after = remember<ReturnType<typeof slotAfter>>();
  const instants = remember<number | null>();
  const name = (rule: Rule, zone: string): string => `${zone} ${rule.everyHours ?? 'daily'} ${rule.atMinute}`;
  return {
    latest: (rule: Rule, zone: string) => latest(name(rule, zone), () => latestSlot(rule, zone, now).slot),
    after: (rule: Rule, zone: string, last: string) =>
      after(`${name(rule, zone)} ${last}`, () => slotAfter(rule, zone, last)),
    instant: (slot: string, zone: string) => instants(`${zone} ${slot}`, () => slotInstant(slot, zone)),
  };
}

type Slots = ReturnType<typeof rememberedSlots>;

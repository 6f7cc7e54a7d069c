import type { MachineConditions } from '../../kernel/engine-protocol.ts';
import type { HoldReason, ScheduleRule } from '../../../contract/schedules.ts';
import type { RunStatus } from '../../../contract/imports.ts';
import type { DueChange } from '../../store/writes/due-work.ts';
import type { ScheduledAccount } from '../../store/reads/schedules.ts';

export type { DueChange, ScheduledAccount };
export type StoredRule = ScheduleRule & { clientId: number };

/** The store as schedules see it. Every call is one transaction. */
export type ScheduleRepository = {
  /** Rules that were ever set; client 0 is the default. */
  rules(): StoredRule[];
  saveRules(rules: readonly StoredRule[], now: number): void;
  removeRules(clientIds: readonly number[]): void;
  accounts(now: number): ScheduledAccount[];
  saveDue(rows: readonly DueChange[]): void;
  saveStarted(rows: readonly (DueChange & { requestId: string | null })[], now: number): void;
  dropDue(adAccountKeys: readonly number[]): void;
  /** The request of a scheduled import of the ad account put in line between two instants, or null. */
  requestedBetween(adAccountKey: number, since: number, until: number): string | null;
  lastRuns(): Map<number, { at: number; status: RunStatus }>;
  clients(): { id: number; name: string }[];
  /** Epoch ms; null = not paused. Survives restarts. */
  pausedUntil(): number | null;
  setPausedUntil(until: number | null): void;
};

/** Puts imports of these ad accounts in line, in this order, and answers with the request's id. Throws when none of them can be imported. */
export type StartImports = (request: {
  adAccountKeys: readonly number[];
  /** Whose these ad accounts are, so that no others are looked at. */
  clientIds: readonly number[];
  trigger: 'scheduled';
}) => string;

/** Calls back once at an instant (epoch ms), however far it is, or as soon as possible when it has passed. */
export type Waker = {
  /** Replaces what was asked for before. */
  wakeAt(at: number, wake: () => void): void;
  stop(): void;
};

/** What the machine does not tell is what costs nothing: on mains, not metered. */
export type Conditions = MachineConditions;

/** What a person chose about work that starts by itself. */
export type SchedulePreferences = {
  /** run = as on mains; daily = imports once a day run, more frequent ones wait for mains; pause = all wait for mains. */
  onBattery: 'run' | 'daily' | 'pause';
  onMetered: 'run' | 'pause';
  /** Whether a time that passed while the computer slept or was off is made up for at the next wake. */
  runMissed: boolean;
};

export type { HoldReason };

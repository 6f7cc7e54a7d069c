import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { RequestReading, UsageReading } from '../../platforms/platform.ts';
import type { QuotaState } from '../../store/writes/quotas.ts';

/** The store as quotas see it. */
export type QuotaRepository = {
  states(): QuotaState[];
  save(state: QuotaState): void;
  /** Operations counted since an hour (epoch hours). */
  operations(fromHour: number): { platform: PlatformId; scopeId: string; hour: number; operations: number }[];
  addOperations(args: {
    platform: PlatformId;
    scopeId: string;
    hour: number;
    operations: number;
    keepFrom: number;
  }): void;
  apps(): { connectionId: string; appKey: string }[];
  setApp(connectionId: string, appKey: string): void;
};

/** Whose quotas a request uses. `adAccountId` is the platform's id. */
export type QuotaOwner = { platform: PlatformId; connectionId: string | null; adAccountId: string };

export type QuotaHold = {
  /** Epoch ms: when asking again makes sense. */
  until: number;
  /** Milliseconds left on the monotonic clock, which a wrong wall clock cannot stretch; > 0. */
  leftMs: number;
  code: string;
  /** For the person: what is waited for. */
  reason: string;
};

/** Budgets of ad accounts, sign-ins and apps as the platforms tell them; they survive restarts. */
export type Quotas = {
  /** Every usage header comes here; close to a limit its scope is left alone before the platform throttles. */
  noteUsage(connectionId: string, platform: PlatformId, reading: UsageReading): void;
  /** Every request comes here; counts the operations of a daily quota. */
  noteRequest(connectionId: string, platform: PlatformId, reading: Pick<RequestReading, 'operations'>): void;
  /** The sign-in belongs to this app: its quotas are shared with the other sign-ins of the app. */
  noteApp(connectionId: string, appKey: string): void;
  /** False when no request of anybody would have to wait. */
  anyHold(): boolean;
  /** The longest hold on what a request of this owner would use; null when it may be made. */
  holdUntil(owner: QuotaOwner): QuotaHold | null;
  /** Leaves a scope alone until an instant (epoch ms), or longer when it already is; returns until when, some jitter included. */
  addHold(owner: QuotaOwner, scope: QuotaState['scope'], until: number, why: { code: string; reason: string }): number;
  /** Forgets what is over by the clock: while a machine sleeps, the clock goes on and monotonic time may not (promise T1). */
  forgetPassed(): void;
  /** Operations left of the last 24 hours' quota of the sign-in's app; null when the platform counts none. */
  operationsLeft(platform: PlatformId, connectionId: string | null): number | null;
  /** Whether enough is left for what may be put off (datasets beside the daily figures). */
  roomForMore(platform: PlatformId, connectionId: string | null): boolean;
};

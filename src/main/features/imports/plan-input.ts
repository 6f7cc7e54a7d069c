import { REASONS } from '../../../contract/imports.ts';
import type { Dataset } from '../../../contract/datasets.ts';
import type { Day, Level } from '../../../contract/vocabulary.ts';
import type { FailingDays } from '../../store/reads/failing.ts';
import type { DayReads, SliceDays } from '../../store/reads/planning.ts';
import type { Capabilities } from '../../platforms/platform.ts';

export { REASONS };
/** Why days are asked for. */
export type PlanReason = (typeof REASONS)[number];

/**
 * Everything the planner knows. It reads no clock and no store, so that a plan can be shown before it is done, is the same for the
 * same input, and is tested without a network.
 */
export type PlanInput = {
  /** Epoch ms; days are those of `timeZone`, the ad account's. */
  now: number;
  timeZone: string;
  capabilities: Pick<Capabilities, 'retentionMonths' | 'lookbackDays' | 'sliceDays' | 'apiVersion'>;
  /** The datasets to read besides the daily figures of the levels. */
  datasets: readonly Dataset[];
  /** The ad account's longest conversion window in days, when the platform told it. */
  conversionWindowDays: number | null;
  /** The API version its conversions were last read with; null = not known yet. */
  conversionsApiVersion: string | null;
  reads: {
    /** In order of days, never overlapping. Days may be absurd: the plan heals what a wrong clock left behind (promise S22). */
    levels: Readonly<Record<Level, readonly DayReads[]>>;
    datasets: ReadonlyMap<string, readonly DayReads[]>;
    /** Of month and range datasets: `from` to `to` is the period. */
    periods: ReadonlyMap<string, readonly DayReads[]>;
  };
  /** What earlier imports wanted and did not get, `since` (epoch ms) when they were asked for. */
  notGot: readonly (SliceDays & { since: number })[];
  /** The first day the ad account's first import was to read; null = it had none. */
  firstFrom: Day | null;
  /** What of reports and datasets keeps failing: routine imports leave its days out for as long as it has failed. */
  failing: readonly FailingDays[];
  /** Slices of open imports that stay open: nobody asks for them twice. */
  inLine: readonly SliceDays[];
  /** Slices of older days a person cancelled: not taken up again by themselves. */
  declined: readonly SliceDays[];
  /** Datasets the platform refused for this ad account. */
  withheld: readonly { dataset: string; sentence: string; askAgainAt: number }[];
  request: PlanRequest;
  /** Also what is here and settled. */
  force: boolean;
  /**
   * Daily figures the platform may still change and that were read today already are read again once that is this long ago; null =
   * once a day is enough.
   */
  againAfterMs: number | null;
  /** Requests the quota still allows for this ad account; null = not counted. Daily figures are planned whatever it says. */
  operationsLeft: number | null;
  /** Days of a first import, today not counted. */
  firstImportDays: number;
};

/** routine = what is owed; chosen = these days, read again if they are here; backfill = what of these days is not here yet. */
export type PlanRequest = { kind: 'routine' } | { kind: 'chosen' | 'backfill'; from: Day; to: Day };

/** One request to the platform. */
export type PlanItem = SliceDays & {
  /** Why most of its days are asked for. */
  reason: PlanReason;
  /** How many of its days are asked for why. */
  days: Partial<Record<PlanReason, number>>;
  calls: number;
  /** The last day on which the platform still answers for its first day. */
  expiresOn: Day;
};

export type PutOff = {
  /** Id of a dataset; a level when its daily figures are meant. */
  dataset: string;
  from: Day | null;
  to: Day | null;
  why: 'quota' | 'cadence' | 'withheld' | 'failing';
  /** When it is its turn, a day; null = with the next import. */
  until: Day | null;
  calls: number;
};

export type ImportPlan = {
  kind: 'first' | 'routine' | 'chosen' | 'backfill';
  /** What the import is shown as: from its first usual day to its last; days it owes besides may lie before. */
  from: Day;
  to: Day;
  /** One line for histories and buttons. */
  why: string;
  /** The whole explanation, one sentence per reason. */
  sentences: string[];
  /** In the order they are to be read: days never overlap within a level or dataset. */
  items: PlanItem[];
  putOff: PutOff[];
  /** Limits of the platform that cut the request, each told once. */
  clamps: string[];
  calls: number;
  /** Days the platform may still change, for this ad account. */
  lookbackDays: number;
  /** Bookmarks in the store that cannot be: days or readings in the future. */
  broken: boolean;
};

export type PlanResult =
  | ({ ok: true } & ImportPlan)
  | { ok: false; code: 'PAST_RETENTION' | 'IN_THE_FUTURE' | 'REVERSED'; sentence: string };

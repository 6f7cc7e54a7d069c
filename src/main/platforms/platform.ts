import type {
  AdAccountStatus,
  AttributionWindow,
  Day,
  EntityStatus,
  Level,
  Micros,
  PlatformId,
} from '../../contract/vocabulary.ts';
import type { AdditiveMetric, Dataset, Segment } from '../../contract/datasets.ts';
import type { Authorization, Credential } from './authorization.ts';
import type { PlatformEndpoints } from '../kernel/endpoints.ts';

/**
 * The port every ad platform implements. One folder per platform; nothing outside that folder knows a platform's name,
 * only its capabilities. A platform never writes to the store, never schedules, never sleeps on a quota and never retries
 * beyond one HTTP attempt: it reports what happened, and `features/imports` decides.
 */
export type AdPlatform = {
  readonly id: PlatformId;
  readonly capabilities: Capabilities;
  readonly authorization: Authorization;
  /** A session for one connection. It may cache an access token; it does no work until asked. */
  openSession(credential: Credential, deps: SessionDeps): PlatformSession;
  /** Reads rows once set aside again, from their raw form: a newer version may understand them. Pure, no session, no request. */
  reread(request: InsightRequest | DatasetRequest, rows: readonly unknown[]): DatasetPage;
  /** Any thrown value → what to do about it and a sentence for the person. Never throws. */
  classify(error: unknown): PlatformFailure;
};

export type Capabilities = {
  /** Whole months, today's included, for which daily rows can still be asked. */
  retentionMonths: number;
  /** Days before the newest known day that every routine import reads again, because the platform may still change them. */
  lookbackDays: number;
  /** Days during which conversions of a day may still rise; younger days are shown as settling. */
  conversionSettleDays: number;
  /** Days after which spend, impressions and clicks no longer move. */
  deliverySettleDays: number;
  /** How many days one request asks for, per level: larger is fewer calls, smaller is less lost by an interruption. */
  sliceDays: Record<Level, number>;
  attributionWindows: readonly AttributionWindow[];
  /** The platform reports reach per row (unique people; never summed). */
  reportsReach: boolean;
  /** A request that is too big for one answer can be prepared as an asynchronous report. */
  asynchronousReports: boolean;
  /** An answer without rows is asked for once more where rows are known: it may be empty only because of load. */
  doubtEmptyAnswers?: boolean;
  /** How many ad accounts of this platform may be read at the same time. */
  parallelAdAccounts: number;
  /** Everything that can be read besides the daily figures of the levels. */
  datasets: readonly Dataset[];
  /** Requests the platform allows in any 24 hours over all ad accounts of one app, when it counts them (Google); else null. */
  dailyOperations: number | null;
  /** Version of the platform's API in use ('v26.0'); another one than before makes conversions be read again in whole. */
  apiVersion: string;
  /** What is promised of the sums over the levels; absent: spend, impressions and clicks of every campaign add up, conversions not. */
  levelSums?: LevelSums;
  /** How the conversions of two action types lie to each other; absent: they share none. Action types as contract/client-profile.ts writes them. */
  actionOverlap?: (first: string, second: string) => Overlap;
};

/** wider = the first holds the second; shared = the same conversions told twice, or some of them; null = none in common. */
export type Overlap = 'wider' | 'narrower' | 'shared' | null;

export type LevelSums = {
  /** Σ ads = Σ ad groups = campaigns = account per day for these. */
  metrics: readonly AdditiveMetric[];
  /** Objectives of campaigns whose figures are not divided into ad groups and ads. */
  undivided: readonly string[];
};

export type { AppField, Authorization, Credential, LoginAttempt } from './authorization.ts';

export type SessionDeps = {
  /** The credential changed (a new refresh token, a longer-lived access token): seal and keep it. */
  onCredentialChanged?: (credential: Credential) => void;
  /** What the platform said about our use of its quota, read from every answer, errors included. */
  onUsage?: (usage: UsageReading) => void;
  /** Every HTTP exchange, failed ones included, for the run inspector and for counting operations. Nothing secret may be in it. */
  onRequest?: (request: RequestReading) => void;
};

export type PlatformSession = {
  /** Asks the platform who this credential is and what it may do. Throws PlatformError (reauthorize, permanent …). */
  check(signal: AbortSignal): Promise<ConnectionCheck>;
  /** Every ad account the credential can see, managers expanded; an account reachable by several ways appears once. */
  listAdAccounts(signal: AbortSignal): AsyncIterable<AdAccountRecord>;
  /** Campaigns, ad groups and ads, in that order, deleted and archived ones included where the platform still tells them. */
  readStructure(request: StructureRequest, signal: AbortSignal): AsyncIterable<StructurePage>;
  /** One slice of daily insights. Pages must cover the slice completely or an error must be thrown: a partial answer is never a success. */
  readInsights(request: InsightRequest, signal: AbortSignal): AsyncIterable<InsightPage>;
  /**
   * One slice of a dataset of `capabilities.datasets`. Throws PlatformError OPT_IN_NEEDED when rows are withheld until the ad account
   * opts in (`sentence` names the step). The same completeness as `readInsights`.
   */
  readDataset(request: DatasetRequest, signal: AbortSignal): AsyncIterable<DatasetPage>;
  /** The ad account's longest conversion window in days; null when the platform has one for all (then `lookbackDays` holds). */
  readConversionWindow(adAccount: AdAccountRef, signal: AbortSignal): Promise<number | null>;
  reread: AdPlatform['reread'];
  /** Tells the platform to forget the grant. Returns false when the platform has nothing to revoke. */
  revoke(signal: AbortSignal): Promise<boolean>;
};

export type ConnectionCheck = {
  /** Who signed in, for the person to recognise ('Anna Kowalska', 'anna@agency.example'); null when the platform does not say. */
  person: string | null;
  /** Stable id of the login at the platform, so that signing in again finds the same connection; null when unknown. */
  loginId: string | null;
  scopes: string[];
  /** Epoch ms; null = does not expire or is not told. */
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  /** 'system user token', 'login' … in words for the Connections screen. */
  kind: string;
};

export type AdAccountRecord = {
  /** As the platform's people write it without prefix or dashes ('361744628296290', '1234567890'). */
  adAccountId: string;
  name: string;
  currency: string;
  timeZone: string;
  status: AdAccountStatus;
  /** The platform's own word for the status. */
  platformStatus: string;
  isManager: boolean;
  /** Ids of the managers from the top down to the account's direct manager; empty when reached directly. */
  managerPath: string[];
  /** What the session needs to reach the account (Google: the login-customer-id); null when nothing. */
  accessPath: string | null;
};

export type AdAccountRef = { adAccountId: string; accessPath: string | null; currency: string; timeZone: string };

export type StructureRequest = { adAccount: AdAccountRef };

export type StructureEntity = {
  level: Exclude<Level, 'account'>;
  entityId: string;
  /** Ad group → campaign id, ad → ad group id, campaign → null. */
  parentId: string | null;
  campaignId: string;
  name: string;
  status: EntityStatus;
  /** The platform's own word ('CAMPAIGN_PAUSED', 'REMOVED'). */
  platformStatus: string;
  /** Objective (Meta) or channel type (Google) in the platform's word; null below campaign level or when not told. */
  objective: string | null;
  dailyBudgetMicros: Micros | null;
  lifetimeBudgetMicros: Micros | null;
  /** Other fields of the answer worth keeping, as JSON; null when none. */
  extra: Record<string, unknown> | null;
};

export type StructurePage = { entities: StructureEntity[]; setAside: SetAsideRow[] };

export type InsightRequest = {
  adAccount: AdAccountRef;
  level: Level;
  /** First and last day, both included, in the account's zone. */
  from: Day;
  to: Day;
  /** Ask for an asynchronous report (after `too_big` on the smallest range). Ignored by platforms without them. */
  asynchronous: boolean;
  /** Only these entities and what is below them (after `too_big` on a single day); null = the whole ad account. */
  entities?: EntityFilter | null;
};

/** `level` is that of the ids: a request of ads may be restricted to some campaigns, ad groups or ads. */
export type EntityFilter = { level: Exclude<Level, 'account'>; ids: readonly string[] };

/** `from` to `to` is one calendar month for month datasets (cut at today), any range for range datasets. */
export type DatasetRequest = {
  adAccount: AdAccountRef;
  dataset: Dataset;
  from: Day;
  to: Day;
  asynchronous: boolean;
  entities?: EntityFilter | null;
};

/** A row of a dataset. `day` to `to` is what it covers: one day for hour and day grains, the whole range for period grains. */
export type DatasetRecord = InsightRecord & {
  to: Day;
  segment: Segment;
  /** Only in period rows; null when not told. */
  frequency: number | null;
  uniqueClicks: number | null;
  uniqueLinkClicks: number | null;
};

export type DatasetPage = { records: DatasetRecord[]; setAside: SetAsideRow[]; percent: number | null };

/** One insight: an entity on a day. null = the platform did not report this metric in the row. */
export type InsightRecord = {
  level: Level;
  /** The ad account's id at account level. */
  entityId: string;
  entityName: string | null;
  /** Ancestors named by the row, so that an entity the structure list no longer shows keeps its name and place. */
  campaignId: string | null;
  campaignName: string | null;
  adGroupId: string | null;
  adGroupName: string | null;
  day: Day;
  spendMicros: Micros | null;
  impressions: number | null;
  clicks: number | null;
  linkClicks: number | null;
  reach: number | null;
  /** The headline conversions, counted once (Google: metrics.conversions; Meta: one purchase and one lead type). May be fractional. */
  conversions: number | null;
  conversionValueMicros: Micros | null;
  /** Every action type the row carries, per attribution window. */
  actions: ConversionRecord[];
  /** Further fields of the answer, as JSON; null when none. */
  extra: Record<string, unknown> | null;
};

export type ConversionRecord = {
  /** The platform's word ('omni_purchase', 'lead', 'conversions'). */
  actionType: string;
  window: AttributionWindow;
  count: number | null;
  valueMicros: Micros | null;
};

/** A row the normalizer could not read, kept with its reason: fetched = stored + unchanged + set aside. */
export type SetAsideRow = { reason: string; raw: unknown };

export type InsightPage = {
  records: InsightRecord[];
  setAside: SetAsideRow[];
  /** 0–100 when the platform tells (asynchronous reports), else null. A page may carry only a percent and no records. */
  percent: number | null;
  /** Action types the platform refused to tell for all of this answer: missing, not zero. */
  untold?: readonly string[];
};

/** Usage as the platform tells it, 0–100 %. One reading per scope an answer told of; `regainAt` in epoch ms. */
export type UsageReading = {
  scope: 'app' | 'ad_account';
  adAccountId: string | null;
  percent: number;
  regainAt: number | null;
};

/** One exchange with a platform. `path` without host, query secrets removed. */
export type RequestReading = {
  /** Epoch ms when it was sent. */
  at: number;
  method: string;
  path: string;
  adAccountId: string | null;
  /** HTTP status; null when no answer came. */
  status: number | null;
  durationMs: number;
  bytes: number | null;
  usagePercent: number | null;
  /** Code of the failure, null when it went well. */
  error: string | null;
  /** How many operations of a daily quota it took (Google: 1 per search; 0 for tokens). */
  operations: number;
};

export type FailureKind = 'reauthorize' | 'rate_limited' | 'too_big' | 'transient' | 'permanent';

export type PlatformFailure = {
  kind: FailureKind;
  /** Stable slug in capitals, for screens, scripts and tests ('TOKEN_EXPIRED', 'RATE_LIMITED', 'NO_PERMISSION', 'BAD_ANSWER' …). */
  code: string;
  /** For the person: what happened and what to do; no codes, no secrets, at most two sentences. */
  sentence: string;
  /** For the log and the details view: platform codes, HTTP status, request id. Redacted. */
  detail: string | null;
  /** Epoch ms, only for `rate_limited`: when asking again makes sense. */
  retryAt: number | null;
  /** How far a `rate_limited` or `reauthorize` reaches. */
  scope: 'ad_account' | 'app' | 'connection';
};

/** What platform folders throw. Nothing secret may be in `failure`. */
export class PlatformError extends Error {
  readonly failure: PlatformFailure;
  constructor(failure: PlatformFailure, options?: { cause?: unknown }) {
    super(failure.sentence, options);
    this.name = 'PlatformError';
    this.failure = failure;
  }
}

/** What every platform folder is built from. */
export type PlatformDeps = {
  /** Base URLs by name; the real ones unless overridden for loopback. */
  endpoints: PlatformEndpoints;
  now: () => number;
  log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void;
};

import type { Problem } from '../../../contract/primitives.ts';
import type { Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import type { ImportProgress, RecordCounts, RunStatus } from '../../../contract/imports.ts';
import type { Log } from '../../kernel/log.ts';
import type { Topic } from '../../kernel/topic.ts';
import type { KnownDay } from '../../store/reads/known-figures.ts';
import type { ReadsOfAccount } from '../../store/reads/planning.ts';
import type { Dataset } from '../../../contract/datasets.ts';
import type {
  AdAccountRef,
  AdPlatform,
  DatasetRecord,
  EntityFilter,
  InsightRecord,
  PlatformFailure,
  PlatformSession,
  SetAsideRow,
  StructureEntity,
} from '../../platforms/platform.ts';

/** What the queue needs to know of an ad account to import it. */
export type ImportAccount = {
  key: number;
  ref: AdAccountRef;
  platform: PlatformId;
  name: string;
  clientId: number;
  client: string;
  connectionId: string | null;
};

/** One ad account's import as the store keeps it. */
export type RunRecord = {
  id: string;
  /** One click is one request; all its runs of a client are what a person sees as one import. */
  requestId: string;
  account: ImportAccount;
  trigger: 'manual' | 'first' | 'backfill' | 'scheduled' | 'retry';
  status: RunStatus;
  from: Day;
  to: Day;
  /** A person chose the range. */
  chosen: boolean;
  why: string;
  percent: number;
  step: string;
  campaignsFound: number | null;
  records: RecordCounts;
  structureDone: boolean;
  queuedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  activeMs: number;
  retryAt: number | null;
  problem: Problem | null;
};

export type SliceRecord = {
  id: string;
  runId: string;
  level: Level;
  from: Day;
  to: Day;
  /** skipped = left out for a reason no import can change now (`error` says which); the run is none the worse for it. */
  status: 'pending' | 'done' | 'failed' | 'skipped';
  attempts: number;
  /** Why the last attempt failed or it was left out, for the person. */
  error: string | null;
  asynchronous: boolean;
  /** Null = the daily figures of `level`; else the id of a dataset of the platform. */
  dataset: string | null;
  /** Only these entities, when a day was too much for one answer. */
  entities: EntityFilter | null;
};

/** What a plan puts into a run, in the order it is to be read. */
export type NewSlice = Pick<SliceRecord, 'level' | 'from' | 'to'> &
  Partial<Pick<SliceRecord, 'dataset' | 'entities' | 'asynchronous'>>;

export type NewRun = Pick<RunRecord, 'requestId' | 'trigger' | 'from' | 'to' | 'chosen' | 'why'> & {
  adAccountKey: number;
  clientId: number;
  slices: NewSlice[];
  /** Why these slices, for the run's log. */
  note?: string;
  /** Campaigns, ad groups and ads were listed a short while ago: the run need not list them again. */
  structureDone?: boolean;
};

/** The store as the queue sees it. Every call is one transaction. */
export type ImportRepository = {
  accountsToImport(clientIds: 'all' | readonly number[]): ImportAccount[];
  /** What the planner has to know of an ad account. */
  readsOf(adAccountKey: number): ReadsOfAccount;
  /** Forgets readings that cannot be (days or instants in the future): what they hide is read again. */
  forgetImpossibleReads(adAccountKey: number, today: Day, now: number): void;
  createRuns(runs: readonly NewRun[], now: number): string[];
  run(id: string): RunRecord | null;
  /** Runs that ended since an instant (epoch ms), newest first. */
  endedSince(since: number): RunRecord[];
  /** Runs not finished, oldest first. */
  openRuns(): RunRecord[];
  slices(runId: string): SliceRecord[];
  /** Moves a run along the legal transitions; throws on an illegal one. */
  setStatus(
    runId: string,
    status: RunStatus,
    now: number,
    change: { problem?: Problem | null; retryAt?: number | null; workedMs?: number },
  ): void;
  /** Ends runs that stand in line as cancelled, with a line in their logs; all or none. Returns those that had not ended before. */
  endInLine(runIds: readonly string[], why: string | null, now: number): string[];
  setProgress(runId: string, change: { percent: number; step: string; campaignsFound?: number }): void;
  /** Runs and slices a killed process left behind go back to the queue. Returns how many runs. */
  requeueInterrupted(now: number): number;
  /** Begins a reading of campaigns, ad groups and ads; the number ties its pages together. */
  beginStructure(run: RunRecord): number;
  saveStructure(
    run: RunRecord,
    reading: number,
    page: { entities: StructureEntity[]; setAside: SetAsideRow[] },
    now: number,
  ): void;
  /** Entities a complete reading no longer lists become 'deleted'; their figures stay. Returns the number of campaigns listed. */
  finishStructure(run: RunRecord, reading: number, now: number): number;
  /**
   * Stores a slice's records with their coverage and ledger. Each step is one transaction and yields the counts so far; the caller
   * may breathe between steps. The slice is done only after the last one.
   */
  ingest(
    run: RunRecord,
    slice: SliceRecord,
    records: InsightRecord[],
    setAside: SetAsideRow[],
    now: number,
    /** Action types the platform refused to tell in this answer. */
    untold?: readonly string[],
  ): Iterable<RecordCounts>;
  /** The same for a slice of a dataset. */
  ingestDataset(
    run: RunRecord,
    slice: SliceRecord,
    dataset: Dataset,
    records: DatasetRecord[],
    setAside: SetAsideRow[],
    now: number,
  ): Iterable<RecordCounts>;
  /** Days of a level on which something was delivered, as far as the platform still offered them when they were last read. */
  knownDays(adAccountKey: number, level: Level, from: Day, to: Day): KnownDay[];
  /** Whether rows with delivery of a dataset are stored for these days, or for exactly this period. */
  hasCells(adAccountKey: number, dataset: Dataset, from: Day, to: Day): boolean;
  /** Whether reports (or datasets) of earlier imports failed and were not got since. */
  reportsFailing(adAccountKey: number): boolean;
  /** Notes as gaps that the platform answered without a row for days it tells delivery of (`asked`: level or dataset). */
  noteEmptyAnswer(adAccountKey: number, asked: string, told: readonly KnownDay[], now: number): void;
  closeEmptyAnswer(adAccountKey: number, asked: string, from: Day, to: Day, now: number): void;
  /** Stored campaigns, ad groups or ads, all of the ad account or those below one; deleted ones included. */
  entityIds(adAccountKey: number, level: EntityFilter['level'], below: EntityFilter | null): string[];
  replaceSlice(slice: SliceRecord, by: NewSlice[], why: string): void;
  /** Leaves pending slices out of the run. */
  skipSlices(slices: readonly SliceRecord[], why: string): void;
  /** Notes that an attempt at the slice begins; returns how many there have been. */
  beginSlice(slice: SliceRecord): number;
  failSlice(slice: SliceRecord, error: string, final: boolean): void;
  log(runId: string, level: 'info' | 'warn' | 'error', message: string, now: number): void;
  /** What the platform withholds from the ad account; a routine plan leaves it out until `askAgainAt`. */
  withheldDatasets(adAccountKey: number): WithheldDataset[];
  /** The platform refused the dataset for this ad account. Returns false when that was known already. */
  withhold(adAccountKey: number, dataset: string, why: { code: string; sentence: string }, now: number): boolean;
  /** The platform gave the dataset after all. */
  release(adAccountKey: number, dataset: string): void;
  /** When the ad account's conversion window was last asked for (epoch ms); null = never. */
  conversionWindowReadAt(adAccountKey: number): number | null;
  /** `days` null = the platform has one for all. */
  saveConversionWindow(adAccountKey: number, days: number | null, now: number): void;
  /**
   * Notes the API version when no day of `from` to `to` that the store holds was read before `since` (epoch ms): all conversions
   * that can still change were read with it.
   */
  noteApiVersion(adAccountKey: number, version: string, from: Day, to: Day, since: number): void;
};

/** A dataset the platform does not give for an ad account. Instants are epoch ms. */
export type WithheldDataset = { dataset: string; code: string; sentence: string; since: number; askAgainAt: number };

/** Why a request would have to wait, from features/quotas. */
export type QuotaWait = {
  /** Epoch ms. */
  until: number;
  /** On the monotonic clock; > 0. */
  leftMs: number;
  code: string;
  reason: string;
};

/** Quotas as the queue sees them (features/quotas; the composition root puts the two together). */
export type QuotaGuard = {
  /** False when no request of anybody would have to wait. */
  anyHold(): boolean;
  holdUntil(owner: { platform: PlatformId; connectionId: string | null; adAccountId: string }): QuotaWait | null;
  addHold(
    owner: { platform: PlatformId; connectionId: string | null; adAccountId: string },
    scope: PlatformFailure['scope'],
    until: number,
    why: { code: string; reason: string },
  ): number;
  forgetPassed(): void;
  roomForMore(platform: PlatformId, connectionId: string | null): boolean;
};

export type SessionSource = {
  /** The session of a connection, its credential unsealed. Throws PlatformError or Refusal. */
  sessionFor(connectionId: string): Promise<PlatformSession>;
  /** The platform said the sign-in is over: mark the connection and drop the session, unless a newer one took its place. */
  reportReauthorize(connectionId: string, problem: Problem, session?: PlatformSession): void;
};

export type ImportQueue = {
  /** Looks for work; call after runs were created, with their ids. */
  wake(runIds?: readonly string[]): void;
  /** Cancels open runs; the promise resolves when none of them is running any more. */
  cancel(runIds: readonly string[]): Promise<void>;
  /** Resolves when every given run has ended, or only waits for its platform longer than `maxWaitMs` from now. */
  settled(runIds: readonly string[], maxWaitMs: number): Promise<void>;
  progress: Topic<ImportProgress>;
  snapshot(): ImportProgress;
  /** Runs queued, running or waiting, in their order. */
  openRuns(): readonly RunRecord[];
  /** Puts runs in line again whose end the store could not note (a full disk). */
  takeUp(): void;
  /** Runs in line, not going on, that a newer import took the place of: they have ended in the store. */
  superseded(runIds: readonly string[]): void;
  /** Stops at the next safe point; interrupted runs go back to the queue at the next start. */
  stop(): Promise<void>;
};

export type QueueDeps = {
  repository: ImportRepository;
  platforms: ReadonlyMap<PlatformId, AdPlatform>;
  sessions: SessionSource;
  quotas: QuotaGuard;
  now: () => number;
  random: () => number;
  log: Log;
  dataChanged: () => void;
  /** Whether a run may begin now; one that may not waits in line until `wake`. */
  mayStart?: (run: RunRecord) => boolean;
  /** A run ended, in whichever way; called after it is noted. Must not throw. */
  runEnded?: (run: RunRecord) => void;
  parallelRuns: number;
  /** A single command does what it was asked for and leaves other runs to a service or a later command. */
  onlyAsked: boolean;
  retryBaseMs: number;
};

import type { ClientImport, RecordCounts } from '../../../contract/imports.ts';
import type { Problem } from '../../../contract/primitives.ts';
import type { Instant, PlatformId } from '../../../contract/vocabulary.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import {
  campaignsFound,
  campaignsText,
  failedText,
  partialText,
  waitingSpoken,
  waitingText,
  type RunOutcome,
} from './texts.ts';
import { platformNames } from './words.ts';

/** Why an import cannot be started, null when it can. What is seen from a past day would not change by it. */
export const whyHeld = ({
  busy,
  nobody,
  online,
  asKnown,
}: {
  busy: boolean;
  /** No client is chosen. */
  nobody: boolean;
  online: boolean;
  /** The screen shows figures as known on a past day. */
  asKnown: boolean;
}): string | null =>
  asKnown ? t(m.heldAsKnown) : busy ? t(m.heldUnderWay) : nobody ? t(m.heldNobody) : online ? null : t(m.heldOffline);

/**
 * What the import strip of one client shows. `kind` decides colour, icon and whether it goes away by itself;
 * `text` and `detail` are the sentences exactly as shown and, unless `spoken` says otherwise, as spoken.
 */
export type StripState = {
  kind:
    | 'ready'
    | 'queued'
    | 'importing'
    | 'waiting'
    | 'complete'
    | 'up_to_date'
    | 'partial'
    | 'failed'
    | 'cancelled'
    | 'offline';
  text: string;
  detail: string | null;
  /** Instead of `text`, where that changes every second: a countdown read aloud would drown everything else. */
  spoken: string | null;
  /** Null where there is no bar. */
  percent: number | null;
  fix: FixButton | null;
  canRetry: boolean;
  canCancel: boolean;
};

/** The one button that leads out of a problem: its verb, and where it goes. */
export type FixButton = {
  label: string;
  action: 'sign_in_again' | 'retry' | 'connections' | 'range' | 'settings' | 'unlock';
};

/**
 * Problem → the one button to press next. Null when time alone mends it (`wait`) or nothing can (`none`).
 * Retry is not repeated here for `retry`: the strip always offers it beside.
 */
export function fixButton(problem: Pick<Problem, 'fix'> | null): FixButton | null {
  switch (problem?.fix) {
    case 'sign_in_again':
      return { label: t(m.fixSignIn), action: 'sign_in_again' };
    case 'check_access':
      return { label: t(m.fixAccess), action: 'connections' };
    case 'change_range':
      return { label: t(m.fixRange), action: 'range' };
    case 'free_space':
      return { label: t(m.fixSpace), action: 'settings' };
    case 'unlock':
      return { label: t(m.fixUnlock), action: 'unlock' };
    default:
      return null;
  }
}

/** Rows that were not here before or came back with another value: what 'imported' means to a person. */
export function importedRecords(records: RecordCounts): number {
  return records.new + records.changed;
}

/**
 * The engine's step → the step a person reads. Never ends in dots: the caller adds them.
 * The finer steps stay in the inspector and read as the step they belong to.
 */
export function shownStep(step: string, platforms: readonly PlatformId[]): string {
  const plain = step.replace(/(\.\.\.|…)$/, '').trim();
  switch (plain) {
    case '':
    case 'Initializing':
    case 'Looking up ad account':
      return t(m.stepInitializing);
    case 'Storing data':
      return t(m.stepStoring);
    case 'Complete':
      return t(m.stepComplete);
  }
  const named = /^Syncing (.+)$/.exec(plain)?.[1];
  if (named !== undefined) return t(m.stepSyncingPlatforms, { platforms: named });
  return platforms.length === 0 ? t(m.stepSyncing) : t(m.stepSyncingPlatforms, { platforms: platformNames(platforms) });
}

/** 'Syncing Meta Ads... 50%': the running text of strip and queue row. */
export function progressText(item: Pick<ClientImport, 'step' | 'platforms'>, percent: number): string {
  return t(m.progress, { step: shownStep(item.step, item.platforms), percent: String(percent) });
}

/** 'Syncing Meta Ads, 50 percent': the same for a screen reader. */
export function spokenProgress(item: Pick<ClientImport, 'step' | 'platforms'>, percent: number): string {
  return t(m.progressSpoken, { step: shownStep(item.step, item.platforms), percent: String(percent) });
}

const MILESTONES = [0, 25, 50, 75, 100];

/**
 * The milestone to speak when a bar goes from `before` (null = just started) to `after`, else null.
 * A jump over several speaks only the last, so nobody hears a backlog.
 */
export function milestone(before: number | null, after: number): number | null {
  const passed = MILESTONES.filter((mark) => after >= mark && (before === null || before < mark));
  return passed.at(-1) ?? null;
}

/** The bar's next value: a late or re-planned snapshot must not pull it back while it is the same import. */
export function monotonicPercent(
  before: { id: string; percent: number } | null,
  next: { id: string; percent: number },
): { id: string; percent: number } {
  return before?.id === next.id && before.percent > next.percent ? before : next;
}

export type StripInput = {
  /** The client's newest import of this session, null when there is none to speak of. */
  current: ClientImport | null;
  /** Runs of that import, when they are here: they name the platforms of a partial or waiting import. */
  runs: readonly RunOutcome[];
  /** 'Last imported: 6 hours ago' or 'Not imported yet', already formatted. */
  lastImported: string;
  nowMs: number;
  online: boolean;
  percent: number | null;
};

const NOTHING = { detail: null, spoken: null, percent: null, fix: null, canRetry: false, canCancel: false } as const;

/** The state of the strip for one client (ux §3): one of ten, with its exact texts. Pure. */
export function stripState(input: StripInput): StripState {
  const { current, runs, lastImported, nowMs, online } = input;
  if (current === null) {
    return online
      ? { ...NOTHING, kind: 'ready', text: lastImported }
      : {
          ...NOTHING,
          kind: 'offline',
          text: lastImported,
          detail: t(m.notReachable),
        };
  }
  const percent = input.percent ?? current.percent;
  switch (current.status) {
    case 'queued': {
      if (!online)
        return {
          ...NOTHING,
          kind: 'offline',
          text: t(m.startsOnline),
          detail: null,
          canCancel: true,
        };
      const place = current.position === null ? t(m.queued) : t(m.queuedAt, { place: current.position });
      return { ...NOTHING, kind: 'queued', text: place, percent: 0, canCancel: true };
    }
    case 'running':
      return {
        ...NOTHING,
        kind: 'importing',
        text: progressText(current, percent),
        detail: campaignsFound(current.campaigns),
        percent,
        canCancel: true,
      };
    case 'waiting': {
      if (!online) return { ...NOTHING, kind: 'offline', text: t(m.startsOnline), canCancel: true };
      const held = runs.filter((run) => run.status === 'waiting').map((run) => run.platform);
      const names = held.length > 0 ? [...new Set(held)] : current.platforms;
      return {
        ...NOTHING,
        kind: 'waiting',
        text: waitingText(current.retryAt, nowMs, names, current.problem),
        spoken: waitingSpoken(current.retryAt, nowMs, names, current.problem),
        percent,
        canCancel: true,
      };
    }
    case 'succeeded': {
      const imported = importedRecords(current.records);
      if (imported === 0) {
        return {
          ...NOTHING,
          kind: 'up_to_date',
          text: upToDateText(current.finishedAt, nowMs),
        };
      }
      return {
        ...NOTHING,
        kind: 'complete',
        text: t(m.complete, { count: imported }),
        detail: campaignsText(current.campaigns),
      };
    }
    case 'partial':
      return {
        ...NOTHING,
        kind: 'partial',
        text: partialText(runs),
        detail: current.problem?.sentence ?? null,
        fix: fixButton(current.problem),
        canRetry: true,
      };
    case 'failed':
      return {
        ...NOTHING,
        kind: 'failed',
        text: failedText(current.problem),
        fix: fixButton(current.problem),
        canRetry: true,
      };
    case 'cancelled':
      return {
        ...NOTHING,
        kind: 'cancelled',
        text: t(m.cancelled),
        canRetry: true,
      };
  }
}

function upToDateText(instant: Instant | null, nowMs: number): string {
  const minutes = instant === null ? 0 : Math.floor((nowMs - Date.parse(instant)) / 60_000);
  return minutes < 1 ? t(m.upToDateNow) : t(m.upToDateBefore, { minutes });
}

/** Successes go by themselves after 3 s unless the person wants to keep messages; failures stay. Null = stays. */
export function dismissAfterMs(kind: StripState['kind'], keepMessages: boolean): number | null {
  const passing = kind === 'complete' || kind === 'up_to_date' || kind === 'cancelled';
  return passing && !keepMessages ? 3000 : null;
}

const RECENT_MS = 60_000;

/** What this page knows about imports beyond the snapshot: which messages were closed, which imports it saw going on. */
export type Seen = { dismissed: ReadonlySet<string>; watched: ReadonlySet<string> };

/**
 * The import a client's strip speaks about: an unfinished one first, else the newest finished one that is still news.
 * A success is news when this page saw it going on or it is younger than a minute: a reload must not congratulate again.
 * Failures are news until dismissed.
 */
export function currentImport(
  imports: readonly ClientImport[],
  clientId: string,
  seen: Seen,
  nowMs: number,
): ClientImport | null {
  // What is read behind an import must not push its result off the page.
  const mine = imports.filter((each) => each.clientId === clientId && each.background !== true);
  const open = mine.find((each) => isOpen(each.status));
  if (open !== undefined) return open;
  const last = mine.toSorted((a, b) => (b.finishedAt ?? '').localeCompare(a.finishedAt ?? ''))[0];
  if (last === undefined || seen.dismissed.has(last.id)) return null;
  if (last.status === 'failed' || last.status === 'partial' || seen.watched.has(last.id)) return last;
  return last.finishedAt !== null && nowMs - Date.parse(last.finishedAt) <= RECENT_MS ? last : null;
}

/** True while an import or run still has work to do. */
export function isOpen(status: ClientImport['status']): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting';
}

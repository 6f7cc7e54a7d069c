import type { ImportRun, RunStatus, startInput, plannedRun } from '../../../contract/imports.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Day, Instant } from '../../../contract/vocabulary.ts';
import type { z } from 'zod';
import { addDays } from '../../ui/days.ts';
import type { Formats } from '../../ui/format.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import { plan as planned } from './messages-plan.ts';
import { fixButton, importedRecords, type FixButton } from './model.ts';

export type StartInput = z.infer<typeof startInput>;
export type PlannedRun = z.infer<typeof plannedRun>;

/** Shape and word of a run's status: colour comes third. */
export const STATUS_WORDS: Record<RunStatus, Message> = {
  queued: m.statusQueued,
  running: m.statusRunning,
  waiting: m.statusWaiting,
  succeeded: m.statusSucceeded,
  partial: m.statusPartial,
  failed: m.statusFailed,
  cancelled: m.statusCancelled,
};

/** Statuses a person can filter the history by, in the order offered. */
export const FILTER_STATUSES: readonly RunStatus[] = ['failed', 'partial', 'succeeded', 'cancelled'];

const TRIGGER_WORDS: Record<ImportRun['trigger'], Message> = {
  manual: m.triggerManual,
  first: m.triggerFirst,
  backfill: m.triggerBackfill,
  scheduled: m.triggerScheduled,
  retry: m.triggerRetry,
};

export type HistoryRow = {
  id: string;
  status: RunStatus;
  /** '24 records', 'Up to date', 'Failed'. */
  outcome: string;
  /** '20 new · 4 changed · 612 unchanged'; null when nothing was stored. */
  counts: string | null;
  campaigns: string | null;
  range: string;
  trigger: string;
  duration: string | null;
  /** What went wrong, null when nothing did. */
  sentence: string | null;
  fix: FixButton | null;
  canRetry: boolean;
  /** The instant 'when' speaks of: the end, else the start, else when it was asked for. */
  at: Instant;
};

/** One run as the history table shows it. */
export function historyRow(run: ImportRun, formats: Formats): HistoryRow {
  const { records } = run;
  const stored = records.new + records.changed + records.unchanged;
  return {
    id: run.id,
    status: run.status,
    outcome: outcomeText(run),
    counts: stored + records.setAside === 0 ? null : countsText(run),
    campaigns: run.campaignsFound === null ? null : t(m.campaigns, { count: run.campaignsFound }),
    range: formats.range(run.from, run.to),
    trigger: whatFor(run),
    duration: run.durationMs === null ? null : runDuration(run.durationMs, formats),
    sentence: run.problem?.sentence ?? null,
    fix: fixButton(run.problem),
    canRetry: run.status === 'failed' || run.status === 'partial' || run.status === 'cancelled',
    at: run.finishedAt ?? run.startedAt ?? run.queuedAt,
  };
}

/** What a run was for: of runs behind a first import, those that read older days from those that read the same days more finely. */
function whatFor({ trigger, fetched }: Pick<ImportRun, 'trigger' | 'fetched'>): string {
  const finer = fetched !== undefined && fetched.days === null && fetched.datasets > 0;
  if (!finer) return t(TRIGGER_WORDS[trigger]);
  return trigger === 'backfill' ? t(m.triggerFiner) : t(m.finerOf, { trigger: t(TRIGGER_WORDS[trigger]) });
}

/** '420 ms', '8 s', '1 min 04 s'. Under a second the milliseconds are said: '0 s' reads like nothing happened. */
export function runDuration(ms: number, formats: Formats): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : formats.duration(ms);
}

/** 'Failed', '24 records', 'Up to date': the first thing a history row says. */
export function outcomeText(run: Pick<ImportRun, 'status' | 'records'>): string {
  const imported = importedRecords(run.records);
  if (run.status === 'succeeded') return imported === 0 ? t(m.upToDate) : t(m.records, { count: imported });
  if (run.status === 'partial') return imported === 0 ? t(m.statusPartial) : t(m.recordsNotAll, { count: imported });
  return t(STATUS_WORDS[run.status]);
}

/** '20 new · 4 changed · 612 unchanged · 2 set aside'. Zeroes are said, they are measured; set aside only when there are any. */
export function countsText(run: Pick<ImportRun, 'records'>): string {
  const { new: added, changed, unchanged, setAside: aside } = run.records;
  return aside > 0
    ? t(m.recordCountsAside, { added, changed, unchanged, aside })
    : t(m.recordCounts, { added, changed, unchanged });
}

/** The last n full days before today: 'Last 7 days' never counts the unfinished day. */
export function lastDays(n: number, today: Day): Range {
  return { from: addDays(today, -n), to: addDays(today, -1) };
}

/**
 * What an import would read: 'Will read 24 Oct – 20 Nov 2026: 28 days Meta may still change'.
 * Several ad accounts with different ranges are told as the widest range; the reasons are listed once each.
 */
export function planText(plan: readonly PlannedRun[], formats: Formats): string {
  const [first] = plan;
  if (first === undefined) return t(planned.nothing);
  const from = plan.reduce((low, run) => (run.from < low ? run.from : low), first.from);
  const to = plan.reduce((high, run) => (run.to > high ? run.to : high), first.to);
  const reasons = [...new Set(plan.map((run) => run.why).filter((why) => why !== ''))];
  const cut = [...new Set(plan.flatMap((run) => (run.clamped === null ? [] : [run.clamped])))];
  const range = formats.range(from, to);
  // The message has the full stop.
  const [one, two] = reasons.map((reason) => reason.replace(/\.$/, ''));
  const why = one === undefined || two === undefined ? one : t(planned.twoReasons, { first: one, second: two });
  const count = plan.length;
  const sentence =
    count > 1
      ? why === undefined
        ? t(planned.willReadAccounts, { count, range })
        : t(planned.willReadAccountsWhy, { count, range, why })
      : why === undefined
        ? t(planned.willRead, { range })
        : t(planned.willReadWhy, { range, why });
  return [sentence, ...cut].join(' ');
}

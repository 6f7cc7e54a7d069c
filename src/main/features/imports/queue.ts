import type { ImportProgress } from '../../../contract/imports.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { createTopic, interruptibleDelay } from '../../kernel/topic.ts';
import type { AdPlatform } from '../../platforms/platform.ts';
import { createEndedRuns } from './ended-runs.ts';
import { executeRun } from './execute.ts';
import { asShown, holdOf, ownerOf } from './holds.ts';
import { unforeseen, type Outcome } from './reactions.ts';
import { createOpenRuns } from './open-runs.ts';
import type { ImportQueue, QueueDeps, RunRecord } from './ports.ts';
import { progressSnapshot } from './progress.ts';

type Active = { run: RunRecord; controller: AbortController; ended: Promise<void> };

/** What still runs after this long is left behind; the next start finds its row and takes it up again (promise T6). */
const STOP_PATIENCE_MS = 3_000;
const DAY_MS = 86_400_000;

/**
 * The import queue: persistent (its rows are the truth, this object only drives them), serial per ad account, parallel across
 * accounts up to what a platform's capabilities allow. A quota pause holds back the ad account, or the sign-in or the platform when
 * the platform says so, never the others.
 */
export function createImportQueue(deps: QueueDeps): ImportQueue {
  const active = new Map<string, Active>();
  const endedRuns = createEndedRuns();
  for (const run of deps.repository.endedSince(deps.now() - DAY_MS)) endedRuns.count(run);
  const cancelled = new Set<string>();
  const asked = new Set<string>();
  const { quotas } = deps;
  /** Waiting runs whose time to go on this process knows. */
  const remembered = new Set<string>();
  const listeners = new Set<() => void>();
  const openRuns = createOpenRuns(deps.repository, (runId) => active.get(runId)?.run);
  /** Runs that ended without the store taking note: their rows are open, and nobody works on them. */
  const unnoted = new Set<string>();
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let revision = 0;

  const progress = createTopic(() => snapshot(), 100);

  function changed(): void {
    revision += 1;
    progress.changed();
  }

  function statusChanged(): void {
    changed();
    for (const listener of listeners) listener();
  }

  function snapshot(): ImportProgress {
    const open = openRuns.list();
    const shown = quotas.anyHold() ? open.map((run) => asShown(quotas, run)) : open;
    return progressSnapshot(revision, [...shown, ...endedRuns.list()], endedRuns.today(deps.now(), open));
  }

  function schedule(): void {
    if (stopping) return;
    if (timer) clearTimeout(timer);
    timer = null;
    const busyAccounts = new Set([...active.values()].map((entry) => entry.run.account.key));
    const perPlatform = new Map<PlatformId, number>();
    for (const { run } of active.values())
      perPlatform.set(run.account.platform, (perPlatform.get(run.account.platform) ?? 0) + 1);
    let nextHold = Number.POSITIVE_INFINITY;
    for (const run of openRuns.list()) {
      if (active.size >= deps.parallelRuns) break;
      if (deps.onlyAsked && !asked.has(run.id)) continue;
      if (deps.mayStart?.(run) === false) continue;
      if (active.has(run.id) || busyAccounts.has(run.account.key)) continue;
      const platform = deps.platforms.get(run.account.platform);
      if (!platform || (perPlatform.get(platform.id) ?? 0) >= platform.capabilities.parallelAdAccounts) continue;
      const leftMs = waitOf(run);
      if (leftMs > 0) {
        nextHold = Math.min(nextHold, leftMs);
        continue;
      }
      if (!launch(run, platform)) continue;
      busyAccounts.add(run.account.key);
      perPlatform.set(platform.id, (perPlatform.get(platform.id) ?? 0) + 1);
    }
    if (nextHold < Number.POSITIVE_INFINITY) {
      timer = setTimeout(scheduleLater, Math.min(2 ** 31 - 1, Math.max(50, nextHold)));
      timer.unref();
    }
    statusChanged();
  }

  /** How long a run may not start yet, in milliseconds; 0 = it may. */
  function waitOf(run: RunRecord): number {
    if (run.status === 'waiting' && run.retryAt !== null && !remembered.has(run.id)) {
      // A wait of an earlier process that is not among the holds: turned into one once.
      remembered.add(run.id);
      const why = { code: run.problem?.code ?? 'RATE_LIMITED', reason: run.problem?.sentence ?? 'Waiting.' };
      if (run.retryAt > deps.now() && !holdOf(quotas, run))
        quotas.addHold(ownerOf(run), 'ad_account', run.retryAt, why);
    }
    return holdOf(quotas, run)?.leftMs ?? 0;
  }

  /** Nobody is there to take an error of a timer or of a run's end: the next wake tries again. */
  function scheduleLater(): void {
    try {
      schedule();
    } catch (error) {
      deps.log('error', 'The import queue could not go on.', { error });
    }
  }

  function launch(run: RunRecord, platform: AdPlatform): boolean {
    const controller = new AbortController();
    const began = performance.now();
    endedRuns.delete(run.id);
    try {
      const stored = deps.repository.run(run.id);
      // Ended by somebody else: begun all the same, nothing could cancel it any more.
      if (stored === null || stored.finishedAt !== null) {
        openRuns.delete(run.id);
        return false;
      }
      // While it stood in line its ad account may have gone to another sign-in.
      run.account = stored.account;
      deps.repository.setStatus(run.id, 'running', deps.now(), { retryAt: null, problem: null });
    } catch (error) {
      endUnnoted(run, unforeseen(error));
      return false;
    }
    Object.assign(run, { status: 'running', startedAt: run.startedAt ?? deps.now(), retryAt: null, problem: null });
    const ended = executeRun(
      run,
      {
        repository: deps.repository,
        sessions: deps.sessions,
        quotas,
        platform,
        now: deps.now,
        random: deps.random,
        retryBaseMs: deps.retryBaseMs,
        progressed: changed,
        dataChanged: deps.dataChanged,
      },
      controller.signal,
    )
      .catch((error: unknown): Outcome => {
        deps.log('error', 'An import run stopped.', { runId: run.id, error });
        return unforeseen(error);
      })
      .then((outcome) => {
        active.delete(run.id);
        try {
          conclude(run, outcome, performance.now() - began);
        } catch (error) {
          deps.log('error', 'An import run could not be concluded.', { runId: run.id, error });
          cancelled.delete(run.id);
          endUnnoted(run, outcome.kind === 'failed' ? outcome : unforeseen(error));
        }
        if (stopping) statusChanged();
        else scheduleLater();
      });
    unnoted.delete(run.id);
    active.set(run.id, { run, controller, ended });
    return true;
  }

  /**
   * The store refused to note how a run ended (a full disk). Whoever watches is told; the row stays open, so that the run is taken up
   * again by the next wake or the next start.
   */
  function endUnnoted(run: RunRecord, outcome: Outcome): void {
    unnoted.add(run.id);
    run.status = 'failed';
    run.finishedAt = deps.now();
    run.problem = outcome.kind === 'failed' ? outcome.problem : null;
    endedRuns.add(run);
    openRuns.delete(run.id);
  }

  function remember(runId: string): void {
    const stored = deps.repository.run(runId);
    if (stored) endedRuns.add(stored);
    openRuns.delete(runId);
    remembered.delete(runId);
    if (stored) deps.runEnded?.(stored);
  }

  function conclude(run: RunRecord, outcome: Outcome, workedMs: number): void {
    const now = deps.now();
    const end = (status: 'succeeded' | 'partial' | 'failed' | 'cancelled', problem: RunRecord['problem']): void => {
      deps.repository.setStatus(run.id, status, now, { problem, retryAt: null, workedMs });
      remember(run.id);
      cancelled.delete(run.id);
    };
    switch (outcome.kind) {
      case 'finished': {
        if (outcome.failedSlices === 0) {
          deps.repository.setProgress(run.id, { percent: 100, step: 'Complete' });
          end('succeeded', null);
        } else end(outcome.doneSlices > 0 ? 'partial' : 'failed', outcome.problem);
        break;
      }
      case 'failed': {
        if (outcome.reauthorize && run.account.connectionId !== null) {
          deps.sessions.reportReauthorize(run.account.connectionId, outcome.problem, outcome.session);
        }
        const anyDone = deps.repository.slices(run.id).some((slice) => slice.status === 'done');
        end(anyDone ? 'partial' : 'failed', outcome.problem);
        break;
      }
      case 'waiting': {
        const { code, sentence } = outcome.problem;
        const retryAt =
          outcome.scope === null
            ? outcome.retryAt
            : quotas.addHold(ownerOf(run), outcome.scope, outcome.retryAt, { code, reason: sentence });
        remembered.add(run.id);
        if (cancelled.has(run.id)) {
          end('cancelled', null);
          break;
        }
        deps.repository.setStatus(run.id, 'waiting', now, {
          retryAt,
          problem: outcome.problem,
          workedMs,
        });
        run.status = 'waiting';
        run.retryAt = retryAt;
        run.problem = outcome.problem;
        break;
      }
      case 'stopped': {
        if (cancelled.has(run.id)) end('cancelled', null);
        else deps.repository.setStatus(run.id, 'queued', now, { workedMs });
        break;
      }
    }
    deps.dataChanged();
  }

  function wake(runIds: readonly string[] = []): void {
    for (const id of runIds) asked.add(id);
    openRuns.takeIn(runIds);
    quotas.forgetPassed();
    schedule();
  }

  return {
    wake,
    takeUp() {
      if (unnoted.size > 0) wake([...unnoted]);
    },
    superseded: (runIds) => runIds.forEach(openRuns.delete),
    progress,
    snapshot,
    openRuns: openRuns.list,
    async cancel(runIds) {
      const going = runIds.flatMap((id) => active.get(id) ?? []);
      for (const { run, controller } of going) {
        cancelled.add(run.id);
        controller.abort();
      }
      const inLine = runIds.filter((id) => !active.has(id));
      for (const id of deps.repository.endInLine(inLine, null, deps.now())) remember(id);
      statusChanged();
      await Promise.all(going.map(({ ended }) => ended));
    },
    settled(runIds, maxWaitMs) {
      const deadline = performance.now() + maxWaitMs;
      return new Promise((resolve) => {
        const wanted = new Set(runIds);
        const check = (): void => {
          const open = openRuns.list().filter((run) => wanted.has(run.id));
          const blocked = (run: RunRecord): boolean =>
            !active.has(run.id) && performance.now() + (holdOf(quotas, run)?.leftMs ?? 0) > deadline;
          if (!stopping && !open.every(blocked)) return;
          listeners.delete(check);
          resolve();
        };
        listeners.add(check);
        check();
      });
    },
    async stop() {
      stopping = true;
      if (timer) clearTimeout(timer);
      const ends = [...active.values()].map((entry) => {
        entry.controller.abort();
        return entry.ended;
      });
      const patience = new AbortController();
      await Promise.race([Promise.all(ends), interruptibleDelay(STOP_PATIENCE_MS, patience.signal)]);
      patience.abort();
      statusChanged();
      progress.close();
    },
  };
}

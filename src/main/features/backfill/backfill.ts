import { randomUUID } from 'node:crypto';
import {
  backfillInput,
  type BackfillInput,
  type BackfillJob,
  type BackfillPreview,
  type BackfillStarted,
} from '../../../contract/backfill.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { eachDay } from '../../domain/days.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import type { Db } from '../../store/db.ts';
import { backfills, measuredRequestMs, type StoredBackfill } from '../../store/reads/backfills.ts';
import * as writes from '../../store/writes/backfills.ts';

/** What the backfill asks of imports; the composition root puts the two together. */
export type BackfillRequest = {
  clientIds: 'all' | readonly number[];
  platforms: readonly PlatformId[] | null;
  range: null;
  months: number;
  datasets?: 'all' | 'core';
  force: boolean;
  trigger: 'backfill';
  requestId: string;
};

export type PlannedBackfill = {
  account: { clientId: number; client: string; platform: PlatformId; ref: { adAccountId: string } };
  from: Day;
  to: Day;
  requests: number;
  plan: {
    items: readonly { dataset: string | null; from: Day; to: Day; expiresOn: Day }[];
    sentences: readonly string[];
    clamps: readonly string[];
  };
};

export type BackfillImports = {
  plan(request: BackfillRequest): PlannedBackfill[];
  start(request: BackfillRequest): { runIds: string[]; nothingToDo: PlannedBackfill[] };
  /** Resolves when none of them is running any more. */
  cancel(runIds: readonly string[]): Promise<void>;
};

export type Backfill = {
  /** A dry run: what it would cost and what is about to be lost. */
  preview(input: BackfillInput): BackfillPreview;
  start(input: BackfillInput): BackfillStarted;
  list(): BackfillJob[];
  /** What was read stays. */
  cancel(jobId: string): Promise<BackfillJob>;
};

const LISTED = 50;

/**
 * Older days as a job: one import run per ad account under the job's id, so that it waits, resumes after a restart and is retried
 * like every import. Months that are complete are left alone unless forced; the decision is in each run's log.
 */
export function createBackfill(deps: {
  db: Db;
  imports: BackfillImports;
  /** How many ad accounts of a platform are read side by side. */
  parallel: (platform: PlatformId) => number;
  now: () => number;
  log: Log;
}): Backfill {
  const { db, imports } = deps;

  const requestOf = (input: BackfillInput, requestId: string): BackfillRequest => ({
    clientIds: input.clientIds === 'all' ? 'all' : input.clientIds.map(Number),
    platforms: input.platforms,
    range: null,
    months: input.months,
    ...(input.datasets === 'routine' ? {} : { datasets: input.datasets }),
    force: input.force,
    trigger: 'backfill',
    requestId,
  });

  function find(jobId: string): StoredBackfill {
    const [job] = backfills(db, { id: jobId, limit: 1 });
    if (!job) throw new Refusal('NOT_FOUND', 'There is no such backfill.', { what: 'backfill' });
    return job;
  }

  function previewOf(planned: readonly PlannedBackfill[]): BackfillPreview {
    const perPlatform = Map.groupBy(planned, ({ account }) => account.platform);
    const measured = measuredRequestMs(db);
    const platforms = [...perPlatform].map(([platform, list]) => ({
      platform,
      requests: list.reduce((sum, { requests }) => sum + requests, 0),
      accounts: list.filter(({ requests }) => requests > 0).length,
    }));
    const minutes = platforms.map(({ platform, requests, accounts }) => {
      const each = measured.get(platform);
      if (requests === 0) return 0;
      return each === undefined
        ? null
        : (requests * each) / Math.max(1, Math.min(accounts, deps.parallel(platform))) / 60_000;
    });
    return {
      accounts: planned.map(({ account, from, to, requests, plan }) => ({
        clientId: String(account.clientId),
        client: account.client,
        platform: account.platform,
        adAccountId: account.ref.adAccountId,
        from,
        to,
        requests,
        days: new Set(plan.items.flatMap((item) => (item.dataset === null ? eachDay(item.from, item.to) : []))).size,
        expiresFirst: plan.items.map(({ expiresOn }) => expiresOn).toSorted()[0] ?? null,
        sentences: [...plan.sentences],
      })),
      platforms,
      requests: platforms.reduce((sum, { requests }) => sum + requests, 0),
      // The slowest platform decides: they are read side by side.
      estimatedMinutes: minutes.includes(null)
        ? null
        : Math.max(0, ...minutes.map((one) => Math.ceil((one ?? 0) * 10) / 10)),
      clamps: [...new Set(planned.flatMap(({ plan }) => plan.clamps))],
    };
  }

  function begun<T>(id: string, start: () => T): T {
    try {
      return start();
    } catch (error) {
      try {
        writes.forgetBackfill(db, id);
      } catch (again) {
        // Whatever kept the imports from being written keeps this from it too; the job is listed as cancelled.
        deps.log('warn', 'A backfill that did not begin could not be taken back.', { jobId: id, error: again });
      }
      throw error;
    }
  }

  return {
    preview: (input) => previewOf(imports.plan(requestOf(input, ''))),
    start(input) {
      const id = randomUUID();
      const request = requestOf(input, id);
      const planned = imports.plan(request);
      const requests = planned.reduce((sum, one) => sum + one.requests, 0);
      writes.createBackfill(db, { id, params: JSON.stringify(input), requests, now: deps.now() });
      const { nothingToDo } = begun(id, () => imports.start(request));
      for (const { account, plan } of nothingToDo)
        deps.log('info', 'A backfill left an ad account alone.', {
          jobId: id,
          client: account.client,
          platform: account.platform,
          why: plan.sentences.join(' '),
        });
      return {
        job: toJob(find(id)),
        leftAlone: nothingToDo.map(({ account, plan }) => ({
          client: account.client,
          platform: account.platform,
          adAccountId: account.ref.adAccountId,
          why: plan.sentences.join(' '),
        })),
      };
    },
    list: () => backfills(db, { id: null, limit: LISTED }).map(toJob),
    async cancel(jobId) {
      const job = find(jobId);
      if (job.runs.open > 0) {
        writes.cancelBackfill(db, { id: jobId, now: deps.now() });
        await imports.cancel(job.runIds);
      }
      return toJob(find(jobId));
    },
  };
}

const NOTHING: BackfillInput = { clientIds: 'all', months: 1, platforms: null, datasets: 'routine', force: false };

function toJob(job: StoredBackfill): BackfillJob {
  const { slices, runs } = job;
  // Killed between writing the job and its imports: nothing of it was done, and nothing goes on.
  const neverBegun = job.requests > 0 && job.runIds.length === 0;
  const status =
    job.cancelledAt !== null || neverBegun
      ? 'cancelled'
      : runs.open > 0
        ? 'running'
        : runs.failed > 0
          ? 'partial'
          : 'finished';
  const percent = neverBegun
    ? 0
    : slices.total === 0
      ? 100
      : Math.floor(((slices.done + slices.failed) / slices.total) * 100);
  return {
    id: job.id,
    createdAt: new Date(job.createdAt).toISOString(),
    params: paramsOf(job.params),
    status,
    percent: runs.open > 0 ? Math.min(99, percent) : percent,
    requests: job.requests,
    slices,
    runs,
    runIds: job.runIds,
    finishedAt: job.finishedAt === null ? null : new Date(job.finishedAt).toISOString(),
  };
}

/** A job of another version may have been asked for in other words; its progress is still told. */
function paramsOf(text: string): BackfillInput {
  try {
    return backfillInput.parse(JSON.parse(text));
  } catch {
    return NOTHING;
  }
}

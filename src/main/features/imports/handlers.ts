import { randomUUID } from 'node:crypto';
import type { ClientImport } from '../../../contract/imports.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { dayInZone } from '../../domain/days.ts';
import { Refusal } from '../../kernel/failure.ts';
import { FIRST_WORDS } from './plan-words.ts';
import { fetchPeriods, type FetchedPeriods, type PeriodRequest } from './periods.ts';
import { createPlanning, type Planned, type PlannedAccount, type PlanningDeps, type StartRequest } from './planning.ts';
import type { ImportQueue, NewRun, RunRecord } from './ports.ts';
import { clientImportFrom, importId } from './progress.ts';

export type { PlannedAccount, StartRequest } from './planning.ts';

export type Started = {
  imports: ClientImport[];
  runIds: string[];
  /** Ad accounts all of whose days are here or in line already. */
  nothingToDo: PlannedAccount[];
};

export type ImportsFeature = {
  plan(request: StartRequest): PlannedAccount[];
  /** Puts the imports in line; an ad account that already has an open run of the same days keeps it. */
  start(request: StartRequest): Started;
  /** The same for a click on many clients: the engine goes on answering while it plans. */
  startInTurns(request: StartRequest): Promise<Started>;
  /** A new run of what a finished run did not get. */
  retry(runId: string): { imports: ClientImport[]; runIds: string[] };
  /** Puts in line what a shown range needs and never adds up (reach), unless it is here already. */
  fetchPeriod(request: PeriodRequest): FetchedPeriods;
  cancel(importIds: readonly string[] | null): Promise<void>;
  openRunIds(): string[];
  /** To be told of every run that ended: a new ad account's older days follow its first import. */
  runEnded(run: RunRecord): void;
};

export type ImportsDeps = PlanningDeps & {
  queue: ImportQueue;
  /** Months of older days a new ad account gets behind its first import, 0 = none; left out: nothing follows by itself. */
  newClientMonths?: () => number;
};

export function createImportsFeature(deps: ImportsDeps): ImportsFeature {
  const { repository, queue } = deps;
  const { planAll, planAllInTurns } = createPlanning(deps);

  /** A run that ends before it begins, so that history and the report name the ad account and the reason. */
  function createRefusedRuns(requestId: string, request: StartRequest, refused: Planned['refused']): string[] {
    const { range } = request;
    if (range === null || refused.length === 0) return [];
    const ids = repository.createRuns(
      refused.map(({ account }) => ({
        requestId,
        adAccountKey: account.key,
        clientId: account.clientId,
        trigger: request.trigger ?? 'manual',
        from: range.from,
        to: range.to,
        chosen: true,
        why: 'the range you chose',
        slices: [],
      })),
      deps.now(),
    );
    for (const [index, id] of ids.entries()) {
      const sentence = refused[index]?.reason.message ?? '';
      const problem = { code: 'BAD_RANGE', sentence, detail: null, fix: 'change_range' as const };
      repository.setStatus(id, 'failed', deps.now(), { problem });
    }
    return ids;
  }

  function importsOf(runIds: readonly string[]): ClientImport[] {
    const groups = new Map<string, RunRecord[]>();
    for (const id of runIds) {
      const run = repository.run(id);
      if (!run) continue;
      groups.set(importId(run), [...(groups.get(importId(run)) ?? []), run]);
    }
    return [...groups.values()].map((runs, index) => clientImportFrom(runs, index + 1));
  }

  /** The open run a request may be answered with: one that reads the same days for the same purpose. */
  function sameRun(plan: PlannedAccount, current: readonly RunRecord[], request: StartRequest): RunRecord | undefined {
    if (request.force || request.datasets !== undefined || plan.plan.kind === 'backfill') return undefined;
    // A retry reads only what one import missed, and older days leave out what is here: neither stands for another.
    const usual = current.filter((run) => run.trigger !== 'retry' && run.trigger !== 'backfill');
    return (
      usual.find((run) => covers(run, plan) && repository.slices(run.id).some(({ dataset }) => dataset === null)) ??
      (request.range === null ? usual.find((run) => !run.chosen && run.status === 'running') : undefined)
    );
  }

  function newRun(plan: PlannedAccount, request: StartRequest, requestId: string): NewRun {
    const { kind, sentences, clamps } = plan.plan;
    return {
      requestId,
      adAccountKey: plan.account.key,
      clientId: plan.account.clientId,
      trigger: request.trigger ?? (plan.first ? 'first' : kind === 'backfill' ? 'backfill' : 'manual'),
      from: plan.from,
      to: plan.to,
      chosen: kind === 'chosen' || kind === 'backfill',
      why: plan.why,
      slices: plan.slices,
      note: [...sentences, ...clamps].join(' '),
      structureDone: plan.structureDone,
    };
  }

  function start(request: StartRequest): Started {
    return putInLine(planAll(request), request);
  }

  /** What is open is looked at when all is planned: a second click meanwhile finds the runs of the first. */
  function putInLine({ planned, refused }: Planned, request: StartRequest): Started {
    queue.takeUp();
    const open = Map.groupBy(queue.openRuns(), (run) => run.account.key);
    const requestId = request.requestId ?? randomUUID();
    const kept: string[] = [];
    const fresh: NewRun[] = [];
    const superseded: string[] = [];
    const nothingToDo: PlannedAccount[] = [];
    for (const plan of planned) {
      const current = open.get(plan.account.key) ?? [];
      if (plan.plan.broken) {
        const today = dayInZone(deps.now(), plan.account.ref.timeZone);
        repository.forgetImpossibleReads(plan.account.key, today, deps.now());
      }
      const same = sameRun(plan, current, request);
      if (same) {
        kept.push(same.id);
        continue;
      }
      if (plan.slices.length === 0) {
        nothingToDo.push(plan);
        continue;
      }
      // Left over from an earlier day and not running: what it had read is covered, the new plan holds the rest.
      for (const run of current) {
        if (run.chosen || run.status === 'running' || plan.plan.kind === 'backfill') continue;
        if (request.range === null || covers(plan, run)) superseded.push(run.id);
      }
      fresh.push(newRun(plan, request, requestId));
    }
    if (superseded.length > 0) repository.endInLine(superseded, 'A newer import took its place.', deps.now());
    queue.superseded(superseded);
    const runIds = [
      ...kept,
      ...repository.createRuns(fresh, deps.now()),
      ...createRefusedRuns(requestId, request, refused),
    ];
    queue.wake(runIds);
    return { imports: importsOf(runIds), runIds, nothingToDo };
  }

  function retry(runId: string): { imports: ClientImport[]; runIds: string[] } {
    const run = repository.run(runId);
    if (!run) throw new Refusal('NOT_FOUND', 'That import is not in the history any more.', { what: 'import run' });
    if (['queued', 'running', 'waiting'].includes(run.status)) {
      if (!queue.openRuns().some(({ id }) => id === runId)) {
        // It ended when the store could not note it (a full disk), and is shown as failed: the click takes it up again.
        queue.wake([runId]);
        return { imports: importsOf([runId]), runIds: [runId] };
      }
      throw new Refusal('ALREADY_RUNNING', 'That import is still going on.', { importRunId: runId });
    }
    const missing = repository.slices(runId).filter(({ status }) => status !== 'done' && status !== 'skipped');
    if (missing.length === 0) {
      return start({
        clientIds: [run.account.clientId],
        platforms: [run.account.platform],
        range: null,
        trigger: 'retry',
      });
    }
    const from = missing.reduce((first, slice) => (slice.from < first ? slice.from : first), run.to);
    const to = missing.reduce((last, slice) => (slice.to > last ? slice.to : last), run.from);
    // A second click finds the retry of the first.
    const going = queue
      .openRuns()
      .find(
        (other) =>
          other.trigger === 'retry' && other.account.key === run.account.key && other.from === from && other.to === to,
      );
    if (going) {
      queue.wake([going.id]);
      return { imports: importsOf([going.id]), runIds: [going.id] };
    }
    const ids = repository.createRuns(
      [
        {
          requestId: randomUUID(),
          adAccountKey: run.account.key,
          clientId: run.account.clientId,
          trigger: 'retry',
          from,
          to,
          chosen: true,
          why: 'what the import before did not get',
          slices: missing.map(({ level, from, to, dataset, entities }) => ({ level, from, to, dataset, entities })),
        },
      ],
      deps.now(),
    );
    queue.wake(ids);
    return { imports: importsOf(ids), runIds: ids };
  }

  return {
    plan: (request) => planAll(request).planned,
    start,
    startInTurns: async (request) => putInLine(await planAllInTurns(request), request),
    retry,
    fetchPeriod(request) {
      const { runIds, ...rest } = fetchPeriods(request, deps);
      queue.wake(runIds);
      return { ...rest, runIds, imports: importsOf(runIds) };
    },
    openRunIds: () => repository.openRuns().map((run) => run.id),
    async cancel(importIds) {
      const wanted = importIds === null ? null : new Set(importIds);
      const ids = repository
        .openRuns()
        .flatMap((run) => (wanted === null || wanted.has(importId(run)) ? [run.id] : []));
      await queue.cancel(ids);
    },
    runEnded(run) {
      const { newClientMonths } = deps;
      // Who schedules first imports is told 'scheduled' in the history.
      const first = run.trigger === 'first' || (run.trigger === 'scheduled' && run.why.startsWith(FIRST_WORDS));
      if (!newClientMonths || !first || run.chosen) return;
      if (run.status !== 'succeeded' && run.status !== 'partial') return;
      const account = { clientIds: [run.account.clientId], adAccountKeys: [run.account.key], platforms: null };
      // Hours and breakdowns of the first days; of the months behind them the daily figures and what is told by the month, because
      // finer rows of a thousand clients' quarters are more than a laptop wants to hold unasked.
      start({ ...account, trigger: 'backfill', range: { from: run.from, to: run.to } });
      const months = newClientMonths();
      if (months > 0) start({ ...account, trigger: 'backfill', range: null, months, datasets: 'months' });
    },
  };
}

function covers(outer: { from: Day; to: Day }, inner: { from: Day; to: Day }): boolean {
  return outer.from <= inner.from && outer.to >= inner.to;
}

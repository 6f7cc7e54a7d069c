import { randomUUID } from 'node:crypto';
import type { ClientImport } from '../../../contract/imports.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { dayInZone } from '../../domain/days.ts';
import { slicesFor } from '../../domain/slices.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { AdPlatform } from '../../platforms/platform.ts';
import { owedSlices } from './owed.ts';
import { oldestDay, planRange } from './plan.ts';
import type { ImportQueue, ImportAccount, ImportRepository, NewRun, RunRecord } from './ports.ts';
import { clientImportFrom, importId } from './progress.ts';

/** Days of a client's first import (requirement 18). */
const FIRST_IMPORT_DAYS = 30;
/** Requests that list campaigns, ad groups and ads. */
const STRUCTURE_REQUESTS = 3;

export type StartRequest = {
  clientIds: 'all' | readonly number[];
  platforms: readonly PlatformId[] | null;
  range: Range | null;
  trigger?: RunRecord['trigger'];
};

export type PlannedAccount = {
  account: ImportAccount;
  from: Day;
  to: Day;
  why: string;
  clamped: string | null;
  slices: NewRun['slices'];
  requests: number;
  first: boolean;
};

export type ImportsFeature = {
  plan(request: StartRequest): PlannedAccount[];
  /** Puts the imports in line; an ad account that already has an open run of the same days keeps it. */
  start(request: StartRequest): { imports: ClientImport[]; runIds: string[] };
  /** A new run of what a finished run did not get. */
  retry(runId: string): { imports: ClientImport[]; runIds: string[] };
  cancel(importIds: readonly string[] | null): Promise<void>;
  openRunIds(): string[];
};

export function createImportsFeature(deps: {
  repository: ImportRepository;
  platforms: ReadonlyMap<PlatformId, AdPlatform>;
  queue: ImportQueue;
  now: () => number;
}): ImportsFeature {
  const { repository, queue } = deps;

  function accountsFor(request: StartRequest): ImportAccount[] {
    const accounts = repository
      .accountsToImport(request.clientIds)
      .filter((account) => !request.platforms || request.platforms.includes(account.platform));
    if (accounts.length > 0) return accounts;
    const whose = request.clientIds === 'all' ? 'No client has' : 'That client has no';
    throw new Refusal(
      'NOT_FOUND',
      request.clientIds === 'all' && !request.platforms
        ? 'There is nothing to import yet: connect an ad platform and give its ad accounts to clients first.'
        : `${whose} ${request.clientIds === 'all' ? 'an ' : ''}ad account${request.platforms ? ' on the chosen platforms' : ''} to import. Assign one first.`,
      { what: 'ad account' },
    );
  }

  function planAccount(account: ImportAccount, range: Range | null): PlannedAccount {
    const platform = deps.platforms.get(account.platform);
    if (!platform)
      throw new Refusal('NOT_FOUND', `This version of Tidemark does not know the platform of ${account.name}.`, {
        what: 'platform',
      });
    const today = dayInZone(deps.now(), account.ref.timeZone);
    const { lookbackDays, retentionMonths, sliceDays } = platform.capabilities;
    const plan = planRange({
      today,
      coveredDays: repository.coveredDays(account.key),
      chosen: range,
      lookbackDays,
      retentionMonths,
      firstImportDays: FIRST_IMPORT_DAYS,
    });
    if (!plan.ok) throw new Refusal('BAD_INPUT', plan.sentence, { field: 'range' });
    const owed = plan.kind === 'routine' ? owedBefore(plan.from) : { slices: [], days: 0 };
    const slices = [...owed.slices, ...slicesFor(plan.from, plan.to, sliceDays)];
    const also =
      owed.days === 0 ? '' : `, and ${owed.days === 1 ? '1 day' : `${owed.days} days`} earlier imports left open`;
    function owedBefore(before: Day): ReturnType<typeof owedSlices> {
      const oldest = oldestDay(today, retentionMonths);
      return owedSlices({
        timeZone: account.ref.timeZone,
        lookbackDays,
        sliceDays,
        notGot: repository.daysNotGot(account.key, oldest, before),
        readEarly: repository.daysReadEarly(account.key, oldest, before, lookbackDays),
      });
    }
    return {
      account,
      from: plan.from,
      to: plan.to,
      why: plan.why + also,
      clamped: plan.clamped,
      slices,
      requests: slices.length + STRUCTURE_REQUESTS,
      first: plan.kind === 'first',
    };
  }

  /** One ad account whose days cannot be read stops no other; when none can, the first reason is the answer. */
  function planAll(request: StartRequest): {
    planned: PlannedAccount[];
    refused: { account: ImportAccount; reason: Refusal }[];
  } {
    const planned: PlannedAccount[] = [];
    const refused: { account: ImportAccount; reason: Refusal }[] = [];
    for (const account of accountsFor(request)) {
      try {
        planned.push(planAccount(account, request.range));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push({ account, reason: error });
      }
    }
    if (planned.length === 0 && refused[0]) throw refused[0].reason;
    return { planned, refused };
  }

  /** A run that ends before it begins, so that history and the report name the ad account and the reason. */
  function createRefusedRuns(
    requestId: string,
    request: StartRequest,
    refused: ReturnType<typeof planAll>['refused'],
  ): string[] {
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

  return {
    plan: (request) => planAll(request).planned,
    start(request) {
      const { planned, refused } = planAll(request);
      const open = Map.groupBy(repository.openRuns(), (run) => run.account.key);
      const requestId = randomUUID();
      const kept: string[] = [];
      const fresh: NewRun[] = [];
      const superseded: string[] = [];
      for (const plan of planned) {
        const current = open.get(plan.account.key) ?? [];
        const covers = (outer: { from: Day; to: Day }, inner: { from: Day; to: Day }): boolean =>
          outer.from <= inner.from && outer.to >= inner.to;
        // A retry reads only what one import missed, so it stands for no other.
        const same =
          current.find((run) => run.trigger !== 'retry' && covers(run, plan)) ??
          (request.range === null ? current.find((run) => !run.chosen && run.status === 'running') : undefined);
        if (same) {
          kept.push(same.id);
          continue;
        }
        // Left over from an earlier day and not running: what it had read is covered, the new plan holds the rest.
        for (const run of current) {
          if (!run.chosen && run.status !== 'running' && (request.range === null || covers(plan, run)))
            superseded.push(run.id);
        }
        fresh.push({
          requestId,
          adAccountKey: plan.account.key,
          clientId: plan.account.clientId,
          trigger: request.trigger ?? (plan.first ? 'first' : 'manual'),
          from: plan.from,
          to: plan.to,
          chosen: request.range !== null,
          why: request.trigger === 'backfill' ? 'older days' : plan.why,
          slices: plan.slices,
        });
      }
      for (const id of superseded) {
        repository.log(id, 'info', 'A newer import took its place.', deps.now());
        repository.setStatus(id, 'cancelled', deps.now(), { retryAt: null });
      }
      const runIds = [
        ...kept,
        ...repository.createRuns(fresh, deps.now()),
        ...createRefusedRuns(requestId, request, refused),
      ];
      queue.wake(runIds);
      return { imports: importsOf(runIds), runIds };
    },
    retry(runId) {
      const run = repository.run(runId);
      if (!run) throw new Refusal('NOT_FOUND', 'That import is not in the history any more.', { what: 'import run' });
      if (['queued', 'running', 'waiting'].includes(run.status)) {
        throw new Refusal('ALREADY_RUNNING', 'That import is still going on.', { importRunId: runId });
      }
      const missing = repository.slices(runId).filter((slice) => slice.status !== 'done');
      if (missing.length === 0) {
        return this.start({
          clientIds: [run.account.clientId],
          platforms: [run.account.platform],
          range: null,
          trigger: 'retry',
        });
      }
      const from = missing.reduce((first, slice) => (slice.from < first ? slice.from : first), run.to);
      const to = missing.reduce((last, slice) => (slice.to > last ? slice.to : last), run.from);
      // A second click finds the retry of the first.
      const going = repository
        .openRuns()
        .find(
          (other) =>
            other.trigger === 'retry' &&
            other.account.key === run.account.key &&
            other.from === from &&
            other.to === to,
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
            slices: missing.map(({ level, from, to }) => ({ level, from, to })),
          },
        ],
        deps.now(),
      );
      queue.wake(ids);
      return { imports: importsOf(ids), runIds: ids };
    },
    openRunIds: () => repository.openRuns().map((run) => run.id),
    async cancel(importIds) {
      const wanted = importIds === null ? null : new Set(importIds);
      const ids = repository
        .openRuns()
        .flatMap((run) => (wanted === null || wanted.has(importId(run)) ? [run.id] : []));
      await queue.cancel(ids);
    },
  };
}

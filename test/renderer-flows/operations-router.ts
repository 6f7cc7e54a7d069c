import { implement } from '@orpc/server';
import { contract } from '../../src/contract/contract.ts';
import type { ScheduleRule } from '../../src/contract/schedules.ts';
import { NOW } from '../renderer/fixture-data.ts';
import { job, type Operations } from './operations-engine.ts';
import { noteCall } from './recording.ts';

/** The procedures over that state. Rules are kept as the engine keeps them: changed in parts, answered with what was there before. */
export function operationsRouter(state: Parameters<typeof noteCall>[0] & { operations: Operations }, push: () => void) {
  const { operations } = state;
  const os = implement(contract).use(({ next, path }, input: unknown) => {
    noteCall(state, path, input);
    return next();
  });
  const done = { done: true as const };
  const rules = (clients: readonly (string | null)[]) => ({
    before: clients.map((client) => {
      const known = operations.schedules.clients.find((each) => each.clientId === client);
      return {
        client,
        rule: client === null ? operations.schedules.default : known?.inherited ? null : (known?.rule ?? null),
      };
    }),
  });
  const write = (clients: readonly (string | null)[], change: Partial<ScheduleRule> | null): void => {
    const { schedules } = operations;
    if (change && clients.includes(null)) schedules.default = { ...schedules.default, ...change };
    schedules.clients = schedules.clients.map((each) => {
      if (!clients.includes(each.clientId)) return each.inherited ? { ...each, rule: schedules.default } : each;
      return change === null
        ? { ...each, inherited: true, rule: schedules.default }
        : { ...each, inherited: false, rule: { ...each.rule, ...change } };
    });
    push();
  };
  const counts = () => {
    const open = operations.alerts.filter((each) => each.dismissedAt === null && each.resolvedAt === null);
    return {
      open: open.length,
      critical: open.filter((each) => each.severity === 'critical').length,
      dismissed: operations.alerts.filter((each) => each.dismissedAt !== null).length,
    };
  };
  const dismissed = (id: string, at: string | null) => {
    operations.alerts = operations.alerts.map((each) => (each.id === id ? { ...each, dismissedAt: at } : each));
    push();
    return done;
  };

  return {
    schedules: {
      list: os.schedules.list.handler(() => operations.schedules),
      set: os.schedules.set.handler(({ input }) => {
        const answer = rules(input.clients);
        write(input.clients, input.change as Partial<ScheduleRule>);
        return answer;
      }),
      reset: os.schedules.reset.handler(({ input }) => {
        const answer = rules(input.clients);
        write(input.clients, null);
        return answer;
      }),
      pause: os.schedules.pause.handler(() => {
        const until = new Date(Date.parse(NOW) + 3_600_000).toISOString();
        operations.schedules.state = { ...operations.schedules.state, pausedUntil: until, holding: 'paused', due: 2 };
        push();
        return operations.schedules.state;
      }),
      resume: os.schedules.resume.handler(() => {
        operations.schedules.state = { ...operations.schedules.state, pausedUntil: null, holding: null, due: 0 };
        push();
        return operations.schedules.state;
      }),
      next: os.schedules.next.handler(() => operations.schedules.state),
    },
    alerts: {
      list: os.alerts.list.handler(({ input }) => ({
        alerts: operations.alerts
          .filter((each) =>
            input.show === 'open'
              ? each.dismissedAt === null && each.resolvedAt === null
              : input.show === 'dismissed'
                ? each.dismissedAt !== null
                : each.resolvedAt !== null,
          )
          .toSorted((a, b) => a.severity.localeCompare(b.severity))
          .slice(0, input.limit),
        counts: counts(),
      })),
      dismiss: os.alerts.dismiss.handler(({ input }) => dismissed(input.id, NOW)),
      undoDismiss: os.alerts.undoDismiss.handler(({ input }) => dismissed(input.id, null)),
    },
    validation: {
      gaps: os.validation.gaps.handler(({ input }) => ({
        gaps: operations.gaps.filter((each) => input.resolved || each.state !== 'resolved'),
        counts: {
          open: operations.gaps.filter((each) => each.state === 'open').length,
          notSettled: operations.gaps.filter((each) => each.state === 'not_settled').length,
          readApart: 0,
          resolved: 0,
        },
      })),
      compareCsv: os.validation.compareCsv.handler(() => operations.comparison),
    },
    dataHealth: { view: os.dataHealth.view.handler(() => operations.health) },
    backfill: {
      list: os.backfill.list.handler(() => operations.jobs),
      preview: os.backfill.preview.handler(({ input }) => ({
        accounts: [
          {
            clientId: 'client-2',
            client: 'Epoca',
            platform: 'meta' as const,
            adAccountId: 'meta-2',
            from: '2026-07-01',
            to: '2026-10-02',
            requests: input.months * 10,
            days: input.months * 30,
            expiresFirst: '2029-08-01',
            sentences: ['90 days that are not here yet.', 'Left as it is, because it is complete: 2026-09.'],
          },
        ],
        platforms: [{ platform: 'meta' as const, requests: input.months * 10, accounts: 1 }],
        requests: input.months * 10,
        estimatedMinutes: 3,
        clamps: ['Meta Ads keeps 37 months.'],
      })),
      start: os.backfill.start.handler(({ input }) => {
        const started = job(input);
        operations.jobs = [started];
        push();
        return { job: started, leftAlone: [] };
      }),
      cancel: os.backfill.cancel.handler(({ input }) => {
        operations.jobs = operations.jobs.map((each) =>
          each.id === input.jobId ? { ...each, status: 'cancelled' as const, finishedAt: NOW } : each,
        );
        push();
        const [cancelled] = operations.jobs;
        if (!cancelled) throw new Error('There is no job to cancel.');
        return cancelled;
      }),
    },
    health: os.diagnostics.health.handler(() => ({
      at: NOW,
      version: '0.1.0',
      status: 'attention' as const,
      reasons: ['1 import failed in the last 24 hours'],
      ingest: { rowsLastHour: 0, rowsLastDay: 3120, rowsPerSecond: 210 },
      runsLastDay: { succeeded: 14, partial: 0, failed: 1, cancelled: 0, failures: [{ code: 'X', runs: 1 }] },
      freshness: {
        fresh: 13,
        ageing: 0,
        stale: 1,
        never: 0,
        oldest: operations.health.failed[0]?.lastImportedAt ?? null,
      },
      queue: { running: 0, waiting: 0, queued: 0, oldestQueuedAt: null, nextResumeAt: null },
      requestsLastDay: [
        { platform: 'meta' as const, count: 420, failed: 1, durationMs: { count: 420, p50: 210, p95: 900, max: 2100 } },
      ],
      reads: { count: 40, p50: 3, p95: 12, max: 30 },
      memory: { rssBytes: 2.1e8, heapUsedBytes: 8e7 },
      disk: { databaseBytes: 1.85e8, freeBytes: 8.1e10 },
    })),
    requests: os.imports.requests.handler(() => ({
      requests: [
        {
          at: NOW,
          method: 'GET',
          path: '/v26.0/act_1/insights?level=campaign',
          status: 200,
          durationMs: 210,
          bytes: 18_400,
          usagePercent: 12,
          error: null,
        },
        {
          at: NOW,
          method: 'GET',
          path: '/v26.0/act_1/insights?level=ad',
          status: null,
          durationMs: 30_000,
          bytes: null,
          usagePercent: null,
          error: 'No answer within 30 s.',
        },
      ],
      totals: {
        requests: 2,
        failed: 1,
        bytes: 18_400,
        requestMs: 30_210,
        rows: 640,
        activeMs: 31_000,
        elapsedMs: 91_000,
      },
    })),
    replaySetAside: os.imports.replaySetAside.handler(() => ({ read: 3, stored: 2, unchanged: 0, stillSetAside: 1 })),
  };
}

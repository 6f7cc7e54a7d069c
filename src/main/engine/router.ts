import { implement } from '@orpc/server';
import { contract } from '../../contract/contract.ts';
import { entitiesCsv, performanceCsv } from '../features/exports/csv.ts';
import { progressUpdates } from '../features/imports/progress-updates.ts';
import { localDay } from '../domain/days.ts';
import { deskRouter } from './desk-router.ts';
import { lookAt } from './visits.ts';
import type { Workspaces } from './workspaces.ts';

/**
 * Implements every procedure of the contract; the compiler lists what is missing. No rules here: each line hands over to a feature
 * or to a read of the store.
 */
export function createRouter(workspaces: Workspaces) {
  const os = implement(contract);
  const open = () => workspaces.current();
  const done = { done: true as const };
  const csvOptions = ({ clientSafe }: { clientSafe: boolean }) => ({
    today: localDay(workspaces.clock.now()),
    clientSafe,
  });
  const numericIds = (ids: 'all' | readonly string[]): 'all' | number[] =>
    ids === 'all' ? 'all' : ids.map((id) => clientKey(id));

  return os.router({
    workspace: {
      state: os.workspace.state.handler(() => workspaces.state()),
      changes: os.workspace.changes.handler(({ signal }) => workspaces.stateTopic.subscribe(signal)),
      enterDemo: os.workspace.enterDemo.handler(async () => {
        await workspaces.enterDemo();
        return done;
      }),
      leaveDemo: os.workspace.leaveDemo.handler(async () => {
        await workspaces.leaveDemo();
        return done;
      }),
      unlock: os.workspace.unlock.handler(async ({ input }) => {
        await open().secrets.unlock(input.passphrase);
        workspaces.stateChanged();
        return done;
      }),
      dataRevision: os.workspace.dataRevision.handler(({ signal }) => workspaces.dataTopic.subscribe(signal)),
    },
    settings: {
      get: os.settings.get.handler(() => open().settings.get()),
      set: os.settings.set.handler(({ input }) => open().settings.set(input)),
    },
    platforms: {
      list: os.platforms.list.handler(() => open().platformInfo),
    },
    connections: {
      list: os.connections.list.handler(() => open().connections.list()),
      addPasted: os.connections.addPasted.handler(({ input, signal }) => open().connections.addPasted(input, signal)),
      beginLogin: os.connections.beginLogin.handler(({ input }) => open().connections.beginLogin(input)),
      loginState: os.connections.loginState.handler(({ input, signal }) =>
        open().connections.loginState(input.attemptId, signal),
      ),
      cancelLogin: os.connections.cancelLogin.handler(({ input }) => {
        open().connections.cancelLogin(input.attemptId);
        return done;
      }),
      check: os.connections.check.handler(({ input, signal }) => open().connections.check(input.connectionId, signal)),
      remove: os.connections.remove.handler(({ input }) => open().connections.remove(input.connectionId)),
    },
    adAccounts: {
      list: os.adAccounts.list.handler(({ input }) => open().adAccounts.list(input.connectionId)),
      refresh: os.adAccounts.refresh.handler(({ input, signal }) =>
        open().adAccounts.refresh(input.connectionId, signal),
      ),
      assign: os.adAccounts.assign.handler(({ input }) => open().adAccounts.assign(input.assignments)),
    },
    ...deskRouter(os, open, workspaces.firstView),
    imports: {
      plan: os.imports.plan.handler(({ input }) =>
        open()
          .imports.plan({ ...input, clientIds: numericIds(input.clientIds) })
          .map((plan) => ({
            clientId: String(plan.account.clientId),
            client: plan.account.client,
            platform: plan.account.platform,
            adAccountId: plan.account.ref.adAccountId,
            from: plan.from,
            to: plan.to,
            why: plan.why,
            requests: plan.requests,
            clamped: plan.clamped,
            sentences: plan.plan.sentences,
            items: plan.plan.items,
            putOff: plan.plan.putOff,
            lookbackDays: plan.plan.lookbackDays,
          })),
      ),
      start: os.imports.start.handler(async ({ input }) => {
        const request = { ...input, clientIds: numericIds(input.clientIds) };
        return { imports: (await open().imports.startInTurns(request)).imports };
      }),
      fetchPeriod: os.imports.fetchPeriod.handler(({ input }) => {
        const { imports, kept } = open().imports.fetchPeriod({ ...input, clientId: clientKey(input.clientId) });
        return { imports, kept };
      }),
      cancel: os.imports.cancel.handler(async ({ input }) => {
        await open().imports.cancel(input.importIds);
        return done;
      }),
      retry: os.imports.retry.handler(({ input }) => ({ imports: open().imports.retry(input.runId).imports })),
      progress: os.imports.progress.handler(({ signal }) => progressUpdates(open().queue.progress.subscribe(signal))),
      history: os.imports.history.handler(({ input }) => open().reads.importHistory(input)),
      detail: os.imports.detail.handler(({ input }) => open().reads.importDetail(input)),
      replaySetAside: os.imports.replaySetAside.handler(({ input }) => open().replaySetAside(input.runId)),
      requests: os.imports.requests.handler(({ input }) => open().requestsOf(input.runId)),
    },
    backfill: {
      list: os.backfill.list.handler(() => open().backfill.list()),
      preview: os.backfill.preview.handler(({ input }) => open().backfill.preview(input)),
      start: os.backfill.start.handler(({ input }) => open().backfill.start(input)),
      cancel: os.backfill.cancel.handler(({ input }) => open().backfill.cancel(input.jobId)),
    },
    dashboards: {
      overview: os.dashboards.overview.handler(({ input }) => open().reads.overview(input)),
      entities: os.dashboards.entities.handler(({ input }) => open().reads.entities(input)),
      insights: os.dashboards.insights.handler(({ input }) => open().reads.insights(input)),
      entityDays: os.dashboards.entityDays.handler(({ input }) => open().reads.entityDays(input)),
      days: os.dashboards.days.handler(({ input }) => open().reads.days(input)),
      look: os.dashboards.look.handler(({ input }) => lookAt(open(), input)),
      changes: os.dashboards.changes.handler(({ input }) => open().reads.changes(input)),
      breakdown: os.dashboards.breakdown.handler(({ input }) => open().reads.breakdown(input)),
      hours: os.dashboards.hours.handler(({ input }) => open().reads.hours(input)),
      periods: os.dashboards.periods.handler(({ input }) => open().reads.periods(input)),
      compare: os.dashboards.compare.handler(({ input }) => open().reads.compare(input)),
      events: os.dashboards.events.handler(({ input }) => open().reads.events(input)),
    },
    storage: {
      forecast: os.storage.forecast.handler(() => open().reads.storage(open().settings.get().hoursKeptDays ?? null)),
      archive: os.storage.archive.handler(({ input }) => open().retention.archive(input.year)),
      restore: os.storage.restore.handler(({ input }) => open().retention.restore(input.year)),
    },
    schedules: {
      list: os.schedules.list.handler(() => open().schedules.list()),
      set: os.schedules.set.handler(({ input }) => open().schedules.set(input.clients, input.change)),
      reset: os.schedules.reset.handler(({ input }) => open().schedules.reset(input.clients)),
      pause: os.schedules.pause.handler(({ input }) => open().schedules.pause(input.for)),
      resume: os.schedules.resume.handler(() => open().schedules.resume()),
      next: os.schedules.next.handler(() => open().schedules.state()),
    },
    validation: {
      gaps: os.validation.gaps.handler(({ input }) => open().checks.gaps(input)),
      compareCsv: os.validation.compareCsv.handler(({ input }) => open().checks.compareCsv(input)),
    },
    dataHealth: { view: os.dataHealth.view.handler(({ input }) => open().reads.dataHealth(input)) },
    alerts: {
      list: os.alerts.list.handler(({ input }) => open().checks.alerts.list(input)),
      dismiss: os.alerts.dismiss.handler(({ input }) => {
        open().checks.alerts.dismiss(input.id);
        return done;
      }),
      undoDismiss: os.alerts.undoDismiss.handler(({ input }) => {
        open().checks.alerts.undoDismiss(input.id);
        return done;
      }),
    },
    exports: {
      performance: os.exports.performance.handler(async ({ input }) =>
        performanceCsv(await open().reads.overview(input), input),
      ),
      entities: os.exports.entities.handler(async ({ input }) =>
        entitiesCsv(await open().reads.entities(input), input.level, csvOptions(input)),
      ),
    },
    diagnostics: {
      doctor: os.diagnostics.doctor.handler(() => workspaces.doctor()),
      health: os.diagnostics.health.handler(() => open().health()),
      memory: os.diagnostics.memory.handler(() => {
        const usage = process.memoryUsage();
        return { rssBytes: usage.rss, heapUsedBytes: usage.heapUsed };
      }),
    },
  });
}

function clientKey(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : -1;
}

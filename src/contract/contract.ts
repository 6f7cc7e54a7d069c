import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import * as alerts from './alerts.ts';
import * as annotations from './annotations.ts';
import * as breakdowns from './breakdowns.ts';
import * as profiles from './client-profile.ts';
import * as backfill from './backfill.ts';
import * as comparison from './comparison.ts';
import * as connections from './connections.ts';
import * as dataHealth from './data-health.ts';
import * as dashboards from './dashboards.ts';
import * as entityDays from './entity-days.ts';
import * as eventFlags from './events.ts';
import { errors } from './errors.ts';
import * as history from './history.ts';
import * as imports from './imports.ts';
import * as observability from './observability.ts';
import { clientId, platformId } from './primitives.ts';
import * as reports from './reports.ts';
import * as savedViews from './saved-views.ts';
import * as schedules from './schedules.ts';
import * as storage from './storage.ts';
import * as validation from './validation.ts';
import * as workspace from './workspace.ts';

/** Every procedure by name: the first file to read. `feature.verb`; streams send whole snapshots with a revision. */
const procedure = oc.errors(errors);
const nothing = z.object({});
const done = z.object({ done: z.literal(true) });

export const contract = {
  workspace: {
    state: procedure.input(nothing).output(workspace.workspaceState),
    changes: procedure.input(nothing).output(eventIterator(workspace.workspaceState)),
    enterDemo: procedure.input(nothing).output(done),
    leaveDemo: procedure.input(nothing).output(done),
    /** Unlocks a passphrase vault, or makes one when no sign-in is kept yet and there is no keychain. */
    unlock: procedure.input(z.object({ passphrase: z.string().min(8).max(1024) })).output(done),
    /** Moves with every commit that changes what a screen shows. */
    dataRevision: procedure.input(nothing).output(eventIterator(z.object({ revision: z.number().int() }))),
  },
  settings: {
    get: procedure.input(nothing).output(workspace.settings),
    set: procedure.input(workspace.settings.partial()).output(workspace.settings),
  },
  storage: {
    forecast: procedure.input(nothing).output(storage.storageView),
    /** Moves the detail of a settled past year to its file, and back. */
    archive: procedure.input(storage.archiveInput).output(storage.movedRows),
    restore: procedure.input(storage.archiveInput).output(storage.movedRows),
  },
  platforms: {
    list: procedure.input(nothing).output(z.array(connections.platformInfo)),
  },
  connections: {
    list: procedure.input(nothing).output(z.array(connections.connection)),
    addPasted: procedure.input(connections.addPastedInput).output(connections.connection),
    beginLogin: procedure.input(connections.beginLoginInput).output(connections.loginState),
    loginState: procedure.input(z.object({ attemptId: z.string() })).output(eventIterator(connections.loginState)),
    cancelLogin: procedure.input(z.object({ attemptId: z.string() })).output(done),
    check: procedure.input(z.object({ connectionId: z.string() })).output(connections.connection),
    /** Revokes at the platform when it can, wipes the secret, keeps the history. */
    remove: procedure
      .input(z.object({ connectionId: z.string() }))
      .output(z.object({ revoked: z.boolean(), sentence: z.string() })),
  },
  adAccounts: {
    list: procedure.input(z.object({ connectionId: z.string().nullable() })).output(z.array(connections.adAccount)),
    refresh: procedure.input(z.object({ connectionId: z.string() })).output(z.array(connections.adAccount)),
    assign: procedure.input(connections.assignInput).output(z.array(connections.adAccount)),
  },
  clients: {
    list: procedure.input(dashboards.clientsInput).output(dashboards.clientsView),
    /** `pinned`: its place among the pinned clients. */
    names: procedure
      .input(profiles.namesInput)
      .output(z.array(z.object({ id: clientId, name: z.string(), pinned: z.number().int().nullable().default(null) }))),
    rename: procedure.input(z.object({ clientId, name: z.string().trim().min(1).max(200) })).output(done),
    setCity: procedure.input(z.object({ clientId, city: z.string().trim().max(200).nullable() })).output(done),
    profile: procedure.input(z.object({ clientId })).output(profiles.profile),
    /** Owners and tags in use. */
    labels: procedure.input(nothing).output(profiles.labels),
    /** These answer with what was there before, as the same call takes it to undo. */
    setOwner: procedure.input(profiles.owners).output(profiles.owners),
    setTags: procedure.input(profiles.clientTags).output(profiles.clientTags),
    changeTags: procedure.input(profiles.changeTagsInput).output(profiles.clientTags),
    setGoal: procedure.input(profiles.setGoalInput).output(profiles.goalChange),
    setPinned: procedure.input(profiles.pinned).output(profiles.pinned),
    /** What the platforms counted, to give names to. */
    actionTypes: procedure.input(profiles.actionTypesInput).output(profiles.actionTypes),
    setMapping: procedure.input(profiles.setMappingInput).output(profiles.mappingChange),
  },
  suggestions: {
    /** Waves the suggestion of `dashboards.events` away for as long as its cause lasts. */
    dismiss: procedure.input(z.object({ id: z.string().min(1).max(300) })).output(done),
    restore: procedure.input(z.object({ id: z.string().min(1).max(300) })).output(done),
  },
  annotations: {
    list: procedure.input(annotations.annotationsInput).output(z.array(annotations.annotation)),
    add: procedure.input(annotations.addAnnotationInput).output(annotations.annotation),
    edit: procedure.input(annotations.editAnnotationInput).output(annotations.annotationChange),
    remove: procedure.input(z.object({ id: z.string() })).output(done),
    restore: procedure.input(z.object({ id: z.string() })).output(annotations.annotation),
  },
  views: {
    list: procedure.input(savedViews.viewsInput).output(z.array(savedViews.savedView)),
    save: procedure.input(savedViews.saveViewInput).output(savedViews.viewChange),
    remove: procedure.input(z.object({ id: z.string() })).output(done),
    restore: procedure.input(z.object({ id: z.string() })).output(savedViews.savedView),
    /** All views of the screen in their new order. */
    reorder: procedure.input(savedViews.reorderViewsInput).output(savedViews.viewOrder),
  },
  imports: {
    plan: procedure.input(imports.startInput).output(z.array(imports.plannedRun)),
    start: procedure.input(imports.startInput).output(z.object({ imports: z.array(imports.clientImport) })),
    /** Reach and unique counts of exactly this range, unless they are here and final. */
    fetchPeriod: procedure.input(imports.fetchPeriodInput).output(imports.fetchedPeriod),
    cancel: procedure.input(z.object({ importIds: z.array(z.string()).nullable() })).output(done),
    retry: procedure
      .input(z.object({ runId: z.string() }))
      .output(z.object({ imports: z.array(imports.clientImport) })),
    progress: procedure.input(nothing).output(eventIterator(imports.importProgressUpdate)),
    history: procedure.input(imports.historyInput).output(z.array(imports.importRun)),
    detail: procedure.input(z.object({ runId: z.string() })).output(imports.runDetail),
    /** Rows set aside by one run, or by all, are read again with this version's eyes. */
    replaySetAside: procedure.input(z.object({ runId: z.string().nullable() })).output(imports.replayedRows),
    /** Every request of a run with its time, size and how far the quota was used. */
    requests: procedure.input(z.object({ runId: z.string() })).output(observability.requestsOfRun),
  },
  backfill: {
    list: procedure.input(nothing).output(z.array(backfill.backfillJob)),
    /** A dry run: requests, time, what expires first, what the platforms no longer keep. */
    preview: procedure.input(backfill.backfillInput).output(backfill.backfillPreview),
    start: procedure.input(backfill.backfillInput).output(backfill.backfillStarted),
    cancel: procedure.input(z.object({ jobId: z.string() })).output(backfill.backfillJob),
  },
  dashboards: {
    overview: procedure.input(dashboards.viewInput.extend({ clientId })).output(dashboards.overview),
    entities: procedure.input(dashboards.entitiesInput).output(dashboards.entitiesView),
    insights: procedure.input(dashboards.insightsInput).output(dashboards.insightsView),
    /** One campaign, ad group or ad day by day. */
    entityDays: procedure.input(entityDays.entityDaysInput).output(entityDays.entityDaysView),
    /** What is known of each day, and until when it may change. */
    days: procedure.input(history.daysInput).output(history.daysView),
    /** Notes that somebody looks at a client now; answers since when changes are news to them. `dismissed` puts them away or back. */
    look: procedure.input(history.lookInput).output(history.looked),
    /** What platforms told differently since an instant. */
    changes: procedure.input(history.changesInput).output(history.changesView),
    breakdown: procedure.input(breakdowns.breakdownInput).output(breakdowns.breakdownView),
    hours: procedure.input(breakdowns.hoursInput).output(breakdowns.hoursView),
    /** Reach, frequency and unique counts of exactly the range and of its months. */
    periods: procedure.input(breakdowns.periodsInput).output(breakdowns.periodsView),
    /** Two periods against each other, and which campaigns moved a figure. */
    compare: procedure.input(comparison.compareInput).output(comparison.compareView),
    /** Flags for charts, and the one thing the status line suggests. */
    events: procedure.input(eventFlags.eventsInput).output(eventFlags.eventsView),
  },
  schedules: {
    list: procedure.input(nothing).output(schedules.scheduleList),
    /** Answers with what was there before, for undo. */
    set: procedure.input(schedules.setScheduleInput).output(schedules.scheduleChange),
    reset: procedure.input(schedules.resetScheduleInput).output(schedules.scheduleChange),
    pause: procedure.input(schedules.pauseInput).output(schedules.scheduleState),
    resume: procedure.input(nothing).output(schedules.scheduleState),
    next: procedure.input(nothing).output(schedules.scheduleState),
  },
  validation: {
    /** Sums that do not add up, as the checks after every import found them. */
    gaps: procedure.input(validation.gapsInput).output(validation.gapsView),
    /** A CSV exported from an ad platform against what is stored, line by line. */
    compareCsv: procedure.input(validation.compareInput).output(validation.comparison),
  },
  /** What is here of every client month by month, and what failed. */
  dataHealth: {
    view: procedure.input(dataHealth.dataHealthInput).output(dataHealth.dataHealthView),
  },
  alerts: {
    list: procedure.input(alerts.alertsInput).output(alerts.alertsView),
    /** Takes an alert out of the list while its cause lasts. */
    dismiss: procedure.input(z.object({ id: z.string() })).output(done),
    undoDismiss: procedure.input(z.object({ id: z.string() })).output(done),
  },
  reports: {
    list: procedure.input(nothing).output(z.array(reports.reportRow)),
    setup: procedure.input(reports.setupInput).output(reports.reportSetup),
    /** Whether files for this client may hold costs. Written down in the history. */
    setCosts: procedure.input(reports.setCostsInput).output(reports.costsChange),
    /** The next report of the client starts with these. */
    setSections: procedure.input(reports.setSectionsInput).output(done),
    /** What a person wrote for one client and period. */
    setTexts: procedure.input(reports.setTextsInput).output(done),
    build: procedure.input(reports.reportInput).output(reports.reportModel),
    csv: procedure.input(reports.reportInput).output(dashboards.csvFile),
    noteFile: procedure.input(reports.noteFileInput).output(done),
  },
  exports: {
    performance: procedure.input(dashboards.viewInput.extend({ clientId })).output(dashboards.csvFile),
    entities: procedure.input(dashboards.entitiesInput).output(dashboards.csvFile),
  },
  diagnostics: {
    doctor: procedure
      .input(nothing)
      .output(
        z.array(z.object({ check: z.string(), ok: z.boolean(), finding: z.string(), fix: z.string().nullable() })),
      ),
    health: procedure.input(nothing).output(observability.engineHealth),
    memory: procedure.input(nothing).output(z.object({ rssBytes: z.number(), heapUsedBytes: z.number() })),
  },
} as const;

export type Contract = typeof contract;
export { platformId };

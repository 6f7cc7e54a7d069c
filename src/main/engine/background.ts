import type { AlertsView } from '../../contract/alerts.ts';
import type { Connection } from '../../contract/connections.ts';
import type { ScheduleState } from '../../contract/schedules.ts';
import type { Settings } from '../../contract/workspace.ts';
import { createNotifications } from '../features/notifications/notifications.ts';
import type { NotificationMemory, RaisedAlert } from '../features/notifications/ports.ts';
import type { ImportQueue, RunRecord } from '../features/imports/ports.ts';
import type { Conditions, HoldReason, StartImports, Waker } from '../features/schedules/ports.ts';
import { createScheduler } from '../features/schedules/scheduler.ts';
import { createSchedules, type Schedules } from '../features/schedules/schedules.ts';
import { createScheduleRepository } from '../features/schedules/stored.ts';
import type { Activity, EngineCommand, HostNotice } from '../kernel/engine-protocol.ts';
import type { Log } from '../kernel/log.ts';
import { clientsUpToDate } from '../store/reads/up-to-date.ts';
import type { Db } from '../store/db.ts';
import { readSetting, writeSettings } from '../store/writes/settings.ts';
import { createActivity } from './activity.ts';
import { attentionOf } from './attention.ts';
import { languageFor } from '../../words/languages.ts';

/** Work a person never has to think about: what starts by itself, what is told outside the window, what the tray shows. */
export type Background = {
  readonly schedules: Schedules;
  /** Whether the queue may begin a run now: what starts by itself waits while it is held back, what a person asked for does not. */
  mayStart(run: Pick<RunRecord, 'id' | 'trigger'>): boolean;
  /** A person asked for these runs, also when a schedule had put them in line. */
  wanted(runIds: readonly string[]): void;
  runEnded(run: RunRecord): void;
  alertRaised(alert: RaisedAlert): void;
  activity(): Activity;
  setConditions(conditions: Conditions): void;
  command(command: EngineCommand): void;
  /** A setting, a client or a sign-in changed, or the machine woke. */
  look(): void;
  /** From here on it works by itself; for a service only. */
  begin(waker: Waker): void;
  stop(): void;
};

export type BackgroundDeps = {
  db: Db;
  settings: () => Settings;
  now: () => number;
  machineZone: () => string;
  log: Log;
  startImports: StartImports;
  importAll: () => Promise<unknown>;
  queue: () => Pick<ImportQueue, 'wake' | 'snapshot' | 'openRuns'>;
  connections: () => Connection[];
  /** Open alerts, worst first. */
  alerts: () => AlertsView | null;
  notify: (notice: HostNotice) => void;
  withdraw: (id: string) => void;
  /** Null where the workspace is not the person's own (the demo). */
  launchAtLogin: ((on: boolean) => void) | null;
  activityChanged: () => void;
  /** What the Schedules screen shows changed. */
  dataChanged: () => void;
};

const MEMORY = 'notificationMemory';
const LOOK_MS = 60_000;
const BY_ITSELF: ReadonlySet<RunRecord['trigger']> = new Set(['scheduled', 'backfill']);

export function createBackground(deps: BackgroundDeps): Background {
  const { db, now } = deps;
  const repository = createScheduleRepository(db);
  const asked = new Set<string>();
  const describe = createActivity();
  let waker: Waker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let held: HoldReason | null = null;
  let launch: boolean | null = null;
  /** The tray asks twice a second while imports run; a thousand ad accounts are not counted each time. */
  let scheduleState: ScheduleState | null = null;

  const scheduler = createScheduler({
    repository,
    now,
    startImports: deps.startImports,
    preferences: () => deps.settings(),
    waker: { wakeAt: (at, wake) => waker?.wakeAt(at, wake), stop: () => waker?.stop() },
    changed,
    log: deps.log,
  });
  const schedules = createSchedules({
    repository,
    scheduler: { holding: scheduler.holding, tick: () => (waker === null ? 0 : scheduler.tick()) },
    now,
    runMissed: () => deps.settings().runMissed,
    machineZone: deps.machineZone,
    changed,
  });
  const notifications = createNotifications({
    notify: deps.notify,
    withdraw: deps.withdraw,
    preferences: () => {
      const { notifications: classes, quietHours } = deps.settings();
      return { classes, quietHours };
    },
    now,
    machineZone: deps.machineZone,
    remember: (memory) => writeSettings(db, { [MEMORY]: memory }),
    recall: () => {
      const { told = [], waiting = [] } = (readSetting(db, MEMORY) ?? {}) as Partial<NotificationMemory>;
      return { told, waiting };
    },
  });

  /** Runs that were held back go on as soon as nothing holds them any more. */
  function changed(): void {
    const before = held;
    held = scheduler.holding();
    scheduleState = null;
    if (before !== null && held === null) deps.queue().wake();
    deps.activityChanged();
    deps.dataChanged();
  }

  /** A notification or the tray must never end what called for it. */
  function quietly(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      deps.log('error', what, { error });
    }
  }

  function tellHost(): void {
    const { launchAtLogin } = deps.settings();
    // Left alone until the person chose: somebody else may have made an entry.
    if (launch === launchAtLogin || (launch === null && readSetting(db, 'launchAtLogin') === undefined)) return;
    launch = launchAtLogin;
    deps.launchAtLogin?.(launchAtLogin);
  }

  function look(): void {
    if (waker === null) return;
    scheduleState = null;
    scheduler.tick();
    quietly('Notifications could not be looked at.', () => {
      const open = deps.alerts()?.alerts.map((alert) => alert.id) ?? [];
      notifications.look(deps.connections(), open);
      tellHost();
    });
    deps.activityChanged();
  }

  return {
    schedules,
    mayStart: (run) => !BY_ITSELF.has(run.trigger) || asked.has(run.id) || scheduler.holding() === null,
    wanted(runIds) {
      for (const id of runIds) asked.add(id);
      if (held !== null) deps.queue().wake();
    },
    runEnded(run) {
      asked.delete(run.id);
      quietly('A notification could not be made.', () => {
        const open = deps
          .queue()
          .openRuns()
          .filter((one) => one.status === 'queued' || one.status === 'running');
        notifications.runEnded({ ...run, clientId: run.account.clientId }, open);
      });
    },
    alertRaised: (alert) => quietly('A notification could not be made.', () => notifications.alertRaised(alert)),
    activity() {
      const progress = deps.queue().snapshot();
      return describe({
        progress,
        schedule: (scheduleState ??= schedules.state()),
        upToDate: () => clientsUpToDate(db),
        attention: attentionOf({
          alerts: deps.alerts(),
          connections: deps.connections(),
          imports: progress.imports,
        }),
        trayHidden: deps.settings().hideTray ?? false,
        language: languageFor(deps.settings().language),
        now: now(),
        machineZone: deps.machineZone(),
      });
    },
    setConditions(conditions) {
      scheduler.setConditions(conditions);
      changed();
    },
    command(command) {
      const failed = 'A command of the tray failed.';
      quietly(failed, () => {
        if (command === 'import_all') deps.importAll().catch((error: unknown) => deps.log('error', failed, { error }));
        else if (command === 'resume') schedules.resume();
        else schedules.pause(command === 'pause_hour' ? 'hour' : 'until_tomorrow');
      });
    },
    look,
    begin(given) {
      waker = given;
      scheduler.begin();
      timer = setInterval(look, LOOK_MS).unref();
      look();
    },
    stop() {
      if (timer) clearInterval(timer);
      scheduler.stop();
      waker = null;
    },
  };
}

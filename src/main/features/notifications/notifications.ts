import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { wallClock } from '../../domain/zones.ts';
import type {
  EndedRun,
  NotificationMemory,
  NotificationPreferences,
  Notice,
  NoticeClass,
  RaisedAlert,
  SignIn,
} from './ports.ts';
import { importsScreen, screenOfAlert, signInScreen } from './screens.ts';
import { isQuiet } from './quiet.ts';
import { t } from '../../../words/text.ts';
import { m } from './messages.ts';

/**
 * Decides what a person is told while they look elsewhere: one summary per import, sign-ins that need them, critical alerts. Routine
 * success is not told. What comes in the quiet hours waits for their end; what is resolved is withdrawn. Whether a window is in front
 * is the host's to know.
 */
export type Notifications = {
  /** An import run ended; `open` are the runs still queued or running, of any import. */
  runEnded(run: EndedRun, open: readonly Pick<EndedRun, 'requestId' | 'trigger'>[]): void;
  alertRaised(alert: RaisedAlert): void;
  /** Looks at the sign-ins, at the alerts still open (ids) and at what waits; call every minute and when a sign-in changes. */
  look(signIns: readonly SignIn[], openAlerts: readonly string[]): void;
};

export type NotificationDeps = {
  notify(notice: Notice): void;
  withdraw(id: string): void;
  preferences(): NotificationPreferences;
  now(): number;
  machineZone(): string;
  remember(memory: NotificationMemory): void;
  recall(): NotificationMemory;
};

/** A person who waits this long has turned to something else. */
const WORTH_TELLING_MS = 10_000;
const DAY_MS = 86_400_000;
/** All imports a schedule starts in one go are one summary, however many requests they were put in line with. */
const SCHEDULED = 'scheduled';

type Group = { runs: EndedRun[]; since: number };

export function createNotifications(deps: NotificationDeps): Notifications {
  const groups = new Map<string, Group>();
  /** Clients whose failure a notice on the screen tells of, by the notice's id. */
  const failing = new Map<string, Set<number>>();
  let memory = deps.recall();

  const change = (next: NotificationMemory): void => {
    memory = next;
    deps.remember(memory);
  };

  const quiet = (): boolean => isQuiet(wallClock(deps.now(), deps.machineZone()).minute, deps.preferences().quietHours);

  function tell(kind: NoticeClass, notice: Notice, whenQuiet: 'wait' | 'drop'): void {
    if (!deps.preferences().classes[kind]) return;
    const waiting = memory.waiting.filter((one) => one.id !== notice.id);
    if (!quiet()) {
      if (waiting.length !== memory.waiting.length) change({ ...memory, waiting });
      deps.notify(notice);
    } else if (whenQuiet === 'wait') change({ ...memory, waiting: [...waiting, { ...notice, class: kind }] });
  }

  function withdraw(id: string): void {
    if (memory.waiting.some((one) => one.id === id))
      change({ ...memory, waiting: memory.waiting.filter((one) => one.id !== id) });
    deps.withdraw(id);
  }

  function summarise(name: string, { runs, since }: Group): void {
    const byClient = Map.groupBy(runs, (run) => run.clientId);
    const failed = new Set(
      [...byClient]
        .filter(([, own]) => own.some(({ status }) => status === 'failed' || status === 'partial'))
        .map(([id]) => id),
    );
    const id = `import:${name}`;
    if (failed.size > 0) {
      // Older days and finer figures follow by themselves; what kept the import before them from an ad account keeps them too.
      const follows = runs.every(({ trigger }) => trigger === 'backfill');
      if (follows && [...failed].every((one) => [...failing.values()].some((told) => told.has(one)))) return;
      failing.set(id, failed);
      const good = byClient.size - failed.size;
      const [one] = failed;
      const title = t(m.failed, { clients: failed.size });
      const body = good === 0 ? t(m.failedAll) : t(m.failedSome, { good });
      tell(
        'failures',
        { id, title, body, path: importsScreen(failed.size === 1 && one !== undefined ? String(one) : undefined) },
        'wait',
      );
      return;
    }
    const last = runs.reduce((at, run) => Math.max(at, run.finishedAt ?? 0), 0);
    if (name === SCHEDULED || last - since <= WORTH_TELLING_MS) return;
    const [only] = byClient.keys();
    const path = byClient.size === 1 && only !== undefined ? `/client/${only}` : importsScreen();
    // By the morning nobody waits for it any more.
    tell('finished', { id, title: t(m.finished), body: t(m.finishedBody, { clients: byClient.size }), path }, 'drop');
  }

  return {
    runEnded(run, open) {
      const name = run.trigger === 'scheduled' ? SCHEDULED : run.requestId;
      if (run.status !== 'cancelled') {
        const group = groups.get(name) ?? { runs: [], since: run.queuedAt };
        group.runs.push(run);
        group.since = Math.min(group.since, run.queuedAt);
        groups.set(name, group);
      }
      // What failed before and is good now needs nobody any more.
      if (run.status === 'succeeded') {
        for (const [id, whose] of failing) {
          if (!whose.delete(run.clientId) || whose.size > 0) continue;
          failing.delete(id);
          withdraw(id);
        }
      }
      const group = groups.get(name);
      const goesOn = open.some((one) => (name === SCHEDULED ? one.trigger === 'scheduled' : one.requestId === name));
      if (!group || goesOn) return;
      groups.delete(name);
      summarise(name, group);
    },
    alertRaised(alert) {
      const { id, severity, connectionId, title, body } = alert;
      // A sign-in has a notice of its own.
      if (severity !== 'critical' || connectionId !== null) return;
      const notice = `alert:${id}`;
      if (!memory.told.includes(notice)) change({ ...memory, told: [...memory.told, notice] });
      tell('critical', { id: notice, title, body, path: screenOfAlert(alert) }, 'wait');
    },
    look(signIns, openAlerts) {
      const open = new Set(openAlerts.map((id) => `alert:${id}`));
      for (const id of memory.told) {
        if (!id.startsWith('alert:') || open.has(id)) continue;
        change({ ...memory, told: memory.told.filter((one) => one !== id) });
        withdraw(id);
      }
      const told = new Set(memory.told);
      for (const signIn of signIns) {
        const id = `sign-in:${signIn.id}`;
        const needs = signIn.state === 'expired' || signIn.state === 'expiring';
        const mine = [...told].filter((one) => one.startsWith(`${id}:`));
        if (!needs && mine.length > 0) withdraw(id);
        const now = needs ? `${id}:${signIn.state}` : null;
        for (const one of mine) if (one !== now) told.delete(one);
        if (now === null || told.has(now)) continue;
        told.add(now);
        tell('signIn', signInNotice(id, signIn, deps.now()), 'wait');
      }
      if (told.size !== memory.told.length || memory.told.some((one) => !told.has(one)))
        change({ ...memory, told: [...told] });
      if (memory.waiting.length === 0 || quiet()) return;
      const { waiting } = memory;
      change({ ...memory, waiting: [] });
      const { classes } = deps.preferences();
      for (const { class: kind, ...notice } of waiting) if (classes[kind]) deps.notify(notice);
    },
  };
}

function signInNotice(id: string, signIn: SignIn, now: number): Notice {
  const platform = PLATFORM_LABELS[signIn.platform].name;
  const accounts = signIn.assignedAdAccounts;
  const path = signInScreen(signIn.id);
  if (signIn.state === 'expired')
    return { id, title: t(m.signIn, { platform }), body: t(m.signInBody, { accounts }), path };
  const days = Math.max(0, Math.ceil((Date.parse(signIn.expiresAt ?? '') - now) / DAY_MS)) || 1;
  return {
    id,
    title: days === 1 ? t(m.expiresToday, { platform }) : t(m.expires, { platform, days }),
    body: t(m.expiresBody, { accounts }),
    path,
  };
}

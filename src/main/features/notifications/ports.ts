import type { Alert } from '../../../contract/alerts.ts';
import type { RunStatus } from '../../../contract/imports.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';

/** What is shown outside the window, possibly on a locked screen: never an amount, a lead's name or a client's results. */
export type Notice = {
  /** Names the cause: a newer notice of the same cause takes the place of the older one. */
  id: string;
  title: string;
  body: string;
  /** The screen a click opens. */
  path: string;
};

export type NoticeClass = 'signIn' | 'failures' | 'finished' | 'critical';

export type NotificationPreferences = {
  classes: Record<NoticeClass, boolean>;
  /** Minutes of the day where the machine is; null = never quiet. `to` before `from` reaches over midnight. */
  quietHours: { from: number; to: number } | null;
};

/** What the policy needs to know of an import run. Instants in epoch ms. */
export type EndedRun = {
  requestId: string;
  clientId: number;
  trigger: 'manual' | 'first' | 'backfill' | 'scheduled' | 'retry';
  status: RunStatus;
  queuedAt: number;
  finishedAt: number | null;
};

export type SignIn = {
  id: string;
  platform: PlatformId;
  state: 'connected' | 'expiring' | 'expired' | 'locked' | 'removed';
  /** ISO. */
  expiresAt: string | null;
  assignedAdAccounts: number;
};

/** Title and body are written for a lock screen already. */
export type RaisedAlert = {
  id: string;
  severity: string;
  fix?: Alert['fix'];
  connectionId: string | null;
  clientId: string | null;
  title: string;
  body: string;
};

/** What survives a restart: what was told already, and what waits for the end of the quiet hours. */
export type NotificationMemory = { told: string[]; waiting: (Notice & { class: NoticeClass })[] };

import type { Connection, LoginState, platformInfo } from '../../../contract/connections.ts';
import type { Problem } from '../../../contract/primitives.ts';
import type { z } from 'zod';
import { t, type Message } from '../../ui/text.ts';
import { accountMessages } from './messages-accounts.ts';
import { connectMessages as words } from './messages-connect.ts';
import { m } from './messages.ts';

export type PlatformInfo = z.infer<typeof platformInfo>;
export type ConnectMethod = 'browser' | 'paste';

export type TokenState = { tone: 'good' | 'warn' | 'bad' | 'neutral'; text: string };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** 'Connected', 'Expires in 6 days', 'Sign-in expired': the state of a connection's sign-in, with the word doing the work. */
export function tokenState(connection: Pick<Connection, 'state' | 'expiresAt'>, nowMs: number): TokenState {
  switch (connection.state) {
    case 'connected':
      return { tone: 'good', text: t(m.stateConnected) };
    case 'expiring':
      return {
        tone: 'warn',
        text: connection.expiresAt === null ? t(m.stateExpiring) : expiresIn(connection.expiresAt, nowMs),
      };
    case 'expired':
      return { tone: 'bad', text: t(m.stateExpired) };
    case 'locked':
      return { tone: 'warn', text: t(m.stateLocked) };
    case 'removed':
      return { tone: 'neutral', text: t(m.stateRemoved) };
  }
}

function expiresIn(expiresAt: string, nowMs: number): string {
  const left = Date.parse(expiresAt) - nowMs;
  if (left <= 0) return t(m.stateExpired);
  if (left < HOUR) return t(m.expiresWithinHour);
  return left < DAY
    ? t(m.expiresInHours, { count: Math.floor(left / HOUR) })
    : t(m.expiresInDays, { count: Math.floor(left / DAY) });
}

/** Broken sign-ins first, then by platform name and person: what needs a person is on top. */
export function sortConnections(
  connections: readonly Connection[],
  platformName: (id: string) => string,
): Connection[] {
  const rank: Record<Connection['state'], number> = { expired: 0, locked: 1, expiring: 2, connected: 3, removed: 4 };
  return connections.toSorted(
    (a, b) =>
      rank[a.state] - rank[b.state] ||
      platformName(a.platform).localeCompare(platformName(b.platform)) ||
      a.label.localeCompare(b.label),
  );
}

/**
 * A permission in words. A platform's own name of a permission says little to the person who grants it;
 * one we do not know is shown as it is, never hidden.
 */
export function scopeWords(scope: string): string {
  const known = SCOPE_WORDS[scope];
  return known === undefined ? scope : t(known);
}

const SCOPE_WORDS: Record<string, Message> = {
  ads_read: words.scopeAdsRead,
  business_management: words.scopeBusiness,
  'https://www.googleapis.com/auth/adwords': words.scopeAdwords,
};

export type FieldErrors = Record<string, string>;

/** Fields a form shows for a way of connecting: all app fields for the browser, only needed ones beside a pasted token. */
export function formFields(platform: PlatformInfo, method: ConnectMethod): PlatformInfo['appFields'] {
  return method === 'browser' || platform.pastedSecret.appFieldsNeeded ? platform.appFields : [];
}

/** What is missing or cannot be right, by field name; 'secret' is the pasted token. Empty = can be sent. */
export function connectErrors(
  platform: PlatformInfo,
  method: ConnectMethod,
  app: Readonly<Record<string, string>>,
  secret: string,
): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of formFields(platform, method)) {
    const value = (app[field.name] ?? '').trim();
    if (field.required && value === '') errors[field.name] = t(words.fieldMissing, { field: field.label });
    else if (/\s/.test(value)) errors[field.name] = t(words.fieldWithSpace, { field: field.label });
    else if (value !== '' && field.endsWith !== undefined && !value.endsWith(field.endsWith))
      errors[field.name] = t(words.fieldEndsOtherwise, { field: field.label, end: field.endsWith });
  }
  if (method === 'paste') {
    const token = secret.trim();
    const { label } = platform.pastedSecret;
    if (token === '') errors.secret = t(words.tokenMissing, { token: label });
    else if (/\s/.test(token)) errors.secret = t(words.tokenWithSpace, { token: label });
    else if (/…|\.\.\.$/.test(token)) errors.secret = t(words.tokenCutOff, { token: label });
  }
  return errors;
}

/** Trimmed values of the fields in use: nothing else leaves the form. */
export function appValues(
  platform: PlatformInfo,
  method: ConnectMethod,
  app: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    formFields(platform, method)
      .map((field) => [field.name, (app[field.name] ?? '').trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

export type LoginView = { title: string; body: string | null; waiting: boolean; again: boolean };

/** What the login dialog says in each state of the browser login. */
export function loginView(state: Pick<LoginState, 'status' | 'problem'>, platformName: string): LoginView {
  switch (state.status) {
    case 'waiting':
      return {
        title: t(words.waiting),
        body: t(words.waitingBody, { platform: platformName }),
        waiting: true,
        again: false,
      };
    case 'exchanging':
      return {
        title: t(words.exchanging),
        body: t(words.exchangingBody, { platform: platformName }),
        waiting: true,
        again: false,
      };
    case 'connected':
      return { title: t(words.connected), body: null, waiting: false, again: false };
    case 'cancelled':
      return {
        title: t(words.cancelled),
        body: t(words.cancelledBody),
        waiting: false,
        again: true,
      };
    case 'expired':
      return {
        title: t(words.tookTooLong),
        body: t(words.tookTooLongBody),
        waiting: false,
        again: true,
      };
    case 'failed':
      return {
        title: t(words.failed, { platform: platformName }),
        body: state.problem?.sentence ?? t(words.failedBody),
        waiting: false,
        again: true,
      };
  }
}

/** '4:05 left', the time until an unfinished sign-in is given up. */
export function timeLeft(expiresAt: string, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(expiresAt) - nowMs) / 1000));
  return t(words.timeLeft, { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` });
}

/** What a person can do about a login that failed; null when the sentence says it all. */
export function loginAdvice(problem: Problem | null): string | null {
  switch (problem?.fix) {
    case 'check_access':
      return t(words.adviceAccess);
    case 'sign_in_again':
      return t(words.advicePermissions);
    case 'unlock':
      return t(words.adviceUnlock);
    case 'wait':
      return t(words.adviceWait);
    default:
      return null;
  }
}

/** 'Disconnect Meta for 12 clients?': how far a disconnection reaches, said before it happens. */
export function disconnectTitle(shortName: string, clients: number): string {
  return clients === 0
    ? t(m.disconnectAsk, { platform: shortName })
    : t(m.disconnectAskClients, { platform: shortName, clients });
}

/** What is wrong with a passphrase typed twice (choosing) or once (unlocking). */
export function passphraseErrors(
  purpose: 'choose' | 'unlock',
  passphrase: string,
  repeat: string,
): { passphrase?: string; repeat?: string } {
  if (passphrase === '') return { passphrase: t(m.passphraseMissing) };
  if (passphrase.length < 8) return { passphrase: t(m.passphraseShort) };
  return purpose === 'choose' && repeat !== passphrase ? { repeat: t(m.passphraseDiffers) } : {};
}

const NEW_CLIENT_MONTHS = 3;

/** The months behind a first import to set, null when what is set already says so. */
export function monthsWanted(set: number | undefined, older: boolean): number | null {
  const has = (set ?? NEW_CLIENT_MONTHS) > 0;
  return has === older ? null : older ? NEW_CLIENT_MONTHS : 0;
}

/** 'daily at 3:00 AM', 'every 4 hours': when imports start by themselves, in the ad accounts' own zones. */
export function scheduleWords(
  rule: { everyHours: number | null; atMinute: number },
  formats: { time(instant: string): string },
): string {
  if (rule.everyHours !== null) return t(accountMessages.everyHours, { hours: rule.everyHours });
  // Any day without a change of clocks will do: only the time of day is shown.
  const at = new Date(2026, 0, 15, Math.floor(rule.atMinute / 60), rule.atMinute % 60);
  return t(accountMessages.dailyAt, { time: formats.time(at.toISOString()) });
}

import type { Connection, LoginState, platformInfo } from '../../../contract/connections.ts';
import type { Problem } from '../../../contract/primitives.ts';
import type { z } from 'zod';

export type PlatformInfo = z.infer<typeof platformInfo>;
export type ConnectMethod = 'browser' | 'paste';

export type TokenState = { tone: 'good' | 'warn' | 'bad' | 'neutral'; text: string };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** 'Connected', 'Expires in 6 days', 'Sign-in expired': the state of a connection's sign-in, with the word doing the work. */
export function tokenState(connection: Pick<Connection, 'state' | 'expiresAt'>, nowMs: number): TokenState {
  switch (connection.state) {
    case 'connected':
      return { tone: 'good', text: 'Connected' };
    case 'expiring':
      return {
        tone: 'warn',
        text: connection.expiresAt === null ? 'Expires soon' : expiresIn(connection.expiresAt, nowMs),
      };
    case 'expired':
      return { tone: 'bad', text: 'Sign-in expired' };
    case 'locked':
      return { tone: 'warn', text: 'Locked' };
    case 'removed':
      return { tone: 'neutral', text: 'Disconnected' };
  }
}

function expiresIn(expiresAt: string, nowMs: number): string {
  const left = Date.parse(expiresAt) - nowMs;
  if (left <= 0) return 'Sign-in expired';
  if (left < HOUR) return 'Expires within the hour';
  const [n, unit] = left < DAY ? [Math.floor(left / HOUR), 'hour'] : [Math.floor(left / DAY), 'day'];
  return `Expires in ${n} ${unit}${n === 1 ? '' : 's'}`;
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
  return SCOPE_WORDS[scope] ?? scope;
}

const SCOPE_WORDS: Record<string, string> = {
  ads_read: 'Read campaigns, ads and their results',
  business_management: 'See which ad accounts your business can open',
  'https://www.googleapis.com/auth/adwords':
    'Open your ad accounts (there is only this one permission; Tidemark uses it to read)',
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
    if (field.required && value === '') errors[field.name] = `Enter the ${field.label}.`;
    else if (/\s/.test(value)) errors[field.name] = `The ${field.label} has a space in it: copy it again.`;
  }
  if (method === 'paste') {
    const token = secret.trim();
    const { label } = platform.pastedSecret;
    if (token === '') errors.secret = `Paste the ${label}.`;
    else if (/\s/.test(token)) errors.secret = `The ${label} has a space or line break in it: copy it again, whole.`;
    else if (/…|\.\.\.$/.test(token)) errors.secret = `The ${label} is cut off: copy it again, whole.`;
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
        title: 'Waiting for your browser…',
        body: `Sign in to ${platformName} there, then come back. Tidemark only asks to read.`,
        waiting: true,
        again: false,
      };
    case 'exchanging':
      return {
        title: 'Finishing the sign-in…',
        body: `${platformName} said yes. Checking what it opens.`,
        waiting: true,
        again: false,
      };
    case 'connected':
      return { title: 'Connected', body: null, waiting: false, again: false };
    case 'cancelled':
      return {
        title: 'Sign-in cancelled',
        body: 'Nothing was changed. Start again whenever you like.',
        waiting: false,
        again: true,
      };
    case 'expired':
      return {
        title: 'The sign-in took too long',
        body: 'Nothing was changed. Start again and finish in the browser within 5 minutes.',
        waiting: false,
        again: true,
      };
    case 'failed':
      return {
        title: `${platformName} did not let us in`,
        body: state.problem?.sentence ?? 'Nothing was changed.',
        waiting: false,
        again: true,
      };
  }
}

/** '4:05 left', the time until an unfinished sign-in is given up. */
export function timeLeft(expiresAt: string, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(expiresAt) - nowMs) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`;
}

/** What a person can do about a login that failed; null when the sentence says it all. */
export function loginAdvice(problem: Problem | null): string | null {
  switch (problem?.fix) {
    case 'check_access':
      return 'Check that this person may view the ad accounts, then start again.';
    case 'sign_in_again':
      return 'Start again and allow every permission that is asked for.';
    case 'unlock':
      return 'Unlock sign-ins first, then start again.';
    case 'wait':
      return 'Wait a few minutes, then start again.';
    default:
      return null;
  }
}

/** 'Disconnect Meta for 12 clients?': how far a disconnection reaches, said before it happens. */
export function disconnectTitle(shortName: string, clients: number): string {
  if (clients === 0) return `Disconnect ${shortName}?`;
  return `Disconnect ${shortName} for ${clients} ${clients === 1 ? 'client' : 'clients'}?`;
}

export const DISCONNECT_BODY = 'Imports stop. Saved data stays until you delete it. Your ads keep running.';

/** What is wrong with a passphrase typed twice (choosing) or once (unlocking). */
export function passphraseErrors(
  purpose: 'choose' | 'unlock',
  passphrase: string,
  repeat: string,
): { passphrase?: string; repeat?: string } {
  if (passphrase === '') return { passphrase: 'Enter the passphrase.' };
  if (passphrase.length < 8) return { passphrase: 'A passphrase has at least 8 characters.' };
  return purpose === 'choose' && repeat !== passphrase ? { repeat: 'The two do not match.' } : {};
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
  if (rule.everyHours !== null) return rule.everyHours === 1 ? 'every hour' : `every ${rule.everyHours} hours`;
  // Any day without a change of clocks will do: only the time of day is shown.
  const at = new Date(2026, 0, 15, Math.floor(rule.atMinute / 60), rule.atMinute % 60);
  return `daily at ${formats.time(at.toISOString())}`;
}

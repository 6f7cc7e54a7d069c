import type { Connection } from '../../../contract/connections.ts';
import type { Problem } from '../../../contract/primitives.ts';
import { fixFor } from '../../kernel/failure.ts';
import type { ConnectionCheck, PlatformFailure } from '../../platforms/platform.ts';
import type { ConnectionRecord, LoginDetails, Secrets } from './ports.ts';

const DAY_MS = 86_400_000;
/** From here on the person is told that a sign-in will end (promise O9). */
export const EXPIRING_DAYS = 14;

type Derived = { state: Connection['state']; problem: Problem | null };

/** The state of a connection now: from its record, the clock, and whether its sign-in can be opened. */
export function deriveState(record: ConnectionRecord, openable: Secrets['openable'], now: number): Derived {
  if (record.removed || record.sealed === null) return { state: 'removed', problem: null };
  const can = openable(record.sealed);
  if (can === 'gone') return { state: 'expired', problem: NOT_KEPT };
  if (record.problem?.fix === 'sign_in_again') return { state: 'expired', problem: record.problem };
  const end = earliest(record.expiresAt, record.dataAccessExpiresAt);
  if (end !== null && end <= now) return { state: 'expired', problem: ENDED };
  if (can === 'locked') return { state: 'locked', problem: LOCKED };
  if (end !== null && end - now <= EXPIRING_DAYS * DAY_MS) return { state: 'expiring', problem: endsSoon(end - now) };
  return { state: 'connected', problem: record.problem };
}

export function problemOf(failure: PlatformFailure): Problem {
  const { code, sentence, detail, kind } = failure;
  return { code, sentence, detail, fix: fixFor(kind, code) };
}

/** What a check said, with the names known before where the platform stays silent. */
export function detailsOf(
  check: ConnectionCheck,
  known: { label: string; loginId: string | null } | null,
): LoginDetails {
  const { person, loginId, kind, scopes, expiresAt, dataAccessExpiresAt } = check;
  return {
    loginId: loginId ?? known?.loginId ?? null,
    label: person ?? known?.label ?? kind,
    kind,
    scopes,
    expiresAt: asInstant(expiresAt),
    dataAccessExpiresAt: asInstant(dataAccessExpiresAt),
  };
}

/** Beyond it no Date exists; an end told for the year 9000 is none. */
const LAST_INSTANT = Date.parse('9000-01-01T00:00:00Z');

/** A platform's end of a sign-in as whole milliseconds; null for figures that name no day. */
function asInstant(told: number | null): number | null {
  if (told === null || !Number.isFinite(told) || told >= LAST_INSTANT) return null;
  return Math.max(0, Math.round(told));
}

/** When the sign-in ends: whichever of its two limits comes first; null when neither is known. */
export function endOf(record: ConnectionRecord): number | null {
  return earliest(record.expiresAt, record.dataAccessExpiresAt);
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

const NOT_KEPT: Problem = {
  code: 'SIGN_IN_NOT_KEPT',
  sentence: 'This sign-in was kept for one run only, and that run has ended. Sign in again; saved data is still here.',
  detail: null,
  fix: 'sign_in_again',
};

const ENDED: Problem = {
  code: 'SIGN_IN_ENDED',
  sentence: 'This sign-in has ended. Sign in again to import; saved data is still here.',
  detail: null,
  fix: 'sign_in_again',
};

const LOCKED: Problem = {
  code: 'SECRETS_LOCKED',
  sentence: 'The sign-in is locked and cannot be read now. Unlock sign-ins to import; saved data is still here.',
  detail: null,
  fix: 'unlock',
};

function endsSoon(leftMs: number): Problem {
  const days = Math.floor(leftMs / DAY_MS);
  const when = days === 0 ? 'within a day' : days === 1 ? 'in 1 day' : `in ${days} days`;
  return {
    code: 'SIGN_IN_ENDS_SOON',
    sentence: `This sign-in ends ${when}. Sign in again before then, so that imports go on.`,
    detail: null,
    fix: 'sign_in_again',
  };
}

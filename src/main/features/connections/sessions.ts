import type { Problem } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import {
  PlatformError,
  type Credential,
  type PlatformSession,
  type RequestReading,
  type UsageReading,
} from '../../platforms/platform.ts';
import { appKeyOf } from './app-key.ts';
import { openKept, sealKept } from './credential-box.ts';
import { asPlatformError } from './examine.ts';
import type { ConnectionRecord, ConnectionRepository, Platforms, Secrets } from './ports.ts';
import { deriveState, detailsOf, problemOf } from './state.ts';

/** One session per connection, shared by everything that talks to the platform, so that there is one access token and one refresh. */
export type Sessions = {
  /** Throws PlatformError (the sign-in is over) or Refusal (locked, removed, unknown). */
  sessionFor(connectionId: string): Promise<PlatformSession>;
  /** A new session for a check a person asked for: what is noted here against the sign-in does not stand in the way. */
  sessionToCheck(connectionId: string): Promise<PlatformSession>;
  /** The platform said the sign-in is over. `session`, when given, must still be the current one: an old one proves nothing. */
  reportReauthorize(connectionId: string, problem: Problem, session?: PlatformSession): void;
  /** The credential changed or went away: the next caller gets a new session. */
  drop(connectionId: string): void;
};

export type SessionsDeps = {
  repository: ConnectionRepository;
  secrets: Secrets;
  platforms: Platforms;
  clock: Clock;
  log: Log;
  /** What a session sees of its platform's quotas and of every exchange. */
  onUsage?: (connectionId: string, platform: PlatformId, usage: UsageReading) => void;
  onRequest?: (connectionId: string, platform: PlatformId, request: RequestReading) => void;
  /** Which of the person's apps a sign-in belongs to: a fingerprint, the same for all sign-ins of one app. */
  onApp?: (connectionId: string, appKey: string) => void;
  onChange: () => void;
};

/** A sign-in that was refused is asked again at most this often: a dead grant must not be hammered (promise O10). */
const PROBE_EVERY_MS = 60_000;
const PROBE_TIMEOUT_MS = 30_000;
const EMPTY = new Uint8Array();

type Entry = { opening: Promise<PlatformSession> | null; session: PlatformSession | null };

export function createSessions(deps: SessionsDeps): Sessions {
  const { repository, secrets, platforms, clock, log } = deps;
  const entries = new Map<string, Entry>();
  const probedAt = new Map<string, number>();

  async function open(connectionId: string, entry: Entry, asked: boolean): Promise<PlatformSession> {
    await secrets.state();
    const record = repository.find(connectionId);
    if (record === null || record.removed) throw unknownConnection();
    const platform = platforms.get(record.platform);
    if (platform === undefined) throw unknownConnection();
    const { state, problem } = deriveState(record, secrets.openable, clock.now());
    if (state === 'expired' && problem !== null && !asked && !mayProbe(record)) throw signInOver(problem);
    if (secrets.openable(record.sealed ?? EMPTY) === 'gone' && problem !== null) throw signInOver(problem);
    // A locked keychain is asked once more: the person may have unlocked it since.
    if (secrets.openable(record.sealed ?? EMPTY) === 'locked') await secrets.ensure();
    const { credential, app } = openOrEnd(record);
    const appKey = appKeyOf(platform, app);
    if (appKey !== null) deps.onApp?.(connectionId, appKey);
    const session = platform.openSession(credential, {
      onCredentialChanged: (changed) => keep(connectionId, entry, changed, app),
      onUsage: (usage) => deps.onUsage?.(connectionId, platform.id, usage),
      onRequest: (request) => deps.onRequest?.(connectionId, platform.id, request),
    });
    if (state === 'expired' && !asked) await probe(record, session);
    return session;
  }

  /** A damaged sign-in is over like any other: the person signs in again. */
  function openOrEnd(record: ConnectionRecord): ReturnType<typeof openKept> {
    try {
      return openKept(secrets, record);
    } catch (error) {
      if (!(error instanceof Refusal) || error.data['code'] !== 'SIGN_IN_DAMAGED') throw error;
      const problem = { code: 'SIGN_IN_DAMAGED', sentence: error.message, detail: null, fix: 'sign_in_again' } as const;
      repository.ended(record.id, problem, clock.now());
      deps.onChange();
      throw signInOver(problem);
    }
  }

  /** Only a refusal the platform once gave may have been mended there; a passed expiry or a lost key cannot. */
  function mayProbe(record: ConnectionRecord): boolean {
    const withoutProblem = deriveState({ ...record, problem: null }, secrets.openable, clock.now());
    const last = probedAt.get(record.id);
    return withoutProblem.state !== 'expired' && (last === undefined || clock.now() - last >= PROBE_EVERY_MS);
  }

  async function probe(record: ConnectionRecord, session: PlatformSession): Promise<void> {
    probedAt.set(record.id, clock.now());
    const platform = platforms.get(record.platform);
    try {
      const check = await session.check(AbortSignal.timeout(PROBE_TIMEOUT_MS));
      repository.checked(record.id, detailsOf(check, record), clock.now());
    } catch (error) {
      throw platform === undefined ? error : asPlatformError(platform, error);
    }
    deps.onChange();
  }

  function keep(connectionId: string, entry: Entry, credential: Credential, app: Record<string, string>): void {
    // A session of a replaced credential may still be finishing a request; what it learns is no longer wanted.
    if (entries.get(connectionId) !== entry) return;
    try {
      const record = repository.find(connectionId);
      if (record === null || record.removed) return;
      repository.seal(connectionId, sealKept(secrets, record, { credential, app }));
    } catch (error) {
      log('error', 'A renewed sign-in could not be kept', { connectionId, error });
    }
  }

  function openNew(connectionId: string, asked: boolean): Promise<PlatformSession> {
    const entry: Entry = { opening: null, session: null };
    entries.set(connectionId, entry);
    entry.opening = open(connectionId, entry, asked).then(
      (session) => {
        entry.session = session;
        return session;
      },
      (error: unknown) => {
        if (entries.get(connectionId) === entry) entries.delete(connectionId);
        throw error;
      },
    );
    return entry.opening;
  }

  return {
    sessionFor: (connectionId) => entries.get(connectionId)?.opening ?? openNew(connectionId, false),
    sessionToCheck: (connectionId) => openNew(connectionId, true),
    reportReauthorize(connectionId, problem, session) {
      const current = entries.get(connectionId);
      if (session !== undefined && current?.session !== session) return;
      entries.delete(connectionId);
      probedAt.set(connectionId, clock.now());
      const record = repository.find(connectionId);
      if (record === null || record.removed) return;
      repository.ended(connectionId, { ...problem, fix: 'sign_in_again' }, clock.now());
      deps.onChange();
    },
    drop(connectionId) {
      entries.delete(connectionId);
      probedAt.delete(connectionId);
    },
  };
}

export function unknownConnection(): Refusal {
  return new Refusal('NOT_FOUND', 'There is no such connection. Choose one of those listed under Connections.', {
    what: 'connection',
  });
}

function signInOver(problem: Problem): PlatformError {
  return new PlatformError({
    kind: 'reauthorize',
    code: problem.code,
    sentence: problem.sentence,
    detail: problem.detail,
    retryAt: null,
    scope: 'connection',
  });
}

/** For callers outside imports: a failure that ends the sign-in is noted before it is thrown on. */
export function noteFailure(sessions: Sessions, connectionId: string, error: unknown, session?: PlatformSession): void {
  if (error instanceof PlatformError && error.failure.kind === 'reauthorize' && error.failure.scope !== 'ad_account') {
    sessions.reportReauthorize(connectionId, problemOf(error.failure), session);
  }
}

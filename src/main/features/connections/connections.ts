import { randomUUID } from 'node:crypto';
import type { Connection, LoginState } from '../../../contract/connections.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import type { Clock } from '../../kernel/clock.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import { rememberSecret } from '../../kernel/redact.ts';
import { PlatformError, type AdPlatform } from '../../platforms/platform.ts';
import { openKept, sealKept } from './credential-box.ts';
import { aboutPasted, asPlatformError, cleanAppFields, examine, requireAppFields, type Examined } from './examine.ts';
import { createLogins, type LoginsDeps } from './logins.ts';
import type { ConnectionRecord, ConnectionRepository, Platforms, Secrets } from './ports.ts';
import { createRenewals } from './renewals.ts';
import { createSessions, noteFailure, unknownConnection, type Sessions, type SessionsDeps } from './sessions.ts';
import { deriveState, detailsOf, endOf } from './state.ts';

export type ConnectionsDeps = {
  repository: ConnectionRepository;
  secrets: Secrets;
  platforms: Platforms;
  clock: Clock;
  log: Log;
  openExternal: LoginsDeps['openExternal'];
  after?: LoginsDeps['after'];
  /** A single command ends right after connecting: a sign-in that dies with it would only look like one. */
  mustPersist: boolean;
  /** Something a screen shows has changed. */
  onChange: () => void;
} & Pick<SessionsDeps, 'onUsage' | 'onRequest' | 'onApp'>;

/** The logic behind contract.connections. Throws Refusal and PlatformError. */
export type Connections = {
  sessions: Sessions;
  list(): Promise<Connection[]>;
  addPasted(input: AddPasted, signal?: AbortSignal): Promise<Connection>;
  beginLogin(input: BeginLogin): Promise<LoginState>;
  loginState(attemptId: string, signal?: AbortSignal): AsyncGenerator<LoginState, void, void>;
  cancelLogin(attemptId: string): void;
  check(connectionId: string, signal?: AbortSignal): Promise<Connection>;
  remove(connectionId: string): Promise<{ revoked: boolean; sentence: string }>;
  /** Renews sign-ins that end soon, as far as the platform does so without the person; returns how many. */
  renewEnding(): Promise<number>;
  /** From now on sign-ins are kept alive. */
  begin(): void;
  close(): void;
};

type AddPasted = { platform: PlatformId; app: Record<string, string>; secret: string };
type BeginLogin = { platform: PlatformId; app: Record<string, string>; connectionId: string | null };

/** The order of the Connections screen: what needs a person comes first. */
const NEEDS_A_PERSON: readonly Connection['state'][] = ['expired', 'locked', 'expiring', 'connected', 'removed'];
const REVOKE_TIMEOUT_MS = 10_000;

export function createConnections(deps: ConnectionsDeps): Connections {
  const { repository, secrets, platforms, clock, log } = deps;
  const sessions = createSessions(deps);
  const logins = createLogins(deps);
  const renewals = createRenewals({ ...deps, sessions });
  const never = new AbortController().signal;

  function platformOf(id: PlatformId): AdPlatform {
    const platform = platforms.get(id);
    if (platform === undefined)
      throw new Refusal('NOT_FOUND', 'Tidemark does not know this ad platform.', { what: 'platform' });
    return platform;
  }

  function recordOf(connectionId: string): ConnectionRecord {
    const record = repository.find(connectionId);
    if (record === null || record.removed) throw unknownConnection();
    return record;
  }

  function shown(record: ConnectionRecord): Connection {
    const end = endOf(record);
    return {
      id: record.id,
      platform: record.platform,
      label: record.label,
      kind: record.kind,
      ...deriveState(record, secrets.openable, clock.now()),
      scopes: record.scopes,
      expiresAt: end === null ? null : iso(end),
      connectedAt: iso(record.connectedAt),
      lastCheckedAt: record.lastCheckedAt === null ? null : iso(record.lastCheckedAt),
      adAccounts: record.adAccounts,
      assignedAdAccounts: record.assignedAdAccounts,
    };
  }

  /** Refuses before the platform is asked, so that no grant is made that cannot be kept. */
  async function readyToKeep(): Promise<void> {
    const { persistent } = await secrets.ensure();
    if (persistent || !deps.mustPersist) return;
    throw new Refusal(
      'SECRETS_UNAVAILABLE',
      'There is no keychain to keep the sign-in in, and this command ends at once. Set TIDEMARK_PASSPHRASE to keep sign-ins under a passphrase.',
      { code: 'NOWHERE_TO_KEEP' },
    );
  }

  /**
   * The same login again is the same connection, also one that was removed. A platform that does not say who signed in leaves one
   * sign: the new sign-in reaches every ad account of a connection that is as nameless.
   */
  function sameLogin(platform: PlatformId, { check, adAccounts }: Examined): ConnectionRecord | null {
    const { loginId, kind } = check;
    const same = repository.list().filter((record) => record.platform === platform && record.loginId === loginId);
    if (loginId !== null) return same[0] ?? repository.findByLogin(platform, loginId, kind);
    const listed = new Set(adAccounts.map((adAccount) => adAccount.adAccountId));
    const replaced = same.find((record) => {
      const reached = repository.reachedAdAccounts(record.id);
      return reached.length > 0 && reached.every((id) => listed.has(id));
    });
    return replaced ?? null;
  }

  function keep(
    platform: AdPlatform,
    app: Record<string, string>,
    examined: Examined,
    again: ConnectionRecord | null,
  ): string {
    const { check, credential, adAccounts } = examined;
    const existing = again ?? sameLogin(platform.id, examined);
    const owner = { id: existing?.id ?? randomUUID(), platform: platform.id };
    const now = clock.now();
    // Someone else signing in leaves neither the old name nor the old id behind.
    const login = { ...owner, ...detailsOf(check, null), sealed: sealKept(secrets, owner, { credential, app }) };
    noteEnded(platform.id, owner.id, now);
    // Dropped first: a session of the old credential must not write it back over the new one.
    sessions.drop(owner.id);
    repository.saveLogin(login, adAccounts, now);
    log('info', 'Connected', {
      platform: platform.id,
      connectionId: owner.id,
      adAccounts: adAccounts.length,
      again: existing !== null,
    });
    deps.onChange();
    return owner.id;
  }

  /** Sign-ins that ended without anybody being told give their ad accounts to the new one. */
  function noteEnded(platform: PlatformId, except: string, now: number): void {
    for (const record of repository.list()) {
      if (record.platform !== platform || record.id === except || record.problem !== null) continue;
      const { state, problem } = deriveState(record, secrets.openable, now);
      if (state === 'expired' && problem !== null) repository.ended(record.id, problem, now);
    }
  }

  async function appForLogin(platform: AdPlatform, entered: Record<string, string>, again: ConnectionRecord | null) {
    const fields = platform.authorization.appFields;
    const app = cleanAppFields(fields, entered);
    if (Object.keys(app).length > 0 || again === null) return app;
    try {
      return cleanAppFields(fields, openKept(secrets, again).app);
    } catch (error) {
      if (!(error instanceof Refusal) || error.data['code'] === 'SECRETS_LOCKED') throw error;
      // The old sign-in is beyond reading; its app must be entered once more.
      return app;
    }
  }

  async function check(connectionId: string, signal: AbortSignal = never): Promise<Connection> {
    const record = recordOf(connectionId);
    const platform = platformOf(record.platform);
    try {
      const session = await sessions.sessionToCheck(connectionId);
      const result = await session.check(signal);
      repository.checked(connectionId, detailsOf(result, record), clock.now());
    } catch (error) {
      const known = asPlatformError(platform, error);
      if (!(known instanceof PlatformError) || known.failure.kind !== 'reauthorize') throw known;
      noteFailure(sessions, connectionId, known);
    }
    deps.onChange();
    return shown(recordOf(connectionId));
  }

  async function remove(connectionId: string): Promise<{ revoked: boolean; sentence: string }> {
    const record = recordOf(connectionId);
    const name = PLATFORM_LABELS[record.platform].name;
    await secrets.state();
    let revoked = false;
    let sentence = `The sign-in was removed here; ${name} had nothing to revoke for it. Saved data stays.`;
    try {
      const { credential } = openKept(secrets, record);
      const session = platformOf(record.platform).openSession(credential, {});
      revoked = await session.revoke(AbortSignal.timeout(REVOKE_TIMEOUT_MS));
      if (revoked) sentence = `The sign-in was revoked at ${name} and removed here. Saved data stays.`;
    } catch (error) {
      log('warn', 'A sign-in could not be revoked', {
        connectionId,
        reason: error instanceof Error ? error.message : 'unknown',
      });
      sentence =
        `The sign-in was removed here, but that ${name} revoked it could not be confirmed. ` +
        `Remove Tidemark's access in your account at ${name} to be sure. Saved data stays.`;
    }
    sessions.drop(connectionId);
    repository.remove(connectionId, clock.now());
    deps.onChange();
    return { revoked, sentence };
  }

  return {
    sessions,
    async list() {
      await secrets.state();
      const rank = (connection: Connection): number => NEEDS_A_PERSON.indexOf(connection.state);
      return repository
        .list()
        .map(shown)
        .sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label));
    },
    async addPasted({ platform: id, app: entered, secret }, signal = never) {
      const platform = platformOf(id);
      const { authorization } = platform;
      rememberSecret(secret.trim());
      const app = cleanAppFields(authorization.appFields, entered);
      if (secret.trim() === '') {
        throw new Refusal(
          'BAD_INPUT',
          `${authorization.pastedSecret.label} is empty. ${authorization.pastedSecret.hint}`,
          { field: 'secret' },
        );
      }
      if (authorization.pastedSecret.appFieldsNeeded) requireAppFields(authorization.appFields, app);
      await readyToKeep();
      const examined = await examine(platform, fromPasted(platform, app, secret), signal).catch((error: unknown) => {
        throw aboutPasted(platform, error);
      });
      return shown(recordOf(keep(platform, app, examined, null)));
    },
    async beginLogin({ platform: id, app: entered, connectionId }) {
      const platform = platformOf(id);
      const again = connectionId === null ? null : recordOf(connectionId);
      if (again !== null && again.platform !== id) {
        throw new Refusal('BAD_INPUT', 'This connection belongs to another ad platform.', { field: 'connectionId' });
      }
      await readyToKeep();
      const app = await appForLogin(platform, entered, again);
      requireAppFields(platform.authorization.appFields, app);
      return await logins.begin({
        platform,
        app,
        async finish(credential, signal) {
          const examined = await examine(platform, credential, signal);
          signal.throwIfAborted();
          // Read again: it may have been removed, and is then connected anew, while the person was in the browser.
          const still = again === null ? null : repository.find(again.id);
          return keep(platform, app, examined, still);
        },
      });
    },
    loginState: (attemptId, signal) => logins.watch(attemptId, signal),
    cancelLogin: (attemptId) => logins.cancel(attemptId),
    check,
    remove,
    renewEnding: renewals.renewEnding,
    begin: renewals.begin,
    close() {
      renewals.close();
      logins.close();
    },
  };
}

function fromPasted(platform: AdPlatform, app: Record<string, string>, secret: string) {
  try {
    return platform.authorization.fromPastedSecret(app, secret);
  } catch (error) {
    throw asPlatformError(platform, error);
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

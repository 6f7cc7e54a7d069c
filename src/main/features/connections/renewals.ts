import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { openKept, sealKept } from './credential-box.ts';
import type { ConnectionRecord, ConnectionRepository, Platforms, Secrets } from './ports.ts';
import type { Sessions } from './sessions.ts';
import { deriveState, detailsOf } from './state.ts';

export type Renewals = {
  /** Renews every sign-in that ends soon and can be renewed without the person; returns how many. Never throws. */
  renewEnding(): Promise<number>;
  /** Looks now and then on from now. */
  begin(): void;
  close(): void;
};

/** A long-lived token lives for 60 days; renewed in its last week, a machine may be away for days and still be in time. */
const RENEW_BEFORE_MS = 7 * 86_400_000;
/** Several looks a day: the machine may be off or offline at any of them. */
const LOOK_EVERY_MS = 6 * 3_600_000;
const TIMEOUT_MS = 30_000;

/** Keeps sign-ins alive that end by themselves unless somebody asks for a new token before. */
export function createRenewals(deps: {
  repository: ConnectionRepository;
  secrets: Secrets;
  platforms: Platforms;
  sessions: Sessions;
  clock: Clock;
  log: Log;
  onChange: () => void;
}): Renewals {
  const { repository, secrets, platforms, clock, log } = deps;
  let timer: NodeJS.Timeout | null = null;
  const closed = new AbortController();

  const ending = ({ expiresAt }: ConnectionRecord): boolean =>
    expiresAt !== null && expiresAt > clock.now() && expiresAt - clock.now() <= RENEW_BEFORE_MS;

  async function renew(record: ConnectionRecord): Promise<boolean> {
    const platform = platforms.get(record.platform);
    if (
      platform?.authorization.renew === undefined ||
      deriveState(record, secrets.openable, clock.now()).state !== 'expiring'
    )
      return false;
    const signal = AbortSignal.any([closed.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const { credential, app } = openKept(secrets, record);
    const renewed = await platform.authorization.renew(credential, signal);
    if (renewed === null) return false;
    // Asked before it is kept: a token that does not work must not take the place of one that does.
    const check = await platform.openSession(renewed, {}).check(signal);
    const now = repository.find(record.id);
    // The person may have signed in again, or removed the connection, meanwhile.
    if (now === null || now.removed || now.expiresAt !== record.expiresAt) return false;
    deps.sessions.drop(record.id);
    repository.seal(record.id, sealKept(secrets, record, { credential: renewed, app }));
    repository.checked(record.id, detailsOf(check, record), clock.now());
    return true;
  }

  async function renewEnding(): Promise<number> {
    let renewed = 0;
    try {
      await secrets.state();
      for (const record of repository.list().filter(ending)) {
        try {
          if (await renew(record)) renewed += 1;
        } catch (error) {
          log('warn', 'A sign-in that ends soon could not be renewed', { connectionId: record.id, error });
        }
      }
    } catch (error) {
      log('warn', 'Sign-ins that end soon could not be looked for', { error });
    }
    if (renewed > 0) deps.onChange();
    return renewed;
  }

  return {
    renewEnding,
    begin() {
      if (timer) return;
      void renewEnding();
      timer = setInterval(() => void renewEnding(), LOOK_EVERY_MS);
      timer.unref();
    },
    close() {
      if (timer) clearInterval(timer);
      closed.abort();
    },
  };
}

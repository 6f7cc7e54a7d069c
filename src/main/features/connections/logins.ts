import { randomUUID } from 'node:crypto';
import type { LoginState } from '../../../contract/connections.ts';
import type { Problem } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { Clock } from '../../kernel/clock.ts';
import { fixFor, Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import { createTopic, type Topic } from '../../kernel/topic.ts';
import { PlatformError, type AdPlatform, type Credential, type LoginAttempt } from '../../platforms/platform.ts';
import { asPlatformError } from './examine.ts';
import { openLoopback, PortsTakenError, type Loopback } from './loopback.ts';
import { problemOf } from './state.ts';

/** How long a person may take in the browser. State, verifier and listener end with it. */
export const LOGIN_MS = 5 * 60_000;
const KEPT_ATTEMPTS = 20;

export type Logins = {
  begin(request: LoginRequest): Promise<LoginState>;
  /** The current state first, then each change; ends with the login. Throws Refusal for an unknown attempt. */
  watch(attemptId: string, signal?: AbortSignal): AsyncGenerator<LoginState, void, void>;
  cancel(attemptId: string): void;
  /** Ends every open login. */
  close(): void;
};

export type LoginRequest = {
  platform: AdPlatform;
  app: Record<string, string>;
  /** Takes the credential the login gave and makes it a connection. Returns its id. */
  finish(credential: Credential, signal: AbortSignal): Promise<string>;
};

export type LoginsDeps = {
  clock: Clock;
  log: Log;
  openExternal: (url: string) => Promise<void>;
  /** Runs something after some milliseconds of real time; returns how to call it off. */
  after?: (ms: number, run: () => void) => () => void;
};

type Attempt = {
  state: LoginState;
  topic: Topic<LoginState>;
  controller: AbortController;
  loopback: Loopback;
  stopTimer: () => void;
};

export function createLogins(deps: LoginsDeps): Logins {
  const { clock, log } = deps;
  const after = deps.after ?? afterRealTime;
  const attempts = new Map<string, Attempt>();

  async function begin(request: LoginRequest): Promise<LoginState> {
    const { platform, app } = request;
    // A login begun anew makes the one before pointless, and its fixed port is wanted.
    for (const earlier of attempts.values()) {
      if (earlier.state.platform === platform.id && earlier.state.status === 'waiting')
        end(earlier, { status: 'cancelled' });
    }
    const loopback = await openListener(platform);
    let login: LoginAttempt;
    try {
      login = await platform.authorization.begin(app, loopback.redirectUri);
    } catch (error) {
      loopback.close();
      throw asPlatformError(platform, error);
    }
    const attempt = register(platform.id, login, loopback);
    loopback.expect(login.state, (callback) => exchange(attempt, request, login, callback));
    deps.openExternal(login.url).catch((error: unknown) => {
      // The address is on screen to be opened or copied, so this ends nothing.
      log('warn', 'The browser could not be opened', { reason: error instanceof Error ? error.message : 'unknown' });
    });
    return attempt.state;
  }

  function register(platform: PlatformId, login: LoginAttempt, loopback: Loopback): Attempt {
    const state: LoginState = {
      attemptId: randomUUID(),
      platform,
      status: 'waiting',
      url: login.url,
      expiresAt: new Date(clock.now() + LOGIN_MS).toISOString(),
      connectionId: null,
      problem: null,
    };
    const attempt: Attempt = {
      state,
      topic: createTopic(() => attempt.state, 0),
      controller: new AbortController(),
      loopback,
      stopTimer: after(LOGIN_MS, () => end(attempt, { status: 'expired', problem: TOO_LATE })),
    };
    attempts.set(state.attemptId, attempt);
    for (const [id, old] of attempts) {
      if (attempts.size <= KEPT_ATTEMPTS) break;
      if (isOver(old.state)) attempts.delete(id);
    }
    return attempt;
  }

  /** The one exchange of a login. True when the platform gave a credential; the browser need not wait for the rest. */
  async function exchange(
    attempt: Attempt,
    { platform, finish }: LoginRequest,
    login: LoginAttempt,
    callback: URLSearchParams,
  ): Promise<boolean> {
    if (attempt.state.status !== 'waiting') return false;
    if (clock.now() >= Date.parse(attempt.state.expiresAt)) {
      end(attempt, { status: 'expired', problem: TOO_LATE });
      return false;
    }
    attempt.stopTimer();
    change(attempt, { status: 'exchanging' });
    const { signal } = attempt.controller;
    try {
      const credential = await platform.authorization.complete(login, callback, signal);
      attempt.loopback.close();
      void finish(credential, signal).then(
        (connectionId) => end(attempt, { status: 'connected', connectionId }),
        (error: unknown) => fail(attempt, platform, error),
      );
      return true;
    } catch (error) {
      fail(attempt, platform, error);
      return false;
    }
  }

  function fail(attempt: Attempt, platform: AdPlatform, error: unknown): void {
    if (isOver(attempt.state)) return;
    const known = asPlatformError(platform, error);
    const problem: Problem = known instanceof PlatformError ? problemOf(known.failure) : refusalProblem(known);
    log('warn', 'A sign-in did not succeed', { platform: platform.id, code: problem.code, detail: problem.detail });
    end(attempt, { status: 'failed', problem });
  }

  function end(attempt: Attempt, change_: Partial<LoginState>): void {
    if (isOver(attempt.state)) return;
    attempt.stopTimer();
    attempt.loopback.close();
    change(attempt, change_);
    attempt.controller.abort();
  }

  function change(attempt: Attempt, change_: Partial<LoginState>): void {
    attempt.state = { ...attempt.state, ...change_ };
    attempt.topic.changed();
  }

  return {
    begin,
    async *watch(attemptId, signal) {
      const attempt = attempts.get(attemptId);
      if (attempt === undefined) throw unknownLogin();
      for await (const state of attempt.topic.subscribe(signal)) {
        yield state;
        if (isOver(state)) return;
      }
    },
    cancel(attemptId) {
      const attempt = attempts.get(attemptId);
      if (attempt === undefined) throw unknownLogin();
      end(attempt, { status: 'cancelled' });
    },
    close() {
      for (const attempt of attempts.values()) end(attempt, { status: 'cancelled' });
    },
  };
}

async function openListener(platform: AdPlatform): Promise<Loopback> {
  try {
    return await openLoopback(platform.authorization.redirect);
  } catch (error) {
    if (!(error instanceof PortsTakenError)) throw asPlatformError(platform, error);
    throw new PlatformError(
      {
        kind: 'permanent',
        code: 'LOGIN_PORTS_TAKEN',
        sentence:
          'Other programs use every port this sign-in may come back to. Close them and try again, ' +
          `or connect with a pasted secret instead: ${platform.authorization.pastedSecret.label}.`,
        detail: `ports ${platform.authorization.redirect.ports?.join(', ') ?? 'any'}`,
        retryAt: null,
        scope: 'app',
      },
      { cause: error },
    );
  }
}

function isOver(state: LoginState): boolean {
  return state.status !== 'waiting' && state.status !== 'exchanging';
}

function refusalProblem(refusal: Refusal): Problem {
  const code = typeof refusal.data['code'] === 'string' ? refusal.data['code'] : refusal.code;
  return { code, sentence: refusal.message, detail: null, fix: fixFor('permanent', code) };
}

function unknownLogin(): Refusal {
  return new Refusal('NOT_FOUND', 'This sign-in is no longer open. Start it again.', { what: 'login' });
}

function afterRealTime(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

const TOO_LATE: Problem = {
  code: 'LOGIN_EXPIRED',
  sentence: 'The sign-in was not finished within 5 minutes and has ended. Start it again.',
  detail: null,
  fix: 'retry',
};

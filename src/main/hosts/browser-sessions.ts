import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';

const LINK_LIFE_MS = 60_000;
const GUESS_PAUSE_MS = 1_000;
/** Enough for every browser and tab of one person; the oldest goes first. */
const MOST_SESSIONS = 64;
const MOST_LINKS = 32;

export type Exchange = { ok: true; cookie: string } | { ok: false; status: 401 | 429 };

export type Sessions = {
  /** A new one-time token: 256 random bits, good once and for 60 seconds. */
  issue(): string;
  /** Buys a session with a token: the Set-Cookie value, or the status of the refusal. */
  exchange(token: string): Exchange;
  /** Whether a Cookie header carries a session of this instance. */
  holds(cookieHeader: string | undefined): boolean;
};

/** Only hashes are kept, and looked up by hash: comparing takes as long for a near miss as for nonsense. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
const random = (): string => randomBytes(32).toString('base64url');

/**
 * Who may speak to the engine. Cookies are shared by all ports of a host, so the cookie's name holds the instance: two workspaces served at
 * the same time do not sign each other out. A wrong token is answered at most once a second; a right one is never held up by somebody
 * else's guesses, because 256 bits cannot be guessed at any rate.
 */
export function createSessions(instance: string, clock: Clock): Sessions {
  const cookieName = `tidemark_${instance}`;
  const links = new Map<string, number>();
  const sessions = new Set<string>();
  let lastGuess = Number.NEGATIVE_INFINITY;

  const dropOldest = (from: Map<string, unknown> | Set<string>, most: number): void => {
    for (const key of from.keys()) {
      if (from.size <= most) return;
      from.delete(key);
    }
  };

  return {
    issue() {
      const token = random();
      links.set(digest(token), clock.now() + LINK_LIFE_MS);
      dropOldest(links, MOST_LINKS);
      return token;
    },
    exchange(token) {
      const key = digest(token);
      const until = links.get(key);
      links.delete(key);
      if (until === undefined || clock.now() > until) {
        const now = clock.now();
        if (now - lastGuess < GUESS_PAUSE_MS) return { ok: false, status: 429 };
        lastGuess = now;
        return { ok: false, status: 401 };
      }
      const session = random();
      sessions.add(digest(session));
      dropOldest(sessions, MOST_SESSIONS);
      return { ok: true, cookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict` };
    },
    holds(cookieHeader) {
      for (const pair of (cookieHeader ?? '').split(';')) {
        const [name, value] = pair.trim().split('=', 2);
        if (name === cookieName && value !== undefined && sessions.has(digest(value))) return true;
      }
      return false;
    },
  };
}

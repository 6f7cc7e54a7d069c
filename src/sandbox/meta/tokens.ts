import { createHmac } from 'node:crypto';
import { DAY_MS } from '../calendar.ts';
import { hashText, opaque } from '../hash.ts';
import type { Account } from '../agency/entities.ts';
import type { World } from '../world.ts';
import { badToken, expiredToken, fail, noPermission, noSuchObject } from './errors.ts';

export type MetaPerson = 'main' | 'second';

export type MetaToken = {
  token: string;
  person: MetaPerson;
  type: 'USER' | 'SYSTEM_USER' | 'APP';
  scopes: readonly string[];
  issuedAt: number;
  expiresAt: number;
  removed: boolean;
};

export const PEOPLE: Record<MetaPerson, { id: string; name: string }> = {
  main: { id: '10229876540012345', name: 'Anna Wiśniewska' },
  second: { id: '10158822334455667', name: 'Hana Suzuki' },
};
export const SCOPES = ['ads_read', 'business_management', 'public_profile'] as const;
/** Seconds a long-lived token lives. */
export const LONG_LIVED = 5_183_944;
export const SHORT_LIVED = 5_400;

export type TokenBook = ReturnType<typeof createTokenBook>;

/** All access tokens Facebook Login has given out. Times are epoch milliseconds, 0 = never expires. */
export function createTokenBook(world: World) {
  const { meta } = world.credentials;
  let issued = 0;
  const tokens = new Map<string, MetaToken>();
  const put = (
    token: string,
    person: MetaPerson,
    type: MetaToken['type'],
    expiresAt: number,
    scopes: readonly string[] = SCOPES,
  ): MetaToken => {
    const entry: MetaToken = { token, person, type, scopes, issuedAt: world.now(), expiresAt, removed: false };
    tokens.set(token, entry);
    return entry;
  };
  const reset = (): void => {
    tokens.clear();
    issued = 0;
    const now = world.now();
    put(meta.systemUserToken, 'main', 'SYSTEM_USER', 0);
    put(meta.userToken, 'main', 'USER', now + LONG_LIVED * 1000);
    put(meta.secondUserToken, 'second', 'USER', now + LONG_LIVED * 1000);
    put(meta.expiredToken, 'second', 'USER', now - 2 * DAY_MS);
    put(meta.tokenWithoutAdsRead, 'main', 'USER', now + LONG_LIVED * 1000, ['public_profile', 'business_management']);
  };
  reset();

  const expired = (token: MetaToken): boolean => token.expiresAt !== 0 && token.expiresAt <= world.now();
  const appToken = `${meta.appId}|${meta.appSecret}`;

  return {
    reset,
    find: (token: string): MetaToken | undefined => tokens.get(token),
    expired,
    isAppToken: (token: string): boolean => token === appToken,
    issue(person: MetaPerson, seconds: number, scopes: readonly string[]): MetaToken {
      return put(
        `EAAT${opaque(hashText(`issued ${++issued}`, world.options.seed), 120)}`,
        person,
        'USER',
        world.now() + seconds * 1000,
        scopes,
      );
    },
    expire(token: string): void {
      const entry = tokens.get(token);
      if (entry === undefined) throw new Error('no such Meta token');
      entry.expiresAt = world.now() - 1000;
    },
    remove(person: MetaPerson): void {
      for (const entry of tokens.values()) if (entry.person === person) entry.removed = true;
    },

    /** The token of a request, or the error Graph answers for it. Checks `appsecret_proof` whenever one is sent. */
    require(token: string | undefined, proof: string | undefined): MetaToken {
      if (token === undefined || token === '')
        return fail({
          status: 400,
          message: 'An active access token must be used to query information about the current user.',
          type: 'OAuthException',
          code: 2500,
        });
      const entry = tokens.get(token);
      if (entry === undefined) {
        if (token === appToken) return put(appToken, 'main', 'APP', 0, []);
        return fail(
          badToken(
            token.startsWith('EAA')
              ? 'Invalid OAuth access token - Cannot parse access token'
              : 'Invalid OAuth access token data.',
          ),
        );
      }
      if (entry.removed)
        return fail(badToken('Error validating access token: The user has not authorized application.', 458));
      if (expired(entry)) return fail(expiredToken());
      if (proof !== undefined && proof !== createHmac('sha256', meta.appSecret).update(token).digest('hex')) {
        return fail({
          status: 400,
          message: 'Invalid appsecret_proof provided in the API argument',
          type: 'GraphMethodException',
          code: 104,
        });
      }
      return entry;
    },

    accountsOf: (token: MetaToken): Account[] =>
      world.agency.accounts.filter((account) => account.platform === 'meta' && account.login === token.person),

    /** The ad account of a path segment (`act_…`), if this token may read it. */
    account(token: MetaToken, segment: string): Account {
      const account = world.agency.accounts.find(
        (candidate) => candidate.platform === 'meta' && `act_${candidate.id}` === segment,
      );
      if (account === undefined) return fail(noSuchObject(segment));
      if (!token.scopes.includes('ads_read') && !token.scopes.includes('ads_management')) return fail(noPermission());
      if (account.login !== token.person) return fail(noPermission());
      return account;
    },
  };
}

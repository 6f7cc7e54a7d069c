/** The three calls of the Google Ads API this app makes, over one HTTP attempt each. */
import type { HttpAnswer } from '../../kernel/http.ts';
import type { PlatformDeps } from '../platform.ts';
import { readStreamAnswer } from './answer.ts';
import type { StreamAnswer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { adsErrorIn, BadAnswerError, isObject } from './failures.ts';
import type { AccessTokens } from './token.ts';

/** Versions live about a year; the field table of the same version is checked in the tests. */
export const API_VERSION = 'v25';

/** Rows handed on at once, so that the import can write, report progress and stop in between. */
export const BATCH_ROWS = 5_000;

export type Timeouts = { tokenMs: number; callMs: number; streamMs: number };
export const DEFAULT_TIMEOUTS: Timeouts = { tokenMs: 30_000, callMs: 60_000, streamMs: 300_000 };

export type SearchRequest = {
  customerId: string;
  /** The manager the account is reached through; sent as it is, also when it is the account itself. */
  loginCustomerId: string | null;
  query: string;
};

export type AdsApi = {
  /** The whole answer of one query. It is complete and free of errors when this returns. */
  searchStream(request: SearchRequest, signal: AbortSignal): Promise<StreamAnswer>;
  /** Ids of the customers the sign-in reaches directly. */
  directCustomerIds(signal: AbortSignal): Promise<string[]>;
};

function parseBody(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    const kind = /^\s*</.test(answer.text) ? 'HTML instead of JSON' : 'not JSON, or only a part of it';
    throw new BadAnswerError(answer.status, kind);
  }
}

function failureOf(answer: HttpAnswer): Error {
  try {
    const error = adsErrorIn(parseBody(answer), answer.status, answer.headers);
    return error ?? new BadAnswerError(answer.status, 'an error without a reason');
  } catch (error) {
    return error instanceof Error ? error : new BadAnswerError(answer.status, 'an unreadable error');
  }
}

function customerIds(answer: HttpAnswer): string[] {
  const body = parseBody(answer);
  const failed = adsErrorIn(body, answer.status, answer.headers);
  if (failed) throw failed;
  if (!isObject(body)) throw new BadAnswerError(answer.status, 'the list of accounts is not an object');
  // proto3 JSON leaves an empty list out.
  const names = body.resourceNames ?? [];
  if (!Array.isArray(names)) throw new BadAnswerError(answer.status, 'the list of accounts is not a list');
  const ids = names.map((name) => /^customers\/(\d+)$/.exec(String(name))?.[1]);
  if (ids.some((id) => id === undefined)) throw new BadAnswerError(answer.status, 'an account without a number');
  return [...new Set(ids as string[])];
}

/** An access token the API refused; caught here, so that one fresh one is tried. */
class TokenRefused extends Error {
  readonly reason: Error;
  constructor(reason: Error) {
    super('token refused');
    this.reason = reason;
  }
}

export function createAdsApi(
  deps: PlatformDeps,
  exchange: Exchange,
  tokens: AccessTokens,
  developerToken: string | undefined,
  timeouts: Timeouts,
): AdsApi {
  type Call<T> = {
    method: 'GET' | 'POST';
    path: string;
    customerId: string | null;
    loginCustomerId: string | null;
    body?: string;
    timeoutMs: number;
    read: (answer: HttpAnswer) => T;
  };

  function attempt<T>(token: string, call: Call<T>, signal: AbortSignal): Promise<T> {
    const { method, path, loginCustomerId, body, timeoutMs } = call;
    const request = {
      method,
      url: `${deps.endpoints.googleAds}/${API_VERSION}/${path}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(loginCustomerId === null ? {} : { 'login-customer-id': loginCustomerId }),
        ...(developerToken === undefined ? {} : { 'developer-token': developerToken }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      signal,
    };
    return exchange(request, { adAccountId: call.customerId, operations: 1 }, (answer) => {
      if (answer.status >= 200 && answer.status < 300) return call.read(answer);
      const error = failureOf(answer);
      throw answer.status === 401 ? new TokenRefused(error) : error;
    });
  }

  async function send<T>(call: Call<T>, signal: AbortSignal): Promise<T> {
    const token = await tokens.get(signal);
    try {
      return await attempt(token, call, signal);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      // A token may be withdrawn before its time (password change, clock drift): one fresh token, one repetition, no more.
      tokens.reject(token);
    }
    const fresh = await tokens.get(signal);
    try {
      return await attempt(fresh, call, signal);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      tokens.reject(fresh);
      throw error.reason;
    }
  }

  return {
    searchStream({ customerId, loginCustomerId, query }, signal) {
      const call: Call<StreamAnswer> = {
        method: 'POST',
        path: `customers/${encodeURIComponent(customerId)}/googleAds:searchStream`,
        customerId,
        loginCustomerId,
        body: JSON.stringify({ query }),
        timeoutMs: timeouts.streamMs,
        read(answer) {
          const stream = readStreamAnswer(answer.text, BATCH_ROWS, answer.headers);
          deps.log('debug', 'Google Ads query answered', {
            customerId,
            rows: stream.rowCount,
            requestId: stream.requestId,
          });
          return stream;
        },
      };
      return send(call, signal);
    },

    directCustomerIds(signal) {
      const call: Call<string[]> = {
        method: 'GET',
        path: 'customers:listAccessibleCustomers',
        customerId: null,
        loginCustomerId: null,
        timeoutMs: timeouts.callMs,
        read: customerIds,
      };
      return send(call, signal);
    },
  };
}

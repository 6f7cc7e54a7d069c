/** The three calls of the Google Ads API this app makes, over one HTTP attempt each. */
import { sendHttp } from '../../kernel/http.ts';
import type { HttpAnswer } from '../../kernel/http.ts';
import type { PlatformDeps } from '../platform.ts';
import { readStreamAnswer } from './answer.ts';
import type { StreamAnswer } from './answer.ts';
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

export function createAdsApi(
  deps: PlatformDeps,
  tokens: AccessTokens,
  developerToken: string | undefined,
  timeouts: Timeouts,
): AdsApi {
  async function attempt(
    token: string,
    method: 'GET' | 'POST',
    path: string,
    loginCustomerId: string | null,
    body: string | undefined,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return sendHttp({
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
    });
  }

  async function call(
    method: 'GET' | 'POST',
    path: string,
    loginCustomerId: string | null,
    body: string | undefined,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const token = await tokens.get(signal);
    let answer = await attempt(token, method, path, loginCustomerId, body, timeoutMs, signal);
    if (answer.status === 401) {
      // A token may be withdrawn before its time (password change, clock drift): one fresh token, one repetition, no more.
      tokens.reject(token);
      const fresh = await tokens.get(signal);
      answer = await attempt(fresh, method, path, loginCustomerId, body, timeoutMs, signal);
      if (answer.status === 401) tokens.reject(fresh);
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    const error = adsErrorIn(parseBody(answer), answer.status, answer.headers);
    throw error ?? new BadAnswerError(answer.status, 'an error without a reason');
  }

  return {
    async searchStream({ customerId, loginCustomerId, query }, signal) {
      const path = `customers/${encodeURIComponent(customerId)}/googleAds:searchStream`;
      const answer = await call('POST', path, loginCustomerId, JSON.stringify({ query }), timeouts.streamMs, signal);
      const stream = readStreamAnswer(answer.text, BATCH_ROWS, answer.headers);
      deps.log('debug', 'Google Ads query answered', {
        customerId,
        rows: stream.rowCount,
        requestId: stream.requestId,
      });
      return stream;
    },

    async directCustomerIds(signal) {
      const answer = await call('GET', 'customers:listAccessibleCustomers', null, undefined, timeouts.callMs, signal);
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
    },
  };
}

import type { PlatformName } from './agency/spec.ts';
import { JSON_TYPE, json, type Reply } from './http.ts';
import {
  badToken,
  expiredToken,
  invalidParameter,
  nextTrace,
  noPermission,
  problemReply,
  throttled,
  tooMuchData,
} from './meta/errors.ts';
import { adsErrorReply, badQuery, errorObject, internal, quota, unauthenticated } from './google/errors.ts';

export const FAULT_KINDS = [
  'html-502',
  'empty-500',
  'reset',
  'hang',
  'half-json',
  'cut',
  'slow',
  'throttle-17',
  'throttle-80000',
  'too-much-data',
  'reduce-data',
  'transient-2',
  'expired-190',
  'removed-190',
  'permission-200',
  'batch-null',
  'google-429',
  'google-401',
  'google-internal-500',
  'mid-stream-error',
  'empty-list',
  'refused-field',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type FaultMatch = {
  platform?: PlatformName;
  pathIncludes?: string;
  /** In the decoded query ('level=campaign'). */
  queryIncludes?: string;
  adAccountId?: string;
  /** In the decoded query or in the body: a field that is asked for; 'refused-field' names it. */
  asks?: string;
};

export type Fault = {
  match?: FaultMatch;
  kind: FaultKind;
  /** How many requests it hits. Default 1; Infinity until {@link reset}. */
  times?: number;
  /** Matching requests that still go through before it begins. */
  skip?: number;
  /** Hits only every so many-th matching request (50 = 2 %). Default 1. */
  every?: number;
  /** Minutes of `estimated_time_to_regain_access` (throttles) or seconds of `retryDelay` (google-429) or milliseconds (slow). */
  amount?: number;
};

/** What the server does with a request a fault has hit. */
export type Effect =
  | { kind: 'answer'; reply: Reply }
  | { kind: 'change'; change: (good: Reply) => Reply }
  | { kind: 'cut' }
  | { kind: 'reset' }
  | { kind: 'hang' }
  | { kind: 'delay'; ms: number };

export type Hit = {
  platform: PlatformName | 'other';
  path: string;
  query: string;
  body: string;
  adAccountId: string | undefined;
};

export function createFaults(
  metaHeaders: (accountId: string | undefined, insights: boolean, minutes?: number) => Record<string, string>,
) {
  let faults: (Required<Omit<Fault, 'match' | 'amount'>> & {
    match: FaultMatch;
    amount: number | undefined;
    seen: number;
  })[] = [];

  function matches(match: FaultMatch, hit: Hit): boolean {
    return (
      (match.platform === undefined || match.platform === hit.platform) &&
      (match.pathIncludes === undefined || hit.path.includes(match.pathIncludes)) &&
      (match.queryIncludes === undefined || hit.query.includes(match.queryIncludes)) &&
      (match.asks === undefined || hit.query.includes(match.asks) || hit.body.includes(match.asks)) &&
      (match.adAccountId === undefined || match.adAccountId === hit.adAccountId)
    );
  }

  return {
    inject(fault: Fault): void {
      faults.push({
        match: fault.match ?? {},
        kind: fault.kind,
        times: fault.times ?? 1,
        skip: fault.skip ?? 0,
        every: fault.every ?? 1,
        seen: 0,
        amount: fault.amount,
      });
    },
    reset: (): void => void (faults = []),

    /** The effect for a request, using up one of the fault's times. */
    take(hit: Hit): { kind: FaultKind; effect: Effect } | undefined {
      for (const fault of faults) {
        if (fault.times <= 0 || !matches(fault.match, hit)) continue;
        if (fault.skip > 0) {
          fault.skip--;
          continue;
        }
        if ((fault.seen += 1) % fault.every !== 0) continue;
        fault.times--;
        return { kind: fault.kind, effect: effectOf(fault, hit) };
      }
      return undefined;
    },
  };

  function effectOf(
    { kind, amount, match }: { kind: FaultKind; amount: number | undefined; match: FaultMatch },
    hit: Hit,
  ): Effect {
    const graph = (problem: Parameters<typeof problemReply>[0], minutes?: number): Effect => {
      const reply = problemReply(problem, nextTrace());
      return {
        kind: 'answer',
        reply: {
          ...reply,
          headers: { ...reply.headers, ...metaHeaders(hit.adAccountId, hit.path.includes('/insights'), minutes) },
        },
      };
    };
    const version = /^\/(v\d+)\//.exec(hit.path)?.[1] ?? 'v25';
    const ads = (problem: Parameters<typeof adsErrorReply>[0]): Effect => ({
      kind: 'answer',
      reply: adsErrorReply(problem, version, 'faultyRequestId', hit.path.includes('searchStream')),
    });
    switch (kind) {
      case 'html-502':
        return {
          kind: 'answer',
          reply: {
            status: 502,
            headers: { 'content-type': 'text/html; charset=UTF-8' },
            body: '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
          },
        };
      case 'empty-500':
        return { kind: 'answer', reply: { status: 500, headers: {}, body: '' } };
      case 'reset':
        return { kind: 'reset' };
      case 'hang':
        return { kind: 'hang' };
      case 'cut':
        return { kind: 'cut' };
      case 'slow':
        return { kind: 'delay', ms: amount ?? 2000 };
      case 'half-json':
        // Complete as far as HTTP can tell: only reading it as JSON shows that half is missing.
        return {
          kind: 'change',
          change: (good) => ({ ...good, body: good.body.slice(0, Math.floor(good.body.length / 2)) }),
        };
      case 'throttle-17':
        return graph(throttled(17, 2446079), amount ?? 5);
      case 'throttle-80000':
        return graph(throttled(80000, 2446079), amount ?? 5);
      case 'too-much-data':
        return graph(tooMuchData());
      case 'reduce-data':
        return graph({
          status: 500,
          message: "Please reduce the amount of data you're asking for, then retry your request",
          type: 'OAuthException',
          code: 1,
          error_subcode: 99,
        });
      case 'transient-2':
        return graph({
          status: 500,
          message: 'Service temporarily unavailable',
          type: 'OAuthException',
          code: 2,
          error_subcode: 1504044,
          is_transient: true,
        });
      case 'expired-190':
        return graph(expiredToken());
      case 'removed-190':
        return graph(badToken('Error validating access token: The user has not authorized application.', 458));
      case 'permission-200':
        return graph(noPermission());
      case 'batch-null':
        return {
          kind: 'change',
          change: (good) => {
            const items: unknown = JSON.parse(good.body);
            return Array.isArray(items)
              ? {
                  ...good,
                  body: JSON.stringify(items.map((item: unknown, i) => (i === items.length - 1 ? null : item))),
                }
              : good;
          },
        };
      case 'empty-list':
        // A success without a row, as if there were none; what is not a list goes through.
        return { kind: 'change', change: withoutRows };
      case 'refused-field': {
        const field = match.asks ?? '';
        return hit.platform === 'google'
          ? ads(badQuery('UNRECOGNIZED_FIELD', `Unrecognized field in the query: '${field}'.`))
          : graph(
              invalidParameter(
                `${field} is not valid for fields param. please check the reference for all valid values`,
              ),
            );
      }
      case 'google-429':
        return ads(
          quota(
            'RESOURCE_TEMPORARILY_EXHAUSTED',
            'Too many requests. Retry in a while.',
            `${amount ?? 30}s`,
            'ACCOUNT',
          ),
        );
      case 'google-401':
        return ads(unauthenticated('OAUTH_TOKEN_EXPIRED', 'OAuth access token expired.'));
      case 'google-internal-500':
        return ads(internal());
      case 'mid-stream-error':
        return { kind: 'change', change: (good) => midStream(good, version) };
    }
  }
}

function withoutRows(good: Reply): Reply {
  const body: unknown = JSON.parse(good.body);
  const list = typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data);
  return list ? { ...good, body: JSON.stringify({ data: [] }) } : good;
}

/** Keeps what came first and ends the array with an error, inside a 200 answer. */
function midStream(good: Reply, version: string): Reply {
  const items: unknown = JSON.parse(good.body);
  if (!Array.isArray(items)) return json(500, errorObject(internal(), version, 'faultyRequestId'));
  const kept = items.length > 1 ? items.slice(0, Math.ceil(items.length / 2)) : items;
  return {
    status: 200,
    headers: { ...good.headers, 'content-type': JSON_TYPE },
    body: JSON.stringify([...kept, errorObject(internal(), version, 'faultyRequestId')]),
  };
}

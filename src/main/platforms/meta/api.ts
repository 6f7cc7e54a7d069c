import { createHmac } from 'node:crypto';

import { sendHttp, type HttpAnswer } from '../../kernel/http.ts';
import type { PlatformDeps, SessionDeps, UsageReading } from '../platform.ts';
import { AnswerError, classify, GraphError, graphError } from './errors.ts';
import { readUsage, regainOf } from './quota.ts';
import type { MetaSdk } from './sdk.ts';

/**
 * Current Graph version (platforms.md §4). Never the SDK's own default: Marketing API versions live about a year.
 */
export const GRAPH_VERSION = 'v26.0';

export type GraphParams = Record<string, unknown>;
export type GraphBody = Record<string, unknown>;

/** Which ad account a call reads, and the signal that cancels it. */
export type CallContext = { adAccountId: string | null; signal: AbortSignal };

export type GraphRequest = CallContext & {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path segments behind the version, or an absolute `paging.next`. */
  path: readonly string[] | string;
  params?: GraphParams;
  /** The answer must carry `data: […]` (an edge). */
  rows?: boolean;
};

export type GraphTransport = { call(request: GraphRequest): Promise<GraphBody> };

export type TransportOptions = {
  deps: PlatformDeps;
  /** null for the few calls that need none (code exchange). */
  token: string | null;
  appSecret?: string | null;
  timeoutMs: number;
} & Pick<SessionDeps, 'onUsage' | 'onRequest'>;

/** HMAC-SHA256 of the token with the app secret, hex: proves to Meta that the caller knows both. */
export function appSecretProof(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}

/** Graph takes plain text as it is and lists and objects as JSON. */
function encode(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/**
 * JSON.parse that keeps whole numbers beyond 2^53 as their digits: Meta's ids have 17 and more, and a server that sends one
 * unquoted must not change it.
 */
export function parseGraphJson(text: string): unknown {
  if (!/[:[,]\s*-?\d{16,}/.test(text)) return JSON.parse(text);
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value;
  return JSON.parse(text, keepDigits as (key: string, value: unknown) => unknown);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Told = { path: string; answer: HttpAnswer | null; usage: UsageReading[]; startedAt: number };

/** What a person who looks into a run understands; anything else, secrets above all, stays out of what is told of a request. */
const SHOWN_PARAMS = ['level', 'time_range', 'time_increment', 'breakdowns', 'limit'];

function shownPath(url: URL, fields: URLSearchParams): string {
  const shown = SHOWN_PARAMS.flatMap((name) => (fields.get(name) === null ? [] : [`${name}=${fields.get(name)}`]));
  return shown.length === 0 ? url.pathname : `${url.pathname}?${shown.join('&')}`;
}

/** One Graph connection: one token, one base. Every request of this folder goes through it. */
export function createGraphTransport(options: TransportOptions): GraphTransport {
  const { deps, token } = options;
  const base = new URL(deps.endpoints.metaGraph);
  const proof = token !== null && options.appSecret ? appSecretProof(token, options.appSecret) : null;
  let placement: 'header' | 'query' = 'header';
  let versionWarned = false;

  function target(path: GraphRequest['path']): URL {
    if (typeof path !== 'string') {
      return new URL(`${base.origin}/${[GRAPH_VERSION, ...path.map(encodeURIComponent)].join('/')}`);
    }
    if (!URL.canParse(path)) throw new AnswerError('hostile', 'The next page has no valid address.');
    const next = new URL(path);
    // The address comes from the answer; following it elsewhere would hand the token to whoever wrote it.
    if (next.origin !== base.origin || next.username !== '' || next.password !== '') {
      throw new AnswerError('hostile', `The next page points at another server (${next.origin}).`);
    }
    return next;
  }

  async function exchange(request: GraphRequest, place: 'header' | 'query'): Promise<GraphBody> {
    const url = target(request.path);
    // Graph writes the token it was asked with into paging.next.
    url.searchParams.delete('access_token');
    const fields = request.method === 'POST' ? new URLSearchParams() : url.searchParams;
    for (const [name, value] of Object.entries(request.params ?? {})) fields.set(name, encode(value));
    const told: Told = { path: shownPath(url, fields), answer: null, usage: [], startedAt: deps.now() };
    if (proof !== null) fields.set('appsecret_proof', proof);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (token !== null && place === 'header') headers['authorization'] = `Bearer ${token}`;
    if (token !== null && place === 'query') url.searchParams.set('access_token', token);
    const body = request.method === 'POST' ? fields.toString() : null;
    if (body !== null) headers['content-type'] = 'application/x-www-form-urlencoded';
    const started = performance.now();
    try {
      told.answer = await sendHttp({
        method: request.method,
        url: url.href,
        headers,
        ...(body === null ? {} : { body }),
        timeoutMs: options.timeoutMs,
        signal: request.signal,
      });
      deps.log('debug', 'Meta answered', { method: request.method, path: url.pathname, status: told.answer.status });
      told.usage = readUsage(told.answer.headers, request.adAccountId, deps.now());
      for (const usage of told.usage) options.onUsage?.(usage);
      const understood = understand(told.answer, request, regainOf(told.usage));
      report(request, told, started, null);
      return understood;
    } catch (error) {
      report(request, told, started, classify(error, deps.now()).code);
      throw error;
    }
  }

  /** Tells of one exchange, whatever became of it. */
  function report(request: GraphRequest, told: Told, started: number, error: string | null): void {
    options.onRequest?.({
      at: told.startedAt,
      method: request.method,
      path: told.path,
      adAccountId: request.adAccountId,
      status: told.answer?.status ?? null,
      durationMs: Math.round(performance.now() - started),
      bytes: told.answer === null ? null : Buffer.byteLength(told.answer.text),
      usagePercent: told.usage.length === 0 ? null : Math.max(...told.usage.map(({ percent }) => percent)),
      error,
      operations: 1,
    });
  }

  function understand(answer: HttpAnswer, request: GraphRequest, regainAt: number | null): GraphBody {
    const warning = answer.headers.get('x-ad-api-version-warning');
    if (warning !== null && !versionWarned) {
      versionWarned = true;
      deps.log('warn', 'Meta warns about the API version', { warning });
    }
    let body: unknown;
    try {
      body = parseGraphJson(answer.text);
    } catch {
      const type = answer.headers.get('content-type') ?? 'no content type';
      throw new AnswerError('broken', `HTTP ${answer.status}, ${type}, ${answer.text.length} characters, not JSON.`);
    }
    if (!isObject(body)) throw new AnswerError('broken', `HTTP ${answer.status}, JSON but not an object.`);
    if (isObject(body['error'])) {
      throw graphError(body['error'], {
        status: answer.status,
        regainAt,
        signed: proof !== null,
      });
    }
    if (answer.status < 200 || answer.status > 299) {
      throw new AnswerError('broken', `HTTP ${answer.status} without an error object.`);
    }
    if (request.rows === true && !Array.isArray(body['data'])) {
      throw new AnswerError('broken', `HTTP ${answer.status}, an edge without data.`);
    }
    return body;
  }

  return {
    async call(request) {
      try {
        return await exchange(request, placement);
      } catch (error) {
        // The Bearer header is accepted in practice but documented nowhere; the query parameter is the documented way.
        if (placement === 'query' || token === null || !deniesHavingToken(error)) throw error;
        const body = await exchange(request, 'query');
        placement = 'query';
        deps.log('info', 'Meta wants the token as a parameter; this session sends it so from now on');
        return body;
      }
    },
  };
}

function deniesHavingToken(error: unknown): boolean {
  return error instanceof GraphError && (error.fields.code === 104 || error.fields.code === 2500);
}

/**
 * The SDK's API object over our transport; objects and cursors reach the network only through `call`. One per operation,
 * because the SDK has no way to pass a signal. The token never lies on it: the SDK prints and serializes its objects.
 */
export function createGraphApi(sdk: MetaSdk, transport: GraphTransport, context: CallContext) {
  class GraphApi extends sdk.FacebookAdsApi {
    constructor() {
      // The third argument keeps the SDK's crash reporter from hooking uncaughtException and posting stacks to Meta.
      super('held by the transport', 'en_US', false);
    }
    override async call<T>(method: string, path: string | string[], params?: GraphParams): Promise<T> {
      if (method !== 'GET' && method !== 'POST') throw new TypeError(`This app only reads; ${method} is not a read.`);
      const rows = method === 'GET' && (typeof path === 'string' || path.length > 1);
      return (await transport.call({ ...context, method, path, params: params ?? {}, rows })) as T;
    }
  }
  return new GraphApi() as InstanceType<MetaSdk['FacebookAdsApi']>;
}

export type GraphApi = ReturnType<typeof createGraphApi>;

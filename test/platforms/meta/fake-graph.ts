import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { breakdownsOf, INSIGHT_FIELDS, insightProblem, passesIds } from './graph-rules.ts';

/**
 * A strict stand-in for Graph, written from Meta's documentation: it refuses what Graph refuses (wrong version, unknown field,
 * unknown parameter, no token), pages with absolute addresses that carry the token, and sends usage headers on every answer.
 * Tests add rows and replace single answers with `script`.
 */
export type FakeAnswer =
  | { status?: number; body: unknown; headers?: Record<string, string> }
  | { status?: number; text: string; headers?: Record<string, string> }
  | { reset: true }
  | { hang: true }
  | { cut: string };

export type SeenRequest = {
  method: string;
  path: string;
  query: URLSearchParams;
  form: URLSearchParams;
  authorization: string | undefined;
  raw: string;
};

export type Script = (request: SeenRequest) => FakeAnswer | undefined;

const PARAMS: Record<string, string[]> = {
  insights: [
    'fields',
    'level',
    'time_increment',
    'time_range',
    'action_attribution_windows',
    'breakdowns',
    'filtering',
    'limit',
    'after',
  ],
  runInsights: ['fields', 'limit', 'after'],
  list: ['fields', 'limit', 'after', 'filtering'],
};
const LIST_FIELDS: Record<string, Set<string>> = {
  adaccounts: new Set('account_id name currency timezone_name account_status id'.split(' ')),
  campaigns: new Set(
    'id name status effective_status configured_status objective daily_budget lifetime_budget created_time updated_time'.split(
      ' ',
    ),
  ),
  adsets: new Set(
    'id name status effective_status configured_status campaign_id daily_budget lifetime_budget created_time updated_time'.split(
      ' ',
    ),
  ),
  ads: new Set(
    'id name status effective_status configured_status campaign_id adset_id created_time updated_time'.split(' '),
  ),
};

export function graphErrorBody(error: Record<string, unknown>): unknown {
  return { error: { message: 'Refused', type: 'OAuthException', fbtrace_id: 'AtRaCe', ...error } };
}

export type FakeGraph = {
  base: string;
  requests: SeenRequest[];
  /** Rows by edge ('me/adaccounts', 'act_1/campaigns') or, for insights, by level and breakdowns ('act_1/insights/ad', '…/campaign/age,gender'). */
  rows: Map<string, unknown[]>;
  /** token → what debug_token says; a token not listed here is refused with 190. */
  tokens: Map<string, Record<string, unknown>>;
  /** States of an asynchronous report, one per poll. */
  run: { states: Record<string, unknown>[]; why: Record<string, unknown> };
  usage: Record<string, string>;
  pageSize: number;
  /** How a token may be sent. */
  accepts: 'bearer' | 'query' | 'both';
  script: Script | null;
  /** Called with each paging object before it is sent. */
  mangleNext: ((next: string, page: number) => string | undefined) | null;
  close(): Promise<void>;
};

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

export async function startFakeGraph(): Promise<FakeGraph> {
  const runLevels = new Map<string, string>();
  const runFilters = new Map<string, string>();
  let polls = 0;

  const server = createServer((request, response) => {
    void answerTo(request).then((answer) => send(response, answer));
  });

  function send(response: ServerResponse, answer: FakeAnswer): void {
    if ('reset' in answer) return void response.socket?.resetAndDestroy();
    if ('hang' in answer) return;
    if ('cut' in answer) {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': String(answer.cut.length + 100),
      });
      response.write(answer.cut);
      return void setImmediate(() => response.socket?.destroy());
    }
    const text = 'text' in answer ? answer.text : JSON.stringify(answer.body);
    const type = 'text' in answer ? 'text/html' : 'application/json; charset=UTF-8';
    response.writeHead(answer.status ?? 200, { 'content-type': type, ...fake.usage, ...answer.headers });
    response.end(text);
  }

  const refuse = (error: Record<string, unknown>, status = 400): FakeAnswer => ({
    status,
    body: graphErrorBody(error),
  });

  async function answerTo(request: IncomingMessage): Promise<FakeAnswer> {
    const url = new URL(request.url ?? '/', fake.base);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      form: request.method === 'POST' ? await readForm(request) : new URLSearchParams(),
      authorization: request.headers.authorization,
      raw: request.url ?? '',
    };
    fake.requests.push(seen);
    const scripted = fake.script?.(seen);
    if (scripted) return scripted;
    const [version, ...path] = url.pathname.slice(1).split('/');
    if (version !== 'v26.0') return refuse({ code: 2635, message: `Version ${version} is not supported` });
    return route(seen, path);
  }

  function tokenOf(seen: SeenRequest): string | null {
    const bearer =
      fake.accepts !== 'query' && seen.authorization?.startsWith('Bearer ') ? seen.authorization.slice(7) : null;
    const query = fake.accepts !== 'bearer' ? seen.query.get('access_token') : null;
    return bearer ?? query;
  }

  function route(seen: SeenRequest, path: string[]): FakeAnswer {
    if (path.join('/') === 'oauth/access_token') return exchange(seen);
    const token = tokenOf(seen);
    if (token === null) return refuse({ code: 2500, message: 'An active access token must be used.' });
    if (!fake.tokens.has(token)) return refuse({ code: 190, message: `Malformed access token ${token}` });
    if (path.join('/') === 'debug_token') {
      const data = fake.tokens.get(seen.query.get('input_token') ?? '');
      return { body: { data: data ?? { is_valid: false, error: { code: 190, subcode: 467, message: 'invalid' } } } };
    }
    if (path.join('/') === 'me' && seen.method === 'GET') return { body: { id: '77', name: 'Anna Kowalska' } };
    if (path.join('/') === 'me/permissions' && seen.method === 'DELETE') return { body: { success: true } };
    if (seen.method === 'POST' && path[1] === 'insights') return startRun(seen, path[0] ?? '');
    const runKey = runLevels.get(path[0] ?? '');
    if (runKey !== undefined && path.length === 1) return pollRun(path[0] ?? '', seen);
    if (runKey !== undefined && path[1] === 'insights') return page(seen, runKey, INSIGHT_FIELDS, 'runInsights');
    if (path.length === 2 && path[1] === 'insights') return insights(seen, path[0] ?? '');
    const fields = LIST_FIELDS[path[1] ?? ''];
    if (path.length === 2 && fields) return page(seen, path.join('/'), fields, 'list');
    return refuse({ code: 100, error_subcode: 33, message: 'Unsupported get request.' });
  }

  function exchange(seen: SeenRequest): FakeAnswer {
    const { query } = seen;
    if (query.get('client_id') !== '123456789' || query.get('client_secret') !== 'app-secret-canary') {
      return refuse({ code: 1, message: 'Error validating client secret.' });
    }
    if (query.get('grant_type') === 'fb_exchange_token') {
      if (query.get('fb_exchange_token') !== 'short-token-canary') return refuse({ code: 190, error_subcode: 463 });
      return { body: { access_token: 'long-token-canary', token_type: 'bearer', expires_in: 5_183_944 } };
    }
    if (query.get('code') !== 'good-code' || query.get('redirect_uri') !== 'http://localhost:17963/meta/callback') {
      return refuse({ code: 100, error_subcode: 36009, message: 'This authorization code has been used.' });
    }
    return { body: { access_token: 'short-token-canary', token_type: 'bearer', expires_in: 3600 } };
  }

  function keyOf(node: string, params: URLSearchParams): string {
    const breakdowns = breakdownsOf(params);
    return `${node}/insights/${params.get('level')}${breakdowns === '' ? '' : `/${breakdowns}`}`;
  }

  function insights(seen: SeenRequest, node: string): FakeAnswer {
    if (!seen.query.has('after')) {
      const problem = insightProblem(seen.query);
      if (problem) return refuse({ code: 100, message: `(#100) ${problem}` });
    }
    return page(seen, keyOf(node, seen.query), INSIGHT_FIELDS, 'insights');
  }

  function startRun(seen: SeenRequest, node: string): FakeAnswer {
    const problem = insightProblem(seen.form);
    if (problem) return refuse({ code: 100, message: `(#100) ${problem}` });
    const id = `6023920149050${runLevels.size}`;
    runLevels.set(id, keyOf(node, seen.form));
    runFilters.set(id, seen.form.get('filtering') ?? '');
    polls = 0;
    return { body: { report_run_id: id } };
  }

  function pollRun(id: string, seen: SeenRequest): FakeAnswer {
    if (seen.query.get('fields')?.includes('error_code')) return { body: { id, ...fake.run.why } };
    const state = fake.run.states[Math.min(polls, fake.run.states.length - 1)];
    polls += 1;
    return { body: { id, ...state } };
  }

  function page(seen: SeenRequest, key: string, fields: Set<string>, kind: string): FakeAnswer {
    const { query } = seen;
    const allowed = new Set([
      ...(PARAMS[kind] ?? []),
      'appsecret_proof',
      ...(fake.accepts === 'bearer' ? [] : ['access_token']),
    ]);
    const unknown = [...query.keys()].find((name) => !allowed.has(name));
    if (unknown) return refuse({ code: 100, message: `(#100) Unexpected parameter ${unknown}` });
    const asked = (query.get('fields') ?? '').split(',');
    const wrong = asked.find((field) => !fields.has(field));
    if (wrong !== undefined)
      return refuse({ code: 100, message: `(#100) Tried accessing nonexisting field (${wrong})` });
    const named = query.get('filtering') ?? runFilters.get(seen.path.split('/')[2] ?? '') ?? '';
    // Rows of hidden objects are marked by the test and shown only to a request that names their status.
    const rows = (fake.rows.get(key) ?? []).filter((row) => {
      const hidden =
        (row as Record<string, unknown> | null)?.['#hidden'] ??
        (row as Record<string, unknown> | null)?.['effective_status'];
      const shown = !['DELETED', 'ARCHIVED'].includes(String(hidden)) || named.includes(String(hidden));
      return shown && passesIds(row, named);
    });
    const size = Math.min(fake.pageSize, Number(query.get('limit') ?? 25));
    const start = Number(query.get('after') ?? 0);
    const end = start + size;
    const data = rows.slice(start, end);
    if (end >= rows.length)
      return { body: { data, paging: { cursors: { before: String(start), after: String(end) } } } };
    const next = new URL(seen.raw, fake.base);
    next.searchParams.set('after', String(end));
    // Graph writes the token of the caller into the address of the next page.
    next.searchParams.set('access_token', tokenOf(seen) ?? '');
    const address = fake.mangleNext ? fake.mangleNext(next.href, start / size) : next.href;
    return {
      body: { data, paging: { cursors: { after: String(end) }, ...(address === undefined ? {} : { next: address }) } },
    };
  }

  const fake: FakeGraph = {
    base: '',
    requests: [],
    rows: new Map(),
    tokens: new Map(),
    run: { states: [], why: {} },
    usage: {},
    pageSize: 1000,
    accepts: 'bearer',
    script: null,
    mangleNext: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

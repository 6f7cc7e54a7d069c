import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createKnown, type Known } from './second-figures.ts';
import { SECRETS, type Answer, type Call, type Site } from './second-wire.ts';
import { answerAds } from './second-google.ts';
import { answerGraph } from './second-meta.ts';

/**
 * A second, smaller server that speaks the documented APIs, written by someone who does not know the client: it refuses what the
 * documentation refuses, and counts every refusal that a correct client never meets as a complaint.
 */
export type SecondServer = {
  origin: string;
  known: Known;
  secrets: typeof SECRETS;
  /** Requests a documented server would not have understood. */
  complaints: string[];
  /** Paths of all requests, without what is secret. */
  seen: string[];
  close(): Promise<void>;
};

const form = 'application/x-www-form-urlencoded';

async function callOf(request: IncomingMessage, origin: string): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', origin);
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const params = new URLSearchParams(url.search);
  if (contentType === form) for (const [name, value] of new URLSearchParams(body)) params.set(name, value);
  const json: unknown = contentType === 'application/json' && body !== '' ? JSON.parse(body) : null;
  return { method: request.method ?? 'GET', url, params, json, contentType, headers: request.headers };
}

/** Starts the server on a free loopback port; `now` is its clock in epoch milliseconds. */
export async function startSecondServer(now: () => number): Promise<SecondServer> {
  const known = createKnown();
  const complaints: string[] = [];
  const seen: string[] = [];
  const codes = new Map<string, { challenge: string; redirect: string }>();
  const access = new Set<string>();
  const site: Site = { origin: '', now, known, complain: (what) => void complaints.push(what) };

  /** The consent page of somebody who always says yes. */
  function consent({ params }: Call): Answer {
    const redirect = params.get('redirect_uri') ?? '';
    const problem =
      params.get('client_id') !== SECRETS.googleClientId
        ? 'client_id'
        : params.get('response_type') !== 'code'
          ? 'response_type'
          : !/^http:\/\/127\.0\.0\.1:\d+(\/|$)/.test(redirect)
            ? 'redirect_uri'
            : params.get('code_challenge_method') !== 'S256' || (params.get('code_challenge') ?? '').length !== 43
              ? 'code_challenge'
              : !(params.get('scope') ?? '').split(' ').includes('https://www.googleapis.com/auth/adwords')
                ? 'scope'
                : params.get('access_type') !== 'offline'
                  ? 'access_type'
                  : null;
    if (problem !== null) {
      site.complain(`consent: ${problem}`);
      return { status: 400, body: `Error 400: invalid_request (${problem})` };
    }
    const code = `4/0${randomUUID()}`;
    codes.set(code, { challenge: params.get('code_challenge') ?? '', redirect });
    const back = new URL(redirect);
    back.searchParams.set('state', params.get('state') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('scope', params.get('scope') ?? '');
    return { status: 302, body: '', headers: { location: back.href } };
  }

  function token({ method, params, contentType }: Call): Answer {
    const no = (error: string): Answer => ({
      status: 400,
      body: { error, error_description: `Bad Request: ${error}` },
    });
    if (method !== 'POST' || contentType !== form) {
      site.complain('token: not a POST with a form body');
      return no('invalid_request');
    }
    if (params.get('client_id') !== SECRETS.googleClientId || params.get('client_secret') !== SECRETS.googleSecret)
      return { status: 401, body: { error: 'invalid_client', error_description: 'Unauthorized' } };
    const granted = (more: object): Answer => {
      const made = `ya29.second-${randomUUID()}`;
      access.add(made);
      return {
        status: 200,
        body: {
          access_token: made,
          expires_in: 3599,
          scope: 'https://www.googleapis.com/auth/adwords',
          token_type: 'Bearer',
          ...more,
        },
      };
    };
    if (params.get('grant_type') === 'refresh_token')
      return params.get('refresh_token') === SECRETS.googleRefresh ? granted({}) : no('invalid_grant');
    const pending = codes.get(params.get('code') ?? '');
    codes.delete(params.get('code') ?? '');
    if (params.get('grant_type') !== 'authorization_code' || !pending) return no('invalid_grant');
    const challenge = createHash('sha256')
      .update(params.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== pending.challenge || params.get('redirect_uri') !== pending.redirect) {
      site.complain('token: verifier or redirect_uri does not fit');
      return no('invalid_grant');
    }
    return granted({ refresh_token: SECRETS.googleRefresh });
  }

  function dispatch(call: Call): Answer {
    const path = call.url.pathname;
    const bearer = /^Bearer (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? null;
    if (path === '/o/oauth2/v2/auth') return consent(call);
    if (path === '/token') return token(call);
    if (path === '/revoke') return { status: 200, body: {} };
    if (path.startsWith('/v25/customers')) return answerAds(call, site, bearer !== null && access.has(bearer));
    if (path.startsWith('/v26.0/')) {
      const shown = bearer ?? call.params.get('access_token');
      return answerGraph(call, site, shown === SECRETS.metaToken);
    }
    site.complain(`no such address: ${path}`);
    return {
      status: 404,
      body: {
        error: { message: `Unknown path components: ${path}`, type: 'OAuthException', code: 2500, fbtrace_id: 'A' },
      },
    };
  }

  const server = createServer((request, response: ServerResponse) => {
    void callOf(request, site.origin).then(
      (call) => {
        seen.push(`${call.method} ${call.url.pathname}`);
        const { status, body, headers } = dispatch(call);
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        response.writeHead(status, {
          'content-type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=UTF-8',
          ...headers,
        });
        response.end(text);
      },
      (error: unknown) => {
        site.complain(`unreadable request: ${String(error)}`);
        response.writeHead(400).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: site.origin,
    known,
    secrets: SECRETS,
    complaints,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * A strict stand-in for Google's sign-in and the Google Ads REST API, written from the public behaviour only and not from
 * our client: PKCE is computed, fields are checked against the v25 field table, login-customer-id is required for accounts
 * below a manager, answers are camelCase with int64 as text. Faults are planted per request.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const FIELD_TABLE = readFileSync(
  fileURLToPath(import.meta.resolve('google-ads-api/fields')).replace(/\.js$/, '.d.ts'),
  'utf8',
);
const tables = new Map<string, Set<string>>();

/** What may be selected FROM a resource, read from the generated v25 table. */
function selectable(resource: string): Set<string> | null {
  let table = tables.get(resource);
  if (!table) {
    const name = resource.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    table = new Set();
    for (const kind of ['Field', 'Metric', 'Segment']) {
      const line = new RegExp(`type ${name}${kind} = ([^;]*);`).exec(FIELD_TABLE)?.[1] ?? '';
      for (const match of line.matchAll(/"([^"]+)"/g)) table.add(match[1]!);
    }
    tables.set(resource, table);
  }
  return table.size === 0 ? null : table;
}

export type FakeCustomer = {
  id: string;
  name?: string;
  currency?: string;
  zone?: string;
  status?: string;
  manager?: boolean;
  hidden?: boolean;
  children?: string[];
};

export type Row = Record<string, unknown>;
export type Seen = {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  query: string | null;
};
/** Answers a request in place of the server; return false to let the server answer. */
export type Fault = (seen: Seen, response: ServerResponse) => boolean;

export const CLIENT_ID = '123-abc.apps.googleusercontent.com';
export const CLIENT_SECRET = 'GOCSPX-secretCanary42';
export const DEVELOPER_TOKEN = 'devTokenCanary42xyz';
export const SCOPE = 'https://www.googleapis.com/auth/adwords';

export type FakeGoogle = {
  base: string;
  requests: Seen[];
  faults: Fault[];
  customers: Map<string, FakeCustomer>;
  /** Ids the signed-in person reaches directly. */
  direct: string[];
  /** Rows by resource, for any customer. */
  rows: Map<string, Row[]>;
  accessTokens: Set<string>;
  refreshTokens: Set<string>;
  tokenAnswer: Record<string, unknown>;
  tokenDelayMs: number;
  /** Rows per element of a stream answer. */
  chunkRows: number;
  /** The real API puts the resource name into every row, asked or not. */
  resourceNames: boolean;
  issueRefreshToken(): string;
  /** What a browser does on the consent page: returns the address it is sent back to. */
  consent(authUrl: string): Promise<URL>;
  count(path: RegExp): number;
  close(): Promise<void>;
};

export function adsFailure(httpStatus: number, status: string, category: string, code: string, quota?: Row): Row {
  return {
    error: {
      code: httpStatus,
      message: `message of ${code}`,
      status,
      details: [
        {
          '@type': 'type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure',
          errors: [
            {
              errorCode: { [category]: code },
              message: `message of ${code}`,
              ...(quota ? { details: { quotaErrorDetails: quota } } : {}),
            },
          ],
          requestId: 'req-1',
        },
      ],
    },
  };
}

export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json; charset=UTF-8',
): void {
  response.writeHead(status, { 'content-type': type, 'request-id': 'header-req' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body, null, 2));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Only what was selected, as Google answers. */
function project(row: Row, fields: string[]): Row {
  const result: Row = {};
  for (const field of fields) {
    const path = field.split('.').map(camel);
    let from: unknown = row;
    for (const key of path) from = (from as Row | undefined)?.[key];
    if (from === undefined) continue;
    let to = result;
    for (const key of path.slice(0, -1)) to = (to[key] ??= {}) as Row;
    to[path.at(-1)!] = from;
  }
  return result;
}

export async function startFakeGoogle(): Promise<FakeGoogle> {
  const codes = new Map<string, { challenge: string; redirectUri: string; clientId: string }>();
  const random = (prefix: string): string => `${prefix}${randomBytes(18).toString('base64url')}`;

  function authorize(url: URL, response: ServerResponse): void {
    const get = (name: string): string => url.searchParams.get(name) ?? '';
    const redirect = /^http:\/\/127\.0\.0\.1:\d+\/?$/.test(get('redirect_uri'));
    const good =
      redirect &&
      get('client_id') === CLIENT_ID &&
      get('response_type') === 'code' &&
      get('scope') === SCOPE &&
      get('access_type') === 'offline' &&
      get('prompt') === 'consent' &&
      get('code_challenge_method') === 'S256' &&
      /^[A-Za-z0-9_-]{43}$/.test(get('code_challenge')) &&
      Buffer.from(get('state'), 'base64url').length >= 16;
    if (!good) return send(response, 400, 'Error 400: invalid_request', 'text/html');
    const code = random('4/0codeCanary');
    codes.set(code, { challenge: get('code_challenge'), redirectUri: get('redirect_uri'), clientId: get('client_id') });
    const back = new URL(get('redirect_uri'));
    back.searchParams.set('state', get('state'));
    back.searchParams.set('code', code);
    back.searchParams.set('scope', SCOPE);
    response.writeHead(302, { location: back.toString() });
    response.end();
  }

  function token(form: URLSearchParams, response: ServerResponse): void {
    if (form.get('client_id') !== CLIENT_ID || form.get('client_secret') !== CLIENT_SECRET) {
      return send(response, 401, { error: 'invalid_client', error_description: 'The OAuth client was not found.' });
    }
    const access = random('ya29.accessCanary');
    const answer: Row = {
      access_token: access,
      expires_in: 3599,
      scope: SCOPE,
      token_type: 'Bearer',
      ...fake.tokenAnswer,
    };
    if (form.get('grant_type') === 'authorization_code') {
      const code = form.get('code') ?? '';
      const known = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!known || known.challenge !== challenge || known.redirectUri !== form.get('redirect_uri')) {
        return send(response, 400, { error: 'invalid_grant', error_description: 'Bad code or verifier.' });
      }
      if (!('refresh_token' in answer)) answer.refresh_token = fake.issueRefreshToken();
    } else if (form.get('grant_type') !== 'refresh_token' || !fake.refreshTokens.has(form.get('refresh_token') ?? '')) {
      return send(response, 400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
    }
    fake.accessTokens.add(access);
    send(response, 200, answer);
  }

  function mayReach(customerId: string, login: string | undefined): boolean {
    const root = login ?? customerId;
    if (!fake.direct.includes(root)) return false;
    const below = (id: string): boolean =>
      id === customerId || (fake.customers.get(id)?.children ?? []).some((child) => below(child));
    return below(root);
  }

  function customerRows(resource: string, customerId: string, where: string): Row[] {
    const as = (id: string, level: number): Row => {
      const customer = fake.customers.get(id)!;
      return {
        id,
        ...(customer.name === undefined ? {} : { descriptiveName: customer.name }),
        currencyCode: customer.currency ?? 'EUR',
        timeZone: customer.zone ?? 'Europe/Berlin',
        status: customer.status ?? 'ENABLED',
        manager: customer.manager ?? false,
        hidden: customer.hidden ?? false,
        level: String(level),
      };
    };
    if (resource === 'customer') return [{ customer: as(customerId, 0) }];
    const deepest = Number(/customer_client\.level <= (\d+)/.exec(where)?.[1] ?? 99);
    const rows: Row[] = [];
    const walk = (id: string, level: number): void => {
      if (level > deepest) return;
      rows.push({ customerClient: as(id, level) });
      for (const child of fake.customers.get(id)?.children ?? []) walk(child, level + 1);
    };
    walk(customerId, 0);
    return rows;
  }

  function search(seen: Seen, customerId: string, response: ServerResponse): void {
    const fail = (status: number, rpc: string, category: string, code: string): void =>
      send(response, status, [adsFailure(status, rpc, category, code)]);
    const login = seen.headers['login-customer-id'];
    if (Array.isArray(login) || (login !== undefined && !/^\d{10,}$/.test(login))) {
      return fail(400, 'INVALID_ARGUMENT', 'headerError', 'INVALID_LOGIN_CUSTOMER_ID');
    }
    const customer = fake.customers.get(customerId);
    if (!customer || !mayReach(customerId, login))
      return fail(403, 'PERMISSION_DENIED', 'authorizationError', 'USER_PERMISSION_DENIED');
    if (customer.status !== undefined && customer.status !== 'ENABLED') {
      return fail(403, 'PERMISSION_DENIED', 'authorizationError', 'CUSTOMER_NOT_ENABLED');
    }
    const payload = JSON.parse(seen.body) as Row;
    if (Object.keys(payload).some((key) => key !== 'query'))
      return fail(400, 'INVALID_ARGUMENT', 'requestError', 'PAGE_SIZE_NOT_SUPPORTED');
    const match = /^SELECT (.+?) FROM ([a-z_]+)(?: WHERE (.+))?$/.exec(String(payload.query));
    if (!match) return fail(400, 'INVALID_ARGUMENT', 'queryError', 'UNEXPECTED_INPUT');
    const [, list = '', resource = '', where = ''] = match;
    const fields = list.split(', ');
    const table = selectable(resource);
    if (!table) return fail(400, 'INVALID_ARGUMENT', 'queryError', 'BAD_RESOURCE_TYPE_IN_FROM_CLAUSE');
    if (fields.some((field) => !table.has(field)))
      return fail(400, 'INVALID_ARGUMENT', 'queryError', 'UNRECOGNIZED_FIELD');
    const metrics = fields.some((field) => field.startsWith('metrics.'));
    if (metrics && customer.manager)
      return fail(400, 'INVALID_ARGUMENT', 'queryError', 'REQUESTED_METRICS_FOR_MANAGER');
    const dates = /^segments\.date BETWEEN '(\d{4}-\d\d-\d\d)' AND '(\d{4}-\d\d-\d\d)'(?: AND .+)?$/.exec(where);
    if (fields.includes('segments.date') && !dates)
      return fail(400, 'INVALID_ARGUMENT', 'queryError', 'EXPECTED_FILTERS_ON_DATE_RANGE');
    let rows =
      !metrics && (resource === 'customer' || resource === 'customer_client')
        ? customerRows(resource, customerId, where)
        : (fake.rows.get(metrics ? `${resource} metrics` : resource) ?? []);
    rows = rows.filter((row) => {
      const date = (row.segments as Row | undefined)?.date;
      return !dates || typeof date !== 'string' || row.unfiltered === true || (date >= dates[1]! && date <= dates[2]!);
    });
    const shown = rows.map((row) => {
      const answer = project(row, fields);
      if (resource !== 'ad_group_ad' || !fake.resourceNames) return answer;
      const place = row as { adGroup: Row; adGroupAd: { ad: Row } };
      const resourceName = `customers/${customerId}/adGroupAds/${String(place.adGroup.id)}~${String(place.adGroupAd.ad.id)}`;
      return { ...answer, adGroupAd: { resourceName, ...(answer.adGroupAd as Row) } };
    });
    const elements: Row[] = [];
    for (let start = 0; start < shown.length; start += fake.chunkRows) {
      elements.push({
        results: shown.slice(start, start + fake.chunkRows),
        fieldMask: fields.join(','),
        requestId: 'req-1',
      });
    }
    if (elements.length === 0)
      elements.push({ fieldMask: fields.join(','), requestId: 'req-1', queryResourceConsumption: '206' });
    send(response, 200, elements);
  }

  function ads(seen: Seen, response: ServerResponse): void {
    const bearer = /^Bearer (.+)$/.exec(seen.headers.authorization ?? '')?.[1];
    if (bearer === undefined || !fake.accessTokens.has(bearer)) {
      return send(response, 401, adsFailure(401, 'UNAUTHENTICATED', 'authenticationError', 'OAUTH_TOKEN_EXPIRED'));
    }
    if (seen.method === 'GET' && seen.path === '/v25/customers:listAccessibleCustomers') {
      const resourceNames = fake.direct.map((id) => `customers/${id}`);
      return send(response, 200, resourceNames.length === 0 ? {} : { resourceNames });
    }
    const customerId = /^\/v25\/customers\/(\d+)\/googleAds:searchStream$/.exec(seen.path)?.[1];
    if (seen.method !== 'POST' || customerId === undefined) return send(response, 404, '<html>404</html>', 'text/html');
    search(seen, customerId, response);
  }

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const body = await bodyOf(request);
      const query = body.startsWith('{') ? ((JSON.parse(body) as { query?: string }).query ?? '') : null;
      const seen: Seen = { method: request.method ?? '', path: url.pathname, headers: request.headers, body, query };
      fake.requests.push(seen);
      if (fake.faults.some((fault) => fault(seen, response))) return;
      if (url.pathname === '/o/oauth2/v2/auth') return authorize(url, response);
      if (url.pathname === '/token' && request.method === 'POST') {
        if (fake.tokenDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, fake.tokenDelayMs));
        return token(new URLSearchParams(body), response);
      }
      if (url.pathname === '/revoke' && request.method === 'POST' && url.search === '') {
        const known = fake.refreshTokens.delete(new URLSearchParams(body).get('token') ?? '');
        return known ? send(response, 200, {}) : send(response, 400, { error: 'invalid_token' });
      }
      return ads(seen, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const fake: FakeGoogle = {
    base,
    requests: [],
    faults: [],
    customers: new Map(),
    direct: [],
    rows: new Map(),
    accessTokens: new Set(),
    refreshTokens: new Set(),
    tokenAnswer: {},
    tokenDelayMs: 0,
    chunkRows: 10_000,
    resourceNames: true,
    issueRefreshToken() {
      const refresh = random('1//refreshCanary');
      fake.refreshTokens.add(refresh);
      return refresh;
    },
    async consent(authUrl) {
      const answer = await fetch(authUrl, { redirect: 'manual' });
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`The consent page refused: ${await answer.text()}`);
      return new URL(location);
    },
    count: (path) => fake.requests.filter((seen) => path.test(seen.path)).length,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

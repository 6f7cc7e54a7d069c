import type { Account, Manager } from '../agency/entities.ts';
import { DAY_MS, HOUR } from '../calendar.ts';
import { hashText, opaque } from '../hash.ts';
import { bearer, json, parseObject, smallCache, type Reply, type SandboxRequest } from '../http.ts';
import type { World } from '../world.ts';
import { AdsError, adsErrorReply, badRequest, forbidden, quota, refuse, unauthenticated } from './errors.ts';
import type { GoogleOAuth } from './oauth.ts';
import { parseGaql } from './parse.ts';
import { runGaql, type Answer } from './run.ts';

type Customer = Account | Manager;
const OLDEST = 23;
const NEWEST = 26;
const TOKEN_LIVES = 2 * HOUR;

export type Ads = ReturnType<typeof createAds>;

/** The Google Ads REST API: `googleAds:search`, `:searchStream` and `customers:listAccessibleCustomers`. */
export function createAds(world: World, oauth: GoogleOAuth) {
  const answers = smallCache<Answer>(20_000, (answer) => answer.count);
  let operations: number[] = [];
  let requests = 0;

  const accounts = (): Account[] => world.agency.accounts.filter((account) => account.platform === 'google');
  const parentOf = (customer: Customer): Manager | null =>
    'campaigns' in customer ? customer.manager : customer.parent;
  const everyone = (): Customer[] => [...world.agency.managers, ...accounts()];
  /** Accounts and managers the signed-in person has been invited to directly. */
  const direct = (): Customer[] => everyone().filter((customer) => parentOf(customer) === null);

  function below(root: Customer, customer: Customer): boolean {
    for (let at: Customer | null = customer; at !== null; at = parentOf(at)) if (at === root) return true;
    return false;
  }

  function depth(root: Customer, customer: Customer): number {
    let level = 0;
    for (let at: Customer | null = customer; at !== null && at !== root; at = parentOf(at)) level++;
    return level;
  }

  function handle(request: SandboxRequest): Reply {
    const requestId = opaque(hashText(`request ${++requests}`, world.options.seed), 22);
    const [, version = 'v25', path = ''] = /^\/(v\d+)\/(.*)$/.exec(request.url.pathname) ?? [];
    const stream = path.endsWith(':searchStream');
    try {
      return answer(request, version, path, stream, requestId);
    } catch (error) {
      if (!(error instanceof AdsError)) throw error;
      const number = Number(version.slice(1));
      return adsErrorReply(
        error.problem,
        number > NEWEST || number < OLDEST ? `v${NEWEST}` : version,
        requestId,
        stream,
      );
    }
  }

  function answer(request: SandboxRequest, version: string, path: string, stream: boolean, requestId: string): Reply {
    const number = Number(version.slice(1));
    if (number < OLDEST || number > NEWEST)
      refuse(
        badRequest(
          'requestError',
          'UNSUPPORTED_VERSION',
          `Version ${version} is deprecated. Requests to this version will be blocked.`,
        ),
      );
    const access = oauth.check(bearer(request.headers));
    if (access === 'missing')
      refuse(unauthenticated('OAUTH_TOKEN_HEADER_INVALID', 'The OAuth access token header is invalid or missing.'));
    if (access === 'expired') refuse(unauthenticated('OAUTH_TOKEN_EXPIRED', 'OAuth access token expired.'));
    if (access === 'unknown') refuse(unauthenticated('OAUTH_TOKEN_INVALID', 'OAuth access token is invalid.'));
    if (access === 'no-scope')
      refuse({ http: 403, status: 'PERMISSION_DENIED', message: 'Request had insufficient authentication scopes.' });
    if (path === 'customers:listAccessibleCustomers') {
      if (request.method !== 'GET') return notFound(requestId);
      return json(
        200,
        { resourceNames: direct().map((customer) => `customers/${customer.id}`) },
        { 'request-id': requestId },
      );
    }
    const [, id, method] = /^customers\/([^/:]+)\/googleAds:(search|searchStream)$/.exec(path) ?? [];
    if (id === undefined || method === undefined || request.method !== 'POST') return notFound(requestId);
    const customer = authorize(id, request.headers['login-customer-id']);
    return search(parseObject(request.body), customer, stream, requestId);
  }

  const notFound = (requestId: string): Reply => ({
    status: 404,
    headers: { 'content-type': 'text/html; charset=UTF-8', 'request-id': requestId },
    body: '<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>The requested URL was not found on this server.',
  });

  function authorize(id: string, login: string | undefined): Customer {
    if (!/^\d{10}$/.test(id))
      return refuse(badRequest('requestError', 'INVALID_CUSTOMER_ID', `Invalid customer ID '${id}'.`));
    if (login !== undefined && !/^\d{10}$/.test(login))
      return refuse(
        badRequest(
          'headerError',
          'INVALID_LOGIN_CUSTOMER_ID',
          'The login customer ID could not be validated. Make sure it has no dashes.',
        ),
      );
    const denied = (): never =>
      refuse(
        forbidden(
          'USER_PERMISSION_DENIED',
          "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's customer id must be set in the 'login-customer-id' header.",
        ),
      );
    const customer = everyone().find((candidate) => candidate.id === id);
    if (customer === undefined) return denied();
    const root = direct().find((candidate) => candidate.id === (login ?? id));
    if (root === undefined) return denied();
    if (!below(root, customer))
      return refuse(
        forbidden(
          'INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION',
          'The given login-customer-id does not manage this customer.',
        ),
      );
    if ('campaigns' in customer && customer.status !== 'active')
      return refuse(
        forbidden(
          'CUSTOMER_NOT_ENABLED',
          "The customer account can't be accessed because it is not yet enabled or has been deactivated.",
        ),
      );
    return customer;
  }

  function search(body: Record<string, unknown>, customer: Customer, stream: boolean, requestId: string): Reply {
    const query = body['query'];
    if (typeof query !== 'string' || query.trim() === '')
      return refuse(badRequest('requestError', 'REQUIRED_FIELD_MISSING', 'The required field was not present: query.'));
    if ((body['pageSize'] ?? body['page_size'] ?? 0) !== 0)
      return refuse(
        badRequest(
          'requestError',
          'PAGE_SIZE_NOT_SUPPORTED',
          'Setting the page size is not supported. Search responses have a fixed page size of 10000 rows.',
        ),
      );
    const pageToken = body['pageToken'] ?? body['page_token'];
    const page = typeof pageToken === 'string' && pageToken !== '' ? readToken(pageToken, query) : null;
    if (page === null) takeOperation();
    const asOf = page?.asOf ?? world.now();
    const children = everyone()
      .filter((other) => below(customer, other))
      .map((other) => ({ customer: other, level: depth(customer, other) }))
      .toSorted((a, b) => a.level - b.level);
    const run = (): Answer => runGaql(world, parseGaql(query), customer, children, asOf);
    const headers = { 'request-id': requestId };
    if (stream) return json(200, chunks(run(), requestId), headers);
    const result = answers.get(`${world.agency.revisions.count} ${customer.id} ${asOf} ${query}`, run);
    const offset = page?.offset ?? 0;
    const size = world.options.googlePageRows;
    const rows = result.print(offset, offset + size);
    const settings = body['searchSettings'] ?? body['search_settings'];
    const countAsked: unknown =
      typeof settings === 'object' && settings !== null
        ? (Reflect.get(settings, 'returnTotalResultsCount') ?? Reflect.get(settings, 'return_total_results_count'))
        : undefined;
    return json(
      200,
      {
        ...(rows.length > 0 ? { results: rows } : {}),
        ...(offset + size < result.count ? { nextPageToken: writeToken(query, offset + size, asOf) } : {}),
        ...(countAsked === true ? { totalResultsCount: String(result.count) } : {}),
        fieldMask: result.fieldMask,
        queryResourceConsumption: String(100 + rows.length),
      },
      headers,
    );
  }

  /** The stream: a JSON array of chunks; without rows still one chunk, without `results`. */
  function chunks(result: Answer, requestId: string): Record<string, unknown>[] {
    const size = world.options.googleChunkRows;
    const out: Record<string, unknown>[] = [];
    for (let at = 0; at < result.count; at += size)
      out.push({ results: result.print(at, at + size), fieldMask: result.fieldMask, requestId });
    if (out.length === 0) out.push({ fieldMask: result.fieldMask, requestId });
    const last = out.at(-1);
    if (last !== undefined) last['queryResourceConsumption'] = String(100 + result.count);
    return out;
  }

  const writeToken = (query: string, offset: number, asOf: number): string =>
    Buffer.from(JSON.stringify([hashText(query), offset, asOf, world.now()])).toString('base64url');

  function readToken(text: string, query: string): { offset: number; asOf: number } {
    const invalid = (): never => refuse(badRequest('requestError', 'INVALID_PAGE_TOKEN', 'The page token is invalid.'));
    let parts: unknown;
    try {
      parts = JSON.parse(Buffer.from(text, 'base64url').toString());
    } catch {
      return invalid();
    }
    if (!Array.isArray(parts) || parts.length !== 4) return invalid();
    const [hash, offset, asOf, at] = parts.map(Number);
    if (hash !== hashText(query) || offset === undefined || asOf === undefined || at === undefined) return invalid();
    if (world.now() - at > TOKEN_LIVES)
      return refuse(badRequest('requestError', 'EXPIRED_PAGE_TOKEN', 'The page token has expired.'));
    return { offset, asOf };
  }

  function takeOperation(): void {
    if (world.options.googleDailyOperations === Number.POSITIVE_INFINITY) return;
    const now = world.now();
    operations = operations.filter((at) => at > now - DAY_MS);
    if (operations.length >= world.options.googleDailyOperations) {
      const wait = Math.ceil(((operations[0] ?? now) + DAY_MS - now) / 1000);
      refuse(quota('RESOURCE_EXHAUSTED', 'Too many requests. Retry later.', `${wait}s`, 'DEVELOPER'));
    }
    operations.push(now);
  }

  return {
    handle,
    accountIdOf: (pathname: string): string | undefined => /\/customers\/(\d+)\//.exec(pathname)?.[1],
    reset(): void {
      answers.clear();
      operations = [];
    },
  };
}

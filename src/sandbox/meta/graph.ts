import { bearer, json, smallCache, toRequest, type Reply, type SandboxRequest } from '../http.ts';
import { zoneDay, addMonths, HOUR } from '../calendar.ts';
import type { Account } from '../agency/entities.ts';
import type { World } from '../world.ts';
import { adAccounts, entities, entityById, shapeEntity } from './edges.ts';
import {
  fail,
  GraphError,
  invalidParameter,
  nextTrace,
  noPermission,
  noSuchObject,
  oldVersion,
  problemReply,
  throttled,
  tooMuchData,
} from './errors.ts';
import { parseFields } from './fields.ts';
import { parseInsights, runInsights, type InsightsQuery, type InsightsRow, type Level } from './insights.ts';
import { createLogin } from './login.ts';
import { atOf, shapeAccount } from './objects.ts';
import { paged, startOf } from './paging.ts';
import { createReports } from './reports.ts';
import { printRow } from './row.ts';
import { createTokenBook, PEOPLE, type MetaToken } from './tokens.ts';
import { createUsage } from './usage.ts';

/** Oldest Marketing API version that still answers; older ones get code 2635. Login edges accept any. */
const OLDEST_ADS_VERSION = 25;

export type Graph = ReturnType<typeof createGraph>;

/** Facebook Login and the Graph API. */
export function createGraph(world: World) {
  const tokens = createTokenBook(world);
  const login = createLogin(world, tokens);
  const usage = createUsage(world);
  const reports = createReports(world);
  const answers = smallCache<InsightsRow[]>(20_000, (rows) => rows.length);
  const deepReach = new Map<string, number>();

  /** The ad account a path is about, for usage headers and fault matching. */
  function accountIdOf(segments: readonly string[]): string | undefined {
    const first = segments[0] ?? '';
    if (first.startsWith('act_')) return first.slice(4);
    return (
      reports.find(first)?.query.account.id ??
      (/^\d{15,}$/.test(first) ? entityById(world, first)?.account.id : undefined)
    );
  }

  function split(pathname: string): { version: string | undefined; segments: string[] } {
    const parts = pathname.split('/').filter((part) => part !== '');
    const version = /^v\d+\.\d+$/.test(parts[0] ?? '') ? parts.shift() : undefined;
    return { version, segments: parts };
  }

  function handle(request: SandboxRequest): Reply {
    const { version, segments } = split(request.url.pathname);
    if (segments.join('/') === 'dialog/oauth') return login.dialog(request);
    const insights = segments[1] === 'insights';
    let accountId: string | undefined;
    const extra: Record<string, string> = {};
    const trace = nextTrace();
    try {
      accountId = accountIdOf(segments);
      const reply = usage.count(accountId) ? fail(throttled(80000, 2446079)) : route(request, version, segments, extra);
      return {
        ...reply,
        headers: { ...reply.headers, ...usage.headers(accountId, insights), ...extra, 'x-fb-trace-id': trace },
      };
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const reply = problemReply(error.problem, trace);
      const minutes = error.problem.code === 80000 ? 60 : undefined;
      return {
        ...reply,
        headers: { ...reply.headers, ...usage.headers(accountId, insights, minutes), ...extra, 'x-fb-trace-id': trace },
      };
    }
  }

  function route(
    request: SandboxRequest,
    version: string | undefined,
    segments: readonly string[],
    extra: Record<string, string>,
  ): Reply {
    const path = segments.join('/');
    const accessToken = bearer(request.headers) ?? request.params.get('access_token');
    if (path === 'oauth/access_token') return login.accessToken(request);
    if (path === 'debug_token') return login.debugToken(request, accessToken);
    if (path === '' && request.method === 'POST') return batch(request, version);
    const token = tokens.require(accessToken, request.params.get('appsecret_proof'));
    const [first = '', second] = segments;
    if (first === 'me' || first === PEOPLE[token.person].id) return me(request, token, second);
    if (version !== undefined && Number(version.slice(1)) < OLDEST_ADS_VERSION) return fail(oldVersion(version));
    if (request.method === 'DELETE')
      return fail(
        noPermission(
          '(#294) Managing advertisements requires an access token with the extended permission ads_management',
        ),
      );
    if (first.startsWith('act_')) return adAccount(request, token, tokens.account(token, first), second, extra);
    const run = reports.find(first);
    if (run !== undefined) {
      tokens.account(token, `act_${run.query.account.id}`);
      if (second === undefined) return json(200, reports.poll(run));
      if (second === 'insights')
        return reports.isDone(run)
          ? page(request, token, run.query, `run ${run.id}`, run.asOf)
          : fail({
              status: 400,
              message: '(#2601) The report run is not complete',
              type: 'OAuthException',
              code: 2601,
            });
    }
    const found = entityById(world, first);
    if (found === undefined) return fail(noSuchObject(first));
    tokens.account(token, `act_${found.account.id}`);
    if (second === undefined)
      return json(
        200,
        shapeEntity(found.entity, parseFields(request.params.get('fields') ?? ''), atOf(found.account, world.now())),
      );
    if (second === 'insights') return insights(request, token, found.account, extra, found.entity, found.level);
    if ((second === 'adsets' && found.level === 'campaign') || (second === 'ads' && found.level !== 'ad'))
      return entities(world, found.account, second, request, token, found.entity);
    return fail(invalidParameter(`Tried accessing nonexisting field (${second}) on node type (${found.level})`));
  }

  function me(request: SandboxRequest, token: MetaToken, edge: string | undefined): Reply {
    const person = PEOPLE[token.person];
    if (edge === undefined)
      return json(200, { name: token.type === 'SYSTEM_USER' ? 'Tidemark system user' : person.name, id: person.id });
    if (edge === 'permissions') {
      if (request.method === 'DELETE') {
        tokens.remove(token.person);
        return json(200, { success: true });
      }
      return json(200, { data: token.scopes.map((permission) => ({ permission, status: 'granted' })) });
    }
    if (edge === 'adaccounts') {
      if (!token.scopes.includes('ads_read') && !token.scopes.includes('ads_management'))
        return fail(noPermission('(#200) Requires ads_read or ads_management permission to manage the object'));
      return adAccounts(world, tokens.accountsOf(token), request, token);
    }
    return fail(invalidParameter(`Tried accessing nonexisting field (${edge}) on node type (User)`));
  }

  function adAccount(
    request: SandboxRequest,
    token: MetaToken,
    account: Account,
    edge: string | undefined,
    extra: Record<string, string>,
  ): Reply {
    if (edge === undefined)
      return json(
        200,
        shapeAccount(account, parseFields(request.params.get('fields') ?? ''), atOf(account, world.now())),
      );
    if (edge === 'insights') return insights(request, token, account, extra, null, 'account');
    if (edge === 'campaigns' || edge === 'adsets' || edge === 'ads') {
      if (request.method !== 'GET')
        return fail(
          noPermission(
            '(#294) Managing advertisements requires an access token with the extended permission ads_management',
          ),
        );
      return entities(world, account, edge, request, token);
    }
    return fail(invalidParameter(`Tried accessing nonexisting field (${edge}) on node type (AdAccount)`));
  }

  function insights(
    request: SandboxRequest,
    token: MetaToken,
    account: Account,
    extra: Record<string, string>,
    within: InsightsQuery['within'],
    level: Level,
  ): Reply {
    const asOf = startOf(request, world.now()).asOf;
    const isAsync = request.method === 'POST';
    const query = parseInsights(account, request.params, isAsync, asOf, within, level);
    if (isAsync) {
      if (needsDeepReach(query, asOf) && !takeDeepReach(account, extra)) query.async = false;
      return json(200, { report_run_id: reports.start(query, asOf) });
    }
    const params = [...request.params]
      .filter(([key]) => !['after', 'before', 'limit', 'access_token', 'appsecret_proof'].includes(key))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    return page(request, token, query, JSON.stringify([request.url.pathname, params]), asOf);
  }

  function page(request: SandboxRequest, token: MetaToken, query: InsightsQuery, key: string, asOf: number): Reply {
    const start = startOf(request, asOf);
    const rows = answers.get(`${world.agency.revisions.count} ${asOf} ${key}`, () => runInsights(world, query, asOf));
    if (!query.async && rows.length > world.options.metaSyncRowLimit) return fail(tooMuchData());
    return json(
      200,
      paged(rows, request, token.token, { offset: start.offset, asOf }, (row) => printRow(row, query, asOf)),
    );
  }

  const needsDeepReach = (query: InsightsQuery, asOf: number): boolean =>
    query.breakdowns.length > 0 &&
    query.fields.some((field) => ['reach', 'frequency', 'cpp'].includes(field)) &&
    query.spans.some((span) => span.since < addMonths(zoneDay(query.account.timezone, asOf), -13));

  /** Ten asynchronous reports per account and day may contain reach by breakdown older than 13 months. */
  function takeDeepReach(account: Account, extra: Record<string, string>): boolean {
    const key = `${account.id} ${Math.floor(world.now() / (24 * HOUR))}`;
    const used = (deepReach.get(key) ?? 0) + 1;
    deepReach.set(key, used);
    extra['x-fb-ads-insights-reach-throttle'] = JSON.stringify({ acc_id_util_pct: Math.min(100, used * 10) });
    return used <= 10;
  }

  function batch(request: SandboxRequest, version: string | undefined): Reply {
    const text = request.params.get('batch');
    let items: unknown;
    try {
      items = JSON.parse(text ?? '');
    } catch {
      return fail(invalidParameter('batch parameter must be a JSON array'));
    }
    if (!Array.isArray(items)) return fail(invalidParameter('batch parameter must be a JSON array'));
    if (items.length > 50)
      return fail({
        status: 400,
        message: 'Too many requests in batch message. Maximum batch size is 50',
        type: 'GraphBatchException',
        code: 1,
      });
    const shared = bearer(request.headers) ?? request.params.get('access_token');
    if (shared === undefined) tokens.require(undefined, undefined);
    const replies = items.map((item: unknown) => {
      const part = typeof item === 'object' && item !== null ? item : {};
      const text_ = (name: string): string | undefined => {
        const value: unknown = Reflect.get(part, name);
        return typeof value === 'string' ? value : undefined;
      };
      const relative = (text_('relative_url') ?? '').replace(/^\/+/, '');
      const versioned = version === undefined || /^v\d+\.\d+\//.test(relative) ? relative : `${version}/${relative}`;
      const url = new URL(`/${versioned}`, request.url.origin);
      if (shared !== undefined && !url.searchParams.has('access_token')) url.searchParams.set('access_token', shared);
      const proof = request.params.get('appsecret_proof');
      if (proof !== undefined) url.searchParams.set('appsecret_proof', proof);
      const reply = handle(toRequest((text_('method') ?? 'GET').toUpperCase(), url, {}, text_('body') ?? ''));
      const headers =
        request.params.get('include_headers') === 'false'
          ? {}
          : { headers: Object.entries(reply.headers).map(([name, value]) => ({ name, value })) };
      return { code: reply.status, ...headers, body: reply.body };
    });
    return json(200, replies);
  }

  return {
    handle,
    tokens,
    reports,
    login,
    usage,
    accountIdOf: (pathname: string): string | undefined => accountIdOf(split(pathname).segments),
    reset(): void {
      tokens.reset();
      login.reset();
      usage.reset();
      reports.reset();
      answers.clear();
      deepReach.clear();
    },
  };
}

import type {
  AdAccountRecord,
  AdPlatform,
  Credential,
  DatasetPage,
  DatasetRequest,
  InsightPage,
  InsightRequest,
  PlatformDeps,
  PlatformSession,
  SessionDeps,
  StructurePage,
  StructureRequest,
} from '../platform.ts';
import { rememberRefusals } from '../../domain/refused-figures.ts';
import { actionOverlap } from './action-overlap.ts';
import { createGraphApi, createGraphTransport, GRAPH_VERSION, type GraphApi } from './api.ts';
import { createAuthorization } from './authorization.ts';
import { readCredential } from './credential.ts';
import { DATASETS } from './datasets.ts';
import { asPlatformError, classify, GraphError } from './errors.ts';
import { ACTION_WINDOWS, readDatasetPages, readInsightPages, type InsightContext } from './insights.ts';
import { reread } from './normalize-datasets.ts';
import { normalizeAdAccount } from './normalize.ts';
import { allPages, PlainRow, type PageCursor } from './paging.ts';
import { shown } from './reading.ts';
import { PATIENCE, type PollOptions } from './reports.ts';
import { loadSdk, type MetaSdk } from './sdk.ts';
import type { FilterMemory } from './status-filter.ts';
import { readStructurePages } from './structure.ts';
import { checkToken } from './token-check.ts';

export type MetaOptions = {
  /** For one exchange, body included. Insights of a large account may take a minute. */
  timeoutMs?: number;
  poll?: Partial<PollOptions>;
};

const capabilities: AdPlatform['capabilities'] = {
  retentionMonths: 37,
  lookbackDays: 28,
  conversionSettleDays: 7,
  deliverySettleDays: 2,
  sliceDays: { account: 90, campaign: 30, ad_group: 15, ad: 7 },
  attributionWindows: ['default', ...ACTION_WINDOWS],
  reportsReach: true,
  asynchronousReports: true,
  doubtEmptyAnswers: true,
  parallelAdAccounts: 4,
  datasets: DATASETS,
  dailyOperations: null,
  apiVersion: GRAPH_VERSION,
  actionOverlap,
};

/** Meta Ads behind the port. Importing this module loads no SDK; the first listing or reading call of a session does. */
export function createMetaPlatform(deps: PlatformDeps, options: MetaOptions = {}): AdPlatform {
  const timeoutMs = options.timeoutMs ?? 120_000;
  const poll = { ...PATIENCE, ...options.poll };

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asPlatformError(error, deps.now());
    }
  }

  async function* guardedPages<T>(pages: () => AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* pages();
    } catch (error) {
      throw asPlatformError(error, deps.now());
    }
  }

  function openSession(credential: Credential, session: SessionDeps): PlatformSession {
    const { onUsage, onRequest } = session;
    const watched = { ...(onUsage && { onUsage }), ...(onRequest && { onRequest }) };
    const memory: FilterMemory = new Map();
    const withoutVideo = rememberRefusals();
    let transport: ReturnType<typeof createGraphTransport> | null = null;

    function connection() {
      const { token, appSecret } = readCredential(credential);
      transport ??= createGraphTransport({ deps, token, appSecret, timeoutMs, ...watched });
      return transport;
    }

    function api(adAccountId: string | null, signal: AbortSignal): { sdk: MetaSdk; api: GraphApi } {
      const sdk = loadSdk();
      return { sdk, api: createGraphApi(sdk, connection(), { adAccountId, signal }) };
    }

    async function* adAccounts(signal: AbortSignal): AsyncGenerator<AdAccountRecord> {
      const { sdk, api: graph } = api(null, signal);
      const me = new sdk.User('me', {}, undefined, graph);
      const fields = ['account_id', 'name', 'currency', 'timezone_name', 'account_status'];
      const cursor = (await me.getEdge(
        PlainRow,
        fields,
        { limit: 200 },
        false,
        '/adaccounts',
      )) as unknown as PageCursor;
      const seen = new Set<string>();
      for await (const rows of allPages(cursor, { mayShrink: true })) {
        for (const row of rows) {
          const account = normalizeAdAccount(row);
          if (account === null) deps.log('warn', 'Meta listed an ad account without a usable id', { row: shown(row) });
          if (account === null || seen.has(account.adAccountId)) continue;
          seen.add(account.adAccountId);
          yield account;
        }
      }
    }

    async function* structure(request: StructureRequest, signal: AbortSignal): AsyncGenerator<StructurePage> {
      const { sdk, api: graph } = api(request.adAccount.adAccountId, signal);
      yield* readStructurePages(sdk, graph, request, memory, deps.log);
    }

    function insightContext(adAccountId: string, signal: AbortSignal): InsightContext {
      const { sdk, api: graph } = api(adAccountId, signal);
      return { sdk, api: graph, poll, memory, withoutVideo, log: deps.log, signal };
    }

    async function* insights(request: InsightRequest, signal: AbortSignal): AsyncGenerator<InsightPage> {
      yield* readInsightPages(insightContext(request.adAccount.adAccountId, signal), request);
    }

    async function* dataset(request: DatasetRequest, signal: AbortSignal): AsyncGenerator<DatasetPage> {
      yield* readDatasetPages(insightContext(request.adAccount.adAccountId, signal), request);
    }

    async function revoke(signal: AbortSignal): Promise<boolean> {
      // A pasted token was made outside and may serve other programs; taking it away is its maker's decision.
      if (readCredential(credential).origin === 'pasted') return false;
      try {
        const request = { method: 'DELETE', path: ['me', 'permissions'], adAccountId: null, signal } as const;
        return (await connection().call(request))['success'] === true;
      } catch (error) {
        // Whoever is no longer let in has nothing left to revoke.
        if (error instanceof GraphError && classify(error, deps.now()).kind === 'reauthorize') return false;
        throw error;
      }
    }

    return {
      check: (signal) =>
        guarded(async () => checkToken({ deps, timeoutMs, ...watched }, readCredential(credential), signal)),
      listAdAccounts: (signal) => guardedPages(() => adAccounts(signal)),
      readStructure: (request, signal) => guardedPages(() => structure(request, signal)),
      readInsights: (request, signal) => guardedPages(() => insights(request, signal)),
      readDataset: (request, signal) => guardedPages(() => dataset(request, signal)),
      // Meta has one look-back for everybody: its figures are stable after 28 days (Insights, Best practices).
      readConversionWindow: () => Promise.resolve(null),
      reread,
      revoke: (signal) => guarded(() => revoke(signal)),
    };
  }

  const authorization = createAuthorization({ deps, timeoutMs });
  return {
    id: 'meta',
    capabilities,
    authorization: {
      ...authorization,
      complete: (attempt, callback, signal) => guarded(() => authorization.complete(attempt, callback, signal)),
    },
    openSession,
    reread,
    classify: (error) => classify(error, deps.now()),
  };
}

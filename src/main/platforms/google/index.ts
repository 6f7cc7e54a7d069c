/** Google Ads, read only: OAuth of a desktop client and the REST API. See README.md in this folder. */
import type { AdPlatform, Capabilities, Credential, PlatformDeps, PlatformSession, SessionDeps } from '../platform.ts';
import { rememberRefusals } from '../../domain/refused-figures.ts';
import { listAdAccounts } from './accounts.ts';
import { actionOverlap } from './action-overlap.ts';
import { API_VERSION, createAdsApi, DEFAULT_TIMEOUTS } from './api.ts';
import type { Timeouts } from './api.ts';
import { ADS_SCOPE, createAuthorization, readCredential } from './authorization.ts';
import { DATASETS } from './datasets.ts';
import { asPlatformError, classify, scopeMissing } from './errors.ts';
import { createExchange } from './exchange.ts';
import { readConversionWindow } from './conversion-window.ts';
import { readInsights } from './insights.ts';
import { readDataset, reread, type DatasetMemory } from './read-datasets.ts';
import { readStructure, type StructureMemory } from './structure.ts';
import { createAccessTokens, revokeToken } from './token.ts';

const CAPABILITIES: Capabilities = {
  retentionMonths: 37,
  lookbackDays: 30,
  conversionSettleDays: 30,
  deliverySettleDays: 2,
  // One question covers the look-back (an account's the longest of 90 days); only ads are so many that two weeks are enough.
  sliceDays: { account: 95, campaign: 35, ad_group: 35, ad: 14 },
  attributionWindows: ['default'],
  reportsReach: false,
  asynchronousReports: false,
  parallelAdAccounts: 4,
  datasets: DATASETS,
  // Basic access; Explorer has 2,880, Standard no limit. Which of them a Cloud project has, no answer tells.
  dailyOperations: 15_000,
  apiVersion: API_VERSION,
  actionOverlap,
  // A conversion belongs to one interaction, and that to one ad. Link clicks are not told. Performance Max serves asset groups and
  // Local Services leads: neither has ad groups; a Smart campaign shows none of its own.
  levelSums: {
    metrics: ['spendMicros', 'impressions', 'clicks', 'conversions', 'conversionValueMicros'],
    undivided: ['PERFORMANCE_MAX', 'LOCAL_SERVICES', 'SMART'],
  },
};

function openSession(
  deps: PlatformDeps,
  timeouts: Timeouts,
  sealed: Credential,
  sessionDeps: SessionDeps,
): PlatformSession {
  const credential = readCredential(sealed);
  const exchange = createExchange(deps, sessionDeps.onRequest);
  const tokens = createAccessTokens(deps, exchange, credential, timeouts.tokenMs, (refreshToken) => {
    credential.refreshToken = refreshToken;
    sessionDeps.onCredentialChanged?.({ ...credential });
  });
  const api = createAdsApi(deps, exchange, tokens, credential.developerToken, timeouts);

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asPlatformError(error, deps.now());
    }
  }

  async function* guardedPages<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      for await (const page of pages) yield page;
    } catch (error) {
      throw asPlatformError(error, deps.now());
    }
  }

  const structureMemory: StructureMemory = { essentialFieldsOnly: false };
  const withoutViews = rememberRefusals();
  const datasetMemory: DatasetMemory = { refused: new Set() };

  return {
    check: (signal) =>
      guarded(async () => {
        const grant = await tokens.renew(signal);
        if (grant.scopes !== null && !grant.scopes.includes(ADS_SCOPE)) {
          throw scopeMissing(`granted: ${grant.scopes.join(' ')}`);
        }
        await api.directCustomerIds(signal);
        return {
          // The only permission asked for is Google Ads; who signed in would take another one.
          person: null,
          loginId: null,
          // An answer without scopes means: as asked; the list above just proved it.
          scopes: grant.scopes ?? [ADS_SCOPE],
          expiresAt: grant.refreshTokenExpiresIn === null ? null : deps.now() + grant.refreshTokenExpiresIn * 1000,
          dataAccessExpiresAt: null,
          kind: 'login',
        };
      }),
    listAdAccounts: (signal) => guardedPages(listAdAccounts(api, deps, signal)),
    readStructure: (request, signal) => guardedPages(readStructure(api, request, structureMemory, deps.log, signal)),
    readInsights: (request, signal) => guardedPages(readInsights(api, request, withoutViews, deps.log, signal)),
    readDataset: (request, signal) => guardedPages(readDataset(api, request, datasetMemory, deps.log, signal)),
    readConversionWindow: (adAccount, signal) => guarded(() => readConversionWindow(api, adAccount, signal)),
    reread,
    revoke: (signal) => guarded(() => revokeToken(deps, exchange, credential.refreshToken, timeouts.tokenMs, signal)),
  };
}

/** The Google Ads platform. `timeouts` are milliseconds for a whole exchange and only tests shorten them. */
export function createGooglePlatform(deps: PlatformDeps, timeouts: Timeouts = DEFAULT_TIMEOUTS): AdPlatform {
  return {
    id: 'google',
    capabilities: CAPABILITIES,
    authorization: createAuthorization(deps, timeouts.tokenMs),
    openSession: (credential, sessionDeps) => openSession(deps, timeouts, credential, sessionDeps),
    reread,
    classify: (error) => classify(error, deps.now()),
  };
}

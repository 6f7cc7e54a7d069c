/** Google Ads, read only: OAuth of a desktop client and the REST API. See README.md in this folder. */
import type {
  AdPlatform,
  Capabilities,
  Credential,
  DatasetPage,
  PlatformDeps,
  PlatformSession,
  SessionDeps,
} from '../platform.ts';
import { listAdAccounts } from './accounts.ts';
import { API_VERSION, createAdsApi, DEFAULT_TIMEOUTS } from './api.ts';
import type { Timeouts } from './api.ts';
import { ADS_SCOPE, createAuthorization, readCredential } from './authorization.ts';
import { DATASETS } from './datasets.ts';
import { BAD_REQUEST } from './error-table.ts';
import { asPlatformError, classify, failWith, scopeMissing } from './errors.ts';
import { readInsights } from './insights.ts';
import { readStructure, type StructureMemory } from './structure.ts';
import { createAccessTokens, revokeToken } from './token.ts';

const CAPABILITIES: Capabilities = {
  retentionMonths: 37,
  lookbackDays: 30,
  conversionSettleDays: 30,
  deliverySettleDays: 2,
  sliceDays: { account: 90, campaign: 31, ad_group: 31, ad: 14 },
  attributionWindows: ['default'],
  reportsReach: false,
  asynchronousReports: false,
  parallelAdAccounts: 4,
  datasets: DATASETS,
  dailyOperations: 15_000,
  apiVersion: API_VERSION,
};

// eslint-disable-next-line require-yield -- there is no dataset to read yet
async function* refuseDataset(id: string): AsyncGenerator<DatasetPage> {
  throw await Promise.resolve(failWith(BAD_REQUEST, `dataset ${id}`));
}

function openSession(
  deps: PlatformDeps,
  timeouts: Timeouts,
  sealed: Credential,
  sessionDeps: SessionDeps,
): PlatformSession {
  const credential = readCredential(sealed);
  const tokens = createAccessTokens(deps, credential, timeouts.tokenMs, (refreshToken) => {
    credential.refreshToken = refreshToken;
    sessionDeps.onCredentialChanged?.({ ...credential });
  });
  const api = createAdsApi(deps, tokens, credential.developerToken, timeouts);

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
    readInsights: (request, signal) => guardedPages(readInsights(api, request, signal)),
    readDataset: (request) => guardedPages(refuseDataset(request.dataset.id)),
    readConversionWindow: () => Promise.resolve(null),
    reread: (_request, rows) => ({
      records: [],
      setAside: rows.map((raw) => ({ reason: 'this kind of row is not read again yet', raw })),
      percent: null,
    }),
    revoke: (signal) => guarded(() => revokeToken(deps, credential.refreshToken, timeouts.tokenMs, signal)),
  };
}

/** The Google Ads platform. `timeouts` are milliseconds for a whole exchange and only tests shorten them. */
export function createGooglePlatform(deps: PlatformDeps, timeouts: Timeouts = DEFAULT_TIMEOUTS): AdPlatform {
  return {
    id: 'google',
    capabilities: CAPABILITIES,
    authorization: createAuthorization(deps, timeouts.tokenMs),
    openSession: (credential, sessionDeps) => openSession(deps, timeouts, credential, sessionDeps),
    classify: (error) => classify(error, deps.now()),
  };
}

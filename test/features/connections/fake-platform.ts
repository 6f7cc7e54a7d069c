import { randomBytes } from 'node:crypto';
import {
  PlatformError,
  type AdAccountRecord,
  type AdPlatform,
  type ConnectionCheck,
  type Credential,
  type FailureKind,
  type PlatformFailure,
  type SessionDeps,
} from '../../../src/main/platforms/platform.ts';
import type { PlatformId } from '../../../src/contract/vocabulary.ts';

export function failure(kind: FailureKind, code: string, sentence = `It is ${code}.`): PlatformError {
  const all: PlatformFailure = { kind, code, sentence, detail: null, retryAt: null, scope: 'connection' };
  return new PlatformError(all);
}

export function adAccount(adAccountId: string, change: Partial<AdAccountRecord> = {}): AdAccountRecord {
  return {
    adAccountId,
    name: `Account ${adAccountId}`,
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    status: 'active',
    platformStatus: 'ACTIVE',
    isManager: false,
    managerPath: [],
    accessPath: null,
    ...change,
  };
}

/** What the platform behind the port would answer; tests change it. A credential is `{ accessToken }`. */
export type FakePlatform = Omit<AdPlatform, 'openSession' | 'authorization'> & {
  openSession: AdPlatform['openSession'];
  authorization: AdPlatform['authorization'];
  answers: {
    check: (credential: Credential) => ConnectionCheck | PlatformError;
    adAccounts: (credential: Credential) => AdAccountRecord[];
    exchange: (code: string) => Credential | PlatformError;
    revoke: () => boolean | PlatformError;
  };
  seen: {
    exchanges: string[];
    checks: number;
    sessions: SessionDeps[];
    credentials: Credential[];
    states: string[];
    verifiers: string[];
  };
  redirect: AdPlatform['authorization']['redirect'];
};

export function person(loginId: string | null, change: Partial<ConnectionCheck> = {}): ConnectionCheck {
  return {
    person: loginId === null ? null : `Person ${loginId}`,
    loginId,
    scopes: ['read'],
    expiresAt: null,
    dataAccessExpiresAt: null,
    kind: 'login',
    ...change,
  };
}

export function createFakePlatform(id: PlatformId, redirect?: FakePlatform['redirect']): FakePlatform {
  const seen: FakePlatform['seen'] = {
    exchanges: [],
    checks: 0,
    sessions: [],
    credentials: [],
    states: [],
    verifiers: [],
  };
  const answers: FakePlatform['answers'] = {
    check: () => person('1'),
    adAccounts: () => [adAccount('100'), adAccount('200')],
    exchange: (code) => ({ accessToken: `token-for-${code}` }),
    revoke: () => true,
  };
  const give = <T>(value: T | PlatformError): T => {
    if (value instanceof PlatformError) throw value;
    return value;
  };
  const platform: FakePlatform = {
    id,
    answers,
    seen,
    redirect: redirect ?? { host: '127.0.0.1', path: `/${id}/callback`, ports: null },
    capabilities: {
      retentionMonths: 37,
      lookbackDays: 28,
      conversionSettleDays: 7,
      deliverySettleDays: 2,
      sliceDays: { account: 90, campaign: 30, ad_group: 15, ad: 7 },
      attributionWindows: ['default'],
      reportsReach: false,
      asynchronousReports: false,
      parallelAdAccounts: 2,
      datasets: [],
      dailyOperations: null,
      apiVersion: 'v1',
    },
    authorization: {
      appFields: [
        { name: 'appId', label: 'App id', hint: 'It is a number.', secret: false, required: true },
        { name: 'appSecret', label: 'App secret', hint: 'It is secret.', secret: true, required: false },
      ],
      pastedSecret: { label: 'Pasted token', hint: 'Paste it whole.', appFieldsNeeded: false },
      scopes: ['read'],
      get redirect() {
        return platform.redirect;
      },
      async begin(app, redirectUri) {
        const state = randomBytes(32).toString('base64url');
        const verifier = randomBytes(48).toString('base64url');
        seen.states.push(state);
        seen.verifiers.push(verifier);
        const url = new URL('https://login.example/authorize');
        url.search = new URLSearchParams({
          state,
          redirect_uri: redirectUri,
          client_id: app['appId'] ?? '',
        }).toString();
        return { url: url.href, state, pending: { verifier } };
      },
      async complete(_attempt, callback) {
        if (callback.has('error')) throw failure('permanent', 'LOGIN_CANCELLED', 'The sign-in was cancelled.');
        const code = callback.get('code') ?? '';
        seen.exchanges.push(code);
        return give(answers.exchange(code));
      },
      fromPastedSecret: (_app, secret) => ({ accessToken: secret.trim() }),
    },
    openSession(credential, deps) {
      seen.sessions.push(deps);
      seen.credentials.push(credential);
      return {
        check: async () => {
          seen.checks += 1;
          return give(answers.check(credential));
        },
        async *listAdAccounts() {
          yield* answers.adAccounts(credential);
        },
        async *readStructure() {
          throw failure('permanent', 'NOT_ASKED');
        },
        async *readInsights() {
          throw failure('permanent', 'NOT_ASKED');
        },
        async *readDataset() {
          throw failure('permanent', 'NOT_ASKED');
        },
        readConversionWindow: async () => null,
        reread: () => ({ records: [], setAside: [], percent: null }),
        revoke: async () => give(answers.revoke()),
      };
    },
    reread: (_request, rows) => ({
      records: [],
      setAside: rows.map((raw) => ({ reason: 'not understood', raw })),
      percent: null,
    }),
    classify: (error) =>
      error instanceof PlatformError
        ? error.failure
        : failure('transient', 'UNREACHABLE', 'The platform cannot be reached.').failure,
  };
  return platform;
}

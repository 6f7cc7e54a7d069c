import { buildAgency } from './agency/build.ts';
import { demoAgency } from './agency/demo.ts';
import type { Agency } from './agency/entities.ts';
import type { AgencySpec } from './agency/spec.ts';
import { hashText, opaque } from './hash.ts';

export type SandboxOptions = {
  host?: '127.0.0.1';
  port?: number;
  /** Current instant in epoch milliseconds. Default: the machine's clock. */
  now?: () => number;
  seed?: number;
  agency?: 'demo' | AgencySpec;
  /** Added to every answer. */
  latencyMs?: number;
  /** Consent pages answer at once instead of asking. */
  autoApprove?: boolean;
  /** Google: operations a project may do in any 24 hours; one search or stream is one, further pages are free. Default unlimited. */
  googleDailyOperations?: number;
  /** Google: rows of one page of `search` (10 000 on the real one) and of one chunk of `searchStream`. */
  googlePageRows?: number;
  googleChunkRows?: number;
  /** Google: a consent screen in testing makes refresh tokens die after seven days. */
  googleConsent?: 'production' | 'testing';
  /** Meta: a synchronous insights answer with more rows than this is refused as too much data. */
  metaSyncRowLimit?: number;
  /** Meta: polls an asynchronous report needs before it is complete. */
  metaReportPolls?: number;
  /** Meta: insights calls per ad account and hour before code 80000. */
  metaHourlyCalls?: number;
  /** Meta: the account has opted in to the `impression_device` breakdown; without it, it silently has no rows. */
  metaImpressionDevice?: boolean;
};

export type Credentials = {
  meta: {
    appId: string;
    appSecret: string;
    /** Never expires, sees every ad account of the main person. */
    systemUserToken: string;
    /** A person's long-lived token, good for 60 days from the start. */
    userToken: string;
    /** The second person's valid token, for the ad accounts only they see. */
    secondUserToken: string;
    /** The second person's former token, expired. */
    expiredToken: string;
    tokenWithoutAdsRead: string;
  };
  google: { clientId: string; clientSecret: string; refreshToken: string; revokedRefreshToken: string };
};

/** Everything both stand-ins share. */
export type World = {
  agency: Agency;
  credentials: Credentials;
  options: Required<Omit<SandboxOptions, 'now' | 'agency' | 'port' | 'host'>>;
  now: () => number;
  /** `http://127.0.0.1:PORT`, known once listening. */
  origin: string;
};

// Written this way because the wall clock may be read in one module of the product only; this one is its own product.
const machineClock = (): number => performance.timeOrigin + performance.now();

export function createWorld(options: SandboxOptions): World {
  const seed = options.seed ?? 20_261_121;
  const secret = (name: string, length: number): string => opaque(hashText(name, seed), length);
  return {
    agency: buildAgency(options.agency === undefined || options.agency === 'demo' ? demoAgency : options.agency, seed),
    credentials: {
      meta: {
        appId: '1402198437719065',
        appSecret: hex(seed, 'meta app secret'),
        systemUserToken: `EAAT${secret('system user', 96)}`,
        userToken: `EAAT${secret('main user', 96)}`,
        secondUserToken: `EAAT${secret('second user', 96)}`,
        expiredToken: `EAAT${secret('second user, expired', 96)}`,
        tokenWithoutAdsRead: `EAAT${secret('no ads_read', 96)}`,
      },
      google: {
        clientId: '684213095577-t1dem4rksandbox.apps.googleusercontent.com',
        clientSecret: `GOCSPX-${secret('google client', 28)}`,
        refreshToken: `1//0${secret('google refresh', 60)}`,
        revokedRefreshToken: `1//0${secret('google revoked', 60)}`,
      },
    },
    options: {
      seed,
      latencyMs: options.latencyMs ?? 0,
      autoApprove: options.autoApprove ?? false,
      googleDailyOperations: options.googleDailyOperations ?? Number.POSITIVE_INFINITY,
      googlePageRows: options.googlePageRows ?? 10_000,
      googleChunkRows: options.googleChunkRows ?? 1_000,
      googleConsent: options.googleConsent ?? 'production',
      metaSyncRowLimit: options.metaSyncRowLimit ?? 100_000,
      metaReportPolls: options.metaReportPolls ?? 3,
      metaHourlyCalls: options.metaHourlyCalls ?? 190_000,
      metaImpressionDevice: options.metaImpressionDevice ?? false,
    },
    now: options.now ?? machineClock,
    origin: '',
  };
}

function hex(seed: number, name: string): string {
  return [1, 2, 3, 4].map((i) => (hashText(name, seed + i) >>> 0).toString(16).padStart(8, '0')).join('');
}

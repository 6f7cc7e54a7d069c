import { createRequire } from 'node:module';

/** What this folder uses of the SDK; the README says why each and which parts stay unused. */
export type MetaSdk = Pick<
  typeof import('facebook-nodejs-business-sdk'),
  'FacebookAdsApi' | 'User' | 'AdAccount' | 'AdReportRun' | 'Campaign' | 'AdSet' | 'Ad'
>;

let loaded: MetaSdk | null = null;

/**
 * The SDK, loaded at the first call of a session: about 150 ms and 38 MB that a start without Meta need not pay.
 * `require`, because the package is CommonJS only and its bundled ES build breaks (it evaluates `require` inside `eval`).
 */
export function loadSdk(): MetaSdk {
  loaded ??= createRequire(import.meta.url)('facebook-nodejs-business-sdk') as MetaSdk;
  return loaded;
}

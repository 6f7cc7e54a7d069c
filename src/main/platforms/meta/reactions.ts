import type { FailureKind, PlatformFailure } from '../platform.ts';

export type Reaction = {
  kind: FailureKind;
  code: string;
  sentence: string;
  scope?: PlatformFailure['scope'];
  /** Waiting time when the answer names none (rate_limited only). */
  waitMs?: number;
};

const MINUTE = 60_000;
const KEPT = 'saved data is still here.';

const signIn = (code: string, sentence: string): Reaction => ({
  kind: 'reauthorize',
  code,
  sentence,
  scope: 'connection',
});

/** Every reaction by name; the sentences follow ux.md §10: what happened, what it means, the one next step. */
export const REACTIONS = {
  tokenInvalid: signIn('TOKEN_INVALID', `Meta Ads no longer accepts this sign-in. Sign in again; ${KEPT}`),
  tokenExpired: signIn('TOKEN_EXPIRED', `The Meta Ads sign-in has expired. Sign in again; ${KEPT}`),
  appRemoved: signIn(
    'APP_REMOVED',
    `The access was removed in Facebook's settings. Sign in to Meta Ads again to allow it; ${KEPT}`,
  ),
  checkpoint: signIn(
    'CHECKPOINT',
    'Facebook asks this person to confirm who they are. Log in at facebook.com, then sign in to Meta Ads again.',
  ),
  passwordChanged: signIn(
    'PASSWORD_CHANGED',
    `The Facebook password was changed, which ended the Meta Ads sign-in. Sign in again; ${KEPT}`,
  ),
  unconfirmed: signIn(
    'USER_UNCONFIRMED',
    'The Facebook account behind this sign-in is not confirmed. Confirm it at facebook.com, then sign in to Meta Ads again.',
  ),
  pageRole: signIn(
    'ROLE_LOST',
    'The person behind this Meta Ads sign-in lost a role it needs. Sign in with someone who has it.',
  ),
  wrongAppSecret: signIn(
    'WRONG_APP_SECRET',
    'Meta does not accept the app secret of this connection. Enter the app id and app secret again.',
  ),
  secretRequired: signIn(
    'APP_SECRET_REQUIRED',
    'This Meta app answers only calls signed with its app secret. Add the app id and app secret to the connection.',
  ),
  rateLimited: {
    kind: 'rate_limited',
    code: 'RATE_LIMITED',
    sentence: 'Meta Ads asked us to slow down for this ad account. The import resumes by itself.',
    waitMs: 5 * MINUTE,
  },
  appRateLimited: {
    kind: 'rate_limited',
    code: 'RATE_LIMITED',
    sentence: 'Meta Ads asked us to slow down. Imports resume by themselves.',
    scope: 'app',
    waitMs: 5 * MINUTE,
  },
  policyBlock: {
    kind: 'rate_limited',
    code: 'BLOCKED_BY_POLICY',
    sentence: 'Meta has blocked this sign-in for a while under its policies. Imports try again in some hours.',
    scope: 'connection',
    // Meta names no end; the block lasts hours to days, and asking earlier prolongs it.
    waitMs: 4 * 60 * MINUTE,
  },
  tooBig: {
    kind: 'too_big',
    code: 'TOO_BIG',
    sentence: 'Meta Ads cannot answer this much data at once. The import asks for smaller pieces.',
  },
  service: {
    kind: 'transient',
    code: 'SERVICE_ERROR',
    sentence: 'Meta Ads has a problem at the moment. Saved data is unchanged.',
  },
  reportFailed: {
    kind: 'transient',
    code: 'REPORT_FAILED',
    sentence: 'Meta Ads could not prepare this report. Saved data is unchanged.',
  },
  badAnswer: {
    kind: 'transient',
    code: 'BAD_ANSWER',
    sentence: 'Meta Ads sent an answer that cannot be read. Saved data is unchanged.',
  },
  hostileAnswer: {
    kind: 'permanent',
    code: 'BAD_ANSWER',
    sentence:
      'Meta Ads sent an answer that leads nowhere or to another server. The import stopped; saved data is unchanged.',
  },
  noPermission: {
    kind: 'permanent',
    code: 'NO_PERMISSION',
    sentence:
      'This sign-in cannot read the ad account in Meta Ads. Ask its owner for "View performance", or use another sign-in.',
  },
  developmentAccess: {
    kind: 'permanent',
    code: 'NO_PERMISSION',
    sentence:
      'The Meta app has development access only and cannot read this ad account. Ask Meta for advanced access to ads_read.',
  },
  pastRetention: {
    kind: 'permanent',
    code: 'PAST_RETENTION',
    sentence:
      'Meta Ads keeps 37 months and no longer holds the days asked for. Choose a later start; saved history stays.',
  },
  optInNeeded: {
    kind: 'permanent',
    code: 'OPT_IN_NEEDED',
    sentence:
      'Meta Ads withholds figures by device until this ad account opts in. An administrator of it requests the device breakdown in Ads Manager, then this import can be tried again.',
  },
  versionExpired: {
    kind: 'permanent',
    code: 'API_VERSION_EXPIRED',
    sentence: 'Meta Ads has retired the interface version Tidemark uses. Update Tidemark; saved data is unchanged.',
  },
  refused: {
    kind: 'permanent',
    code: 'REQUEST_REFUSED',
    sentence: 'Meta Ads refused this request. Saved data is unchanged; the details say what it answered.',
  },
} as const satisfies Record<string, Reaction>;

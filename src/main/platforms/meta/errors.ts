import { redact } from '../../kernel/redact.ts';
import { TransportError } from '../../kernel/http.ts';
import { PlatformError, type PlatformFailure } from '../platform.ts';
import { REACTIONS, type Reaction } from './reactions.ts';

/** The error object of a Graph answer, as far as it was readable. */
export type GraphErrorFields = {
  status: number;
  code: number | null;
  subcode: number | null;
  isTransient: boolean | null;
  type: string | null;
  message: string;
  traceId: string | null;
  /** Epoch ms from the usage headers of the same answer. */
  regainAt: number | null;
  /** Whether the refused call carried an appsecret_proof: it decides whose fault a wrong signature is. */
  signed: boolean;
};

/** Meta refused a call. Nothing secret is in it: the message is redacted and the URL is never kept. */
export class GraphError extends Error {
  readonly fields: GraphErrorFields;
  constructor(fields: GraphErrorFields) {
    const message = redactMeta(fields.message);
    super(message);
    this.name = 'GraphError';
    this.fields = { ...fields, message };
  }
}

/** The exchange completed but the answer is not what Graph answers: HTML, half a JSON, no rows, a next page on another host. */
export class AnswerError extends Error {
  /** `broken` may heal by itself; `hostile` (foreign or circular paging) would come back the same. */
  readonly reason: 'broken' | 'hostile';
  constructor(reason: 'broken' | 'hostile', detail: string) {
    super(redactMeta(detail));
    this.name = 'AnswerError';
    this.reason = reason;
  }
}

/** Graph quotes tokens in messages, sometimes cut short, so that the exact-match net alone would miss them. */
function redactMeta(text: string): string {
  return redact(text).replace(/\bEAA[A-Za-z0-9]{8,}/g, '[redacted]');
}

function whole(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Builds the error from `{message, type, code, error_subcode?, is_transient?, error_user_msg?, fbtrace_id?}`. */
export function graphError(
  body: Record<string, unknown>,
  context: { status: number; regainAt: number | null; signed: boolean },
): GraphError {
  const parts = [text(body['message']), text(body['error_user_title']), text(body['error_user_msg'])];
  return new GraphError({
    ...context,
    code: whole(body['code']),
    subcode: whole(body['error_subcode']),
    isTransient: typeof body['is_transient'] === 'boolean' ? body['is_transient'] : null,
    type: text(body['type']),
    message: parts.filter((part) => part !== null).join(' – ') || 'Graph gave no message.',
    traceId: text(body['fbtrace_id']),
  });
}

/** No limit of Meta's lasts longer; an absurd figure is no instant to wait for. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** For a details view and a log line, not for megabytes. */
const LONGEST_DETAIL = 600;

const SIGN_IN_SUBCODES: Record<number, Reaction> = {
  458: REACTIONS.appRemoved,
  459: REACTIONS.checkpoint,
  460: REACTIONS.passwordChanged,
  463: REACTIONS.tokenExpired,
  464: REACTIONS.unconfirmed,
  467: REACTIONS.tokenInvalid,
  492: REACTIONS.pageRole,
};

const TOO_BIG_SUBCODES = new Set([1487534, 1504018, 1504038, 1504045]);
/** Code 2, yet the request itself is at fault: invalid breakdowns, invalid custom metrics. */
const OUR_FAULT_SUBCODES = new Set([1504041, 1504042]);
/** Code 2 of the insights edge that passes by itself. */
const INTERMITTENT_SUBCODES = new Set([1504043, 1504044]);
/** Looks transient (code 1) and is not. */
const NEVER_HEALS_SUBCODES = new Set([2853001]);

function between(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}

/** The error table of platforms.md §4. The HTTP status decides nothing while there is a code: throttling is HTTP 400. */
function reactionTo({ code, subcode, isTransient, message, status, signed }: GraphErrorFields): Reaction {
  // Meta words this one hint alike under several codes; it is the only text that decides, and only when no code does.
  const asksForLess = /reduce the amount of data/i.test(message);
  if (code === 190 || code === 102) return SIGN_IN_SUBCODES[subcode ?? -1] ?? REACTIONS.tokenInvalid;
  if (subcode !== null && TOO_BIG_SUBCODES.has(subcode)) return REACTIONS.tooBig;
  if (code === 4 || code === 341) return REACTIONS.appRateLimited;
  if (code === 17 || code === 32 || code === 613 || (code !== null && between(code, 80_000, 80_014))) {
    return REACTIONS.rateLimited;
  }
  if (code === 368) return REACTIONS.policyBlock;
  if (code === 2635) return REACTIONS.versionExpired;
  if (code === 3018) return REACTIONS.pastRetention;
  if (code === 270) return REACTIONS.developmentAccess;
  if (code === 3 || code === 10 || (code !== null && between(code, 200, 299))) return REACTIONS.noPermission;
  if (code === -3) return REACTIONS.tooBig;
  if (code === -2) return REACTIONS.reportFailed;
  if (code === 1) {
    if (subcode === 99 || asksForLess) return REACTIONS.tooBig;
    const heals = isTransient !== false && !(subcode !== null && NEVER_HEALS_SUBCODES.has(subcode));
    return heals ? REACTIONS.service : REACTIONS.refused;
  }
  if (code === 2) {
    if (asksForLess) return REACTIONS.tooBig;
    if (subcode !== null && OUR_FAULT_SUBCODES.has(subcode)) return REACTIONS.refused;
    // A subcode that Meta documents as intermittent says more than a flag that is often just left at false.
    const heals = isTransient !== false || (subcode !== null && INTERMITTENT_SUBCODES.has(subcode));
    return heals ? REACTIONS.service : REACTIONS.refused;
  }
  if (code === 100) {
    if (asksForLess) return REACTIONS.tooBig;
    if (subcode === 33 || subcode === 3191001) return REACTIONS.noPermission;
    if (/appsecret_proof/.test(message)) return signed ? REACTIONS.wrongAppSecret : REACTIONS.secretRequired;
    return isTransient === true ? REACTIONS.service : REACTIONS.refused;
  }
  // "Incorrect signature": with a proof of ours the secret is wrong; without one other clients see it pass by itself.
  if (code === 104 && signed) return REACTIONS.wrongAppSecret;
  if (code === 2500) return /access token/i.test(message) ? REACTIONS.tokenInvalid : REACTIONS.refused;
  if (code === 104 || code === 960 || code === 99) return isTransient === false ? REACTIONS.refused : REACTIONS.service;
  if (asksForLess) return REACTIONS.tooBig;
  if (isTransient !== null) return isTransient ? REACTIONS.service : REACTIONS.refused;
  return status >= 500 ? REACTIONS.service : REACTIONS.refused;
}

const TRANSPORT: Record<TransportError['reason'], { code: string; sentence: string }> = {
  aborted: { code: 'ABORTED', sentence: 'The request to Meta Ads was cancelled. Saved data is unchanged.' },
  timeout: {
    code: 'TIMEOUT',
    sentence: 'Meta Ads did not answer in time. Saved data is unchanged.',
  },
  unreachable: {
    code: 'UNREACHABLE',
    sentence: 'Meta Ads cannot be reached. Check the internet connection; saved data is unchanged.',
  },
  cut: {
    code: 'CONNECTION_CUT',
    sentence: 'The connection to Meta Ads broke off. Saved data is unchanged.',
  },
};

/** A reaction as the failure the port speaks of. `retryAt` is epoch ms and only for rate limits. */
export function failureOf(reaction: Reaction, detail: string | null, retryAt: number | null = null): PlatformFailure {
  return {
    kind: reaction.kind,
    code: reaction.code,
    sentence: reaction.sentence,
    detail: detail === null ? null : redactMeta(detail).slice(0, LONGEST_DETAIL),
    retryAt: reaction.kind === 'rate_limited' ? retryAt : null,
    scope: reaction.scope ?? 'ad_account',
  };
}

function graphDetail({ status, code, subcode, traceId, message }: GraphErrorFields): string {
  const numbers = [`code ${code ?? 'none'}`, subcode === null ? null : `subcode ${subcode}`, `HTTP ${status}`];
  const trace = traceId === null ? '' : ` (trace ${traceId})`;
  return `${numbers.filter((part) => part !== null).join(', ')}${trace}: ${message}`;
}

/** Any thrown value → the failure. Never throws. */
export function classify(error: unknown, now: number): PlatformFailure {
  if (error instanceof PlatformError) return error.failure;
  if (error instanceof GraphError) {
    const reaction = reactionTo(error.fields);
    const waitMs = reaction.waitMs ?? 0;
    // A policy block is not a quota: the quota's regain time says nothing about it.
    const told = reaction === REACTIONS.policyBlock ? null : error.fields.regainAt;
    return failureOf(
      reaction,
      graphDetail(error.fields),
      told !== null && told > now ? Math.min(told, now + LONGEST_WAIT_MS) : now + waitMs,
    );
  }
  if (error instanceof AnswerError) {
    return failureOf(error.reason === 'hostile' ? REACTIONS.hostileAnswer : REACTIONS.badAnswer, error.message);
  }
  if (error instanceof TransportError) {
    return failureOf({ kind: 'transient', ...TRANSPORT[error.reason] }, error.message);
  }
  if (error instanceof Error && error.name === 'AbortError') {
    return failureOf({ kind: 'transient', ...TRANSPORT.aborted }, null);
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  return failureOf(
    {
      kind: 'permanent',
      code: 'UNEXPECTED',
      sentence: 'Something went wrong while reading Meta Ads. Saved data is unchanged; the details are in the log.',
    },
    detail,
  );
}

/** The error as the port throws it; an error that already is one passes unchanged. */
export function asPlatformError(error: unknown, now: number): PlatformError {
  return error instanceof PlatformError ? error : new PlatformError(classify(error, now), { cause: error });
}

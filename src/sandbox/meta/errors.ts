import { hashText, opaque } from '../hash.ts';
import { json, type Reply } from '../http.ts';

/** Graph's error object (`error` of the answer body), without its trace id. */
export type GraphProblem = {
  status: number;
  message: string;
  type?: string;
  code: number;
  error_subcode?: number;
  is_transient?: boolean;
  error_user_title?: string;
  error_user_msg?: string;
  error_data?: string;
};

/** Thrown by the handlers; becomes an answer in one place so that every error carries the usage headers. */
export class GraphError extends Error {
  readonly problem: GraphProblem;
  constructor(problem: GraphProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export const fail = (problem: GraphProblem): never => {
  throw new GraphError(problem);
};

export const invalidParameter = (message: string, more: Partial<GraphProblem> = {}): GraphProblem => ({
  status: 400,
  message: `(#100) ${message}`,
  type: 'OAuthException',
  code: 100,
  ...more,
});

export const noSuchObject = (id: string): GraphProblem => ({
  status: 400,
  message: `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  type: 'GraphMethodException',
  code: 100,
  error_subcode: 33,
});

export const noPermission = (
  message = '(#200) Ad account owner has NOT granted ads_management or ads_read permission',
): GraphProblem => ({ status: 403, message, type: 'OAuthException', code: 200 });

export const badToken = (message: string, subcode?: number): GraphProblem => ({
  status: 400,
  message,
  type: 'OAuthException',
  code: 190,
  ...(subcode === undefined ? {} : { error_subcode: subcode }),
});

export const expiredToken = (): GraphProblem =>
  badToken(
    'Error validating access token: Session has expired. The current time is later than the expiry of the token.',
    463,
  );

export const oldVersion = (version: string): GraphProblem => ({
  status: 400,
  message: `(#2635) You are calling a deprecated version of the Ads API (${version}). Please update to the latest version: v26.0.`,
  type: 'OAuthException',
  code: 2635,
});

export const throttled = (code: number, subcode?: number): GraphProblem => ({
  status: 400,
  message:
    code === 17
      ? '(#17) User request limit reached'
      : `(#${code}) There have been too many calls to this ad-account. Wait a bit and try again.`,
  type: 'OAuthException',
  code,
  ...(subcode === undefined
    ? {}
    : { error_subcode: subcode, is_transient: true, error_user_title: 'Ad account has too many API calls' }),
});

export const tooMuchData = (): GraphProblem =>
  invalidParameter('Please reduce the amount of data you are asking for, then retry your request', {
    error_subcode: 1487534,
    is_transient: false,
    error_user_title: 'Too much data was requested',
    error_user_msg: 'Please reduce the time range or the number of fields.',
  });

export function problemReply(problem: GraphProblem, trace: string): Reply {
  const { status, message, type = 'OAuthException', code, ...rest } = problem;
  const headers: Record<string, string> =
    code === 190 || code === 102
      ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${message.replaceAll('"', "'")}"` }
      : {};
  return json(status, { error: { message, type, code, ...rest, fbtrace_id: trace } }, headers);
}

let traces = 0;
/** `A` + 22 characters, as Graph's look. Not part of any data, so it need not be the same in every run. */
export const nextTrace = (): string => `A${opaque(hashText('trace', ++traces), 22)}`;

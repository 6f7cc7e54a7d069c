import { json, type Reply } from '../http.ts';

/** What goes wrong in the Google Ads API: HTTP status, gRPC status name and one enum value of one error group. */
export type AdsProblem = {
  http: 400 | 401 | 403 | 404 | 429 | 500 | 503;
  status: string;
  /** `[group, value]`, e.g. `['queryError', 'UNRECOGNIZED_FIELD']`; absent for plain RPC errors. */
  code?: readonly [group: string, value: string];
  message: string;
  retryDelay?: string;
  rateScope?: 'ACCOUNT' | 'DEVELOPER';
};

export class AdsError extends Error {
  readonly problem: AdsProblem;
  constructor(problem: AdsProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export const refuse = (problem: AdsProblem): never => {
  throw new AdsError(problem);
};

export const badRequest = (group: string, value: string, message: string): AdsProblem => ({
  http: 400,
  status: 'INVALID_ARGUMENT',
  code: [group, value],
  message,
});
export const badQuery = (value: string, message: string): AdsProblem => badRequest('queryError', value, message);
export const forbidden = (value: string, message: string): AdsProblem => ({
  http: 403,
  status: 'PERMISSION_DENIED',
  code: ['authorizationError', value],
  message,
});
export const unauthenticated = (value: string, message: string): AdsProblem => ({
  http: 401,
  status: 'UNAUTHENTICATED',
  code: ['authenticationError', value],
  message,
});
export const quota = (
  value: string,
  message: string,
  retryDelay: string,
  rateScope: 'ACCOUNT' | 'DEVELOPER',
): AdsProblem => ({
  http: 429,
  status: 'RESOURCE_EXHAUSTED',
  code: ['quotaError', value],
  message,
  retryDelay,
  rateScope,
});
export const internal = (): AdsProblem => ({
  http: 500,
  status: 'INTERNAL',
  code: ['internalError', 'INTERNAL_ERROR'],
  message: 'An internal error has occurred.',
});

const TEXT: Record<number, string> = {
  400: 'Request contains an invalid argument.',
  401: 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
  403: 'The caller does not have permission',
  404: 'Requested entity was not found.',
  429: 'Resource has been exhausted (e.g. check quota).',
  500: 'Internal error encountered.',
  503: 'The service is currently unavailable.',
};

/** The `{error}` object, also used as the last element of a stream that broke. */
export function errorObject(problem: AdsProblem, version: string, requestId: string): Record<string, unknown> {
  const failure =
    problem.code === undefined
      ? []
      : [
          {
            '@type': `type.googleapis.com/google.ads.googleads.${version}.errors.GoogleAdsFailure`,
            errors: [
              {
                errorCode: { [problem.code[0]]: problem.code[1] },
                message: problem.message,
                ...(problem.retryDelay === undefined
                  ? {}
                  : {
                      details: {
                        quotaErrorDetails: {
                          rateScope: problem.rateScope,
                          rateName: 'Number of operations for basic access',
                          retryDelay: problem.retryDelay,
                        },
                      },
                    }),
              },
            ],
            requestId,
          },
        ];
  return {
    error: {
      code: problem.http,
      message: TEXT[problem.http] ?? problem.message,
      status: problem.status,
      ...(failure.length > 0 ? { details: failure } : {}),
    },
  };
}

export function adsErrorReply(problem: AdsProblem, version: string, requestId: string, stream: boolean): Reply {
  const body = errorObject(problem, version, requestId);
  return json(problem.http, stream ? [body] : body, { 'request-id': requestId });
}

/** One HTTP exchange that is told to whoever counts them, with its outcome, however it ends. */
import { sendHttp, TransportError, type HttpAnswer, type HttpRequest } from '../../kernel/http.ts';
import type { PlatformDeps, RequestReading } from '../platform.ts';
import { classify } from './errors.ts';

export type Exchange = {
  /**
   * Sends the request once and hands the answer to `read`; what `read` throws is the exchange's failure. The reading is told when
   * `read` is done, because an answer of 200 may carry an error.
   */
  <T>(request: HttpRequest, about: About, read: (answer: HttpAnswer) => T): Promise<T>;
};

type About = {
  adAccountId: string | null;
  /** Operations of the project's day: 1 per search, stream or list of customers, whatever its size; 0 for tokens. */
  operations: 0 | 1;
};

/** The code of what went wrong; a failure may be carried by another error on its way to being tried again. */
function codeOf(error: unknown, now: number): string {
  const reason: unknown = error instanceof Error && 'reason' in error ? error.reason : null;
  return classify(reason instanceof Error ? reason : error, now).code;
}

export function createExchange(deps: PlatformDeps, onRequest?: (reading: RequestReading) => void): Exchange {
  return async (request, { adAccountId, operations }, read) => {
    const at = deps.now();
    const started = performance.now();
    let answer: HttpAnswer | null = null;
    let failed: unknown = null;
    try {
      answer = await sendHttp(request);
      return read(answer);
    } catch (error) {
      failed = error;
      throw error;
    } finally {
      onRequest?.({
        at,
        method: request.method,
        // Google's secrets are in headers and bodies; a query would be the only place for one in an address.
        path: new URL(request.url).pathname,
        adAccountId,
        status: answer?.status ?? null,
        durationMs: Math.round(performance.now() - started),
        bytes: answer === null ? null : Buffer.byteLength(answer.text),
        usagePercent: null,
        error: failed === null ? null : codeOf(failed, at),
        // What never arrived was not counted; anything else may have been.
        operations: failed instanceof TransportError && failed.reason === 'unreachable' ? 0 : operations,
      });
    }
  };
}

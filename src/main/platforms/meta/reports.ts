import { TransportError } from '../../kernel/http.ts';
import { PlatformError } from '../platform.ts';
import type { GraphApi, GraphBody, GraphParams } from './api.ts';
import { AnswerError, failureOf, graphError, GraphError } from './errors.ts';
import { REACTIONS } from './reactions.ts';

/** Asynchronous reports: started, waited for, and given up when they fail, are skipped or stand still. */
export type PollOptions = {
  firstMs: number;
  maxMs: number;
  /** Without progress for this long the report is stuck. */
  stuckMs: number;
  /** Meta speaks of up to an hour; a report that needs half of it is asked for in smaller pieces sooner than waited for. */
  totalMs: number;
};

/** Resolves after `ms`, rejects as soon as the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelled = () => reject(new TransportError('aborted', 'The report was no longer waited for.'));
    if (signal.aborted) return cancelled();
    const onAbort = () => {
      clearTimeout(timer);
      cancelled();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** How long a report is waited for (promise S17). */
export const PATIENCE: PollOptions = { firstMs: 2000, maxMs: 10_000, stuckMs: 5 * 60_000, totalMs: 30 * 60_000 };

function reportFailure(status: string, body: GraphBody): Error {
  if (body['error_code'] === undefined || body['error_code'] === null) {
    return new PlatformError(failureOf(REACTIONS.reportFailed, `The report ended as ${JSON.stringify(status)}.`));
  }
  const fields = {
    code: body['error_code'],
    error_subcode: body['error_subcode'],
    message: body['error_message'] ?? status,
    error_user_title: body['error_user_title'],
    error_user_msg: body['error_user_msg'],
  };
  return graphError(fields, { status: 200, regainAt: null, signed: false });
}

/** Right after the start Meta may not know the run yet and says "object does not exist", which elsewhere means no access. */
function notThereYet(error: unknown): boolean {
  return error instanceof GraphError && error.fields.code === 100 && error.fields.subcode === 33;
}

/** Waits for the report, yielding 0–100. Throws when it failed, was skipped or is stuck. */
export async function* waitForReport(api: GraphApi, runId: string, poll: PollOptions, signal: AbortSignal) {
  let waitMs = poll.firstMs;
  let waited = 0;
  let sinceProgress = 0;
  let percent = -1;
  let misses = 0;
  for (;;) {
    let body: GraphBody = {};
    try {
      body = await api.call<GraphBody>('GET', [runId], { fields: 'async_status,async_percent_completion' });
      misses = 0;
    } catch (error) {
      if (!notThereYet(error) || (misses += 1) > 5) throw error;
    }
    const status = typeof body['async_status'] === 'string' ? body['async_status'] : '';
    // Failed and skipped reports also reach 100 %, so the word decides first.
    if (/fail|skip/i.test(status)) {
      const fields = 'async_status,error_code,error_subcode,error_message,error_user_title,error_user_msg';
      const why = await api.call<GraphBody>('GET', [runId], { fields }).catch(() => ({}));
      throw reportFailure(status, why);
    }
    const told = body['async_percent_completion'];
    const counted = told !== undefined && told !== null && Number.isFinite(Number(told));
    const reached = counted ? Math.min(100, Math.max(0, Math.round(Number(told)))) : 0;
    if (reached > percent) {
      percent = reached;
      sinceProgress = 0;
      yield percent;
    }
    if (/complete/i.test(status) && (reached === 100 || !counted)) return;
    // Measured by the waits themselves: the clock may stand still in a demo or a test.
    if (sinceProgress >= poll.stuckMs || waited >= poll.totalMs) {
      throw new PlatformError(failureOf(REACTIONS.reportFailed, `The report stands at ${percent} % and was given up.`));
    }
    await pause(waitMs, signal);
    waited += waitMs;
    sinceProgress += waitMs;
    waitMs = Math.min(poll.maxMs, waitMs * 1.5);
  }
}

/** Starts a report of an ad account and returns its id. */
export async function startReport(api: GraphApi, adAccountId: string, params: GraphParams): Promise<string> {
  const started = await api.call<GraphBody>('POST', [`act_${adAccountId}`, 'insights'], params);
  const told = started['report_run_id'];
  const runId = typeof told === 'number' ? String(told) : told;
  if (typeof runId !== 'string' || !/^[\w-]+$/.test(runId)) {
    throw new AnswerError('broken', 'The report was started without a usable report_run_id.');
  }
  return runId;
}

import { TransportError } from '../../kernel/http.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { PlatformError, type InsightPage, type InsightRequest, type PlatformDeps } from '../platform.ts';
import type { GraphApi, GraphBody } from './api.ts';
import { AnswerError, failureOf, graphError, GraphError } from './errors.ts';
import { REACTIONS } from './reactions.ts';
import { normalizeInsights } from './normalize.ts';
import { allPages, PlainRow, type PageCursor } from './paging.ts';
import type { MetaSdk } from './sdk.ts';
import { withEveryStatus, type FilterMemory } from './status-filter.ts';

/** Meta documents no maximum; 500 rows with actions stay well below what it refuses. */
const PAGE_LIMIT = 500;

/** The windows Meta still returns (7- and 28-day view ended 2026-01-12). `value` stays the default attribution beside them. */
export const ACTION_WINDOWS = ['1d_click', '7d_click', '28d_click', '1d_view'] as const;

const META_LEVELS: Record<Level, string> = { account: 'account', campaign: 'campaign', ad_group: 'adset', ad: 'ad' };

const COMMON_FIELDS = [
  'account_id',
  'account_name',
  'account_currency',
  'date_start',
  'date_stop',
  'spend',
  'impressions',
  'clicks',
  'inline_link_clicks',
  'reach',
  'frequency',
  'actions',
  'action_values',
  'attribution_setting',
];

// An account has no objective of its own; from the campaign down each row has exactly one.
const CAMPAIGN_FIELDS = ['campaign_id', 'campaign_name', 'objective'];
const AD_GROUP_FIELDS = [...CAMPAIGN_FIELDS, 'adset_id', 'adset_name'];

const FIELDS: Record<Level, string[]> = {
  account: COMMON_FIELDS,
  campaign: [...COMMON_FIELDS, ...CAMPAIGN_FIELDS],
  ad_group: [...COMMON_FIELDS, ...AD_GROUP_FIELDS],
  ad: [...COMMON_FIELDS, ...AD_GROUP_FIELDS, 'ad_id', 'ad_name'],
};

export type PollOptions = {
  firstMs: number;
  maxMs: number;
  /** Without progress for this long the report is stuck; Meta itself allows up to an hour in all. */
  stuckMs: number;
  totalMs: number;
};

function insightParams(request: InsightRequest): Record<string, unknown> {
  return {
    level: META_LEVELS[request.level],
    time_increment: 1,
    time_range: { since: request.from, until: request.to },
    action_attribution_windows: ACTION_WINDOWS,
  };
}

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

async function* rowPages(source: unknown, fields: string[], params: object, request: InsightRequest) {
  const node = source as { getEdge(...args: unknown[]): unknown };
  const cursor = (await node.getEdge(PlainRow, fields, { ...params }, false, '/insights')) as PageCursor;
  for await (const rows of allPages(cursor, { mayShrink: false })) yield normalizeInsights(rows, request);
}

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
async function* waitForReport(api: GraphApi, runId: string, poll: PollOptions, signal: AbortSignal) {
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
    const reached = Number.isFinite(Number(told)) ? Math.min(100, Math.max(0, Math.round(Number(told)))) : 0;
    if (reached > percent) {
      percent = reached;
      sinceProgress = 0;
      yield percent;
    }
    if (/complete/i.test(status) && (reached === 100 || told === undefined)) return;
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

async function* asyncPages(context: InsightContext, request: InsightRequest, filter: object) {
  const { sdk, api, poll, signal } = context;
  const fields = FIELDS[request.level];
  const params = { ...insightParams(request), ...filter, fields: fields.join(',') };
  const started = await api.call<GraphBody>('POST', [`act_${request.adAccount.adAccountId}`, 'insights'], params);
  const told = started['report_run_id'];
  const runId = typeof told === 'number' ? String(told) : told;
  if (typeof runId !== 'string' || !/^[\w-]+$/.test(runId)) {
    throw new AnswerError('broken', 'The report was started without a usable report_run_id.');
  }
  for await (const percent of waitForReport(api, runId, poll, signal)) yield { records: [], setAside: [], percent };
  // The constructor keeps neither the id it is given nor the api, only this field of the data.
  const run = new sdk.AdReportRun(null, { report_run_id: runId });
  run._api = api;
  yield* rowPages(run, fields, { limit: PAGE_LIMIT }, request);
}

function pages(context: InsightContext, request: InsightRequest, filter: object): AsyncGenerator<InsightPage> {
  if (request.asynchronous) return asyncPages(context, request, filter);
  const { sdk, api } = context;
  const account = new sdk.AdAccount(`act_${request.adAccount.adAccountId}`, {}, undefined, api);
  const params = { ...insightParams(request), ...filter, limit: PAGE_LIMIT };
  return rowPages(account, FIELDS[request.level], params, request);
}

export type InsightContext = {
  sdk: MetaSdk;
  api: GraphApi;
  poll: PollOptions;
  memory: FilterMemory;
  log: PlatformDeps['log'];
  signal: AbortSignal;
};

/** Daily insights of one slice, page by page; with `asynchronous`, as a report that Meta prepares first. */
export function readInsightPages(context: InsightContext, request: InsightRequest): AsyncGenerator<InsightPage> {
  const { level } = request;
  if (level === 'account') return pages(context, request, {});
  const { sdk, memory, log } = context;
  const field = `${META_LEVELS[level]}.effective_status`;
  return withEveryStatus(sdk, level, field, memory, log, (filter) => pages(context, request, filter));
}

import type { Dataset } from '../../../contract/datasets.ts';
import type { Day, Level } from '../../../contract/vocabulary.ts';
import {
  PlatformError,
  type AdAccountRef,
  type DatasetPage,
  type DatasetRequest,
  type EntityFilter,
  type InsightPage,
  type InsightRequest,
  type PlatformDeps,
  type SetAsideRow,
} from '../platform.ts';
import type { RefusedFigures } from '../../domain/refused-figures.ts';
import { VIDEO_LISTS } from './actions.ts';
import type { GraphApi } from './api.ts';
import { BREAKDOWN_PARAMS, NEEDS_OPT_IN } from './datasets.ts';
import { failureOf, GraphError } from './errors.ts';
import { normalizeDataset } from './normalize-datasets.ts';
import { normalizeInsights } from './normalize.ts';
import { allPages, PlainRow, type PageCursor } from './paging.ts';
import { REACTIONS } from './reactions.ts';
import { startReport, waitForReport, type PollOptions } from './reports.ts';
import type { MetaSdk } from './sdk.ts';
import { withEveryStatus, type FilterMemory } from './status-filter.ts';

/** Meta documents no maximum; 500 rows with actions stay well below what it refuses. */
const PAGE_LIMIT = 500;
/** Hours and cells are many small rows without attribution windows; each page is a call that counts. */
const CELL_PAGE_LIMIT = 1000;

/** The windows Meta still returns (7- and 28-day view ended 2026-01-12). `value` stays the default attribution beside them. */
export const ACTION_WINDOWS = ['1d_click', '7d_click', '28d_click', '1d_view'] as const;

const META_LEVELS: Record<Level, string> = { account: 'account', campaign: 'campaign', ad_group: 'adset', ad: 'ad' };
const DEPTH: Record<Level, number> = { account: 0, campaign: 1, ad_group: 2, ad: 3 };

const ENTITY_FIELDS: Record<Level, string[]> = {
  account: ['account_id', 'account_name', 'account_currency'],
  campaign: ['campaign_id', 'campaign_name'],
  ad_group: ['adset_id', 'adset_name'],
  ad: ['ad_id', 'ad_name'],
};

const DELIVERY_FIELDS = ['spend', 'impressions', 'clicks', 'inline_link_clicks', 'actions', 'action_values'];
/** Lists of one entry each, like actions; Meta does not offer video beside hours. Asked by day only. */
const VIDEO_FIELDS = Object.keys(VIDEO_LISTS);
const UNIQUE_FIELDS = ['reach', 'frequency', 'unique_clicks', 'unique_inline_link_clicks'];
const RANKING_FIELDS = ['quality_ranking', 'engagement_rate_ranking', 'conversion_rate_ranking'];

/** The fields that name the row's entity and its ancestors; Meta refuses those below the level. */
function entityFields(level: Level): string[] {
  const levels = (['account', 'campaign', 'ad_group', 'ad'] as const).filter((each) => DEPTH[each] <= DEPTH[level]);
  return [...levels.flatMap((each) => ENTITY_FIELDS[each]), 'date_start', 'date_stop'];
}

function dailyFields(level: Level): string[] {
  // An account has no objective of its own; from the campaign down each row has exactly one.
  const objective = level === 'account' ? [] : ['objective'];
  return [
    ...entityFields(level),
    ...DELIVERY_FIELDS,
    ...VIDEO_FIELDS,
    'reach',
    'frequency',
    'attribution_setting',
    ...objective,
  ];
}

function datasetFields({ level, grain }: Dataset): string[] {
  const fields = [...entityFields(level), ...DELIVERY_FIELDS];
  if (grain === 'hour') return fields;
  if (grain === 'day') return [...fields, 'reach'];
  return [...fields, ...UNIQUE_FIELDS, ...(level === 'ad' ? RANKING_FIELDS : [])];
}

/** One question to the insights edge, and how its rows are read. */
type Question<Page> = {
  adAccount: AdAccountRef;
  level: Level;
  fields: string[];
  params: Record<string, unknown>;
  entities: EntityFilter | null;
  asynchronous: boolean;
  pageLimit: number;
  normalize: (rows: readonly unknown[]) => Page;
  /** What is asked instead when Meta refuses the counts of video among the fields. */
  fewer?: Pick<Question<Page>, 'fields' | 'normalize'>;
};

type PageBase = { records: unknown[]; setAside: SetAsideRow[]; percent: number | null };

type FilterParams = { filtering?: { field: string; operator: 'IN'; value: readonly string[] }[] };

/** The status filter and the entity filter are one parameter. */
function filterParams(statuses: FilterParams, entities: EntityFilter | null): FilterParams {
  const ids = entities
    ? [{ field: `${META_LEVELS[entities.level]}.id`, operator: 'IN' as const, value: entities.ids }]
    : [];
  const filtering = [...(statuses.filtering ?? []), ...ids];
  return filtering.length === 0 ? {} : { filtering };
}

async function* rowPages<Page>(source: unknown, question: Question<Page>, params: object): AsyncGenerator<Page> {
  const node = source as { getEdge(...args: unknown[]): unknown };
  const cursor = (await node.getEdge(PlainRow, question.fields, { ...params }, false, '/insights')) as PageCursor;
  for await (const rows of allPages(cursor, { mayShrink: false })) yield question.normalize(rows);
}

async function* asyncPages<Page extends PageBase>(
  context: InsightContext,
  question: Question<Page>,
  filter: FilterParams,
): AsyncGenerator<Page> {
  const { sdk, api, poll, signal } = context;
  const params = { ...question.params, ...filter, fields: question.fields.join(',') };
  const runId = await startReport(api, question.adAccount.adAccountId, params);
  for await (const percent of waitForReport(api, runId, poll, signal)) yield { ...question.normalize([]), percent };
  // The constructor keeps neither the id it is given nor the api, only this field of the data.
  const run = new sdk.AdReportRun(null, { report_run_id: runId });
  run._api = api;
  yield* rowPages(run, question, { limit: question.pageLimit });
}

function pages<Page extends PageBase>(
  context: InsightContext,
  question: Question<Page>,
  filter: FilterParams,
): AsyncGenerator<Page> {
  if (question.asynchronous) return asyncPages(context, question, filter);
  const { sdk, api } = context;
  const account = new sdk.AdAccount(`act_${question.adAccount.adAccountId}`, {}, undefined, api);
  return rowPages(account, question, { ...question.params, ...filter, limit: question.pageLimit });
}

export type InsightContext = {
  sdk: MetaSdk;
  api: GraphApi;
  poll: PollOptions;
  memory: FilterMemory;
  withoutVideo: RefusedFigures;
  log: PlatformDeps['log'];
  signal: AbortSignal;
};

/** '(#100) video_play_actions is not valid for fields param': about these fields, whatever else the request asks for. */
const refusesVideo = (error: unknown): boolean =>
  error instanceof GraphError &&
  error.fields.code === 100 &&
  VIDEO_FIELDS.some((field) => error.message.includes(field));

/** The daily figures are the main thing: where Meta refuses the counts of video they are asked for without them. */
async function* withVideo<Page extends PageBase>(
  context: InsightContext,
  question: Question<Page>,
  filter: FilterParams,
): AsyncGenerator<Page> {
  const { withoutVideo, log } = context;
  const { adAccount, level, fewer } = question;
  const { adAccountId } = adAccount;
  if (fewer === undefined || !withoutVideo.has(level, adAccountId)) {
    try {
      yield* pages(context, question, filter);
      return;
    } catch (error) {
      if (fewer === undefined || !refusesVideo(error)) throw error;
      withoutVideo.add(level, adAccountId);
      log('warn', 'Meta refused counts of video; asking for the daily figures without', { adAccountId, level });
    }
  }
  yield* pages(context, { ...question, ...fewer }, filter);
}

function ask<Page extends PageBase>(context: InsightContext, question: Question<Page>): AsyncGenerator<Page> {
  const { level, entities } = question;
  // Rows above the filtered level would be sums over some of their parts and look like the whole.
  if (entities && DEPTH[entities.level] > DEPTH[level]) {
    throw new PlatformError(failureOf(REACTIONS.refused, `rows of ${level} asked for some of its ${entities.level}s`));
  }
  if (level === 'account') return withVideo(context, question, {});
  const { sdk, memory, log } = context;
  const field = `${META_LEVELS[level]}.effective_status`;
  return withEveryStatus(sdk, level, field, memory, log, (statuses) =>
    withVideo(context, question, filterParams(statuses, entities)),
  );
}

function rangeOf({ from, to }: { from: Day; to: Day }): { since: Day; until: Day } {
  return { since: from, until: to };
}

/** Daily insights of one slice, page by page; with `asynchronous`, as a report that Meta prepares first. */
export function readInsightPages(context: InsightContext, request: InsightRequest): AsyncGenerator<InsightPage> {
  const fields = dailyFields(request.level);
  return ask(context, {
    adAccount: request.adAccount,
    level: request.level,
    fields,
    params: {
      level: META_LEVELS[request.level],
      time_increment: 1,
      time_range: rangeOf(request),
      action_attribution_windows: ACTION_WINDOWS,
    },
    entities: request.entities ?? null,
    asynchronous: request.asynchronous,
    pageLimit: PAGE_LIMIT,
    normalize: (rows) => normalizeInsights(rows, request),
    fewer: {
      fields: fields.filter((field) => !VIDEO_FIELDS.includes(field)),
      normalize: (rows) => ({ ...normalizeInsights(rows, request), untold: VIDEO_FIELDS }),
    },
  });
}

/**
 * One slice of a dataset. Attribution windows are asked for by day only; here `value`, the ad set's own attribution, is enough.
 * Throws PlatformError OPT_IN_NEEDED when Meta withholds the breakdown.
 */
export async function* readDatasetPages(context: InsightContext, request: DatasetRequest): AsyncGenerator<DatasetPage> {
  const { dataset } = request;
  const breakdowns = Object.keys(BREAKDOWN_PARAMS[dataset.breakdown] ?? {});
  const period = dataset.grain === 'month' || dataset.grain === 'range';
  let empty = true;
  const question: Question<DatasetPage> = {
    adAccount: request.adAccount,
    level: dataset.level,
    fields: datasetFields(dataset),
    params: {
      level: META_LEVELS[dataset.level],
      time_increment: period ? 'all_days' : 1,
      time_range: rangeOf(request),
      ...(breakdowns.length === 0 ? {} : { breakdowns }),
    },
    entities: request.entities ?? null,
    asynchronous: request.asynchronous,
    pageLimit: period ? PAGE_LIMIT : CELL_PAGE_LIMIT,
    normalize: (rows) => normalizeDataset(rows, request),
  };
  for await (const page of ask(context, question)) {
    empty &&= page.records.length === 0 && page.setAside.length === 0;
    yield page;
  }
  if (empty && NEEDS_OPT_IN.has(dataset.breakdown) && (await hasDelivery(context, request))) {
    const detail = `breakdowns ${breakdowns.join(',')} without rows from ${request.from} to ${request.to}`;
    throw new PlatformError(failureOf(REACTIONS.optInNeeded, detail));
  }
}

/** Whether what the request covers was shown to anybody: one row without breakdowns, told from an account that stood still. */
async function hasDelivery(context: InsightContext, request: DatasetRequest): Promise<boolean> {
  const level = request.entities ? request.dataset.level : 'account';
  const question: Question<InsightPage & { delivered: boolean }> = {
    adAccount: request.adAccount,
    level,
    fields: ['impressions'],
    params: { level: META_LEVELS[level], time_increment: 'all_days', time_range: rangeOf(request) },
    entities: request.entities ?? null,
    asynchronous: false,
    pageLimit: PAGE_LIMIT,
    normalize: (rows) => ({
      records: [],
      setAside: [],
      percent: null,
      delivered: rows.some((row) => Number((row as { impressions?: unknown } | null)?.impressions ?? 0) > 0),
    }),
  };
  for await (const { delivered } of ask(context, question)) if (delivered) return true;
  return false;
}

import {
  ACCOUNTS,
  dayAfter,
  decimal,
  entityOf,
  expected,
  FIRST_DAY,
  todayIn,
  type AccountNode,
  type AdNode,
  type Level,
} from './second-figures.ts';
import { SECRETS, type Answer, type Call, type Site } from './second-wire.ts';

/** The Graph half: the documented edges, fields and parameters, and error 100 for everything else. */
const ACCOUNT_FIELDS = [
  'id',
  'account_id',
  'name',
  'currency',
  'timezone_name',
  'account_status',
  'business',
  'disable_reason',
  'created_time',
];
const NODE_FIELDS = [
  'id',
  'name',
  'status',
  'effective_status',
  'configured_status',
  'created_time',
  'updated_time',
  'account_id',
];
const EDGE_FIELDS: Record<string, string[]> = {
  campaigns: [
    ...NODE_FIELDS,
    'objective',
    'daily_budget',
    'lifetime_budget',
    'buying_type',
    'bid_strategy',
    'start_time',
    'stop_time',
  ],
  adsets: [
    ...NODE_FIELDS,
    'campaign_id',
    'daily_budget',
    'lifetime_budget',
    'optimization_goal',
    'billing_event',
    'start_time',
    'end_time',
  ],
  ads: [...NODE_FIELDS, 'campaign_id', 'adset_id', 'creative'],
};
const INSIGHT_FIELDS = [
  'account_id',
  'account_name',
  'account_currency',
  'campaign_id',
  'campaign_name',
  'adset_id',
  'adset_name',
  'ad_id',
  'ad_name',
  'date_start',
  'date_stop',
  'spend',
  'impressions',
  'clicks',
  'inline_link_clicks',
  'reach',
  'frequency',
  'ctr',
  'cpc',
  'cpm',
  'actions',
  'action_values',
  'video_play_actions',
  'video_thruplay_watched_actions',
  'purchase_roas',
  'objective',
  'attribution_setting',
];
const LEVELS: Record<string, Level> = { account: 'account', campaign: 'campaign', adset: 'ad_group', ad: 'ad' };
const WINDOWS = ['1d_click', '7d_click', '28d_click', '1d_view', '1d_ev', 'default'];
const STATUSES = [
  'ACTIVE',
  'PAUSED',
  'ARCHIVED',
  'DELETED',
  'CAMPAIGN_PAUSED',
  'ADSET_PAUSED',
  'IN_PROCESS',
  'WITH_ISSUES',
  'PENDING_REVIEW',
  'DISAPPROVED',
  'PREAPPROVED',
  'PENDING_BILLING_INFO',
];
const HIDDEN = ['ARCHIVED', 'DELETED'];

const problem = (code: number, message: string, status = 400): Answer => ({
  status,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'Ahx1' } },
});

export function answerGraph(call: Call, site: Site, authorized: boolean): Answer {
  const refuse = (message: string): Answer => {
    site.complain(`graph: ${message} (${call.url.pathname})`);
    return problem(100, `(#100) ${message}`);
  };
  if (!authorized) return problem(190, 'Invalid OAuth access token - Cannot parse access token', 401);
  if (call.method !== 'GET') return refuse('only GET is needed here');
  const path = call.url.pathname.slice('/v26.0/'.length);
  const fields = (call.params.get('fields') ?? '').split(',').filter((field) => field !== '');
  const unknownField = (known: readonly string[]): string | undefined => fields.find((field) => !known.includes(field));

  if (path === 'debug_token') {
    if (call.params.get('input_token') !== SECRETS.metaToken) return refuse('input_token is not a token');
    const data = {
      app_id: '551122334455',
      type: 'SYSTEM_USER',
      application: 'Agency',
      is_valid: true,
      expires_at: 0,
      data_access_expires_at: 0,
      scopes: ['ads_read', 'business_management'],
      user_id: '122100000000000077',
    };
    return { status: 200, body: { data } };
  }
  if (path === 'me') return { status: 200, body: { id: '122100000000000077', name: 'Reporting bot' } };
  if (path === 'me/permissions')
    return { status: 200, body: { data: [{ permission: 'ads_read', status: 'granted' }] } };
  if (path === 'me/adaccounts') {
    const bad = unknownField(ACCOUNT_FIELDS);
    if (bad !== undefined) return refuse(`Tried accessing nonexistent field (${bad}) on node type (AdAccount)`);
    const rows = ACCOUNTS.filter((account) => account.platform === 'meta').map((account) => ({
      id: `act_${account.id}`,
      account_id: account.id,
      name: account.name,
      currency: account.currency,
      timezone_name: account.timezone,
      account_status: 1,
    }));
    return paged(
      call,
      site,
      rows.map((row) => pick(row, [...fields, 'id'])),
    );
  }
  const [node = '', edge = ''] = path.split('/');
  const account = ACCOUNTS.find((candidate) => candidate.platform === 'meta' && `act_${candidate.id}` === node);
  if (!account) {
    site.complain(`graph: no such node ${node}`);
    return problem(100, `Unsupported get request. Object with ID '${node}' does not exist`);
  }
  if (edge === 'insights') return insights(call, site, account, fields, refuse);
  const known = EDGE_FIELDS[edge];
  if (!known) return refuse(`Tried accessing nonexistent edge (${edge})`);
  const bad = unknownField(known);
  if (bad !== undefined) return refuse(`Tried accessing nonexistent field (${bad})`);
  const level = edge === 'campaigns' ? 'campaign' : edge === 'adsets' ? 'ad_group' : 'ad';
  const allowed = statuses(call, 'effective_status');
  if (typeof allowed === 'string') return refuse(allowed);
  const rows = nodes(account, level).filter((row) => allowed.includes(row.effective_status));
  return paged(
    call,
    site,
    rows.map((row) => pick(row, [...fields, 'id'])),
  );
}

function pick(row: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([name, value]) => fields.includes(name) && value !== undefined),
  );
}

/** The status of a campaign or ad set is the liveliest of its ads. */
function statusOf(account: AccountNode, level: Level, id: string): string {
  const own = account.ads.filter((ad) => entityOf(account, ad, level).id === id).map((ad) => ad.status);
  return ['ACTIVE', 'PAUSED', 'ARCHIVED', 'DELETED'].find((status) => own.some((one) => one === status)) ?? 'ACTIVE';
}

function nodes(account: AccountNode, level: 'campaign' | 'ad_group' | 'ad') {
  const byId = new Map<string, AdNode>();
  for (const ad of account.ads) byId.set(entityOf(account, ad, level).id, ad);
  return [...byId].map(([id, ad]) => {
    const status = statusOf(account, level, id);
    return {
      id,
      name: entityOf(account, ad, level).name,
      status,
      effective_status: status,
      configured_status: status,
      created_time: '2026-09-01T08:00:00+0200',
      updated_time: '2026-11-01T08:00:00+0100',
      account_id: account.id,
      campaign_id: level === 'campaign' ? undefined : ad.campaignId,
      adset_id: level === 'ad' ? ad.groupId : undefined,
      objective: level === 'campaign' ? 'OUTCOME_SALES' : undefined,
      // Budgets are in the smallest unit of the currency.
      daily_budget: level === 'campaign' ? '12345' : undefined,
    };
  });
}

/** The statuses a request asks for; live ones when it says nothing. A text is what is wrong. */
function statuses(call: Call, field: string): string[] | string {
  const live = STATUSES.filter((status) => !HIDDEN.includes(status));
  const told = call.params.get('filtering');
  if (told === null) return live;
  const filters = JSON.parse(told) as { field: string; operator: string; value: string[] }[];
  let allowed = live;
  for (const filter of filters) {
    if (filter.field !== field || filter.operator !== 'IN' || !Array.isArray(filter.value))
      return `Filtering field ${filter.field} is invalid`;
    const bad = filter.value.find((value) => !STATUSES.includes(value));
    if (bad !== undefined) return `Filtering value ${bad} is invalid`;
    allowed = filter.value;
  }
  return allowed;
}

function insights(
  call: Call,
  site: Site,
  account: AccountNode,
  fields: string[],
  refuse: (message: string) => Answer,
): Answer {
  const bad = fields.find((field) => !INSIGHT_FIELDS.includes(field));
  if (bad !== undefined) return refuse(`${bad} is not valid for fields param`);
  const level = LEVELS[call.params.get('level') ?? 'account'];
  if (level === undefined) return refuse('level is invalid');
  if (call.params.get('time_increment') !== '1') return refuse('time_increment is not one this server knows');
  const range = JSON.parse(call.params.get('time_range') ?? 'null') as { since?: string; until?: string } | null;
  if (!range?.since || !range.until || range.since > range.until) return refuse('time_range is invalid');
  const windows = JSON.parse(call.params.get('action_attribution_windows') ?? '[]') as string[];
  if (windows.some((window) => !WINDOWS.includes(window))) return refuse('action_attribution_windows is invalid');
  const metaLevel = level === 'ad_group' ? 'adset' : level;
  const allowed = level === 'account' ? STATUSES : statuses(call, `${metaLevel}.effective_status`);
  if (typeof allowed === 'string') return refuse(allowed);
  const today = todayIn(account.timezone, site.now());
  if (range.since < dayAfter(today, -1_130))
    return problem(3018, '(#3018) The start date of the time range cannot be beyond 37 months from the current date');
  const from = range.since < FIRST_DAY ? FIRST_DAY : range.since;
  const to = range.until > today ? today : range.until;
  const rows = [...expected(site.known, account, level, from, to, 'day').values()].filter(
    (row) => level === 'account' || allowed.includes(statusOf(account, level, row.entityId)),
  );
  const adOf = new Map(account.ads.map((ad) => [entityOf(account, ad, level).id, ad]));
  return paged(
    call,
    site,
    rows.map((row) => {
      const ad = adOf.get(row.entityId);
      const list = (of: 'count' | 'value') =>
        [...row.conversions].flatMap(([type, sums]) =>
          sums[of] === 0n ? [] : [{ action_type: type, value: decimal(sums[of]), '7d_click': decimal(sums[of]) }],
        );
      const [actions, values] = [list('count'), list('value')];
      const whole: Record<string, unknown> = {
        account_id: account.id,
        account_name: account.name,
        account_currency: account.currency,
        campaign_id: level === 'account' ? undefined : ad?.campaignId,
        campaign_name: level === 'account' ? undefined : ad?.campaignName,
        adset_id: level === 'ad_group' || level === 'ad' ? ad?.groupId : undefined,
        adset_name: level === 'ad_group' || level === 'ad' ? ad?.groupName : undefined,
        ad_id: level === 'ad' ? ad?.id : undefined,
        ad_name: level === 'ad' ? ad?.name : undefined,
        objective: level === 'account' ? undefined : 'OUTCOME_SALES',
        date_start: row.period,
        date_stop: row.period,
        spend: decimal(row.spend),
        impressions: String(row.impressions),
        // What is zero is left out.
        clicks: row.clicks === 0n ? undefined : String(row.clicks),
        reach: row.impressions % 3n === 0n ? undefined : String(row.impressions - row.impressions / 4n),
        actions: actions.length === 0 ? undefined : actions,
        action_values: values.length === 0 ? undefined : values,
        attribution_setting: '7d_click_1d_view',
      };
      return pick(whole, [...fields, 'date_start', 'date_stop']);
    }),
  );
}

/** Pages of `limit`; `next` is absolute and, as on the real server, carries the token when the request did. */
function paged(call: Call, site: Site, rows: readonly unknown[]): Answer {
  const limit = Number(call.params.get('limit') ?? 25);
  const after = call.params.get('after');
  const start = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString());
  // Even a client that asks for more gets pages small enough that paging is really used.
  const end = start + Math.min(limit, 37);
  const page = rows.slice(start, end);
  const next = new URL(call.url.href.replace(/^https?:\/\/[^/]+/, site.origin));
  next.searchParams.set('after', Buffer.from(String(end)).toString('base64url'));
  const cursors = {
    before: Buffer.from(String(start)).toString('base64url'),
    after: Buffer.from(String(end)).toString('base64url'),
  };
  return {
    status: 200,
    headers: { 'x-app-usage': '{"call_count":3,"total_cputime":1,"total_time":2}' },
    body: {
      data: page,
      ...(page.length === 0 ? {} : { paging: { cursors, ...(end < rows.length ? { next: next.href } : {}) } }),
    },
  };
}

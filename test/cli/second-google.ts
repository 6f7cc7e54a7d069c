import {
  ACCOUNTS,
  entityOf,
  expected,
  FIRST_DAY,
  MANAGER,
  todayIn,
  type AccountNode,
  type Level,
} from './second-figures.ts';
import { cellsOf, isByAction, refusedByAction } from './second-google-cells.ts';
import type { Answer, Call, Site } from './second-wire.ts';

/** The Google Ads half: REST of v25, a manager with one account below it and one account reached directly. */
const ENTITY = {
  customer: ['id', 'descriptive_name', 'currency_code', 'time_zone', 'status', 'manager', 'test_account'],
  customer_client: [
    'id',
    'level',
    'manager',
    'status',
    'currency_code',
    'time_zone',
    'hidden',
    'descriptive_name',
    'test_account',
    'client_customer',
  ],
  campaign: ['id', 'name', 'status', 'primary_status', 'advertising_channel_type'],
  campaign_budget: ['amount_micros', 'total_amount_micros'],
  ad_group: ['id', 'name', 'status'],
  ad_group_ad: ['ad.id', 'ad.name', 'ad.type', 'status'],
  metrics: [
    'cost_micros',
    'impressions',
    'clicks',
    'conversions',
    'conversions_value',
    'all_conversions',
    'all_conversions_value',
    'unique_users',
    'search_impression_share',
    'video_trueview_views',
    'average_impression_frequency_per_user',
  ],
  segments: ['date', 'month', 'hour', 'device', 'ad_network_type', 'conversion_action', 'conversion_action_name'],
  conversion_action: ['id', 'status', 'click_through_lookback_window_days', 'view_through_lookback_window_days'],
} as const;
const FROM: Record<string, (keyof typeof ENTITY)[]> = {
  customer: ['customer', 'metrics', 'segments'],
  customer_client: ['customer_client', 'customer'],
  conversion_action: ['conversion_action', 'customer'],
  campaign: ['campaign', 'campaign_budget', 'customer', 'metrics', 'segments'],
  ad_group: ['ad_group', 'campaign', 'customer', 'metrics', 'segments'],
  ad_group_ad: ['ad_group_ad', 'ad_group', 'campaign', 'customer', 'metrics', 'segments'],
};
const LEVEL_OF: Record<string, Level> = {
  customer: 'account',
  campaign: 'campaign',
  ad_group: 'ad_group',
  ad_group_ad: 'ad',
};

function failure(http: number, status: string, category: string, code: string, message: string): Answer {
  const error = {
    code: http,
    message: 'Request contains an invalid argument.',
    status,
    details: [
      {
        '@type': 'type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure',
        errors: [{ errorCode: { [category]: code }, message }],
        requestId: 'sec0nd',
      },
    ],
  };
  return { status: http, body: { error } };
}

export function answerAds(call: Call, site: Site, authorized: boolean): Answer {
  const refuse = (category: string, code: string, message: string): Answer => {
    site.complain(`ads: ${code} ${message}`);
    return failure(400, 'INVALID_ARGUMENT', category, code, message);
  };
  if (!authorized)
    return failure(401, 'UNAUTHENTICATED', 'authenticationError', 'OAUTH_TOKEN_INVALID', 'The token is not valid.');
  if (call.url.pathname === '/v25/customers:listAccessibleCustomers') {
    if (call.method !== 'GET') return refuse('requestError', 'BAD_METHOD', call.method);
    return { status: 200, body: { resourceNames: [`customers/${MANAGER}`, 'customers/9200000002'] } };
  }
  const asked = /^\/v25\/customers\/(\d+)\/googleAds:searchStream$/.exec(call.url.pathname);
  if (!asked || call.method !== 'POST' || call.contentType !== 'application/json')
    return refuse('requestError', 'UNKNOWN', `${call.method} ${call.url.pathname}`);
  const query = (call.json as { query?: unknown } | null)?.query;
  if (typeof query !== 'string') return refuse('queryError', 'QUERY_ERROR', 'no query');
  const login = call.headers['login-customer-id'];
  if (login !== undefined && !/^\d+$/.test(String(login)))
    return refuse('headerError', 'INVALID_LOGIN_CUSTOMER_ID', String(login));
  const id = asked[1] ?? '';
  const account = ACCOUNTS.find((one) => one.platform === 'google' && one.id === id);
  if (!account && id !== MANAGER)
    return failure(403, 'PERMISSION_DENIED', 'authorizationError', 'USER_PERMISSION_DENIED', 'no access');
  if (account && account.manager !== null && login !== account.manager) {
    site.complain(`ads: ${id} without its manager in login-customer-id`);
    return failure(
      403,
      'PERMISSION_DENIED',
      'authorizationError',
      'USER_PERMISSION_DENIED',
      "the manager's customer id must be set",
    );
  }
  return search(query, id, account, site, refuse);
}

function search(
  query: string,
  id: string,
  account: AccountNode | undefined,
  site: Site,
  refuse: (category: string, code: string, message: string) => Answer,
): Answer {
  const parts = /^\s*SELECT\s+(.+?)\s+FROM\s+(\w+)(?:\s+WHERE\s+(.+?))?(?:\s+ORDER BY\s+(.+?))?\s*$/is.exec(query);
  if (!parts) return refuse('queryError', 'EXPECTED_SELECT', query.slice(0, 80));
  const fields = (parts[1] ?? '').split(',').map((field) => field.trim());
  const resource = parts[2] ?? '';
  const where = parts[3] ?? '';
  const allowed = FROM[resource];
  if (!allowed) return refuse('queryError', 'BAD_RESOURCE_TYPE_IN_FROM_CLAUSE', resource);
  for (const field of fields) {
    const head = allowed.find(
      (name) =>
        field.startsWith(`${name}.`) && (ENTITY[name] as readonly string[]).includes(field.slice(name.length + 1)),
    );
    if (!head) return refuse('queryError', 'UNRECOGNIZED_FIELD', `${field} FROM ${resource}`);
  }
  const metrics = fields.some((field) => field.startsWith('metrics.'));
  const misplaced = fields.find(
    (field) =>
      (field === 'segments.hour' && resource === 'ad_group_ad') ||
      (/^metrics\.(unique_users|average_impression_frequency)/.test(field) && resource !== 'campaign'),
  );
  if (misplaced !== undefined) return refuse('queryError', 'PROHIBITED_FIELD', `${misplaced} FROM ${resource}`);
  const mixed = isByAction(fields) ? refusedByAction(fields) : undefined;
  if (mixed !== undefined) return refuse('queryError', 'PROHIBITED_SEGMENT_WITH_METRIC', mixed);
  if (metrics && !account) return refuse('queryError', 'REQUESTED_METRICS_FOR_MANAGER', id);
  const between = /segments\.date\s+BETWEEN\s+'(\d{4}-\d\d-\d\d)'\s+AND\s+'(\d{4}-\d\d-\d\d)'/i.exec(where);
  const month = /^segments\.month\s*=\s*'(\d{4}-\d\d)-01'$/.exec(where)?.[1];
  const known = /^(customer_client\.level\s*<=\s*1|conversion_action\.status\s*=\s*'ENABLED')$/;
  if (where !== '' && !between && month === undefined && !known.test(where))
    return refuse('queryError', 'BAD_WHERE', where);
  if (metrics && !between && month === undefined)
    return refuse('queryError', 'EXPECTED_FILTERS_ON_DATE_RANGE', query.slice(0, 60));

  const all: Record<string, unknown>[] = [];
  if (resource === 'customer' && !metrics) all.push({ customer: customerOf(account) });
  else if (resource === 'customer_client') {
    all.push({ customerClient: { ...customerOf(account), level: '0' } });
    if (!account)
      for (const child of ACCOUNTS.filter((one) => one.manager === MANAGER))
        all.push({ customerClient: { ...customerOf(child), level: '1' } });
  } else if (resource === 'conversion_action') {
    all.push({
      conversionAction: {
        id: '900555',
        status: 'ENABLED',
        clickThroughLookbackWindowDays: '30',
        viewThroughLookbackWindowDays: '1',
      },
    });
  } else if (account && metrics) {
    const days = month === undefined ? [between?.[1] ?? '', between?.[2] ?? ''] : [`${month}-01`, `${month}-31`];
    all.push(...figures(resource, account, days[0] ?? '', days[1] ?? '', fields, site));
  } else if (account && !metrics) all.push(...structure(resource, account));

  const results = all.map((row) => select(row, fields));
  const chunk = (rows: unknown[]) => ({
    results: rows,
    fieldMask: fields.join(','),
    requestId: 'sec0nd',
    queryResourceConsumption: '12',
  });
  const chunks: unknown[] = [];
  for (let from = 0; from < results.length; from += 41) chunks.push(chunk(results.slice(from, from + 41)));
  // Without rows the real stream is an empty array.
  return { status: 200, headers: { 'request-id': 'sec0nd' }, body: chunks };
}

function customerOf(account: AccountNode | undefined): Record<string, unknown> {
  return account
    ? {
        id: account.id,
        descriptiveName: account.name,
        currencyCode: account.currency,
        timeZone: account.timezone,
        status: 'ENABLED',
        manager: false,
        hidden: false,
      }
    : {
        id: MANAGER,
        descriptiveName: 'Second Agency MCC',
        currencyCode: 'EUR',
        timeZone: 'Europe/Berlin',
        status: 'ENABLED',
        manager: true,
        hidden: false,
      };
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The selected fields of a row, nested and in camel case; the resource name always comes along. */
function select(row: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    const path = field.split('.').map(camel);
    let from: unknown = row;
    for (const step of path) from = (from as Record<string, unknown> | undefined)?.[step];
    if (from === undefined) continue;
    let into = result;
    for (const step of path.slice(0, -1)) {
      into[step] ??= { resourceName: 'customers/1/x/1' };
      into = into[step] as Record<string, unknown>;
    }
    into[path.at(-1) ?? ''] = from;
  }
  return result;
}

const STATUS: Record<string, string> = { ACTIVE: 'ENABLED', PAUSED: 'PAUSED', ARCHIVED: 'REMOVED', DELETED: 'REMOVED' };

function parents(account: AccountNode, id: string, level: Level): Record<string, unknown> {
  const ad = account.ads.find((one) => entityOf(account, one, level).id === id);
  if (level === 'account' || !ad) return { customer: customerOf(account) };
  return {
    campaign: {
      id: ad.campaignId,
      name: ad.campaignName,
      status: 'ENABLED',
      primaryStatus: 'ELIGIBLE',
      advertisingChannelType: 'SEARCH',
    },
    campaignBudget: { amountMicros: '123450000' },
    ...(level === 'campaign' ? {} : { adGroup: { id: ad.groupId, name: ad.groupName, status: 'ENABLED' } }),
    ...(level === 'ad'
      ? { adGroupAd: { status: STATUS[ad.status], ad: { id: ad.id, name: ad.name, type: 'RESPONSIVE_SEARCH_AD' } } }
      : {}),
  };
}

function structure(resource: string, account: AccountNode): Record<string, unknown>[] {
  const level = LEVEL_OF[resource] ?? 'account';
  const ids = new Set(account.ads.map((ad) => entityOf(account, ad, level).id));
  return [...ids].map((id) => parents(account, id, level));
}

function figures(
  resource: string,
  account: AccountNode,
  from: string,
  to: string,
  fields: readonly string[],
  site: Site,
): Record<string, unknown>[] {
  const level = LEVEL_OF[resource] ?? 'account';
  const by = fields.includes('segments.date') ? 'day' : fields.includes('segments.month') ? 'month' : 'range';
  const today = todayIn(account.timezone, site.now());
  const first = from < FIRST_DAY ? FIRST_DAY : from;
  const rows = expected(site.known, account, level, first, to > today ? today : to, by);
  return [...rows.values()].flatMap((row) => {
    const when = by === 'day' ? { date: row.period } : by === 'month' ? { month: `${row.period ?? ''}-01` } : {};
    return cellsOf(row, when, fields).map((cell) => ({ ...parents(account, row.entityId, level), ...cell }));
  });
}

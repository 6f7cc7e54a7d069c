import { addMonths, dayText, monthEnd, parseDay, zoneDay, type Day } from '../calendar.ts';
import type { Account, Ad, AdGroup, Campaign } from '../agency/entities.ts';
import { campaignName } from '../agency/entities.ts';
import { isWithheld } from '../agency/revisions.ts';
import { addSums, eachAdDay, emptySums, hasAnything, type Sums } from '../agency/ledger.ts';
import type { World } from '../world.ts';
import { splitSums, type Cell } from '../agency/split.ts';
import { checkBreakdowns, cellsOf, HOURLY } from './breakdowns.ts';
import { fail, invalidParameter } from './errors.ts';
import { filtersOf, listOf, passes, type Filter } from './fields.ts';
import { effectiveStatus } from './objects.ts';
import { cell as rowCell, fieldNames, METRIC_FIELDS } from './row.ts';
import { knownWindows } from './actions.ts';

export type Level = 'account' | 'campaign' | 'adset' | 'ad';
const LEVELS: readonly string[] = ['account', 'campaign', 'adset', 'ad'];

export type Span = { since: Day; until: Day };

/** A checked insights question. */
export type InsightsQuery = {
  account: Account;
  within: Campaign | AdGroup | Ad | null;
  level: Level;
  fields: string[];
  spans: Span[];
  breakdowns: string[];
  filters: Filter[];
  windows: ReturnType<typeof knownWindows>;
  sort: { field: string; descending: boolean } | null;
  async: boolean;
};

export type InsightsRow = { ad: Ad; span: Span; labels: Record<string, string>; sums: Sums };

/** Reads and checks the parameters as Graph does; throws its errors. */
export function parseInsights(
  account: Account,
  params: ReadonlyMap<string, string>,
  async: boolean,
  asOf: number,
  within: InsightsQuery['within'] = null,
  ownLevel: Level = 'account',
): InsightsQuery {
  const level = params.get('level') ?? ownLevel;
  if (!LEVELS.includes(level))
    fail(invalidParameter('level must be one of the following values: ad, adset, campaign, account'));
  const breakdowns = listOf(params.get('breakdowns'));
  checkBreakdowns(breakdowns);
  const today = zoneDay(account.timezone, asOf);
  const ranges = rangesOf(params, today);
  const oldest = addMonths(today, -37);
  for (const range of ranges) {
    if (range.since < oldest) {
      fail({
        status: 400,
        message: '(#3018) The start date of the time range cannot be beyond 37 months from the current date',
        type: 'OAuthException',
        code: 3018,
        error_user_title: 'Invalid time range',
        error_user_msg: `The start date must be on or after ${dayText(oldest)}.`,
      });
    }
  }
  const sort = listOf(params.get('sort'))[0];
  const [, sortField, direction] = /^(\w+?)_(ascending|descending)$/.exec(sort ?? '') ?? [];
  if (sort !== undefined && sortField === undefined)
    fail(invalidParameter('sort must end in _ascending or _descending'));
  return {
    account,
    within,
    level: LEVELS.includes(level) ? (level as Level) : 'account',
    fields: fieldNames(params.get('fields')),
    spans: ranges.flatMap((range) => cut(range, params.get('time_increment') ?? 'all_days')),
    breakdowns,
    filters: filtersOf(params.get('filtering')),
    windows: knownWindows(listOf(params.get('action_attribution_windows'))),
    sort: sortField === undefined ? null : { field: sortField, descending: direction === 'descending' },
    async,
  };
}

function rangesOf(params: ReadonlyMap<string, string>, today: Day): Span[] {
  const many = params.get('time_ranges');
  if (many !== undefined) {
    const list: unknown = parseJson(many, 'time_ranges');
    if (!Array.isArray(list) || list.length === 0)
      return fail(invalidParameter('time_ranges must be a non-empty array'));
    return list.map(rangeOf);
  }
  const one = params.get('time_range');
  if (one !== undefined) return [rangeOf(parseJson(one, 'time_range'))];
  const since = params.get('time_range[since]');
  if (since !== undefined) return [rangeOf({ since, until: params.get('time_range[until]') })];
  return [preset(params.get('date_preset') ?? 'last_30d', today)];
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(invalidParameter(`param ${name} must be a valid JSON object`));
  }
}

function rangeOf(value: unknown): Span {
  const read = (key: 'since' | 'until'): Day => {
    const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return (
      (typeof text === 'string' ? parseDay(text) : undefined) ??
      fail(invalidParameter(`param time_range[${key}] must be a date representation in the format YYYY-MM-DD`))
    );
  };
  const span = { since: read('since'), until: read('until') };
  if (span.since > span.until)
    fail(invalidParameter('time_range: since must not be after until', { error_subcode: 1487851 }));
  return span;
}

function preset(name: string, today: Day): Span {
  const days = /^last_(\d+)d$/.exec(name)?.[1];
  if (days !== undefined && ['3', '7', '14', '28', '30', '90'].includes(days))
    return { since: today - Number(days), until: today - 1 };
  const monthFirst = parseDay(`${dayText(today).slice(0, 7)}-01`) ?? today;
  if (name === 'today') return { since: today, until: today };
  if (name === 'yesterday') return { since: today - 1, until: today - 1 };
  if (name === 'this_month') return { since: monthFirst, until: today };
  if (name === 'last_month') return { since: addMonths(monthFirst, -1), until: monthFirst - 1 };
  if (name === 'this_year') return { since: parseDay(`${dayText(today).slice(0, 4)}-01-01`) ?? today, until: today };
  if (name === 'maximum') return { since: addMonths(today, -37), until: today };
  return fail(invalidParameter(`date_preset '${name}' is not supported`));
}

function cut(range: Span, increment: string): Span[] {
  if (increment === 'all_days') return [range];
  const spans: Span[] = [];
  if (increment === 'monthly') {
    for (let since = range.since; since <= range.until; since = monthEnd(since) + 1)
      spans.push({ since, until: Math.min(monthEnd(since), range.until) });
    return spans;
  }
  const step = Number(increment);
  if (!Number.isInteger(step) || step < 1 || step > 90)
    return fail(invalidParameter('time_increment must be an integer from 1 to 90, monthly or all_days'));
  for (let since = range.since; since <= range.until; since += step)
    spans.push({ since, until: Math.min(since + step - 1, range.until) });
  return spans;
}

/** Calculates the rows: per span, entity of the level and breakdown cell; only where something was delivered or converted. */
export function runInsights(world: World, query: InsightsQuery, asOf: number): InsightsRow[] {
  const { account, level, breakdowns } = query;
  const today = zoneDay(account.timezone, asOf);
  const hourly = breakdowns.some((name) => (HOURLY as readonly string[]).includes(name));
  // Since August 2026 this breakdown needs an opt-in; without it a synchronous call just has no rows.
  if (breakdowns.includes('impression_device') && !world.options.metaImpressionDevice && !query.async) return [];
  const cells = breakdowns.length === 0 ? null : cellsOf(breakdowns, account);
  const entityFilters = query.filters.filter((filter) => !METRIC_FIELDS.has(filter.field));
  const wanted = wantedAds(query, entityFilters, today);
  const rows: InsightsRow[] = [];
  const conversions = query.fields.some((field) => /action|roas|conversion|^objective_results$/.test(field));
  for (const span of query.spans) {
    const groups = new Map<string, InsightsRow>();
    const from = hourly ? Math.max(span.since, addMonths(today, -13)) : span.since;
    eachAdDay(world.agency, account, from, span.until, asOf, { conversions }, (ad, day, sums) => {
      if (!wanted(ad)) return;
      const id = entityId(ad, level);
      if (isWithheld(world.agency.revisions, account, level === 'adset' ? 'ad_group' : level, id, day, asOf)) return;
      if (cells === null) return put(groups, id, ad, span, {}, sums);
      const parts = splitSums(sums, { ad, day }, cells, {
        fine: breakdowns.includes('country'),
        dropResults: hourly || breakdowns.includes('region'),
      });
      cells.forEach((cell: Cell, i) => {
        const part = parts[i];
        if (part !== undefined && hasAnything(part)) put(groups, `${id} ${i}`, ad, span, cell.labels, part);
      });
    });
    rows.push(...groups.values());
  }
  const metricFilters = query.filters.filter((filter) => METRIC_FIELDS.has(filter.field));
  const kept =
    metricFilters.length === 0
      ? rows
      : rows.filter((row) =>
          metricFilters.every((filter) => passes(filter, Number(rowCell(row, filter.field, query, asOf) ?? 0))),
        );
  if (query.sort !== null) {
    const { field, descending } = query.sort;
    if (!METRIC_FIELDS.has(field)) fail(invalidParameter(`sort field '${field}' is not supported`));
    kept.sort(
      (a, b) =>
        (Number(rowCell(a, field, query, asOf) ?? 0) - Number(rowCell(b, field, query, asOf) ?? 0)) *
        (descending ? -1 : 1),
    );
  }
  return kept;
}

function put(
  groups: Map<string, InsightsRow>,
  key: string,
  ad: Ad,
  span: Span,
  labels: Record<string, string>,
  sums: Sums,
): void {
  let row = groups.get(key);
  if (row === undefined) {
    row = { ad, span, labels, sums: emptySums(sums.results.length) };
    groups.set(key, row);
  }
  addSums(row.sums, sums);
}

export function entityId(ad: Ad, level: Level): string {
  return level === 'ad'
    ? ad.id
    : level === 'adset'
      ? ad.adGroup.id
      : level === 'campaign'
        ? ad.campaign.id
        : ad.account.id;
}

/**
 * Which ads count. Below the account level deleted and archived objects are left out unless a filter on their
 * `effective_status` asks for them; account totals contain them always.
 */
function wantedAds(query: InsightsQuery, filters: readonly Filter[], today: Day): (ad: Ad) => boolean {
  const known = new Map<Ad, boolean>();
  const byStatus = filters.some((filter) => filter.field.endsWith('effective_status'));
  const decide = (ad: Ad): boolean => {
    if (query.within !== null && query.within !== ad && query.within !== ad.adGroup && query.within !== ad.campaign)
      return false;
    if (query.level !== 'account' && !byStatus) {
      const own = query.level === 'ad' ? ad : query.level === 'adset' ? ad.adGroup : ad.campaign;
      if (['DELETED', 'ARCHIVED'].includes(effectiveStatus(own, today))) return false;
    }
    return filters.every((filter) => passes(filter, valueOf(ad, filter.field, query.level, today)));
  };
  return (ad) => {
    let answer = known.get(ad);
    if (answer === undefined) {
      answer = decide(ad);
      known.set(ad, answer);
    }
    return answer;
  };
}

function valueOf(ad: Ad, field: string, level: Level, today: Day): string {
  const [scope, name] = field.includes('.') ? field.split('.', 2) : [level, field];
  const target = scope === 'ad' ? ad : scope === 'adset' ? ad.adGroup : scope === 'campaign' ? ad.campaign : undefined;
  if (target !== undefined) {
    if (name === 'id') return target.id;
    if (name === 'name') return 'adGroups' in target ? campaignName(target, today) : target.name;
    if (name === 'effective_status') return effectiveStatus(target, today);
    if (name === 'objective') return ad.campaign.objective;
  }
  return fail(invalidParameter(`Filtering field '${field}' is not supported`));
}

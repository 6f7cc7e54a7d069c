import { addMonths, dayText, zoneDay } from '../calendar.ts';
import { campaignName } from '../agency/entities.ts';
import { reachOf } from '../agency/ledger.ts';
import { actionCells, actionsOf } from './actions.ts';
import { HOURLY } from './breakdowns.ts';
import { fail, invalidParameter } from './errors.ts';
import { listOf } from './fields.ts';
import type { InsightsQuery, InsightsRow, Level } from './insights.ts';

/** Micros as Graph prints money: major units, no needless zeros. */
export function money(micros: number): string {
  const whole = Math.floor(micros / 1_000_000);
  const rest = micros % 1_000_000;
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(6, '0').replace(/0+$/, '')}`;
}

const ratio = (top: number, bottom: number): string | undefined =>
  bottom === 0 || top === 0 ? undefined : String(Math.round((top / bottom) * 1e6) / 1e6);

/** Metrics that rows can be filtered and sorted by. */
export const METRIC_FIELDS = new Set([
  'spend',
  'impressions',
  'clicks',
  'reach',
  'frequency',
  'ctr',
  'cpc',
  'cpm',
  'cpp',
  'inline_link_clicks',
]);

const NAMES = new Set([
  ...METRIC_FIELDS,
  'account_id',
  'account_name',
  'account_currency',
  'campaign_id',
  'campaign_name',
  'adset_id',
  'adset_name',
  'ad_id',
  'ad_name',
  'objective',
  'buying_type',
  'optimization_goal',
  'attribution_setting',
  'date_start',
  'date_stop',
  'actions',
  'action_values',
  'cost_per_action_type',
  'purchase_roas',
  'website_purchase_roas',
  'outbound_clicks',
  'unique_clicks',
  'unique_ctr',
  'unique_inline_link_clicks',
  'inline_link_click_ctr',
  'cost_per_inline_link_click',
  'inline_post_engagement',
  'quality_ranking',
  'engagement_rate_ranking',
  'conversion_rate_ranking',
  'social_spend',
  'conversions',
  'conversion_values',
  'cost_per_conversion',
  'video_play_actions',
  'video_thruplay_watched_actions',
  'created_time',
  'updated_time',
]);

export function fieldNames(text: string | undefined): string[] {
  const asked = listOf(text).filter((name) => name !== '');
  const unknown = asked.find((name) => !NAMES.has(name));
  if (unknown !== undefined)
    fail(
      invalidParameter(
        `${unknown} is not valid for fields param. please check https://developers.facebook.com/docs/marketing-api/reference/ads-insights/ for all valid values`,
      ),
    );
  return asked.length === 0 ? ['impressions', 'spend'] : asked;
}

const DEPTH: Record<Level, number> = { account: 0, campaign: 1, adset: 2, ad: 3 };

/** The value of one field of a row, or undefined when Graph leaves the field out (zero, empty, or not known at this level). */
export function cell(row: InsightsRow, field: string, query: InsightsQuery, asOf: number): unknown {
  const { sums, ad } = row;
  const { account } = query;
  const depth = DEPTH[query.level];
  const noReach = reachUnavailable(row, query, asOf);
  switch (field) {
    case 'account_id':
      return account.id;
    case 'account_name':
      return account.name;
    case 'account_currency':
      return account.currency;
    case 'campaign_id':
      return depth >= 1 ? ad.campaign.id : undefined;
    case 'campaign_name':
      return depth >= 1 ? campaignName(ad.campaign, zoneDay(account.timezone, asOf)) : undefined;
    case 'adset_id':
      return depth >= 2 ? ad.adGroup.id : undefined;
    case 'adset_name':
      return depth >= 2 ? ad.adGroup.name : undefined;
    case 'ad_id':
      return depth >= 3 ? ad.id : undefined;
    case 'ad_name':
      return depth >= 3 ? ad.name : undefined;
    case 'objective':
      return depth >= 1 ? ad.campaign.objective : undefined;
    case 'buying_type':
      return depth >= 1 ? 'AUCTION' : undefined;
    case 'attribution_setting':
      return depth >= 2 ? '7d_click_1d_view' : 'multiple';
    case 'spend':
      return money(sums.spend);
    case 'impressions':
      return String(sums.impressions);
    case 'clicks':
      return String(sums.clicks);
    case 'reach':
      return noReach === 'zero' ? '0' : noReach === 'omit' ? undefined : positive(reachOf(sums));
    case 'frequency':
      return noReach === 'zero' ? '0' : noReach === 'omit' ? undefined : ratio(sums.impressions, reachOf(sums));
    case 'cpp':
      return noReach === null ? ratio(sums.spend / 1000, reachOf(sums)) : undefined;
    case 'unique_clicks':
      return noReach === null ? positive(Math.floor(sums.clicks * 0.93)) : undefined;
    case 'unique_inline_link_clicks':
      return noReach === null ? positive(Math.floor(sums.linkClicks * 0.9)) : undefined;
    case 'unique_ctr':
      return noReach === null ? ratio(Math.floor(sums.clicks * 0.93) * 100, reachOf(sums)) : undefined;
    case 'ctr':
      return ratio(sums.clicks * 100, sums.impressions);
    case 'cpc':
      return ratio(sums.spend / 1e6, sums.clicks);
    case 'cpm':
      return ratio(sums.spend / 1000, sums.impressions);
    case 'inline_link_clicks':
      return positive(sums.linkClicks);
    case 'inline_link_click_ctr':
      return ratio(sums.linkClicks * 100, sums.impressions);
    case 'cost_per_inline_link_click':
      return ratio(sums.spend / 1e6, sums.linkClicks);
    case 'inline_post_engagement':
      return positive(sums.engagements);
    case 'quality_ranking':
    case 'engagement_rate_ranking':
    case 'conversion_rate_ranking':
      return depth === 3 ? (sums.impressions > 500 ? 'AVERAGE' : 'UNKNOWN') : undefined;
    case 'actions':
      return list(actionCells(actions(row, query), query.windows, null));
    case 'action_values':
      return list(actionCells(actions(row, query), query.windows, money));
    case 'video_play_actions':
      return video(sums.videoPlays);
    case 'video_thruplay_watched_actions':
      return video(sums.thruPlays);
    case 'outbound_clicks':
      return sums.linkClicks === 0 ? undefined : [{ action_type: 'outbound_click', value: String(sums.linkClicks) }];
    case 'cost_per_action_type':
      return list(
        actions(row, query)
          .filter((a) => a.count > 0)
          .map((a) => ({ action_type: a.type, value: ratio(sums.spend / 1e6, a.count) ?? '0' })),
      );
    case 'purchase_roas':
    case 'website_purchase_roas': {
      const type = field === 'purchase_roas' ? 'omni_purchase' : 'offsite_conversion.fb_pixel_purchase';
      const value = ratio(actions(row, query).find((a) => a.type === type)?.value ?? 0, sums.spend);
      return value === undefined ? undefined : [{ action_type: type, value }];
    }
    default:
      return undefined;
  }
}

const positive = (n: number): string | undefined => (n > 0 ? String(n) : undefined);
const video = (n: number) => (n > 0 ? [{ action_type: 'video_view', value: String(n) }] : undefined);
const list = <T>(items: T[]): T[] | undefined => (items.length === 0 ? undefined : items);

function actions(row: InsightsRow, query: InsightsQuery): ReturnType<typeof actionsOf> {
  const all = actionsOf(query.account, row.sums);
  return query.breakdowns.some((name) => name === 'region' || (HOURLY as readonly string[]).includes(name))
    ? all.filter((action) => !action.offMeta)
    : all;
}

/** Hourly reach is 0; a breakdown that starts more than 13 months ago has none in a synchronous answer. */
function reachUnavailable(row: InsightsRow, query: InsightsQuery, asOf: number): 'zero' | 'omit' | null {
  if (query.breakdowns.length === 0) return null;
  if (query.breakdowns.some((name) => (HOURLY as readonly string[]).includes(name))) return 'zero';
  return !query.async && row.span.since < addMonths(zoneDay(query.account.timezone, asOf), -13) ? 'omit' : null;
}

/** A row as Graph prints it: the asked fields that have a value, the range, then the breakdown values. */
export function printRow(row: InsightsRow, query: InsightsQuery, asOf: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const field of query.fields) {
    const value = cell(row, field, query, asOf);
    if (value !== undefined) out[field] = value;
  }
  out['date_start'] = dayText(row.span.since);
  out['date_stop'] = dayText(row.span.until);
  for (const name of query.breakdowns) out[name] = row.labels[name];
  return out;
}

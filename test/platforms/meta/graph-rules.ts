/** What Graph accepts on the insights edge, written from Meta's documentation; everything else is refused by the fake. */

const BASE_FIELDS = `account_id account_name account_currency campaign_id campaign_name adset_id adset_name ad_id ad_name objective
  spend impressions clicks inline_link_clicks reach frequency actions action_values attribution_setting date_start date_stop
  video_play_actions video_thruplay_watched_actions`;
const UNIQUE_FIELDS = ['unique_clicks', 'unique_inline_link_clicks'];
const RANKING_FIELDS = ['quality_ranking', 'engagement_rate_ranking', 'conversion_rate_ranking'];

export const INSIGHT_FIELDS = new Set([...BASE_FIELDS.split(/\s+/), ...UNIQUE_FIELDS, ...RANKING_FIELDS]);
const LEVEL_DEPTH = ['account', 'campaign', 'adset', 'ad'];
const WINDOWS = ['1d_click', '7d_click', '28d_click', '1d_view', '1d_ev'];

const HOURLY = 'hourly_stats_aggregated_by_advertiser_time_zone';
/** "Combining breakdowns". */
const BREAKDOWN_SETS = new Set([
  'age',
  'gender',
  'age,gender',
  'country',
  'region',
  'publisher_platform',
  'impression_device,publisher_platform',
  'platform_position,publisher_platform',
  'impression_device,platform_position,publisher_platform',
  HOURLY,
]);

const list = (text: string | null): string[] => JSON.parse(text ?? '[]') as string[];

/** The breakdowns of a request in a fixed order, joined; '' without any. */
export function breakdownsOf(params: URLSearchParams): string {
  return list(params.get('breakdowns')).toSorted().join(',');
}

/** What is wrong with the question; null when Graph would answer it. */
export function insightProblem(params: URLSearchParams): string | null {
  const level = params.get('level') ?? '';
  const depth = LEVEL_DEPTH.indexOf(level);
  if (depth < 0) return `level ${level}`;
  if (!['1', 'all_days', 'monthly'].includes(params.get('time_increment') ?? '')) return 'time_increment';
  const range = JSON.parse(params.get('time_range') ?? 'null') as { since?: string; until?: string } | null;
  if (!range?.since || !range.until || range.since > range.until) return 'time_range';
  if (!list(params.get('action_attribution_windows')).every((window) => WINDOWS.includes(window))) return 'windows';
  const breakdowns = breakdownsOf(params);
  if (breakdowns !== '' && !BREAKDOWN_SETS.has(breakdowns)) return `combination of breakdowns ${breakdowns}`;
  const fields = (params.get('fields') ?? '').split(',');
  if (breakdowns === HOURLY && fields.some((field) => UNIQUE_FIELDS.includes(field))) return 'unique fields by hour';
  if (breakdowns === HOURLY && fields.some((field) => field.startsWith('video_'))) return 'video by hour';
  if (level !== 'ad' && fields.some((field) => RANKING_FIELDS.includes(field))) return 'rankings above the ad level';
  const filters = JSON.parse(params.get('filtering') ?? '[]') as { field: string }[];
  for (const { field } of filters) {
    const [owner = '', name] = field.split('.');
    const fits = name === 'id' ? LEVEL_DEPTH.indexOf(owner) > 0 : name === 'effective_status' && owner === level;
    if (!fits) return `filtering by ${field}`;
  }
  const below = fields.find((field) => {
    const owner = /^(campaign|adset|ad)_/.exec(field)?.[1];
    return owner !== undefined && LEVEL_DEPTH.indexOf(owner) > depth;
  });
  return below ? `field ${below} at level ${level}` : null;
}

/** Whether a row is of the entities a request is restricted to. */
export function passesIds(row: unknown, filtering: string): boolean {
  const filters = JSON.parse(filtering || '[]') as { field: string; value: string[] }[];
  return filters.every(({ field, value }) => {
    const [owner, name] = field.split('.');
    return name !== 'id' || value.includes(String((row as Record<string, unknown> | null)?.[`${owner}_id`]));
  });
}

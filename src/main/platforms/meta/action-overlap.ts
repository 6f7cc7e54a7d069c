import type { Overlap } from '../platform.ts';

/**
 * Action types contain one another: `lead` holds the pixel's leads and those of forms, `omni_purchase` every purchase there is, and
 * five names of "add to cart" carry one number (promises S8). Types are compared by what happened (`base`) and where it was seen.
 */
type Place = 'everywhere' | 'anywhere' | 'web' | 'web_app' | 'web_store' | 'app' | 'onsite' | 'offline';

/** The longest prefix that fits counts. */
const PREFIXES: readonly (readonly [prefix: string, place: Place])[] = [
  ['omni_', 'everywhere'],
  ['offsite_conversion.fb_pixel_', 'web'],
  ['onsite_web_app_', 'web_app'],
  ['onsite_web_', 'web'],
  ['web_app_in_store_', 'web_store'],
  ['web_in_store_', 'web_store'],
  ['app_custom_event.fb_mobile_', 'app'],
  ['onsite_app_', 'app'],
  ['onsite_conversion.', 'onsite'],
  ['offline_conversion.', 'offline'],
];

/** Other words for the same thing. */
const BASES: Readonly<Record<string, { base: string; place?: Place }>> = {
  lead_grouped: { base: 'lead' },
  leadgen_grouped: { base: 'lead', place: 'onsite' },
  'leadgen.other': { base: 'lead', place: 'onsite' },
  content_view: { base: 'view_content' },
  initiated_checkout: { base: 'initiate_checkout' },
  spent_credits: { base: 'spend_credits' },
};

/** `contact_total` holds `contact_website`: these name their place at the end. */
const SUFFIXED =
  /^(contact|schedule|start_trial|submit_application|subscribe|cancel_subscription|customize_product|donate|find_location)_(total|website|mobile_app|offline)$/;
const SUFFIXES: Readonly<Record<string, Place>> = {
  total: 'everywhere',
  website: 'web',
  mobile_app: 'app',
  offline: 'offline',
};

/** What each place holds besides itself. */
const HOLDS: Readonly<Record<Place, readonly Place[]>> = {
  everywhere: ['anywhere', 'web', 'web_app', 'web_store', 'app', 'onsite', 'offline'],
  anywhere: ['web', 'web_app', 'web_store', 'app', 'onsite', 'offline'],
  web_app: ['web', 'app'],
  web_store: ['web', 'offline'],
  web: [],
  app: [],
  onsite: [],
  offline: [],
};

/** Types without a shared base that hold others. */
const ENGAGEMENT: Readonly<Record<string, readonly string[]>> = {
  page_engagement: ['post_engagement', 'like', 'photo_view'],
  post_engagement: ['link_click', 'video_view', 'post_reaction', 'comment', 'post', 'photo_view'],
  link_click: ['outbound_click'],
};

function read(actionType: string): { base: string; place: Place } {
  const [, event, suffix = ''] = SUFFIXED.exec(actionType) ?? [];
  const seen = SUFFIXES[suffix];
  if (event !== undefined && seen !== undefined) return { base: event, place: seen };
  const [prefix, place] = PREFIXES.find(([text]) => actionType.startsWith(text)) ?? ['', 'anywhere' as const];
  const rest = actionType.slice(prefix.length);
  const other = BASES[rest];
  return other === undefined ? { base: rest, place } : { base: other.base, place: other.place ?? place };
}

function engagementHolds(wider: string, narrower: string): boolean {
  const parts = ENGAGEMENT[wider] ?? [];
  return parts.includes(narrower) || parts.some((part) => engagementHolds(part, narrower));
}

/** How the conversions of two action types lie to each other: 'wider' = the first holds the second; null = they share none. */
export function actionOverlap(first: string, second: string): Overlap {
  if (first === second) return 'shared';
  if (engagementHolds(first, second)) return 'wider';
  if (engagementHolds(second, first)) return 'narrower';
  const custom = 'offsite_conversion.fb_pixel_custom';
  if (first === custom && second.startsWith('offsite_conversion.custom.')) return 'wider';
  if (second === custom && first.startsWith('offsite_conversion.custom.')) return 'narrower';
  const [a, b] = [read(first), read(second)];
  if (a.base !== b.base) return null;
  if (HOLDS[a.place].includes(b.place)) return 'wider';
  if (HOLDS[b.place].includes(a.place)) return 'narrower';
  if (a.place === b.place) return 'shared';
  return HOLDS[a.place].some((place) => HOLDS[b.place].includes(place)) ? 'shared' : null;
}

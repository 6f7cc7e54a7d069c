import type { AttributionWindow, Micros } from '../../../contract/vocabulary.ts';
import type { ConversionRecord } from '../platform.ts';
import { asRaw, optionalFraction, optionalMicros, optionalText, Unreadable, type Raw } from './reading.ts';

/** The keys of an action entry that carry a figure, and our word for each. Keys outside this list are windows we do not keep. */
const WINDOW_KEYS: readonly (readonly [key: string, window: AttributionWindow])[] = [
  ['value', 'default'],
  ['1d_click', '1d_click'],
  ['7d_click', '7d_click'],
  ['28d_click', '28d_click'],
  ['1d_view', '1d_view'],
  ['1d_ev', '1d_ev'],
];

/**
 * Action types that mean a purchase, the widest first. They contain one another (a pixel purchase is also a purchase and an
 * omni_purchase), so the first one present counts and the others do not (promises S8).
 */
const PURCHASE_TYPES = [
  'omni_purchase',
  'purchase',
  'offsite_conversion.fb_pixel_purchase',
  'onsite_web_purchase',
  'onsite_web_app_purchase',
  'onsite_conversion.purchase',
  'web_in_store_purchase',
  'app_custom_event.fb_mobile_purchase',
  'offline_conversion.purchase',
];

/** The same for leads: `lead` already holds the pixel's and the form's. */
const LEAD_TYPES = [
  'lead',
  'offsite_conversion.fb_pixel_lead',
  'onsite_conversion.lead_grouped',
  'onsite_web_lead',
  'leadgen_grouped',
  'offline_conversion.lead',
];

/**
 * Lists of a row that tell a count of video, each under the one action type it holds. They are kept under their own names, because
 * `video_view` among the actions is another count: plays of three seconds or more (Insights, fields of the ads insights reference).
 */
export const VIDEO_LISTS = {
  video_play_actions: 'video_view',
  video_thruplay_watched_actions: 'video_view',
} as const;

export type RowActions = {
  actions: ConversionRecord[];
  conversions: number | null;
  conversionValueMicros: Micros | null;
};

/** The list of a row; null when the row carries none. */
function list(raw: Raw, name: string): Raw[] | null {
  const value = raw[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new Unreadable(`${name} is not a list`);
  return value.map(asRaw);
}

type Figures = Map<string, Map<AttributionWindow, number>>;

/**
 * Figures by type and window. Meta sometimes names a type twice in one list (parts of a breakdown it applies by itself, seen
 * with post_reaction): the parts are added.
 */
function collect(entries: Raw[], name: string, read: (raw: Raw, key: string) => number | null): Figures {
  const byType: Figures = new Map();
  for (const entry of entries) {
    const type = optionalText(entry, 'action_type');
    if (type === null) throw new Unreadable(`an entry of ${name} has no action_type`);
    const byWindow = byType.get(type) ?? new Map<AttributionWindow, number>();
    for (const [key, window] of WINDOW_KEYS) {
      const figure = read(entry, key);
      if (figure !== null) byWindow.set(window, (byWindow.get(window) ?? 0) + figure);
    }
    byType.set(type, byWindow);
  }
  return byType;
}

function headlineTypes(types: ReadonlySet<string>): string[] {
  return [PURCHASE_TYPES, LEAD_TYPES]
    .map((candidates) => candidates.find((type) => types.has(type)))
    .filter((type) => type !== undefined);
}

function total(figures: Figures | null, types: readonly string[]): number | null {
  if (figures === null) return null;
  return types.reduce((sum, type) => sum + (figures.get(type)?.get('default') ?? 0), 0);
}

/**
 * `actions` and `action_values` of a row per action type and window, and the headline figures out of them.
 * Counts are null without an action list and 0 when the list has none of the headline types; values likewise. Throws Unreadable.
 */
export function readActions(raw: Raw): RowActions {
  const countEntries = list(raw, 'actions');
  const valueEntries = list(raw, 'action_values');
  const counts = countEntries && collect(countEntries, 'actions', optionalFraction);
  const values = valueEntries && collect(valueEntries, 'action_values', optionalMicros);
  const types = new Set([...(counts?.keys() ?? []), ...(values?.keys() ?? [])]);

  const actions: ConversionRecord[] = [];
  for (const actionType of types) {
    const count = counts?.get(actionType);
    const value = values?.get(actionType);
    for (const [, window] of WINDOW_KEYS) {
      if (!count?.has(window) && !value?.has(window)) continue;
      actions.push({ actionType, window, count: count?.get(window) ?? null, valueMicros: value?.get(window) ?? null });
    }
  }
  for (const [name, type] of Object.entries(VIDEO_LISTS)) {
    const entries = list(raw, name);
    const count = entries && collect(entries, name, optionalFraction).get(type)?.get('default');
    if (count != null) actions.push({ actionType: name, window: 'default', count, valueMicros: null });
  }
  // The type is chosen where the counts are, so that a count and its value always speak of the same conversions.
  const headline = headlineTypes(new Set((counts ?? values)?.keys()));
  const conversionValueMicros = total(values, headline);
  if (conversionValueMicros !== null && !Number.isSafeInteger(conversionValueMicros)) {
    throw new Unreadable('the conversion value is too large');
  }
  return { actions, conversions: total(counts, headline), conversionValueMicros };
}

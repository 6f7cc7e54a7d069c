import type { Account, ConversionKind } from '../agency/entities.ts';
import type { Sums } from '../agency/ledger.ts';
import type { Result } from '../agency/conversions.ts';

/** Attribution windows Graph still answers; `7d_view` and `28d_view` were removed and are left out without an error. */
const WINDOWS = ['1d_click', '7d_click', '28d_click', '1d_view', '1d_ev'] as const;
type WindowName = (typeof WINDOWS)[number];

/** The windows of `action_attribution_windows` that exist, in a fixed order. */
export const knownWindows = (asked: readonly string[]): WindowName[] =>
  WINDOWS.filter((window) => asked.includes(window));

/** Action types that all carry the same number: they overlap and must never be added up. */
const ALIASES: Record<ConversionKind['key'], readonly string[]> = {
  purchase: [
    'omni_purchase',
    'purchase',
    'offsite_conversion.fb_pixel_purchase',
    'onsite_web_purchase',
    'onsite_web_app_purchase',
    'web_in_store_purchase',
  ],
  add_to_cart: [
    'omni_add_to_cart',
    'add_to_cart',
    'offsite_conversion.fb_pixel_add_to_cart',
    'onsite_web_add_to_cart',
    'onsite_web_app_add_to_cart',
  ],
  lead: ['onsite_conversion.lead_grouped'],
  call: ['offsite_conversion.fb_pixel_lead', 'onsite_web_lead'],
  signup: ['complete_registration', 'offsite_conversion.fb_pixel_complete_registration'],
};

export type Action = {
  type: string;
  count: number;
  value: number;
  windows: Record<WindowName, number>;
  windowValues: Record<WindowName, number>;
  offMeta: boolean;
};

const zero = (): Record<WindowName, number> => ({
  '1d_click': 0,
  '7d_click': 0,
  '28d_click': 0,
  '1d_view': 0,
  '1d_ev': 0,
});

/** Every action of a row. Counts are integers, values micros of the account currency. */
export function actionsOf(account: Account, sums: Sums): Action[] {
  const actions: Action[] = [];
  const onMeta = (type: string, count: number): void => {
    if (count > 0)
      actions.push({
        type,
        count,
        value: 0,
        windows: { ...zero(), '1d_click': count, '7d_click': count, '28d_click': count },
        windowValues: zero(),
        offMeta: false,
      });
  };
  onMeta('link_click', sums.linkClicks);
  onMeta('landing_page_view', sums.landingViews);
  onMeta('omni_landing_page_view', sums.landingViews);
  // Plays of a post's video are engagement with the post, and that with the page.
  onMeta('post_engagement', sums.engagements + sums.videoViews);
  onMeta('page_engagement', sums.engagements + sums.videoViews);
  onMeta('video_view', sums.videoViews);

  account.conversionKinds.forEach((kind, k) => {
    const result = sums.results[k];
    if (result === undefined || !some(result)) return;
    for (const type of ALIASES[kind.key])
      actions.push(fromResults(type, [result], !type.startsWith('onsite_conversion')));
  });
  // `lead` contains the on-Meta forms and the pixel leads together.
  const leads = account.conversionKinds
    .flatMap((kind, k) => (kind.key === 'lead' || kind.key === 'call' ? [sums.results[k]] : []))
    .filter((r) => r !== undefined && some(r));
  if (leads.length > 0)
    actions.push(
      fromResults(
        'lead',
        leads.filter((r) => r !== undefined),
        false,
      ),
    );
  return actions;
}

const some = (result: Result): boolean =>
  result.countMicros > 0 || result.click28 > 0 || result.view1 > 0 || result.engaged1 > 0;

function fromResults(type: string, results: readonly Result[], offMeta: boolean): Action {
  const action: Action = { type, count: 0, value: 0, windows: zero(), windowValues: zero(), offMeta };
  for (const r of results) {
    action.count += r.countMicros / 1_000_000;
    action.value += r.valueMicros;
    [r.click1, r.click7, r.click28, r.view1, r.engaged1].forEach(
      (count, i) => (action.windows[WINDOWS[i as 0]] += count),
    );
    r.values.forEach((value, i) => (action.windowValues[WINDOWS[i as 0]] += value));
  }
  return action;
}

export type ActionCell = { action_type: string; value: string } & Partial<Record<WindowName, string>>;

/** The `actions` (or, with `money`, `action_values`) list of a row; a window without a result has no key. */
export function actionCells(
  actions: readonly Action[],
  windows: readonly WindowName[],
  money: ((micros: number) => string) | null,
): ActionCell[] {
  const cells: ActionCell[] = [];
  for (const action of actions) {
    const total = money === null ? action.count : action.value;
    const parts = money === null ? action.windows : action.windowValues;
    if (total === 0 && !windows.some((window) => parts[window] > 0)) continue;
    const cell: ActionCell = { action_type: action.type, value: money === null ? String(total) : money(total) };
    for (const window of windows)
      if (parts[window] > 0) cell[window] = money === null ? String(parts[window]) : money(parts[window]);
    cells.push(cell);
  }
  return cells;
}

// Also here: what lazy screens share lands in a chunk of its own that runs before the entry's own code.
import './zod-without-eval.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { z } from 'zod';
import { asKnownOn, platformId, type Range } from '../../contract/primitives.ts';
import type { PlatformId } from '../../contract/vocabulary.ts';
import { useClientSafe } from './client-safe.ts';
import { addDays, isDay, lengthOf, localDay, startOfMonth, yearBefore } from './days.ts';
import { useNow } from './formats-context.tsx';
import { m } from './messages-view.ts';
import type { Message } from './text.ts';

/**
 * What every screen looks at: the period, what it is compared with, the platforms. It lives in the address, so a view is a link.
 */
export const RANGE_PRESETS = ['7d', '30d', '90d', 'month', 'last-month'] as const;
export type RangePreset = (typeof RANGE_PRESETS)[number];
export const RANGE_LABELS: Record<RangePreset, Message> = {
  '7d': m.last7,
  '30d': m.last30,
  '90d': m.last90,
  month: m.thisMonth,
  'last-month': m.lastMonth,
};
export const COMPARISONS = ['previous', 'year', 'none'] as const;
export type Comparison = (typeof COMPARISONS)[number];
const DEFAULT_RANGE: RangePreset = '30d';

const rangeWord = z.string().refine((text) => isPreset(text) || customRange(text) !== null);

/** Search parameters of every route. A word that makes no sense falls back to the default instead of breaking a shared link. */
export const viewSearch = z.object({
  range: rangeWord.optional().catch(undefined),
  compare: z.enum(COMPARISONS).optional().catch(undefined),
  platform: platformId.optional().catch(undefined),
  /** The moment every figure is seen from; left out = now. */
  asKnownOn: asKnownOn.optional().catch(undefined),
});
export type ViewSearch = z.infer<typeof viewSearch> & {
  /** Which of them a link named in words that make no sense: 'range' or 'range.platform'. */
  unread?: string | undefined;
};

/** What follows the person from screen to screen. */
export const VIEW_KEYS = ['range', 'compare', 'platform', 'asKnownOn'] as const satisfies (keyof ViewSearch)[];

/** The view a link asks for. What it says in words that make no sense is left to the default and named in `unread`, to be told. */
export const viewOfLink = (search: Record<string, unknown>): ViewSearch => {
  const view = viewSearch.parse(search);
  const before = typeof search['unread'] === 'string' ? search['unread'].split('.') : [];
  const unread = VIEW_KEYS.filter((key) =>
    search[key] === undefined ? before.includes(key) : view[key] === undefined,
  );
  return unread.length === 0 ? view : { ...view, unread: unread.join('.') };
};

/**
 * An address of a screen ('/data-health?csv=7') with the view of the address one stands at (`search`: '?range=7d&filter=x'). What the
 * target says itself stays; what belongs to the screen one leaves is left there.
 */
export const keepView = (to: string, search: string): string => {
  const cut = to.indexOf('?');
  const path = cut < 0 ? to : to.slice(0, cut);
  const next = new URLSearchParams(cut < 0 ? '' : to.slice(cut));
  const now = new URLSearchParams(search);
  for (const key of VIEW_KEYS) {
    const value = now.get(key);
    if (value !== null && !next.has(key)) next.set(key, value);
  }
  return next.size === 0 ? path : `${path}?${next}`;
};

const isPreset = (text: string): text is RangePreset => (RANGE_PRESETS as readonly string[]).includes(text);
const customRange = (text: string): Range | null => {
  const [from, to] = text.split('_');
  return from && to && isDay(from) && isDay(to) && from <= to ? { from, to } : null;
};

/** The days a range word stands for. Ends yesterday unless the person chose otherwise: today is never complete. */
export const resolveRange = (word: string, today: string): Range => {
  const yesterday = addDays(today, -1);
  if (!isPreset(word)) return customRange(word) ?? resolveRange(DEFAULT_RANGE, today);
  if (word === 'month') {
    // On the 1st there is no finished day of this month yet: today is all there is.
    const from = startOfMonth(today);
    return from > yesterday ? { from, to: today } : { from, to: yesterday };
  }
  if (word === 'last-month') {
    const to = addDays(startOfMonth(today), -1);
    return { from: startOfMonth(to), to };
  }
  return { from: addDays(yesterday, 1 - Number.parseInt(word, 10)), to: yesterday };
};

/** The earlier period. A month so far is compared with the same days of the month before. */
export const resolveComparison = (comparison: Comparison, word: string, range: Range): Range | null => {
  if (comparison === 'none') return null;
  if (comparison === 'year') return { from: yearBefore(range.from), to: yearBefore(range.to) };
  if (word === 'month' || word === 'last-month') {
    const end = addDays(range.from, -1);
    const from = startOfMonth(end);
    const sameDays = addDays(from, lengthOf(range) - 1);
    return { from, to: word === 'last-month' || sameDays > end ? end : sameDays };
  }
  return { from: addDays(range.from, -lengthOf(range)), to: addDays(range.from, -1) };
};

const endOfMonth = (day: string): string => addDays(startOfMonth(addDays(startOfMonth(day), 31)), -1);

/**
 * The word of the period before or after: whole months step by month, everything else by its own length. A step that ends where a preset
 * does is that preset again. Null where it would reach beyond yesterday: there is nothing to see yet.
 */
export const shiftRange = (word: string, direction: -1 | 1, today: string): string | null => {
  const range = resolveRange(word, today);
  const whole = range.from === startOfMonth(range.from) && (range.to === endOfMonth(range.from) || word === 'month');
  let next: Range;
  if (whole) {
    const from = direction < 0 ? startOfMonth(addDays(range.from, -1)) : addDays(endOfMonth(range.from), 1);
    next = { from, to: endOfMonth(from) };
    const thisMonth = resolveRange('month', today);
    if (next.from === thisMonth.from) next = thisMonth;
  } else {
    const days = direction * lengthOf(range);
    next = { from: addDays(range.from, days), to: addDays(range.to, days) };
  }
  if (next.to > addDays(today, -1) && !(next.from === startOfMonth(today) && whole)) return null;
  const preset = RANGE_PRESETS.find((one) => {
    const { from, to } = resolveRange(one, today);
    return from === next.from && to === next.to;
  });
  return preset ?? `${next.from}_${next.to}`;
};

export type View = {
  rangeWord: string;
  range: Range;
  comparison: Comparison;
  compare: Range | null;
  platform: PlatformId | null;
  /** A day (its end) or an instant; null = now. */
  asKnownOn: string | null;
  /** The input every view procedure takes. */
  input: {
    range: Range;
    compare: Range | null;
    platforms: PlatformId[] | null;
    asKnownOn: string | null;
    clientSafe: boolean;
  };
  set(
    change: Partial<{
      range: string;
      compare: Comparison;
      platform: PlatformId | undefined;
      asKnownOn: string | undefined;
    }>,
  ): void;
};

/** What an address asks of the engine on a day. */
export const inputOf = (search: ViewSearch, today: string, clientSafe: boolean): View['input'] => {
  const { range: word = DEFAULT_RANGE, compare: comparison = 'previous', platform, asKnownOn: known } = search;
  const range = resolveRange(word, today);
  const compare = resolveComparison(comparison, word, range);
  return { range, compare, platforms: platform ? [platform] : null, asKnownOn: known ?? null, clientSafe };
};

/** The view of the address, resolved to days. */
export const useView = (): View => {
  const search = useSearch({ strict: false }) as ViewSearch;
  const navigate = useNavigate();
  const today = localDay(useNow());
  const set = useCallback<View['set']>(
    (change) => {
      void navigate({ to: '.', search: ((old: ViewSearch) => ({ ...old, unread: undefined, ...change })) as never });
    },
    [navigate],
  );
  const { range: word = DEFAULT_RANGE, compare: comparison = 'previous', platform, asKnownOn: known } = search;
  const clientSafe = useClientSafe();
  return useMemo(() => {
    const input = inputOf({ range: word, compare: comparison, platform, asKnownOn: known }, today, clientSafe);
    return {
      rangeWord: word,
      range: input.range,
      comparison,
      compare: input.compare,
      platform: platform ?? null,
      asKnownOn: input.asKnownOn,
      input,
      set,
    };
  }, [word, comparison, platform, known, clientSafe, today, set]);
};

import type { ActionTypes, BusinessMetricInput, Goal, Profile, Source } from '../../../contract/client-profile.ts';
import { CONVERSION_KINDS, type ConversionKind } from '../../../contract/client-profile.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { t, type Message } from '../../ui/text.ts';
import { nameOf } from './action-rows.ts';
import { m } from './messages.ts';

/** What the dialogs of a client's profile hold and check. Pure. */
export type GoalText = { currency: string; budget: string; cpa: string; roas: string };

/**
 * A number as a person writes it: '1 234,50', '1,234.50', '1234'. The last separator is the decimal one unless exactly three digits
 * follow a lone one. Null = empty, undefined = no number.
 */
export function parseNumber(text: string): number | null | undefined {
  const plain = text.replaceAll(/[\s\u00A0\u202F']/g, '');
  if (plain === '') return null;
  if (!/^\d[\d.,]*$/.test(plain)) return undefined;
  const separators = plain.match(/[.,]/g) ?? [];
  const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const after = plain.length - last - 1;
  const mixed = new Set(separators).size > 1;
  const grouped = separators.length > 0 && !mixed && (separators.length > 1 || after === 3);
  const number =
    last === -1 || grouped
      ? plain.replaceAll(/[.,]/g, '')
      : `${plain.slice(0, last).replaceAll(/[.,]/g, '')}.${plain.slice(last + 1)}`;
  const value = Number(number);
  return Number.isFinite(value) ? value : undefined;
}

/** Three digits behind the point would be read back as thousands. */
const shown = (value: number | null | undefined): string =>
  value == null ? '' : String(value).replace(/(\.\d{3})$/, '$10');
const major = (micros: number | null): string => shown(micros === null ? null : micros / 1e6);

/** The goals as the fields show them: a line per currency of the client's ad accounts. */
export function goalTexts(profile: Pick<Profile, 'currencies' | 'goals'>): GoalText[] {
  const currencies = [...new Set([...profile.currencies, ...profile.goals.map((goal) => goal.currency)])];
  return currencies.map((currency) => {
    const goal = profile.goals.find((one) => one.currency === currency);
    return {
      currency,
      budget: major(goal?.monthlyBudgetMicros ?? null),
      cpa: major(goal?.targetCpaMicros ?? null),
      roas: shown(goal?.targetRoas),
    };
  });
}

export type GoalErrors = Partial<Record<'budget' | 'cpa' | 'roas', string>>;
export type ParsedGoal = { currency: string; values: Omit<Goal, 'currency'>; errors: GoalErrors };

/** What the fields of one currency mean; `errors` by field. */
export function parseGoal(text: GoalText): ParsedGoal {
  const errors: GoalErrors = {};
  const read = (field: 'budget' | 'cpa' | 'roas', sentence: Message): number | null => {
    const value = parseNumber(text[field]);
    if (value === null) return null;
    if (value === undefined || value <= 0 || value > 1e9) {
      errors[field] = t(sentence);
      return null;
    }
    return value;
  };
  const micros = (value: number | null): number | null => (value === null ? null : Math.round(value * 1e6));
  const values = {
    monthlyBudgetMicros: micros(read('budget', m.wrongAmount)),
    targetCpaMicros: micros(read('cpa', m.wrongAmount)),
    targetRoas: read('roas', m.wrongRatio),
  };
  return { currency: text.currency, values, errors };
}

const sameGoal = (a: Omit<Goal, 'currency'> | undefined, b: Omit<Goal, 'currency'>): boolean =>
  (a?.monthlyBudgetMicros ?? null) === b.monthlyBudgetMicros &&
  (a?.targetCpaMicros ?? null) === b.targetCpaMicros &&
  (a?.targetRoas ?? null) === b.targetRoas;

/** The goals that differ from what is stored. */
export const changedGoals = (stored: readonly Goal[], parsed: readonly ParsedGoal[]): ParsedGoal[] =>
  parsed.filter(
    (one) =>
      !sameGoal(
        stored.find((goal) => goal.currency === one.currency),
        one.values,
      ),
  );

// Conversions by name.

export type NamedDraft = { key: number; name: string; kind: ConversionKind; sources: Source[] };
export type ActionType = ActionTypes['types'][number];

export const sourceId = ({ platform, actionType }: Source): string => `${platform} ${actionType}`;
export const hasSource = (draft: Pick<NamedDraft, 'sources'>, source: Source): boolean =>
  draft.sources.some((one) => sourceId(one) === sourceId(source));

export const draftsOf = (profile: Pick<Profile, 'conversions'>): NamedDraft[] =>
  profile.conversions.map(({ name, kind, sources }, key) => ({
    key,
    name,
    kind,
    sources: sources.map(({ platform, actionType }) => ({ platform, actionType })),
  }));

/**
 * Why a chosen source adds nothing: another chosen one of the same name already holds its conversions. By source id; sources that
 * share some conversions without one holding the other are the engine's to find.
 */
export function overlaps(draft: Pick<NamedDraft, 'sources'>, types: readonly ActionType[]): Map<string, string> {
  const known = new Map(types.map((type) => [sourceId(type), type]));
  const found = new Map<string, string>();
  for (const source of draft.sources) {
    const type = known.get(sourceId(source));
    const holder = draft.sources.find(
      (other) => other.platform === source.platform && (type?.insideOf ?? []).includes(other.actionType),
    );
    if (holder !== undefined)
      found.set(
        sourceId(source),
        t(m.notAdded, { holder: nameOf(known.get(sourceId(holder)) ?? { ...holder, label: holder.actionType }) }),
      );
  }
  return found;
}

/** Wrong names and empty lists, by the draft's key. */
export function draftErrors(drafts: readonly NamedDraft[]): Map<number, string> {
  const errors = new Map<number, string>();
  const seen = new Set<string>();
  for (const { key, name, sources } of drafts) {
    const folded = name.trim().toLowerCase();
    if (folded === '') errors.set(key, t(m.convNameMissing));
    else if (seen.has(folded)) errors.set(key, t(m.convNameTaken));
    else if (sources.length === 0) errors.set(key, t(m.convNoSource));
    seen.add(folded);
  }
  return errors;
}

export const toInput = (drafts: readonly NamedDraft[]): BusinessMetricInput[] =>
  drafts.map(({ name, kind, sources }) => ({ name: name.trim(), kind, sources }));

export const sameMapping = (a: readonly BusinessMetricInput[], b: readonly BusinessMetricInput[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const PLURALS: Partial<Record<ConversionKind, Message>> = {
  lead: m.leads,
  purchase: m.purchases,
  reservation: m.reservations,
};
const ORDER: readonly ConversionKind[] = ['step', 'lead', 'reservation', 'purchase'];

/**
 * A first proposal from what was counted: one name per kind with the widest action types of each platform; funnel steps each by
 * themselves, most counted first, because a funnel narrows.
 */
export function proposal(types: readonly ActionType[]): Omit<NamedDraft, 'key'>[] {
  const widest = types.filter((type) => type.insideOf.length === 0 && type.count > 0);
  return ORDER.flatMap((kind): Omit<NamedDraft, 'key'>[] => {
    const own = widest.filter((type) => type.kind === kind);
    const sources = (list: readonly ActionType[]): Source[] =>
      list.map(({ platform, actionType }) => ({ platform, actionType }));
    if (own.length === 0) return [];
    const name = PLURALS[kind];
    if (kind !== 'step') return [{ name: t(name ?? CONVERSION_KINDS[kind].label), kind, sources: sources(own) }];
    const steps = Map.groupBy(own, (type) => stepName(type.label));
    return [...steps].map(([name, list]) => ({ name, kind, sources: sources(list) })).slice(0, 5);
  });
}

/** 'offsite_conversion.fb_pixel_add_to_cart' → 'Add to cart'. */
function stepName(label: string): string {
  const last = label.split('.').at(-1) ?? label;
  const words = last
    .replace(/^fb_pixel_|^omni_/, '')
    .replaceAll('_', ' ')
    .trim();
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 60);
}

/** Moves one of a list by so many places; the same list when it cannot go there. */
export function moved<T>(list: readonly T[], from: number, by: number): readonly T[] {
  const to = from + by;
  if (to < 0 || to >= list.length) return list;
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}

// Ways out of the app.

export type OutsideAccount = { platform: PlatformId; adAccountId: string; name: string };

/** Where an ad account lives at its platform, for the system's browser. */
export function outsideLink(
  { platform, adAccountId, name }: OutsideAccount,
  several: boolean,
): { label: string; url: string } {
  const digits = encodeURIComponent(adAccountId.replace(/^act_/, '').replaceAll('-', ''));
  const { console: app, consoleUrl } = PLATFORM_LABELS[platform];
  return {
    label: several ? t(m.openAccountIn, { app, account: name }) : t(m.openIn, { app }),
    url: consoleUrl.replace('{id}', digits),
  };
}

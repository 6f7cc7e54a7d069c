import {
  parseConversionAction,
  type ActionTypes,
  type BusinessMetricInput,
  type ConversionKind,
  type MappingChange,
  type Profile,
  type Source,
  type StoredBusinessMetric,
} from '../../../contract/client-profile.ts';
import { actionName } from '../../../contract/action-names.ts';
import type { Range } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { addDays, localDay } from '../../domain/days.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Overlap } from '../../platforms/platform.ts';
import type { Platforms } from '../../platforms/registry.ts';
import type { Db } from '../../store/db.ts';
import { conversionActionNames, seenActionTypes } from '../../store/reads/action-types.ts';
import { businessMetricsOf, storedProfile, type BusinessMetric } from '../../store/reads/client-profile.ts';
import { saveMapping } from '../../store/writes/client-profile.ts';

/** What a client calls its conversions, and what of the platforms is behind each name. */
export type Conversions = {
  profile(clientId: string): Profile;
  /** Replaces all names. A source another one of the same name already holds is kept and never counted. */
  setMapping(clientId: string, conversions: readonly BusinessMetricInput[]): MappingChange;
  actionTypes(clientId: string, range: Range | null): ActionTypes;
};

const SEEN_DAYS = 90;

export function createConversions(
  db: Db,
  deps: { platforms: Platforms; now: () => number; changed: () => void },
): Conversions {
  const overlap = (a: Source, b: Source): Overlap =>
    a.platform === b.platform
      ? (deps.platforms.get(a.platform)?.capabilities.actionOverlap?.(a.actionType, b.actionType) ?? null)
      : null;

  function keyOf(clientId: string): number {
    if (/^\d{1,15}$/.test(clientId) && storedProfile(db, Number(clientId)) !== null) return Number(clientId);
    throw new Refusal('NOT_FOUND', 'That client does not exist any more.', { what: 'client' });
  }

  function described(clientId: number, metrics: readonly BusinessMetric[]): StoredBusinessMetric[] {
    const names = conversionActionNames(db, clientId);
    const labelOf = (one: Source): string =>
      names.get(`${one.platform} ${one.actionType}`) ??
      actionName(one.actionType) ??
      (parseConversionAction(one.actionType) === null
        ? one.actionType
        : `Conversion action ${parseConversionAction(one.actionType)?.id}`);
    return metrics.map(({ name, kind, sources }) => ({
      name,
      kind,
      sources: sources.map((one) => {
        const holder = one.counted ? null : sources.find((other) => other.counted && overlap(other, one) !== null);
        return {
          ...one,
          label: labelOf(one),
          reason: one.counted
            ? null
            : reasonFor(labelOf(one), holder ? { label: labelOf(holder), how: overlap(holder, one) } : null),
        };
      }),
    }));
  }

  return {
    profile(clientId) {
      const key = keyOf(clientId);
      const { conversions, ...stored } = storedProfile(db, key) as NonNullable<ReturnType<typeof storedProfile>>;
      return { ...stored, id: String(key), conversions: described(key, conversions) };
    },
    setMapping(clientId, conversions) {
      const key = keyOf(clientId);
      check(conversions);
      const before = businessMetricsOf(db, key).map(({ name, kind, sources }) => ({
        name,
        kind,
        sources: sources.map(({ platform, actionType }) => ({ platform, actionType })),
      }));
      saveMapping(db, {
        clientId: key,
        conversions: conversions.map((metric) => ({ ...metric, sources: countedOnce(metric.sources, overlap) })),
      });
      deps.changed();
      const saved = described(key, businessMetricsOf(db, key));
      const warnings = saved.flatMap((metric) =>
        metric.sources.flatMap(({ reason }) => (reason === null ? [] : `${metric.name}: ${reason}`)),
      );
      return { before, conversions: saved, warnings };
    },
    actionTypes(clientId, asked) {
      const key = keyOf(clientId);
      const today = localDay(deps.now());
      const range = asked ?? { from: addDays(today, -SEEN_DAYS), to: today };
      const seen = seenActionTypes(db, { clientId: key, range });
      const metrics = businessMetricsOf(db, key);
      return {
        range,
        types: seen.map((one) => ({
          ...one,
          insideOf: seen.filter((other) => overlap(other, one) === 'wider').map((other) => other.actionType),
          mappedTo: metrics
            .filter(({ sources }) => sources.some((source) => isSame(source, one)))
            .map((metric) => metric.name),
          kind: kindOf(one.label),
        })),
      };
    },
  };
}

const isSame = (a: Source, b: Source): boolean => a.platform === b.platform && a.actionType === b.actionType;

/** Throws Refusal for names or sources given twice. */
function check(conversions: readonly BusinessMetricInput[]): void {
  const names = new Set<string>();
  for (const { name, sources } of conversions) {
    const folded = name.toLowerCase();
    if (names.has(folded))
      throw new Refusal('BAD_INPUT', `"${name}" is in the list twice. Give each conversion a name of its own.`, {
        field: 'conversions',
      });
    names.add(folded);
    const twice = sources.find((one, index) => sources.findIndex((other) => isSame(other, one)) < index);
    if (twice !== undefined)
      throw new Refusal(
        'BAD_INPUT',
        `"${name}" lists ${twice.actionType} of ${PLATFORM_LABELS[twice.platform].name} twice. Take one away.`,
        { field: 'conversions' },
      );
  }
}

/**
 * Which sources of one name are added up: the widest first, and none that shares conversions with one that is added; of those that
 * share some without one holding the other, the first. Whatever the person chose, no conversion is ever counted twice, and nothing is
 * left out that would not be.
 */
export function countedOnce<One extends Source>(
  sources: readonly One[],
  overlap: (a: Source, b: Source) => Overlap,
): (One & { counted: boolean })[] {
  const counted: One[] = [];
  const holders = (one: One): number => sources.filter((other) => overlap(other, one) === 'wider').length;
  for (const one of sources.toSorted((a, b) => holders(a) - holders(b)))
    if (!counted.some((other) => overlap(other, one) !== null)) counted.push(one);
  return sources.map((one) => ({ ...one, counted: counted.includes(one) }));
}

function reasonFor(label: string, holder: { label: string; how: Overlap } | null): string {
  if (holder === null) return `"${label}" is not added: its conversions are counted already.`;
  return holder.how === 'wider'
    ? `"${label}" is not added: "${holder.label}" already holds its conversions.`
    : `"${label}" is not added: "${holder.label}" counts some of the same conversions.`;
}

const GUESSES: readonly (readonly [RegExp, ConversionKind])[] = [
  [/reserv|booking|schedule|appointment/i, 'reservation'],
  [/add_to_cart|initiate_checkout|view_content|add_payment|search|landing_page|begin.?checkout|page.?view/i, 'step'],
  [/purchase|order|sale/i, 'purchase'],
  [/lead|registration|sign.?up|contact|form|call/i, 'lead'],
];

function kindOf(label: string): ConversionKind {
  return GUESSES.find(([pattern]) => pattern.test(label))?.[1] ?? 'other';
}

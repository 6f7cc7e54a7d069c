import { z } from 'zod';
import { t } from '../words/text.ts';
import { conversionKindMessages as m, inputMessages as input } from './messages.ts';
import { clientId, clientSafe, day, micros, platformId, range } from './primitives.ts';

/** What people add to a client: who looks after it, tags, goals, and what its conversions are called. Every change answers with what was there before. */

/** What a business conversion is, so that screens can order and colour them. `step` = a step of a funnel, in the order of the list. */
export const CONVERSION_KINDS = {
  lead: { label: m.lead },
  purchase: { label: m.purchase },
  reservation: { label: m.reservation },
  step: { label: m.step },
  other: { label: m.other },
} as const;
export type ConversionKind = keyof typeof CONVERSION_KINDS;
const kinds = Object.keys(CONVERSION_KINDS) as [ConversionKind, ...ConversionKind[]];

/**
 * A conversion action of an ad account as an action type: 'conversion_action/123' counts what the platform counts in its column
 * Conversions, 'conversion_action/123/all' everything the action recorded. Text on disk.
 */
const CONVERSION_ACTION = /^conversion_action\/([^/]+)(\/all)?$/;
export type ConversionActionRef = { id: string; all: boolean };
export const conversionActionType = ({ id, all }: ConversionActionRef): string =>
  `conversion_action/${id}${all ? '/all' : ''}`;
/** Null for an ordinary action type. */
export function parseConversionAction(actionType: string): ConversionActionRef | null {
  const match = CONVERSION_ACTION.exec(actionType);
  return match?.[1] === undefined ? null : { id: match[1], all: match[2] !== undefined };
}

const line = (most: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(1, { error: () => t(input.lineEmpty) })
        .max(most, { error: () => t(input.lineLong, { most: String(most) }) }),
    );

export const owner = line(120);
export const tag = line(40);
export const MOST_TAGS = 30;
export const MOST_PINNED = 9;
const clientIds = z.array(clientId).min(1).max(10_000);

export const source = z.object({ platform: platformId, actionType: z.string().min(1).max(200) });
export type Source = z.infer<typeof source>;

/** A name for conversions as the person sets it; the order of the list is the order on screen. */
export const businessMetricInput = z.object({
  /** Records by name must not reach into what every object has. */
  name: line(60).refine((name) => name !== '__proto__', { error: () => t(input.nameTaken) }),
  kind: z.enum(kinds),
  sources: z
    .array(source)
    .min(1, { error: () => t(input.noConversion) })
    .max(50),
});
export type BusinessMetricInput = z.infer<typeof businessMetricInput>;

/** What a view knows of a client's names for conversions: the columns that exist, in their order. */
export const businessMetricInfo = z.object({
  name: z.string(),
  kind: z.enum(kinds),
  /** Why its counts are not whole in this view ('Google Ads: 12 of 30 days …'); null when they are. */
  missing: z.string().nullable(),
});
export type BusinessMetricInfo = z.infer<typeof businessMetricInfo>;

export const storedBusinessMetric = z.object({
  name: z.string(),
  kind: z.enum(kinds),
  sources: z.array(
    source.extend({
      /** The conversion action's own name, else the action type. */
      label: z.string(),
      /** False when another source of this name already holds its conversions: it is kept and never added. */
      counted: z.boolean(),
      /** Why it is not counted; null when it is. */
      reason: z.string().nullable(),
    }),
  ),
});
export type StoredBusinessMetric = z.infer<typeof storedBusinessMetric>;

const ratio = z.number().positive().max(1_000_000);
const amount = micros.refine((value) => value > 0 && value <= 1e18, { error: () => t(input.amountAboveZero) });
export const goalValues = z.object({
  /** Null = not set. */
  monthlyBudgetMicros: amount.nullable(),
  targetCpaMicros: amount.nullable(),
  targetRoas: ratio.nullable(),
});
export const goal = goalValues.extend({ currency: z.string() });
export type Goal = z.infer<typeof goal>;

export const profile = z.object({
  id: clientId,
  name: z.string(),
  city: z.string().nullable(),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  pinned: z.boolean(),
  /** Of its ad accounts: the currencies a goal can be set in. */
  currencies: z.array(z.string()),
  timezones: z.array(z.string()),
  goals: z.array(goal),
  conversions: z.array(storedBusinessMetric),
});
export type Profile = z.infer<typeof profile>;

export const owners = z.object({
  owners: z
    .array(z.object({ clientId, owner: owner.nullable() }))
    .min(1)
    .max(10_000),
});
export type Owners = z.infer<typeof owners>;

const tagsOf = z.object({
  clientId,
  tags: z.array(tag).max(MOST_TAGS, { error: () => t(input.tagsMost, { most: String(MOST_TAGS) }) }),
});
/** Exactly these tags. */
export const clientTags = z.object({ clients: z.array(tagsOf).min(1).max(10_000) });
export type ClientTags = z.infer<typeof clientTags>;
/** Adds and takes away; the rest stays. */
export const changeTagsInput = z.object({
  clientIds,
  add: z.array(tag).max(MOST_TAGS).default([]),
  remove: z.array(tag).max(MOST_TAGS).default([]),
});

export const setGoalInput = z.object({
  clientId,
  currency: z.string().regex(/^[A-Z]{3}$/, { error: () => t(input.currencyForm) }),
  /** Null takes the goal away. */
  goal: goalValues.nullable(),
});
export const goalChange = z.object({ before: goalValues.nullable() });

export const setMappingInput = z.object({
  clientId,
  /** All of the client's names, in their order; an empty list takes them away. */
  conversions: z.array(businessMetricInput).max(30, { error: () => t(input.namesMost) }),
});
export const mappingChange = z.object({
  /** What `setMapping` takes to undo it. */
  before: z.array(businessMetricInput),
  conversions: z.array(storedBusinessMetric),
  /** Sources that are not added because another one holds their conversions: a sentence each. */
  warnings: z.array(z.string()),
});
export type MappingChange = z.infer<typeof mappingChange>;

/** The pinned clients in their order. */
export const pinned = z.object({
  clientIds: z.array(clientId).max(MOST_PINNED, { error: () => t(input.pinnedMost, { most: String(MOST_PINNED) }) }),
});

/** Client-safe: only the one asked about, and nobody when that is null; what is pinned is the agency's own. */
export const namesInput = z.object({ clientSafe, clientId: clientId.nullable().default(null) });

export const actionTypesInput = z.object({
  clientId,
  /** Null = the last 90 days. */
  range: range.nullable().default(null),
});
export const actionTypes = z.object({
  range,
  /** Most conversions first. */
  types: z.array(
    source.extend({
      label: z.string(),
      count: z.number(),
      /** The last day it was told on. */
      lastDay: day,
      /** Wider action types of this list that already hold its conversions: never add them to it. */
      insideOf: z.array(z.string()),
      /** Names of the client it is behind. */
      mappedTo: z.array(z.string()),
      /** A guess by its name, for a first proposal. */
      kind: z.enum(kinds),
    }),
  ),
});
export type ActionTypes = z.infer<typeof actionTypes>;

/** Owners and tags in use, for filters and pickers; most used first. */
export const labels = z.object({
  owners: z.array(z.object({ owner: z.string(), clients: z.number().int() })),
  tags: z.array(z.object({ tag: z.string(), clients: z.number().int() })),
});
export type Labels = z.infer<typeof labels>;

import { z } from 'zod';
import { t } from '../words/text.ts';
import { inputMessages as input } from './messages.ts';
import { AD_ACCOUNT_STATUSES, ENTITY_STATUSES, LEVELS, PLATFORM_IDS } from './vocabulary.ts';

/** Building blocks of the contract. Values are plain JSON: days as text, instants ISO-8601 UTC, money integer micros, ids text. */
export const platformId = z.enum(PLATFORM_IDS);
export const level = z.enum(LEVELS);
export const entityStatus = z.enum(ENTITY_STATUSES);
export const adAccountStatus = z.enum(AD_ACCOUNT_STATUSES);
/** A mistyped year must not become a range of a thousand years. */
export const EARLIEST_DAY = '2000-01-01';
export const LATEST_DAY = '2099-12-31';
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: () => t(input.dayForm) })
  .refine(
    (text) => {
      const date = new Date(`${text}T00:00:00Z`);
      return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
    },
    { error: () => t(input.noSuchDay) },
  )
  .refine((text) => text >= EARLIEST_DAY && text <= LATEST_DAY, { error: () => t(input.yearOut) });
export const instant = z.string();
/**
 * The moment a view is seen from: an instant, or a day, which means the end of that day in each ad account's own zone. Every figure
 * and day state is then as it was known at that moment; names, statuses, budgets and freshness stay those of now.
 */
export const asKnownOn = z.union([day, z.iso.datetime({ offset: true })], {
  error: () => t(input.asKnownForm),
});
export type AsKnownOn = z.infer<typeof asKnownOn>;
/** Sums of IDR or VND pass 2^53 micros: there a double is off by millionths of a unit, and one client must not take a screen down. */
export const micros = z.number().refine(Number.isInteger, { error: () => t(input.wholeMicros) });
/** A map from any name to values; zod's own record leaves the name '__proto__' out. On the wire: contract/wire.ts. */
export const byName = <Value extends z.ZodType>(value: Value) =>
  z.custom<Record<string, z.infer<Value>>>(
    (data) =>
      typeof data === 'object' &&
      data !== null &&
      !Array.isArray(data) &&
      Object.values(data).every((one) => value.safeParse(one).success),
  );
export const clientId = z.string().min(1);
const LONGEST_RANGE_MS = 3_653 * 86_400_000;
export const range = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { error: () => t(input.rangeTurned) })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_RANGE_MS, { error: () => t(input.rangeLong) });
export type Range = z.infer<typeof range>;
/**
 * Answers may be shown to the client: nothing that reveals what was spent is in them, nor budgets, notes, account ids, texts of errors
 * and other clients (contract/client-safe.ts).
 */
export const clientSafe = z.boolean().default(false);

/**
 * Additive metrics summed over some rows. null = no row reported it, which is not zero.
 * Reach is absent on purpose: unique people never add up.
 */
export const sums = z.object({
  /** Absent in client-safe answers, like everything that reveals spend. */
  spendMicros: micros.nullable().optional(),
  impressions: z.number().nullable(),
  clicks: z.number().nullable(),
  linkClicks: z.number().nullable(),
  conversions: z.number().nullable(),
  conversionValueMicros: micros.nullable(),
  /**
   * The client's own names for conversions. Null = some of it is not known, which no total may hide; a name that is not there has
   * nothing of these rows behind it, or was told nothing of.
   */
  named: byName(z.number().nullable()).optional(),
  /**
   * Spend of the platforms whose conversions count for a name, which its cost divides (`spendForName`). Only where that is not the
   * spend of these rows: a name on one platform in a total of two. Absent in client-safe answers.
   */
  namedSpendMicros: byName(micros.nullable()).optional(),
  /** Where it was asked for: null = not whole, because some platform in it tells none; absent = nothing known. */
  videoViews: z.number().nullable().optional(),
  /** How often a video began to play, and how often it was watched to its end or for 15 seconds; told by Meta. As videoViews. */
  videoPlays: z.number().nullable().optional(),
  thruPlays: z.number().nullable().optional(),
});
export type Sums = z.infer<typeof sums>;

/** Figures a platform gives for exactly one entity and period; they never add up, so no total has them. null = not told. */
export const uniques = z.object({
  reach: z.number().nullable(),
  frequency: z.number().nullable(),
  /** Of 0 to 1; 0.0999 stands for anything below 0.1. Absent = the reading is from before Tidemark asked for it. */
  impressionShare: z.number().nullable().optional(),
});
export type Uniques = z.infer<typeof uniques>;

/** Sums of one entity with its unique figures; `uniques` null or absent = the platform was not asked about exactly this period. */
export const figures = sums.extend({ uniques: uniques.nullable().optional() });
export type Figures = z.infer<typeof figures>;

/** What went wrong, for a person, and the one thing to do next. `detail` holds codes for the details view; it is redacted. */
export const problem = z.object({
  code: z.string(),
  sentence: z.string(),
  detail: z.string().nullable(),
  fix: z.enum(['sign_in_again', 'retry', 'wait', 'check_access', 'change_range', 'free_space', 'unlock', 'none']),
});
export type Problem = z.infer<typeof problem>;

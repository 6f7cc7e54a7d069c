import type { z } from 'zod';
import { safeGaps } from './client-safe-checks.ts';
import {
  safeBreakdown,
  safeChanges,
  safeCompare,
  safeDays,
  safeEvents,
  safeHours,
  safePeriods,
} from './client-safe-details.ts';
import { safeReport } from './client-safe-report.ts';
import { safeClients, safeEntities, safeEntityDays, safeInsights, safeOverview } from './client-safe-views.ts';

/** Per answer of the engine what of it may be shown to a client. */
export const CLIENT_SAFE = {
  clients: safeClients,
  overview: safeOverview,
  entities: safeEntities,
  insights: safeInsights,
  entityDays: safeEntityDays,
  days: safeDays,
  changes: safeChanges,
  breakdown: safeBreakdown,
  hours: safeHours,
  periods: safePeriods,
  compare: safeCompare,
  events: safeEvents,
  report: safeReport,
  gaps: safeGaps,
} as const;
export type ClientSafeAnswer = keyof typeof CLIENT_SAFE;

/**
 * An answer as a client may see it. `alias` gives what stands for an ad account's id: it takes its place wherever the id appears, also
 * inside texts. Throws ZodError when the answer is none of its kind.
 */
export function toClientSafe<Name extends ClientSafeAnswer>(
  name: Name,
  answer: unknown,
  alias: (adAccountId: string) => string,
): z.output<(typeof CLIENT_SAFE)[Name]> {
  const safe = CLIENT_SAFE[name].parse(answer);
  const ids = accountIds(answer);
  return (ids.size === 0 ? safe : replaced(safe, pattern(ids), alias)) as z.output<(typeof CLIENT_SAFE)[Name]>;
}

function accountIds(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) accountIds(one, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'adAccountId' && typeof inner === 'string' && inner !== '') found.add(inner);
      else accountIds(inner, found);
    }
  return found;
}

/** The ids as whole words: an id of four digits must not be found inside a longer number. */
function pattern(ids: ReadonlySet<string>): RegExp {
  const words = [...ids].map((id) => id.replace(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}

function replaced(value: unknown, ids: RegExp, alias: (adAccountId: string) => string): unknown {
  if (typeof value === 'string') return value.replace(ids, alias);
  if (Array.isArray(value)) return value.map((one) => replaced(one, ids, alias));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, ids, alias)]));
}

import type { UsageReading } from '../platform.ts';

/**
 * Meta's usage headers. Each is JSON text, any of them may be missing or malformed, and none may fail a request.
 * Source: Graph "Rate limiting", Insights "Best practices".
 */
const APP_FIGURES = ['call_count', 'total_cputime', 'total_time'] as const;

function parseObject(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function figure(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

function figures(source: Record<string, unknown> | null, names: readonly string[]): number[] {
  if (source === null) return [];
  return names.map((name) => figure(source[name])).filter((value) => value !== null);
}

function entriesOf(value: unknown): Record<string, unknown>[] {
  return [value]
    .flat()
    .filter((entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null);
}

/** Entries of the business-use-case header by the id they are keyed by. */
function businessEntries(headers: Headers): { id: string; entries: Record<string, unknown>[] }[] {
  const byId = parseObject(headers.get('x-business-use-case-usage'));
  return Object.entries(byId ?? {}).map(([id, value]) => ({ id, entries: entriesOf(value) }));
}

/** A reading out of figures and waits; null when there is nothing to tell. */
function reading(scope: UsageReading['scope'], adAccountId: string | null, told: Told, now: number) {
  const longest = Math.max(0, ...told.waits);
  if (told.percents.length === 0 && longest === 0) return null;
  const percent = Math.min(100, Math.max(0, ...told.percents));
  return { scope, adAccountId, percent, regainAt: longest > 0 ? now + longest : null };
}

type Told = { percents: number[]; waits: number[] };

function ofBusiness(entries: readonly Record<string, unknown>[]): Told {
  return {
    percents: entries.flatMap((entry) => figures(entry, APP_FIGURES)),
    waits: entries
      .flatMap((entry) => figures(entry, ['estimated_time_to_regain_access']))
      .map((minutes) => minutes * 60_000),
  };
}

/**
 * Reads the usage headers of one answer, errors included: one reading for the app, one for the ad account the call was about (or,
 * when it was about none, one per id the answer names). Empty when it carried none.
 */
export function readUsage(headers: Headers, adAccountId: string | null, now: number): UsageReading[] {
  const throttle = parseObject(headers.get('x-fb-ads-insights-throttle'));
  const account = parseObject(headers.get('x-ad-account-usage'));
  const business = businessEntries(headers);
  const app: Told = {
    percents: [
      ...figures(parseObject(headers.get('x-app-usage')), APP_FIGURES),
      ...figures(throttle, ['app_id_util_pct']),
      ...figures(account, ['app_id_util_pct']),
    ],
    waits: [],
  };
  const own: Told = {
    percents: [...figures(throttle, ['acc_id_util_pct']), ...figures(account, ['acc_id_util_pct'])],
    waits: [],
  };
  // reset_time_duration counts down on every answer; it is a waiting time only once the account is at its limit.
  if ((figures(account, ['acc_id_util_pct'])[0] ?? 0) >= 100) {
    own.waits.push(...figures(account, ['reset_time_duration']).map((seconds) => seconds * 1000));
  }
  const retryAfter = figure(headers.get('retry-after'));
  if (retryAfter !== null) (adAccountId === null ? app : own).waits.push(retryAfter * 1000);
  const others: UsageReading[] = [];
  for (const { id, entries } of business) {
    const told = ofBusiness(entries);
    // Keyed by the business at times; the call's own account is what the limit was met with.
    if (adAccountId !== null) {
      own.percents.push(...told.percents);
      own.waits.push(...told.waits);
    } else others.push(...[reading('ad_account', id, told, now)].filter((item) => item !== null));
  }
  const ofAccount = adAccountId === null ? null : reading('ad_account', adAccountId, own, now);
  return [reading('app', null, app, now), ofAccount, ...others].filter((item) => item !== null);
}

/** The latest of the waiting times told, epoch ms; null when none was. */
export function regainOf(readings: readonly UsageReading[]): number | null {
  return readings.reduce<number | null>(
    (latest, { regainAt }) => (regainAt === null ? latest : Math.max(latest ?? 0, regainAt)),
    null,
  );
}

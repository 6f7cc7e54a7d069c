/**
 * Meta's usage headers. Each is JSON text, any of them may be missing or malformed, and none may fail a request.
 * Source: Graph "Rate limiting", Insights "Best practices".
 */
export type GraphUsage = {
  /** 0–100, the highest figure of the answer. */
  percent: number;
  /** Epoch ms when Meta says asking makes sense again; null when it says nothing. */
  regainAt: number | null;
};

const APP_FIGURES = ['call_count', 'total_cputime', 'total_time'] as const;
const THROTTLE_FIGURES = ['app_id_util_pct', 'acc_id_util_pct'] as const;

function parseObject(text: string | null): Record<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
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

/** Every entry of the business-use-case header, whatever ids it is keyed by. */
function businessEntries(headers: Headers): Record<string, unknown>[] {
  const byId = parseObject(headers.get('x-business-use-case-usage'));
  if (byId === null) return [];
  return Object.values(byId)
    .flat()
    .filter((entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null);
}

/** Reads the usage headers of one answer, errors included; null when it carried none. */
export function readUsage(headers: Headers, now: number): GraphUsage | null {
  const business = businessEntries(headers);
  const account = parseObject(headers.get('x-ad-account-usage'));
  const percents = [
    ...figures(parseObject(headers.get('x-app-usage')), APP_FIGURES),
    ...figures(parseObject(headers.get('x-fb-ads-insights-throttle')), THROTTLE_FIGURES),
    ...figures(account, THROTTLE_FIGURES),
    ...business.flatMap((entry) => figures(entry, APP_FIGURES)),
  ];
  const waits = business
    .flatMap((entry) => figures(entry, ['estimated_time_to_regain_access']))
    .map((minutes) => minutes * 60_000);
  // reset_time_duration counts down on every answer; it is a waiting time only once the account is at its limit.
  if ((figures(account, ['acc_id_util_pct'])[0] ?? 0) >= 100) {
    waits.push(...figures(account, ['reset_time_duration']).map((seconds) => seconds * 1000));
  }
  const retryAfter = figure(headers.get('retry-after'));
  if (retryAfter !== null) waits.push(retryAfter * 1000);
  const longest = Math.max(0, ...waits);
  if (percents.length === 0 && longest === 0) return null;
  return { percent: Math.min(100, Math.max(0, ...percents)), regainAt: longest > 0 ? now + longest : null };
}

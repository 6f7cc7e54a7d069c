import { HOUR } from '../calendar.ts';
import type { World } from '../world.ts';

/**
 * Graph's usage headers. They come with every answer, errors included, as JSON text with percentages; the regain time in
 * `x-business-use-case-usage` is in minutes.
 */
export function createUsage(world: World) {
  const calls = new Map<string, number[]>();

  const recent = (key: string): number[] => {
    const since = world.now() - HOUR;
    const kept = (calls.get(key) ?? []).filter((at) => at > since);
    calls.set(key, kept);
    return kept;
  };

  const business = (accountId: string, type: string, percent: number, minutes: number): string =>
    JSON.stringify({
      [accountId]: [
        {
          type,
          call_count: percent,
          total_cputime: Math.ceil(percent / 3),
          total_time: Math.ceil(percent / 2),
          estimated_time_to_regain_access: minutes,
          ads_api_access_tier: 'standard_access',
        },
      ],
    });

  return {
    reset: (): void => calls.clear(),

    /** Counts a call; true when the account has used up its hour. */
    count(accountId: string | undefined): boolean {
      const key = accountId ?? '';
      const list = recent(key);
      if (accountId !== undefined && list.length >= world.options.metaHourlyCalls) return true;
      list.push(world.now());
      return false;
    },

    /** @param throttledMinutes when set, the account is shown as used up with this many minutes to wait */
    headers(accountId: string | undefined, insights: boolean, throttledMinutes?: number): Record<string, string> {
      const used = (key: string): number =>
        Math.min(100, Math.ceil(((calls.get(key)?.length ?? 0) / world.options.metaHourlyCalls) * 100));
      const app = used('');
      const out: Record<string, string> = {
        'x-app-usage': JSON.stringify({ call_count: app, total_cputime: app, total_time: app }),
        'facebook-api-version': 'v26.0',
      };
      if (accountId === undefined) return out;
      const percent = throttledMinutes === undefined ? used(accountId) : 100;
      out['x-business-use-case-usage'] = business(
        accountId,
        insights ? 'ads_insights' : 'ads_management',
        percent,
        throttledMinutes ?? 0,
      );
      out['x-ad-account-usage'] = JSON.stringify({
        acc_id_util_pct: percent,
        reset_time_duration: (throttledMinutes ?? 0) * 60,
        ads_api_access_tier: 'standard_access',
      });
      if (insights)
        out['x-fb-ads-insights-throttle'] = JSON.stringify({
          app_id_util_pct: app,
          acc_id_util_pct: percent,
          ads_api_access_tier: 'standard_access',
        });
      return out;
    },
  };
}

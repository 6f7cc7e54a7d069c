/** How long conversions of an ad account may still be credited to a day. */
import type { AdAccountRef } from '../platform.ts';
import type { AdsApi } from './api.ts';
import { isObject } from './failures.ts';
import { conversionActionQuery } from './queries.ts';

/** What Google gives a new conversion action; also the answer for an account without any. */
export const DEFAULT_WINDOW_DAYS = 30;
/** Google allows no longer one. */
export const LONGEST_WINDOW_DAYS = 90;

function daysOf(value: unknown): number {
  const days = typeof value === 'string' || typeof value === 'number' ? Number(value) : 0;
  return Number.isInteger(days) && days > 0 ? days : 0;
}

/** The longest click-through or view-through window of the account's enabled conversion actions, in days; one operation. */
export async function readConversionWindow(api: AdsApi, account: AdAccountRef, signal: AbortSignal): Promise<number> {
  const answer = await api.searchStream(
    { customerId: account.adAccountId, loginCustomerId: account.accessPath, query: conversionActionQuery() },
    signal,
  );
  let longest = 0;
  for (const rows of answer.batches()) {
    for (const row of rows) {
      const action = isObject(row) && isObject(row.conversionAction) ? row.conversionAction : {};
      longest = Math.max(
        longest,
        daysOf(action.clickThroughLookbackWindowDays),
        daysOf(action.viewThroughLookbackWindowDays),
      );
    }
  }
  return longest === 0 ? DEFAULT_WINDOW_DAYS : Math.min(longest, LONGEST_WINDOW_DAYS);
}

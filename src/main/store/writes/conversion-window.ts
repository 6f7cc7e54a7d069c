import type { Day } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { run, type Db } from '../db.ts';

/** What the platform told of the ad account's longest conversion window. `now`: epoch ms. */
export function saveConversionWindow(db: Db, args: { adAccountKey: number; days: number | null; now: number }): void {
  run(
    db,
    'UPDATE ad_account SET conversion_window_days = ?, conversion_window_read_at = ? WHERE id = ?',
    args.days,
    args.now,
    args.adAccountKey,
  );
}

/**
 * Notes the API version conversions were read with, unless a stored day of `from` to `to` was last read before `since` (epoch ms)
 * at any level.
 */
export function noteConversionsApiVersion(
  db: Db,
  args: { adAccountKey: number; version: string; from: Day; to: Day; since: number },
): void {
  run(
    db,
    `UPDATE ad_account SET conversions_api_version = @version WHERE id = @key AND NOT EXISTS (
       SELECT 1 FROM coverage WHERE ad_account_key = @key AND day BETWEEN @from AND @to AND read_at < @since)`,
    {
      version: args.version,
      key: args.adAccountKey,
      from: dayToInt(args.from),
      to: dayToInt(args.to),
      since: args.since,
    },
  );
}

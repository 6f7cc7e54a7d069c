import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, type Db } from '../db.ts';

export type RetainedAccount = {
  key: number;
  platform: PlatformId;
  timeZone: string;
  /** As the platform told it; null = its default. */
  conversionWindowDays: number | null;
};

/** Every ad account with what decides how long its detail must stay, also those of no client any more. */
export function retainedAccounts(db: Db): RetainedAccount[] {
  return all<RetainedAccount>(
    db,
    `SELECT id AS key, platform, time_zone AS timeZone, conversion_window_days AS conversionWindowDays FROM ad_account ORDER BY id`,
  );
}

import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { intToDay } from '../../domain/days.ts';
import { all, type Db } from '../db.ts';

export type RetainedAccount = {
  key: number;
  platform: PlatformId;
  timeZone: string;
  /** As the platform told it; null = its default. */
  conversionWindowDays: number | null;
  /** The newest day of which a dataset has rows; null = none has any. */
  newest: Day | null;
};

/** Every ad account with what decides how long its detail must stay, also those of no client any more. */
export function retainedAccounts(db: Db): RetainedAccount[] {
  return all<Omit<RetainedAccount, 'newest'> & { newest: number | null }>(
    db,
    `SELECT id AS key, platform, time_zone AS timeZone, conversion_window_days AS conversionWindowDays,
       (SELECT max(c.day) FROM dataset_coverage c WHERE c.ad_account_key = a.id AND c.rows > 0) AS newest
     FROM ad_account a ORDER BY id`,
  ).map((row) => ({ ...row, newest: row.newest === null ? null : intToDay(row.newest) }));
}

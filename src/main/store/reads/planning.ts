import type { Day } from '../../../contract/vocabulary.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { intToDay } from '../../domain/days.ts';
import { all, type Db } from '../db.ts';

/** The days of an ad account that were read at every level, oldest first: what a routine import need not read for the first time. */
export function daysReadAtEveryLevel(db: Db, adAccountKey: number): Day[] {
  return all<{ day: number }>(
    db,
    'SELECT day FROM coverage WHERE ad_account_key = ? GROUP BY day HAVING count(*) = ? ORDER BY day',
    adAccountKey,
    LEVELS.length,
  ).map((row) => intToDay(row.day));
}

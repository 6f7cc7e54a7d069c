import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, dayToInt } from '../../domain/days.ts';
import { run, write, type Db } from '../db.ts';

const DAY_MS = 86_400_000;

/**
 * Forgets that days were read which cannot have been: days after tomorrow, or read more than a day from now (a clock that was
 * wrong). Figures stay; the next import reads the days anew (promise S22). Which readings lack a figure is told by such a reading no
 * more, either. `today` is the ad account's, `now` epoch ms.
 */
export function forgetImpossibleReads(db: Db, args: { adAccountKey: number; today: Day; now: number }): void {
  write(db, () => {
    const day = dayToInt(addDays(args.today, 1));
    const instant = args.now + DAY_MS;
    // The mark of a day that was folded or archived must stay: without it the day would be stored and counted a second time.
    for (const [table, unless] of [
      ['coverage', ''],
      ['dataset_coverage', 'AND folded_at IS NULL AND archived_at IS NULL'],
    ] as const)
      run(
        db,
        `DELETE FROM ${table} WHERE ad_account_key = ? AND (day > ? OR day < 20000101 OR read_at > ?) ${unless}`,
        args.adAccountKey,
        day,
        instant,
      );
    run(
      db,
      'DELETE FROM period_coverage WHERE ad_account_key = ? AND (to_day > ? OR read_at > ?)',
      args.adAccountKey,
      day,
      instant,
    );
    run(
      db,
      'UPDATE withheld_dataset SET since = min(since, @now), asked_at = @now WHERE ad_account_key = @key AND asked_at > @instant',
      { key: args.adAccountKey, now: args.now, instant },
    );
    run(db, 'DELETE FROM figure_untold WHERE ad_account_key = ? AND asked_after > ?', args.adAccountKey, instant);
    // Taken from such a reading, it would have every figure of the months until then be one that was never asked for.
    run(db, 'UPDATE figure_asked SET asked_after = ? WHERE asked_after > ?', args.now, instant);
  });
}

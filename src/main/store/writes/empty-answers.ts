import type { Day } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { first, run, write, type Db } from '../db.ts';
import type { KnownDay } from '../reads/known-figures.ts';

/** Name of the check under which an answer without rows stands; behind it the level or dataset that was asked for. */
const CHECK = 'answer=account';

type Asked = { adAccountKey: number; asked: string; now: number };

/**
 * Notes that the platform answered with no rows for days on which it tells delivery elsewhere (`told`, per day): one gap a day, of the
 * ad account's own entity. `asked` is a level, or the id of a dataset.
 */
export function noteEmptyAnswer(db: Db, args: Asked & { told: readonly KnownDay[] }): void {
  const { adAccountKey, asked, told, now } = args;
  const own = first<{ id: number }>(
    db,
    'SELECT id FROM entity WHERE ad_account_key = ? AND level = ?',
    adAccountKey,
    LEVEL_CODES.account,
  );
  // Never read at its own level, the ad account has nothing a gap could be of; the import's problem still names it.
  if (own === undefined) return;
  write(db, () => {
    for (const { day, spendMicros, impressions } of told) {
      const [metric, expected] = spendMicros > 0 ? ['spendMicros', spendMicros] : ['impressions', impressions];
      run(
        db,
        `INSERT INTO reconciliation_gap (ad_account_key, check_name, day, entity_key, metric, expected, actual, found_at, last_seen_at)
         VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?)
         ON CONFLICT DO UPDATE SET expected = excluded.expected, actual = NULL, last_seen_at = excluded.last_seen_at,
           found_at = iif(resolved_at IS NULL, found_at, excluded.found_at), resolved_at = NULL`,
        adAccountKey,
        `${CHECK} ${asked}`,
        dayToInt(day),
        own.id,
        metric,
        expected,
        now,
        now,
      );
    }
  });
}

/** The days were answered after all, or nothing is told of them anywhere any more. Writes nothing when no gap is open. */
export function closeEmptyAnswer(db: Db, args: Asked & { from: Day; to: Day }): void {
  const where = 'ad_account_key = ? AND check_name = ? AND day BETWEEN ? AND ? AND resolved_at IS NULL';
  const values = [args.adAccountKey, `${CHECK} ${args.asked}`, dayToInt(args.from), dayToInt(args.to)];
  if (first(db, `SELECT 1 FROM reconciliation_gap WHERE ${where} LIMIT 1`, ...values) === undefined) return;
  run(db, `UPDATE reconciliation_gap SET resolved_at = ? WHERE ${where}`, args.now, ...values);
}

import { all, run, write, type Db } from '../db.ts';
import type { CheckOutcome, FoundGap } from '../reads/sum-compare.ts';

export type GapChanges = { found: number; resolved: number };

type Known = Omit<FoundGap, 'metric'> & { metric: string; resolvedAt: number | null };

/**
 * Notes what a check found on the days it could be made for, as one transaction: new gaps, gaps still there (last seen), and gaps that
 * closed. A closed gap stays as a part of the history; one that opens again counts as found anew.
 */
export function saveOutcome(db: Db, args: { adAccountKey: number; outcome: CheckOutcome; now: number }): GapChanges {
  const { adAccountKey, outcome, now } = args;
  const changes: GapChanges = { found: 0, resolved: 0 };
  const { days } = outcome;
  if (days.length === 0) return changes;
  const checked = new Set(days);
  const known = new Map(
    all<Known>(
      db,
      `SELECT day, entity_key AS entityKey, metric, expected, actual, resolved_at AS resolvedAt FROM reconciliation_gap
       WHERE ad_account_key = ? AND check_name = ? AND day BETWEEN ? AND ?`,
      adAccountKey,
      outcome.check,
      days.reduce((a, b) => Math.min(a, b)),
      days.reduce((a, b) => Math.max(a, b)),
    )
      .filter((gap) => checked.has(gap.day))
      .map((gap) => [keyOf(gap), gap]),
  );
  const found = new Map(outcome.gaps.map((gap) => [keyOf(gap), gap]));
  const closed = [...known.values()].filter((gap) => gap.resolvedAt === null && !found.has(keyOf(gap)));
  if (found.size === 0 && closed.length === 0) return changes;
  write(db, () => {
    for (const gap of found.values()) {
      const before = known.get(keyOf(gap));
      if (before === undefined || before.resolvedAt !== null) changes.found += 1;
      run(
        db,
        `INSERT INTO reconciliation_gap (ad_account_key, check_name, day, entity_key, metric, expected, actual, found_at, last_seen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET expected = excluded.expected, actual = excluded.actual, last_seen_at = excluded.last_seen_at,
           found_at = iif(resolved_at IS NULL, found_at, excluded.found_at), resolved_at = NULL`,
        adAccountKey,
        outcome.check,
        gap.day,
        gap.entityKey,
        gap.metric,
        gap.expected,
        gap.actual,
        now,
        now,
      );
    }
    for (const gap of closed) {
      changes.resolved += 1;
      run(
        db,
        `UPDATE reconciliation_gap SET resolved_at = ? WHERE ad_account_key = ? AND check_name = ? AND day = ? AND entity_key = ?
         AND metric = ?`,
        now,
        adAccountKey,
        outcome.check,
        gap.day,
        gap.entityKey,
        gap.metric,
      );
    }
  });
  return changes;
}

const keyOf = (gap: { day: number; entityKey: number; metric: string }): string =>
  `${gap.day} ${gap.entityKey} ${gap.metric}`;

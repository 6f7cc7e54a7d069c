import type { AlertKind } from '../../../contract/alerts.ts';
import { all, first, run, write, type Db } from '../db.ts';

/** A reason to tell a person something. `cause` names it for good: one open alert per cause. */
export type Alarm = {
  kind: AlertKind;
  severity: 'critical' | 'warning';
  cause: string;
  clientId: number | null;
  adAccountKey: number | null;
  connectionId: string | null;
  title: string;
  body: string;
  fix: string;
  count: number;
};

type Open = { id: string; cause: string; title: string; body: string; severity: string; count: number };

/** Which alerts a judgement was about: those of these kinds, of one ad account or of all. */
export type AlarmScope = { kinds: readonly AlertKind[]; adAccountKey: number | null };

/**
 * Makes the open alerts of a scope those that are given: new causes are raised, known ones brought up to date, and what is not among
 * them any more is resolved. Returns the ids raised and how many changed. An alert a person dismissed stays dismissed while its cause
 * lasts. Writes nothing when nothing changed.
 */
export function settleAlarms(
  db: Db,
  args: { scope: AlarmScope; alarms: readonly Alarm[]; now: number; newId: () => string },
): { raised: string[]; changed: number } {
  const { scope, now } = args;
  const kinds = scope.kinds.map(() => '?').join(', ');
  const known = new Map(
    all<Open>(
      db,
      `SELECT id, cause, title, body, severity, count FROM alert
       WHERE resolved_at IS NULL AND kind IN (${kinds}) AND (? IS NULL OR ad_account_key = ?)`,
      ...scope.kinds,
      scope.adAccountKey,
      scope.adAccountKey,
    ).map((row) => [row.cause, row]),
  );
  const wanted = new Map(args.alarms.map((alarm) => [alarm.cause, alarm]));
  const fresh = [...wanted.values()].filter((alarm) => !known.has(alarm.cause));
  const gone = [...known.values()].filter((row) => !wanted.has(row.cause));
  const moved = [...wanted.values()].filter((alarm) => {
    const row = known.get(alarm.cause);
    return row !== undefined && ROW_FIELDS.some((field) => row[field] !== alarm[field]);
  });
  const raised: string[] = [];
  if (fresh.length + gone.length + moved.length === 0) return { raised, changed: 0 };
  write(db, () => {
    for (const alarm of fresh) {
      const id = args.newId();
      raised.push(id);
      run(
        db,
        `INSERT INTO alert (id, kind, severity, cause, client_id, ad_account_key, connection_id, title, body, fix, count, first_at,
           last_at) VALUES (@id, @kind, @severity, @cause, @clientId, @adAccountKey, @connectionId, @title, @body, @fix, @count, @now,
           @now)`,
        { ...alarm, id, now },
      );
    }
    for (const alarm of moved)
      run(
        db,
        `UPDATE alert SET title = @title, body = @body, severity = @severity, count = @count, last_at = @now
         WHERE cause = @cause AND resolved_at IS NULL`,
        { title: alarm.title, body: alarm.body, severity: alarm.severity, count: alarm.count, cause: alarm.cause, now },
      );
    for (const { id } of gone) run(db, 'UPDATE alert SET resolved_at = ? WHERE id = ?', now, id);
  });
  return { raised, changed: fresh.length + gone.length + moved.length };
}

const ROW_FIELDS = ['title', 'body', 'severity', 'count'] as const;

/** Takes an alert out of the list, or puts it back (`now` null). False when there is no such alert. */
export function setDismissed(db: Db, args: { id: string; now: number | null }): boolean {
  if (first(db, 'SELECT 1 FROM alert WHERE id = ?', args.id) === undefined) return false;
  run(db, 'UPDATE alert SET dismissed_at = ? WHERE id = ?', args.now, args.id);
  return true;
}

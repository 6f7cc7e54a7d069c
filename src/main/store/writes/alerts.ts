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

type Open = {
  id: string;
  kind: AlertKind;
  cause: string;
  adAccountKey: number | null;
  connectionId: string | null;
  title: string;
  body: string;
  severity: string;
  fix: string;
  count: number;
};

/** That an ad account was stopped explains the failures that were told before: the same trouble, known better. */
const EXPLAINS: Partial<Record<AlertKind, AlertKind>> = { account_disabled: 'repeated_failure' };

/** Which alerts a judgement was about: those of these kinds, of one ad account or of all. */
export type AlarmScope = { kinds: readonly AlertKind[]; adAccountKey: number | null };

/**
 * Makes the open alerts of a scope those that are given: new causes are raised, known ones brought up to date, and what is not among
 * them any more is resolved. Returns the ids raised and how many changed. An alert a person dismissed stays dismissed while its cause
 * lasts. A cause that is only called differently (by another version of Tidemark) or known better goes on as the alert it was. Writes
 * nothing when nothing changed.
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
      `SELECT id, kind, cause, ad_account_key AS adAccountKey, connection_id AS connectionId, title, body, severity, fix, count FROM alert
       WHERE resolved_at IS NULL AND kind IN (${kinds}) AND (? IS NULL OR ad_account_key = ?)`,
      ...scope.kinds,
      scope.adAccountKey,
      scope.adAccountKey,
    ).map((row) => [row.cause, row]),
  );
  const wanted = new Map(args.alarms.map((alarm) => [alarm.cause, alarm]));
  const gone = new Map([...known].filter(([cause]) => !wanted.has(cause)));
  const renamed: { id: string; alarm: Alarm }[] = [];
  const fresh = [...wanted.values()].filter((alarm) => {
    if (known.has(alarm.cause)) return false;
    const same = [...gone.values()].filter(
      (row) => (row.kind === alarm.kind || row.kind === EXPLAINS[alarm.kind]) && subjectOf(row) === subjectOf(alarm),
    );
    const [before] = same;
    if (before === undefined || same.length > 1) return true;
    gone.delete(before.cause);
    renamed.push({ id: before.id, alarm });
    return false;
  });
  const moved = [...wanted.values()].filter((alarm) => {
    const row = known.get(alarm.cause);
    return row !== undefined && ROW_FIELDS.some((field) => row[field] !== alarm[field]);
  });
  const raised: string[] = [];
  const changed = fresh.length + gone.size + moved.length + renamed.length;
  if (changed === 0) return { raised, changed };
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
    for (const { id, alarm } of renamed)
      run(
        db,
        `UPDATE alert SET kind = @kind, cause = @cause, severity = @severity, client_id = @clientId, connection_id = @connectionId,
           title = @title, body = @body, fix = @fix, count = @count, last_at = @now WHERE id = @id`,
        { ...alarm, adAccountKey: undefined, id, now },
      );
    for (const alarm of moved)
      run(
        db,
        `UPDATE alert SET title = @title, body = @body, severity = @severity, fix = @fix, count = @count, last_at = @now
         WHERE cause = @cause AND resolved_at IS NULL`,
        { ...alarm, now },
      );
    for (const { id } of gone.values()) run(db, 'UPDATE alert SET resolved_at = ? WHERE id = ?', now, id);
  });
  return { raised, changed };
}

const ROW_FIELDS = ['title', 'body', 'severity', 'fix', 'count'] as const;

/** Whom an alert is about; one kind has at most one alert of each. */
const subjectOf = ({ adAccountKey, connectionId }: Pick<Open, 'adAccountKey' | 'connectionId'>): string =>
  adAccountKey === null ? `sign-in ${connectionId}` : `ad account ${adAccountKey}`;

/** Resolves open alerts of kinds this version does not raise: nothing else would ever end them. Returns how many. */
export function resolveUnknownKinds(db: Db, args: { kinds: readonly AlertKind[]; now: number }): number {
  const open = 'resolved_at IS NULL AND kind NOT IN (SELECT value FROM json_each(?))';
  const kinds = JSON.stringify(args.kinds);
  if (first(db, `SELECT 1 FROM alert WHERE ${open} LIMIT 1`, kinds) === undefined) return 0;
  return run(db, `UPDATE alert SET resolved_at = ? WHERE ${open}`, args.now, kinds);
}

/** Takes an alert out of the list, or puts it back (`now` null). False when there is no such alert. */
export function setDismissed(db: Db, args: { id: string; now: number | null }): boolean {
  if (first(db, 'SELECT 1 FROM alert WHERE id = ?', args.id) === undefined) return false;
  run(db, 'UPDATE alert SET dismissed_at = ? WHERE id = ?', args.now, args.id);
  return true;
}

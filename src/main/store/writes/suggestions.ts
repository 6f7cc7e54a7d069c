import { run, type Db } from '../db.ts';

export function dismissSuggestion(db: Db, args: { id: string; now: number }): void {
  run(
    db,
    'INSERT INTO dismissed_suggestion (id, dismissed_at) VALUES (?, ?) ON CONFLICT DO UPDATE SET dismissed_at = excluded.dismissed_at',
    args.id,
    args.now,
  );
}

export function restoreSuggestion(db: Db, id: string): void {
  run(db, 'DELETE FROM dismissed_suggestion WHERE id = ?', id);
}

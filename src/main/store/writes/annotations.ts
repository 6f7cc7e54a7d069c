import type { Annotation } from '../../../contract/annotations.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { run, type Db } from '../db.ts';

export function addAnnotation(
  db: Db,
  args: { id: string; clientId: number; day: Day; text: string; kind: Annotation['kind']; now: number },
): void {
  run(
    db,
    'INSERT INTO annotation (id, client_id, day, text, kind, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    args.id,
    args.clientId,
    dayToInt(args.day),
    args.text,
    args.kind,
    args.now,
    args.now,
  );
}

export function editAnnotation(
  db: Db,
  args: { id: string; day: Day; text: string; kind: Annotation['kind']; now: number },
): void {
  run(
    db,
    'UPDATE annotation SET day = ?, text = ?, kind = ?, updated_at = ? WHERE id = ?',
    dayToInt(args.day),
    args.text,
    args.kind,
    args.now,
    args.id,
  );
}

/** Takes a note off the charts (`at`), or puts it back (null). False when there never was one. */
export function setAnnotationRemoved(db: Db, args: { id: string; at: number | null }): boolean {
  return run(db, 'UPDATE annotation SET removed_at = ? WHERE id = ?', args.at, args.id) > 0;
}

import type { Annotation } from '../../../contract/annotations.ts';
import type { Range } from '../../../contract/primitives.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { iso } from '../codes.ts';
import { all, first, type Db } from '../db.ts';

type Row = {
  id: string;
  clientId: number;
  day: number;
  text: string;
  kind: Annotation['kind'];
  createdAt: number;
  updatedAt: number;
  removedAt: number | null;
};
const COLUMNS = `SELECT id, client_id AS clientId, day, text, kind, created_at AS createdAt, updated_at AS updatedAt,
  removed_at AS removedAt FROM annotation`;

function toAnnotation({ removedAt: _, ...row }: Row): Annotation {
  return {
    ...row,
    clientId: String(row.clientId),
    day: intToDay(row.day),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}

/** Notes of a client that were not removed, oldest day first. */
export function annotationsOf(db: Db, args: { clientId: number; range: Range | null }): Annotation[] {
  return all<Row>(
    db,
    `${COLUMNS} WHERE client_id = ? AND day BETWEEN ? AND ? AND removed_at IS NULL ORDER BY day, created_at, id`,
    args.clientId,
    args.range === null ? 0 : dayToInt(args.range.from),
    args.range === null ? 99_999_999 : dayToInt(args.range.to),
  ).map(toAnnotation);
}

/** A note, removed ones included; null when there never was one of this id. */
export function findAnnotation(db: Db, id: string): (Annotation & { removed: boolean }) | null {
  const row = first<Row>(db, `${COLUMNS} WHERE id = ?`, id);
  return row === undefined ? null : { ...toAnnotation(row), removed: row.removedAt !== null };
}

/** Notes of a client that are on screen. */
export function countAnnotations(db: Db, clientId: number): number {
  return (
    first<{ count: number }>(
      db,
      'SELECT count(*) AS count FROM annotation WHERE client_id = ? AND removed_at IS NULL',
      clientId,
    )?.count ?? 0
  );
}

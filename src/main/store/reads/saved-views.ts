import type { SavedView, SavedViewScreen } from '../../../contract/saved-views.ts';
import { all, first, type Db } from '../db.ts';

type Row = Omit<SavedView, 'state' | 'pinned'> & { state: string; pinned: number; removedAt: number | null };
const COLUMNS = 'SELECT id, screen, name, state, pinned, removed_at AS removedAt FROM saved_view';

function toView({ removedAt: _, ...row }: Row): SavedView {
  return { ...row, state: JSON.parse(row.state) as SavedView['state'], pinned: row.pinned === 1 };
}

/** Saved views that were not removed, in their order; of one screen or (null) all. */
export function savedViews(db: Db, screen: SavedViewScreen | null): SavedView[] {
  return all<Row>(
    db,
    `${COLUMNS} WHERE removed_at IS NULL AND (@screen IS NULL OR screen = @screen) ORDER BY screen, position, created_at, id`,
    { screen },
  ).map(toView);
}

/** A view, removed ones included; null when there never was one of this id. */
export function findSavedView(db: Db, id: string): { view: SavedView; removed: boolean } | null {
  const row = first<Row>(db, `${COLUMNS} WHERE id = ?`, id);
  return row === undefined ? null : { view: toView(row), removed: row.removedAt !== null };
}

import type { SavedView, SavedViewScreen } from '../../../contract/saved-views.ts';
import { run, write, type Db } from '../db.ts';

/** A new view, behind the others of its screen. */
export function addSavedView(db: Db, view: SavedView, now: number): void {
  run(
    db,
    `INSERT INTO saved_view (id, screen, name, state, position, pinned, created_at)
     VALUES (@id, @screen, @name, @state,
       (SELECT coalesce(max(position), -1) + 1 FROM saved_view WHERE screen = @screen), @pinned, @now)`,
    { ...view, state: JSON.stringify(view.state), pinned: view.pinned ? 1 : 0, now },
  );
}

export function updateSavedView(db: Db, view: SavedView): void {
  run(db, 'UPDATE saved_view SET name = @name, state = @state, pinned = @pinned WHERE id = @id', {
    id: view.id,
    name: view.name,
    state: JSON.stringify(view.state),
    pinned: view.pinned ? 1 : 0,
  });
}

/** Takes a view away (`at`), or puts it back in its place (null). */
export function setSavedViewRemoved(db: Db, args: { id: string; at: number | null }): void {
  run(db, 'UPDATE saved_view SET removed_at = ? WHERE id = ?', args.at, args.id);
}

/** Views of a screen in this order. */
export function orderSavedViews(db: Db, args: { screen: SavedViewScreen; ids: readonly string[] }): void {
  write(db, () => {
    for (const [position, id] of args.ids.entries())
      run(db, 'UPDATE saved_view SET position = ? WHERE id = ? AND screen = ?', position, id, args.screen);
  });
}

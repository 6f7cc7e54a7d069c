import type { SavedView, SavedViewScreen, SaveViewInput } from '../../../contract/saved-views.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Db } from '../../store/db.ts';
import { findSavedView, savedViews } from '../../store/reads/saved-views.ts';
import { addSavedView, orderSavedViews, setSavedViewRemoved, updateSavedView } from '../../store/writes/saved-views.ts';

/** Views of screens a person keeps. Throws Refusal NOT_FOUND for views that are not there, BAD_INPUT for names taken on the screen. */
export type SavedViews = {
  list(screen: SavedViewScreen | null): SavedView[];
  /** `before` null = the view is new; else what it was, which `save` takes to undo it. */
  save(input: SaveViewInput): { view: SavedView; before: SavedView | null };
  remove(id: string): void;
  restore(id: string): SavedView;
  /** All views of the screen in their new order; answers with the old one. */
  reorder(screen: SavedViewScreen, ids: readonly string[]): string[];
};

const MOST_PER_SCREEN = 50;

export function createSavedViews(
  db: Db,
  deps: { now: () => number; newId: () => string; changed: () => void },
): SavedViews {
  function found(id: string, evenRemoved = false): SavedView {
    const known = findSavedView(db, id);
    if (known === null || (known.removed && !evenRemoved))
      throw new Refusal('NOT_FOUND', 'That view is not there any more.', { what: 'view' });
    return known.view;
  }

  /** Throws when another view of the screen has the name: tabs are told apart by it. */
  function free(view: SavedView): void {
    const others = savedViews(db, view.screen).filter((other) => other.id !== view.id);
    if (others.some((other) => other.name.toLowerCase() === view.name.toLowerCase()))
      throw new Refusal('BAD_INPUT', `Another view is called "${view.name}" already. Choose a different name.`, {
        field: 'name',
      });
    if (others.length >= MOST_PER_SCREEN)
      throw new Refusal('BAD_INPUT', `A screen can have ${MOST_PER_SCREEN} views. Remove one first.`, {
        field: 'name',
      });
  }

  const done = <T>(answer: T): T => {
    deps.changed();
    return answer;
  };

  return {
    list: (screen) => savedViews(db, screen),
    save(input) {
      if (input.id === undefined) {
        const { screen, name, state, pinned } = input;
        const view = { id: deps.newId(), screen, name, state, pinned };
        free(view);
        addSavedView(db, view, deps.now());
        return done({ view, before: null });
      }
      const before = found(input.id);
      const { name = before.name, state = before.state, pinned = before.pinned } = input;
      const view = { ...before, name, state, pinned };
      free(view);
      updateSavedView(db, view);
      return done({ view, before });
    },
    remove(id) {
      found(id);
      setSavedViewRemoved(db, { id, at: deps.now() });
      deps.changed();
    },
    restore(id) {
      const view = found(id, true);
      free(view);
      setSavedViewRemoved(db, { id, at: null });
      return done(view);
    },
    reorder(screen, ids) {
      const before = savedViews(db, screen).map((view) => view.id);
      if (before.length !== ids.length || before.some((id) => !ids.includes(id)))
        throw new Refusal(
          'BAD_INPUT',
          'The order does not name every view of the screen once. Load the screen again.',
          {
            field: 'ids',
          },
        );
      orderSavedViews(db, { screen, ids });
      return done(before);
    },
  };
}

import { create } from 'zustand';

type Messages = {
  /** Imports whose message the person closed, or that closed itself. */
  dismissed: ReadonlySet<string>;
  /** Imports this page saw going on: their end is news here. */
  watched: ReadonlySet<string>;
  dismiss(importId: string): void;
  watch(importIds: readonly string[]): void;
};

/** Which import messages this window has shown and closed. Lives as long as the window. */
export const useMessages = create<Messages>()((set) => ({
  dismissed: new Set(),
  watched: new Set(),
  dismiss: (importId) => set(({ dismissed }) => ({ dismissed: new Set([...dismissed, importId]) })),
  watch: (importIds) =>
    set((state) =>
      importIds.every((id) => state.watched.has(id)) ? state : { watched: new Set([...state.watched, ...importIds]) },
    ),
}));

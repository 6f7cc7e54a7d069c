import { create } from 'zustand';
import { m } from './messages.ts';
import { t, type Message } from './text.ts';
import { notify } from './toast.tsx';

/** Something that was done and can be taken back. `undo` and `redo` may fail: then the message says so and nothing moves. */
export type Reversible = {
  /** What was done, as its message says it: 'Alert dismissed'. */
  label: string;
  undo(): Promise<unknown> | void;
  redo(): Promise<unknown> | void;
};

type History = { past: readonly Reversible[]; future: readonly Reversible[]; busy: boolean };

/** As many steps as a person could remember; each holds only what it needs to go back. */
const MOST = 100;

/** What can be undone and redone, newest last. The menus and the palette read it. */
export const useUndoHistory = create<History>(() => ({ past: [], future: [], busy: false }));

const { getState: now, setState: put } = useUndoHistory;

/** How to put away the message that offers to take an action back: once it is back, its Undo would do nothing. */
const messages = new WeakMap<Reversible, () => void>();

/**
 * Keeps a reversible action that has just been done and shows its message with Undo. A new action ends what could be redone.
 * `quiet` leaves the message out where the screen says it itself.
 */
export const didReversibly = (action: Reversible, { quiet = false }: { quiet?: boolean } = {}): void => {
  put(({ past }) => ({ past: [...past, action].slice(-MOST), future: [] }));
  if (!quiet)
    messages.set(action, notify({ title: action.label, action: { label: t(m.undo), onAct: () => void undo(action) } }));
};

/** Does something and keeps it as undoable; what fails is thrown and leaves nothing to undo. */
export const doReversibly = async (action: Reversible): Promise<void> => {
  await action.redo();
  didReversibly(action);
};

const failed = (title: Message) => notify({ title: t(title), body: t(m.undoFailedWhat), tone: 'failed' });

/** Takes back the newest action, or the named one wherever it is. False when there is nothing to undo or it failed. */
export const undo = async (which?: Reversible): Promise<boolean> => {
  const { past, busy } = now();
  const action = which ?? past.at(-1);
  if (busy || action === undefined || !past.includes(action)) return false;
  put({ busy: true });
  try {
    await action.undo();
  } catch {
    put({ busy: false });
    failed(m.undoFailed);
    return false;
  }
  put((state) => ({
    busy: false,
    past: state.past.filter((one) => one !== action),
    future: [...state.future, action].slice(-MOST),
  }));
  messages.get(action)?.();
  notify({ title: t(m.undone, { action: action.label }) });
  return true;
};

/** Does the action again that was undone last. */
export const redo = async (): Promise<boolean> => {
  const { future, busy } = now();
  const action = future.at(-1);
  if (busy || action === undefined) return false;
  put({ busy: true });
  try {
    await action.redo();
  } catch {
    put({ busy: false });
    failed(m.redoFailed);
    return false;
  }
  put((state) => ({
    busy: false,
    past: [...state.past, action].slice(-MOST),
    future: state.future.filter((one) => one !== action),
  }));
  notify({ title: t(m.doneAgain, { action: action.label }) });
  return true;
};

/** Another workspace: its history is not this one's. */
export const forgetHistory = (): void => {
  for (const action of now().past) messages.get(action)?.();
  put({ past: [], future: [], busy: false });
};

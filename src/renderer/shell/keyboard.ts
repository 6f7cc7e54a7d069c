import { useEffect } from 'react';
import { commandOf, commandOfPress, type CommandId } from '../../contract/commands.ts';
import { notify } from '../ui/index.ts';
import { t } from '../ui/text.ts';
import { isMac, isTyping, type Runners } from './commands.ts';
import { m } from './messages-commands.ts';

// Messages in the corner are dialogs as well, but nobody is held in them.
const MODAL = '[role="dialog"]:not([aria-modal="false"]), dialog[open]';

/** Whether a dialog has the person's whole attention. */
export const isModalOpen = (): boolean => document.querySelector(MODAL) !== null;

/** A dialog in front keeps these: what they open or move would lie behind it. */
const NOT_BEHIND_A_DIALOG: readonly CommandId[] = ['palette', 'switch-client', 'filter', 'undo', 'redo'];
/** Where these have nothing to do, the browser's own meaning of the key may stay. */
const ELSE_THE_BROWSERS: readonly CommandId[] = ['filter', 'undo', 'redo', 'copy-link', 'inspector'];

/**
 * The keys that work everywhere, from the table of commands. Keys of a single letter or sign wait until no text field has the focus, and
 * `singleKeys` false switches them off; never Ctrl Alt, which is AltGr.
 */
export const useShellKeys = (runners: Runners, singleKeys: boolean): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const pressed = commandOfPress(event, isMac());
      if (pressed === null) return;
      const { id, single } = pressed;
      const typing = isTyping(event.target);
      if (single && (!singleKeys || typing || isModalOpen())) return;
      if (isModalOpen() && NOT_BEHIND_A_DIALOG.includes(id)) return;
      // A text field undoes its own typing.
      if (typing && (id === 'undo' || id === 'redo')) return;
      const reason = runners[id].why();
      if (reason !== null && (single || ELSE_THE_BROWSERS.includes(id))) return;
      event.preventDefault();
      if (reason === null) runners[id].run();
      else notify({ title: t(m.notNow, { command: t(commandOf(id).label) }), body: t(m.reason, { reason }) });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [runners, singleKeys]);
};

import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { SCREENS } from './sidebar.tsx';

export type ShellActions = { focusSearch(): void; toggleSidebar(): void; showShortcuts(): void };

/** What the sheet under '?' lists. */
export const SHORTCUTS: readonly { keys: string; action: string }[] = [
  { keys: 'Ctrl K', action: 'Search clients and screens' },
  { keys: 'Ctrl 1', action: 'Clients' },
  { keys: 'Ctrl 2', action: 'Imports' },
  { keys: 'Ctrl 6', action: 'Connections' },
  { keys: 'Ctrl ,', action: 'Settings' },
  { keys: 'Ctrl B', action: 'Show or hide the sidebar' },
  { keys: 'Alt ← / →', action: 'Back, forward' },
  { keys: '/', action: 'Filter this table' },
  { keys: 'D', action: 'Choose the period' },
  { keys: 'T', action: 'Chart or table' },
  { keys: 'Ctrl Shift S', action: 'CSV of this view' },
  { keys: '↑ ↓ ← →', action: 'Move in a table; Enter opens, Space selects' },
  { keys: '?', action: 'This list' },
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

// Messages in the corner are dialogs as well, but nobody is held in them.
const MODAL = '[role="dialog"]:not([aria-modal="false"])';

const press = (selector: string): void => document.querySelector<HTMLElement>(selector)?.click();

/** Presses the control of the screen that answers to a name ('csv', 'import'); nothing when the screen has none. */
export const pressKeyTarget = (name: string): void => press(`[data-key="${name}"]`);

/** The keys that work everywhere. Single letters only while no text field has focus; never Ctrl Alt, which is AltGr. */
export const useShellKeys = (actions: ShellActions): void => {
  const router = useRouter();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const command = event.ctrlKey || event.metaKey;
      if (command && event.altKey) return;
      const key = event.key.toLowerCase();
      const screen = SCREENS.find((one) => one.key === key);
      let act: (() => void) | undefined;
      if (command && event.shiftKey) act = key === 's' ? () => press('[data-key="csv"]') : undefined;
      else if (command && screen) act = () => void router.navigate({ to: screen.to });
      else if (command) act = { k: actions.focusSearch, o: actions.focusSearch, b: actions.toggleSidebar }[key];
      else if (event.altKey)
        act = { arrowleft: () => router.history.back(), arrowright: () => router.history.forward() }[key];
      else if (!isTyping(event.target) && document.querySelector(MODAL) === null)
        act = {
          '/': () => document.querySelector<HTMLElement>('[data-filter]')?.focus(),
          d: () => press('[data-key="d"]'),
          t: () => press('[data-key="t"] button[aria-pressed="false"]'),
          '?': actions.showShortcuts,
        }[key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [router, actions]);
};

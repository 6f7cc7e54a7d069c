import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api, sentenceOf } from '../bridge.ts';
import { notify } from '../ui/index.ts';
import { pressKeyTarget, type ShellActions } from './keyboard.ts';

/** Does what the native menu, the tray and links ask for. Nothing in the browser host, which has none of them. */
export const useDesktopCommands = (actions: ShellActions): void => {
  const router = useRouter();
  const { mutate: importAll } = useMutation({
    ...api.imports.start.mutationOptions(),
    onError: (error) => notify({ tone: 'failed', title: 'Import not started', body: sentenceOf(error) }),
  });
  useEffect(
    () =>
      window.tidemark?.onCommand((command) => {
        switch (command.type) {
          case 'open':
            router.history.push(command.path);
            break;
          case 'import':
            if (command.scope === 'all') importAll({ clientIds: 'all', platforms: null, range: null });
            else pressKeyTarget('import');
            break;
          case 'export':
            pressKeyTarget('csv');
            break;
          case 'find':
            document.querySelector<HTMLElement>('[data-filter]')?.focus();
            break;
          case 'search':
            actions.focusSearch();
            break;
          case 'sidebar':
            actions.toggleSidebar();
            break;
          case 'shortcuts':
            actions.showShortcuts();
            break;
          case 'back':
            router.history.back();
            break;
          case 'forward':
            router.history.forward();
            break;
        }
      }),
    [router, actions, importAll],
  );
};

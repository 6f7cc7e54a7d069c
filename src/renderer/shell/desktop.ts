import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Settings } from '../../contract/workspace.ts';
import type { Runners } from './commands.ts';
import { useChangeSettings } from './settings.ts';

/** Does what the native menu, the tray and links ask for. Nothing in the browser host, which has none of them. */
export const useDesktopCommands = (runners: Runners): void => {
  const router = useRouter();
  const change = useChangeSettings();
  useEffect(
    () =>
      window.tidemark?.onCommand((command) => {
        if (command.type === 'open') router.history.push(command.path);
        else if (command.type === 'import') runners[command.scope === 'all' ? 'import-all' : 'import'].run();
        else if (command.type === 'run') runners[command.id].run();
        else {
          const { type: _, ...chosen } = command;
          change(chosen as Partial<Settings>);
        }
      }),
    [router, runners, change],
  );
};

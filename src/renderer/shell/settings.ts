import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Settings } from '../../contract/workspace.ts';
import { api, sentenceOf } from '../bridge.ts';
import { didReversibly, notify } from '../ui/index.ts';
import { t } from '../ui/text.ts';
import { m } from './messages.ts';

/** Changes settings from the shell: at once on screen, back with the reason when it cannot be saved. */
export const useChangeSettings = (): ((change: Partial<Settings>, undo?: Reversal) => void) => {
  const queries = useQueryClient();
  const { mutateAsync } = useMutation(api.settings.set.mutationOptions());
  return useCallback(
    (change, reversal) => {
      const key = api.settings.get.queryKey({ input: {} });
      const put = async (part: Partial<Settings>): Promise<void> => {
        queries.setQueryData(key, (old) => (old ? { ...old, ...part } : old));
        try {
          await mutateAsync(part);
        } catch (error) {
          void queries.invalidateQueries({ queryKey: key });
          notify({ title: t(m.settingNotSaved), body: sentenceOf(error), tone: 'failed' });
          throw error;
        }
      };
      void put(change).then(
        () => {
          if (reversal)
            didReversibly({ label: reversal.label, undo: () => put(reversal.before), redo: () => put(change) });
        },
        () => undefined,
      );
    },
    [queries, mutateAsync],
  );
};

type Reversal = { label: string; before: Partial<Settings> };

import { create } from 'zustand';
import { useCallback } from 'react';
import { useCampaignSearch } from './use-search.ts';

/** Whether the inspector stands beside the table: as the address says, else as the person left it. */
const useRemembered = create<{ open: boolean }>(() => ({ open: false }));

export type Panel = { open: boolean; toggle: () => void; close: () => void };

export const usePanel = (): Panel => {
  const { search, set } = useCampaignSearch();
  const remembered = useRemembered((state) => state.open);
  const open = search.panel === undefined ? remembered : search.panel === 'open';
  const show = useCallback(
    (next: boolean): void => {
      useRemembered.setState({ open: next });
      void set({ panel: next ? 'open' : 'closed' });
    },
    [set],
  );
  return { open, toggle: () => show(!open), close: () => show(false) };
};

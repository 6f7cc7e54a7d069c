import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PauseLength, ScheduleChange, ScheduleList, ScheduleRule } from '../../../contract/schedules.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import { didReversibly, notify } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { applied, followed, undoSteps, type Whose } from './model.ts';

/** Changes of schedules: at once on screen, each with Undo; refused ones go back and say why. */
export const useScheduleActions = (): ScheduleActions => {
  const queries = useQueryClient();
  return useMemo(() => scheduleActions(queries), [queries]);
};

export type ScheduleActions = {
  set(clients: Whose[], change: Partial<ScheduleRule>, title: string): Promise<void>;
  /** These clients give up their own rules. */
  follow(clients: string[], title: string): Promise<void>;
  pause(length: PauseLength): Promise<void>;
  resume(): Promise<void>;
};

function scheduleActions(queries: QueryClient): ScheduleActions {
  const key = api.schedules.list.queryKey({ input: {} });
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: api.schedules.key() });

  const attempt = async <T>(
    failure: string,
    shown: (list: ScheduleList) => ScheduleList,
    act: () => Promise<T>,
  ): Promise<T | null> => {
    // A list that is on its way would put the old state back over this one.
    await queries.cancelQueries({ queryKey: key });
    const before = queries.getQueryData<ScheduleList>(key);
    queries.setQueryData<ScheduleList>(key, (old) => (old ? shown(old) : old));
    try {
      return await act();
    } catch (error) {
      queries.setQueryData(key, before);
      notify({ title: failure, body: sentenceOf(error), tone: 'failed' });
      return null;
    } finally {
      void refresh();
    }
  };

  /** Puts the rules back as they were, whoever has them now. */
  const takeBack = async (change: ScheduleChange): Promise<void> => {
    try {
      for (const step of undoSteps(change))
        if ('reset' in step) await client.schedules.reset({ clients: step.reset });
        else await client.schedules.set({ clients: step.set, change: step.rule });
    } finally {
      void refresh();
    }
  };
  const undoable = (label: string, change: ScheduleChange | null, redo: () => Promise<unknown>): void => {
    if (change) didReversibly({ label, undo: () => takeBack(change), redo: () => redo().finally(refresh) });
  };

  return {
    async set(clients, change, title) {
      const save = () => client.schedules.set({ clients, change });
      undoable(title, await attempt(t(m.saveFailed), (list) => applied(list, clients, change), save), save);
    },
    async follow(clients, title) {
      const save = () => client.schedules.reset({ clients });
      undoable(title, await attempt(t(m.saveFailed), (list) => followed(list, clients), save), save);
    },
    async pause(length) {
      await attempt(
        t(m.pauseFailed),
        (list) => list,
        () => client.schedules.pause({ for: length }),
      );
    },
    async resume() {
      await attempt(
        t(m.resumeFailed),
        (list) => ({ ...list, state: { ...list.state, pausedUntil: null, holding: null } }),
        () => client.schedules.resume({}),
      );
    },
  };
}

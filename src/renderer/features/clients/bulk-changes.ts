import type { ScheduleChange, ScheduleRule } from '../../../contract/schedules.ts';
import { client } from '../../bridge.ts';
import { didReversibly } from '../../ui/undo.ts';

/** Changes of many clients, each one step that can be taken back. `clients` is how many, in words. */
export const changeTags = async (
  change: { clientIds: string[]; add: string[]; remove: string[] },
  clients: string,
): Promise<void> => {
  const before = await client.clients.changeTags(change);
  didReversibly({
    label: `Tags of ${clients} changed`,
    undo: () => client.clients.setTags(before),
    redo: () => client.clients.changeTags(change),
  });
};

export const changeOwners = async (
  clientIds: readonly string[],
  owner: string | null,
  clients: string,
): Promise<void> => {
  const to = { owners: clientIds.map((clientId) => ({ clientId, owner })) };
  const before = await client.clients.setOwner(to);
  didReversibly({
    label: owner === null ? `${clients}: nobody looks after them now` : `${clients} given to ${owner}`,
    undo: () => client.clients.setOwner(before),
    redo: () => client.clients.setOwner(to),
  });
};

const WORDS = { on: 'imported by themselves', off: 'no longer imported by themselves', default: 'follow the default' };

export const changeSchedules = async (
  clientIds: readonly string[],
  how: 'on' | 'off' | 'default',
  clients: string,
): Promise<void> => {
  const apply = (): Promise<ScheduleChange> =>
    how === 'default'
      ? client.schedules.reset({ clients: [...clientIds] })
      : client.schedules.set({ clients: [...clientIds], change: { enabled: how === 'on' } });
  const { before } = await apply();
  didReversibly({ label: `${clients}: ${WORDS[how]}`, undo: () => restoreSchedules(before), redo: apply });
};

/** Puts back what was there: one call per distinct rule, and one for those that had none of their own. */
const restoreSchedules = async (before: ScheduleChange['before']): Promise<void> => {
  const groups = Map.groupBy(before, (one) => JSON.stringify(one.rule));
  for (const [rule, list] of groups) {
    const ids = list.map((one) => one.client);
    if (rule === 'null') await client.schedules.reset({ clients: ids });
    else await client.schedules.set({ clients: ids, change: JSON.parse(rule) as ScheduleRule });
  }
};

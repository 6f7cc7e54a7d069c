import type { ScheduleChange, ScheduleRule } from '../../../contract/schedules.ts';
import { client } from '../../bridge.ts';
import { t } from '../../ui/text.ts';
import { didReversibly } from '../../ui/undo.ts';
import { bulk } from './messages-bulk.ts';

/** Changes of many clients, each one step that can be taken back. */
export const changeTags = async (change: { clientIds: string[]; add: string[]; remove: string[] }): Promise<void> => {
  const before = await client.clients.changeTags(change);
  didReversibly({
    label: t(bulk.didTags, { clients: change.clientIds.length }),
    undo: () => client.clients.setTags(before),
    redo: () => client.clients.changeTags(change),
  });
};

export const changeOwners = async (clientIds: readonly string[], owner: string | null): Promise<void> => {
  const to = { owners: clientIds.map((clientId) => ({ clientId, owner })) };
  const before = await client.clients.setOwner(to);
  const clients = clientIds.length;
  didReversibly({
    label: owner === null ? t(bulk.didNobody, { clients }) : t(bulk.didOwner, { clients, owner }),
    undo: () => client.clients.setOwner(before),
    redo: () => client.clients.setOwner(to),
  });
};

const DID = { on: bulk.didOn, off: bulk.didOff, default: bulk.didDefault };

export const changeSchedules = async (clientIds: readonly string[], how: 'on' | 'off' | 'default'): Promise<void> => {
  const apply = (): Promise<ScheduleChange> =>
    how === 'default'
      ? client.schedules.reset({ clients: [...clientIds] })
      : client.schedules.set({ clients: [...clientIds], change: { enabled: how === 'on' } });
  const { before } = await apply();
  didReversibly({
    label: t(DID[how], { clients: clientIds.length }),
    undo: () => restoreSchedules(before),
    redo: apply,
  });
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

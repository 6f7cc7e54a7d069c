import type { BusinessMetricInput, Goal, Profile } from '../../../contract/client-profile.ts';
import { client } from '../../bridge.ts';
import { t } from '../../ui/text.ts';
import { doReversibly } from '../../ui/undo.ts';
import { m } from './messages.ts';

/** Changes of a client's profile, each as one step that can be taken back. A change that fails is thrown and leaves no step behind. */
export type Details = { name: string; city: string | null; owner: string | null; tags: readonly string[] };

const sameTags = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const put = async (clientId: string, from: Details, to: Details): Promise<void> => {
  // The name first: it is the one that can be refused, and then nothing else has changed.
  if (to.name !== from.name) await client.clients.rename({ clientId, name: to.name });
  if (to.city !== from.city) await client.clients.setCity({ clientId, city: to.city });
  if (to.owner !== from.owner) await client.clients.setOwner({ owners: [{ clientId, owner: to.owner }] });
  if (!sameTags(to.tags, from.tags)) await client.clients.setTags({ clients: [{ clientId, tags: [...to.tags] }] });
};

/** Name, city, owner and tags. Does nothing when nothing differs. */
export const changeDetails = async (clientId: string, before: Details, after: Details): Promise<void> => {
  if (
    before.name === after.name &&
    before.city === after.city &&
    before.owner === after.owner &&
    sameTags(before.tags, after.tags)
  )
    return;
  await doReversibly({
    label:
      before.name === after.name
        ? t(m.changed, { name: after.name })
        : t(m.renamed, { before: before.name, name: after.name }),
    redo: () => put(clientId, before, after),
    undo: () => put(clientId, after, before),
  });
};

type GoalChange = { currency: string; before: Omit<Goal, 'currency'> | null; after: Omit<Goal, 'currency'> | null };

/**
 * Goals and names of conversions in one step.
 * @returns what the engine says about conversions that are not added because another source holds them.
 */
export const changeGoals = async (
  profile: Pick<Profile, 'id' | 'name'>,
  goals: readonly GoalChange[],
  mapping: { before: BusinessMetricInput[]; after: BusinessMetricInput[] } | null,
): Promise<string[]> => {
  if (goals.length === 0 && mapping === null) return [];
  let warnings: string[] = [];
  const apply = async (which: 'before' | 'after'): Promise<void> => {
    for (const change of goals)
      await client.clients.setGoal({ clientId: profile.id, currency: change.currency, goal: change[which] });
    if (mapping !== null)
      warnings = (await client.clients.setMapping({ clientId: profile.id, conversions: mapping[which] })).warnings;
  };
  await doReversibly({
    label: t(m.goalsSaved, { name: profile.name }),
    redo: () => apply('after'),
    undo: () => apply('before'),
  });
  return warnings;
};

/** Puts the client among the pinned ones, or takes it away. */
export const changePinned = async (
  clientName: string,
  before: readonly string[],
  after: readonly string[],
): Promise<void> =>
  doReversibly({
    label: t(after.length > before.length ? m.pinned : m.unpinned, { name: clientName }),
    redo: () => client.clients.setPinned({ clientIds: [...after] }),
    undo: () => client.clients.setPinned({ clientIds: [...before] }),
  });

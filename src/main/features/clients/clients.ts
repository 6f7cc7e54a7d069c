import {
  MOST_PINNED,
  MOST_TAGS,
  type ClientTags,
  type Goal,
  type Labels,
  type Owners,
} from '../../../contract/client-profile.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Db } from '../../store/db.ts';
import { clientNames, workspaceCounts } from '../../store/reads/clients.ts';
import { labelsInUse, pinnedClients, storedProfile, tagsOf, unknownClients } from '../../store/reads/client-profile.ts';
import * as writes from '../../store/writes/client-profile.ts';
import { renameClient, setClientCity } from '../../store/writes/clients.ts';

type GoalValues = Omit<Goal, 'currency'>;
export type ClientName = { id: string; name: string; pinned: number | null };

/**
 * The clients of the agency: names, and what people keep about them. Throws Refusal for unknown clients and names already taken.
 * Every change answers with what was there before, which the same call takes to undo it.
 */
export type Clients = {
  names(): ClientName[];
  rename(clientId: string, name: string): void;
  setCity(clientId: string, city: string | null): void;
  setOwners(owners: Owners['owners']): Owners['owners'];
  setTags(clients: ClientTags['clients']): ClientTags['clients'];
  changeTags(change: {
    clientIds: readonly string[];
    add: readonly string[];
    remove: readonly string[];
  }): ClientTags['clients'];
  /** Null takes the goal of the currency away. */
  setGoal(change: { clientId: string; currency: string; goal: GoalValues | null }): GoalValues | null;
  setPinned(clientIds: readonly string[]): string[];
  labels(): Labels;
  counts(): { clients: number; connections: number };
};

export function createClients(db: Db, deps: { now: () => number; changed: () => void }): Clients {
  const unknown = (): never => {
    throw new Refusal('NOT_FOUND', 'That client does not exist any more.', { what: 'client' });
  };
  /** All or nothing: a list with one client too many changes nothing. */
  const keysOf = (clientIds: readonly string[]): number[] => {
    const keys = clientIds.map((id) => (/^\d{1,15}$/.test(id) ? Number(id) : -1));
    if (new Set(keys).size < keys.length)
      throw new Refusal('BAD_INPUT', 'A client is named twice.', { field: 'clientIds' });
    if (unknownClients(db, keys).length > 0) unknown();
    return keys;
  };
  const after = <T>(answer: T): T => {
    deps.changed();
    return answer;
  };
  const asText = <T extends { clientId: number }>(rows: readonly T[]) =>
    rows.map((row) => ({ ...row, clientId: String(row.clientId) }));

  function setTags(clients: readonly { clientId: string; tags: readonly string[] }[]): ClientTags['clients'] {
    const keys = keysOf(clients.map((one) => one.clientId));
    const rows = clients.map(({ tags }, index) => ({ clientId: keys[index] as number, tags: distinct(tags) }));
    if (rows.some((row) => row.tags.length > MOST_TAGS))
      throw new Refusal('BAD_INPUT', `A client can have ${MOST_TAGS} tags at most.`, { field: 'tags' });
    return after(asText(writes.setTags(db, rows)));
  }

  return {
    names() {
      const pinned = new Map(pinnedClients(db).map((id, place) => [String(id), place]));
      return clientNames(db).map((client) => ({ ...client, pinned: pinned.get(client.id) ?? null }));
    },
    counts: () => workspaceCounts(db),
    labels: () => labelsInUse(db),
    rename(clientId, name) {
      const outcome = renameClient(db, { clientId, name });
      if (outcome === 'not_found') unknown();
      if (outcome === 'taken') {
        throw new Refusal('BAD_INPUT', `Another client is called "${name}" already. Choose a different name.`, {
          field: 'name',
        });
      }
      deps.changed();
    },
    setCity(clientId, city) {
      if (!setClientCity(db, { clientId, city: city === '' ? null : city })) unknown();
      deps.changed();
    },
    setOwners(owners) {
      const keys = keysOf(owners.map((one) => one.clientId));
      return after(
        asText(
          writes.setOwners(
            db,
            owners.map(({ owner }, index) => ({ clientId: keys[index] as number, owner })),
          ),
        ),
      );
    },
    setTags,
    changeTags({ clientIds, add, remove }) {
      const gone = new Set(remove.map(fold));
      return setTags(
        keysOf(clientIds).map((key) => ({
          clientId: String(key),
          tags: [...tagsOf(db, key).filter((tag) => !gone.has(fold(tag))), ...add],
        })),
      );
    },
    setGoal({ clientId, currency, goal }) {
      const [key] = keysOf([clientId]) as [number];
      const { currencies } = storedProfile(db, key) ?? unknown();
      // A budget nothing is ever spent against would be paced at zero for ever.
      if (goal !== null && currencies.length > 0 && !currencies.includes(currency))
        throw new Refusal(
          'BAD_INPUT',
          `None of this client's ad accounts is in ${currency}. Set the goal in ${currencies.join(' or ')}.`,
          { field: 'currency' },
        );
      const empty = goal === null || Object.values(goal).every((value) => value === null);
      return after(writes.setGoal(db, { clientId: key, currency, goal: empty ? null : goal, now: deps.now() }));
    },
    setPinned(clientIds) {
      if (clientIds.length > MOST_PINNED)
        throw new Refusal('BAD_INPUT', `${MOST_PINNED} clients can be pinned. Take one away first.`, {
          field: 'clientIds',
        });
      return after(writes.setPinned(db, keysOf(clientIds)).map(String));
    },
  };
}

const fold = (text: string): string => text.toLowerCase();

/** 'VIP' and 'vip' are one tag; the first spelling stays. */
function distinct(tags: readonly string[]): string[] {
  return [...new Map(tags.toReversed().map((tag) => [fold(tag), tag])).values()].toReversed();
}

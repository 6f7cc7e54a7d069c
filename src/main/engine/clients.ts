import { Refusal } from '../kernel/failure.ts';
import type { Db } from '../store/db.ts';
import { clientNames, workspaceCounts } from '../store/reads/clients.ts';
import { renameClient, setClientCity } from '../store/writes/clients.ts';

/** The clients of the agency by name. Throws Refusal for unknown clients and names already taken. */
export type Clients = {
  names(): { id: string; name: string }[];
  rename(clientId: string, name: string): void;
  setCity(clientId: string, city: string | null): void;
  counts(): { clients: number; connections: number };
};

export function createClients(db: Db, changed: () => void): Clients {
  const unknown = (): never => {
    throw new Refusal('NOT_FOUND', 'That client does not exist any more.', { what: 'client' });
  };
  return {
    names: () => clientNames(db),
    counts: () => workspaceCounts(db),
    rename(clientId, name) {
      const outcome = renameClient(db, { clientId, name });
      if (outcome === 'not_found') unknown();
      if (outcome === 'taken') {
        throw new Refusal('BAD_INPUT', `Another client is called "${name}" already. Choose a different name.`, {
          field: 'name',
        });
      }
      changed();
    },
    setCity(clientId, city) {
      if (!setClientCity(db, { clientId, city: city === '' ? null : city })) unknown();
      changed();
    },
  };
}

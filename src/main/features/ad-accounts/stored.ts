import { adAccounts } from '../../store/reads/connections.ts';
import type { Db } from '../../store/store.ts';
import { assignAdAccounts, saveAdAccounts } from '../../store/writes/ad-accounts.ts';
import type { AdAccountRepository, ClientName } from './ports.ts';

/** The ad accounts' part of a workspace database; `clients` reads the names of clients that are in use. */
export function createAdAccountRepository(db: Db, clients: () => ClientName[]): AdAccountRepository {
  return {
    list: (connectionId) =>
      adAccounts(db, { connectionId }).map((stored) => ({
        ...stored,
        timeZone: stored.timezone,
        isManager: stored.manager,
      })),
    clients,
    saveListed: (connectionId, platform, accounts, now) =>
      saveAdAccounts(db, { connectionId, platform, accounts, complete: true, now }),
    assign(assignments, now) {
      const refused = assignAdAccounts(db, { assignments, now });
      if (refused !== null) throw new Error(`An ad account changed while it was assigned (${refused.reason}).`);
    },
  };
}

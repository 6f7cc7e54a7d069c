import {
  adAccounts as storedAdAccounts,
  connectionById,
  connectionByLogin,
  connections,
  type StoredConnection,
} from '../../store/reads/connections.ts';
import { write, type Db } from '../../store/store.ts';
import { saveAdAccounts } from '../../store/writes/ad-accounts.ts';
import {
  connectionChecked,
  connectionFailed,
  removeConnection,
  saveConnection,
  sealCredential,
} from '../../store/writes/connections.ts';
import type { ConnectionRecord, ConnectionRepository } from './ports.ts';

/** The connections' part of a workspace database. */
export function createConnectionRepository(db: Db): ConnectionRepository {
  // The state is worked out here from clock and secret store, so the store's idea of now does not matter.
  const now = 0;

  function find(id: string): ConnectionRecord | null {
    const stored = connectionById(db, { id, now });
    return stored === null ? null : toRecord(stored);
  }

  return {
    list: () => connections(db, { now }).flatMap(({ id }) => find(id) ?? []),
    find,
    findByLogin(platform, loginId, kind) {
      const stored = connectionByLogin(db, { platform, loginId, kind, now });
      return stored === null ? null : toRecord(stored);
    },
    reachedAdAccounts: (connectionId) =>
      storedAdAccounts(db, { connectionId })
        .filter((adAccount) => adAccount.status !== 'no_access')
        .map((adAccount) => adAccount.adAccountId),
    saveLogin({ sealed, ...login }, adAccounts, at) {
      write(db, () => {
        saveConnection(db, { ...login, sealedCredential: sealed, now: at });
        saveAdAccounts(db, {
          connectionId: login.id,
          platform: login.platform,
          accounts: adAccounts,
          complete: true,
          now: at,
        });
      });
    },
    checked: (id, details, at) => connectionChecked(db, { id, ...details, now: at }),
    ended: (id, problem, at) => connectionFailed(db, { id, state: 'expired', problem, now: at }),
    seal: (id, sealed) => sealCredential(db, { id, sealedCredential: sealed }),
    remove: (id, at) => void removeConnection(db, { id, now: at }),
  };
}

function toRecord(stored: StoredConnection): ConnectionRecord {
  const { id, platform, loginId, label, kind, scopes, problem, adAccounts, assignedAdAccounts } = stored;
  return {
    id,
    platform,
    loginId,
    label,
    kind,
    scopes,
    problem,
    adAccounts,
    assignedAdAccounts,
    expiresAt: stored.expiresAtMs,
    dataAccessExpiresAt: stored.dataAccessExpiresAtMs,
    sealed: stored.sealedCredential,
    connectedAt: Date.parse(stored.connectedAt),
    lastCheckedAt: stored.lastCheckedAt === null ? null : Date.parse(stored.lastCheckedAt),
    removed: stored.state === 'removed',
  };
}

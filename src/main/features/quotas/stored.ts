import type { Db } from '../../store/db.ts';
import { appKeys, quotaOperations, quotaStates } from '../../store/reads/quotas.ts';
import { addOperations, saveQuotaState, setAppKey } from '../../store/writes/quotas.ts';
import type { QuotaRepository } from './ports.ts';

/** Quotas in the workspace's database. */
export function quotaRepository(db: Db): QuotaRepository {
  return {
    states: () => quotaStates(db),
    save: (state) => saveQuotaState(db, state),
    operations: (fromHour) => quotaOperations(db, { fromHour }),
    addOperations: (args) => addOperations(db, args),
    apps: () => appKeys(db),
    setApp: (connectionId, appKey) => setAppKey(db, { connectionId, appKey }),
  };
}

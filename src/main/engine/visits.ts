import { createVisits } from '../features/visits/visits.ts';
import type { Runtime } from './runtime.ts';

/** Since when things are news to whoever looks at a client now, for the contract. A workspace that is only read is asked, not told. */
export function lookAt(
  { store, clock }: Pick<Runtime, 'store' | 'clock'>,
  { clientId, dismissed }: { clientId: string; dismissed?: boolean | undefined },
): { since: string | null } {
  const visits = createVisits({ db: store.db, now: () => clock.now(), readonly: store.db.readonly });
  const since = visits.look(clientId, dismissed);
  return { since: since === null ? null : new Date(since).toISOString() };
}

/** Every ad account a sign-in can see: the ones it reaches directly, and what the managers among them manage. */
import { NO_CURRENCY, NO_TIME_ZONE } from '../../domain/currencies.ts';
import type { AdAccountRecord, PlatformDeps, PlatformFailure } from '../platform.ts';
import type { AdsApi } from './api.ts';
import { classify } from './errors.ts';
import { isObject } from './failures.ts';
import { customerFacts, dashed } from './normalize.ts';
import type { CustomerFacts } from './normalize.ts';
import { customerClientQuery, customerQuery } from './queries.ts';

type Child = CustomerFacts;
type Reach = { path: string[]; login: string };

/**
 * Google's own depth limit is six managers; deeper is a loop in the data. Only a guard: each manager is asked once anyway.
 */
const MAX_DEPTH = 12;

/** True when the failure is about this one account, so that the others can still be listed. */
function onlyThisAccount(failure: PlatformFailure): boolean {
  return (
    failure.code === 'ACCOUNT_NOT_FOUND' || (failure.kind === 'permanent' && failure.code !== 'API_VERSION_EXPIRED')
  );
}

function unreadable(id: string, failure: PlatformFailure): CustomerFacts {
  const closed = failure.code === 'ACCOUNT_DISABLED';
  return {
    adAccountId: id,
    name: dashed(id),
    currency: NO_CURRENCY,
    timeZone: NO_TIME_ZONE,
    status: closed ? 'closed' : 'no_access',
    platformStatus: closed ? 'CUSTOMER_NOT_ENABLED' : failure.code,
    isManager: false,
  };
}

export async function* listAdAccounts(
  api: AdsApi,
  deps: PlatformDeps,
  signal: AbortSignal,
): AsyncGenerator<AdAccountRecord> {
  const directIds = await api.directCustomerIds(signal);
  const direct = new Map<string, CustomerFacts>();
  const refused = new Map<string, PlatformFailure>();

  async function firstRow(customerId: string): Promise<CustomerFacts | null> {
    const request = { customerId, loginCustomerId: customerId, query: customerQuery() };
    for (const rows of (await api.searchStream(request, signal)).batches()) {
      for (const row of rows) {
        const facts = isObject(row) ? customerFacts(row.customer) : null;
        if (facts?.adAccountId === customerId) return facts;
      }
    }
    return null;
  }

  for (const id of directIds) {
    try {
      const facts = await firstRow(id);
      if (facts) direct.set(id, facts);
      else refused.set(id, { ...classify(null, deps.now()), kind: 'permanent', code: 'NO_PERMISSION' });
    } catch (error) {
      const failure = classify(error, deps.now());
      if (!onlyThisAccount(failure)) throw error;
      deps.log('warn', 'A Google Ads account cannot be read', {
        adAccountId: id,
        code: failure.code,
        detail: failure.detail,
      });
      refused.set(id, failure);
      // When not one account answers, the fault is with the sign-in or the project, and its sentence is what helps.
      if (refused.size === directIds.length && failure.scope === 'app') throw error;
    }
  }

  /** What each manager manages directly. Asked once, through the first way that works. */
  const children = new Map<string, Child[]>();
  async function childrenOf(manager: string, login: string): Promise<Child[]> {
    const known = children.get(manager);
    if (known) return known;
    const found: Child[] = [];
    try {
      const request = { customerId: manager, loginCustomerId: login, query: customerClientQuery() };
      for (const rows of (await api.searchStream(request, signal)).batches()) {
        for (const row of rows) {
          const raw = isObject(row) ? row.customerClient : null;
          const facts = customerFacts(raw);
          if (!isObject(raw) || facts === null || facts.adAccountId === manager) continue;
          if (raw.level !== undefined && Number(raw.level) !== 1) continue;
          found.push(facts);
        }
      }
    } catch (error) {
      const failure = classify(error, deps.now());
      if (!onlyThisAccount(failure)) throw error;
      deps.log('warn', 'A Google Ads manager account cannot be expanded', {
        manager,
        code: failure.code,
        detail: failure.detail,
      });
      return [];
    }
    children.set(manager, found);
    return found;
  }

  const reached = new Map<string, Reach & { facts: CustomerFacts }>();
  async function expand(root: string): Promise<void> {
    const queue: { id: string; path: string[] }[] = [{ id: root, path: [] }];
    const visited = new Set<string>();
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (visited.has(next.id) || next.path.length > MAX_DEPTH) continue;
      visited.add(next.id);
      const path = [...next.path, next.id];
      for (const facts of await childrenOf(next.id, root)) {
        const known = reached.get(facts.adAccountId);
        // The longer path starts higher up: a sub-manager the sign-in also reaches directly must not hide its own manager.
        if (!known || (path.length > known.path.length && !path.includes(facts.adAccountId))) {
          reached.set(facts.adAccountId, { path, login: root, facts });
        }
        if (facts.isManager && facts.status === 'active') queue.push({ id: facts.adAccountId, path });
      }
    }
  }
  for (const [id, facts] of direct) if (facts.isManager) await expand(id);

  for (const id of directIds) {
    const facts = direct.get(id);
    if (facts) yield { ...facts, managerPath: [], accessPath: id };
  }
  for (const [id, { path, login, facts }] of reached) {
    if (!direct.has(id)) yield { ...facts, managerPath: path, accessPath: login };
  }
  for (const [id, failure] of refused) {
    if (!reached.has(id)) yield { ...unreadable(id, failure), managerPath: [], accessPath: id };
  }
}

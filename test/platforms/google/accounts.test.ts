import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AdAccountRecord } from '../../../src/main/platforms/platform.ts';
import { adsFailure, send } from './fake-google.ts';
import type { FakeCustomer } from './fake-google.ts';
import { collect, failureOf, never, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let h: Harness;
beforeEach(async () => {
  h = await startHarness();
});
afterEach(() => h.close());

const M = '9000000001';
const S = '9000000002';
const C1 = '1000000001';
const C2 = '1000000002';
const C3 = '1000000003';

function customers(...list: FakeCustomer[]): void {
  for (const customer of list) h.fake.customers.set(customer.id, customer);
}

async function list(): Promise<Map<string, AdAccountRecord>> {
  const records = await collect(h.session().listAdAccounts(never));
  const byId = new Map(records.map((record) => [record.adAccountId, record]));
  expect(byId.size).toBe(records.length);
  return byId;
}

test('managers are expanded to the real path, each account appears once, direct access wins', async () => {
  customers(
    { id: M, name: 'Agency', manager: true, children: [S, C1] },
    { id: S, name: 'Sub', manager: true, children: [C1, C2, C3] },
    { id: C1, name: 'Both ways', currency: 'PLN', zone: 'Europe/Warsaw' },
    { id: C2, name: 'Deep', currency: 'JPY', zone: 'Asia/Tokyo' },
    { id: C3, name: 'Deep hidden', hidden: true },
  );
  h.fake.direct = [M, C1];
  const found = await list();
  expect([...found.keys()].sort()).toEqual([C1, C2, C3, M, S].sort());
  expect(found.get(C1)).toEqual({
    adAccountId: C1,
    name: 'Both ways',
    currency: 'PLN',
    timeZone: 'Europe/Warsaw',
    status: 'active',
    platformStatus: 'ENABLED',
    isManager: false,
    managerPath: [],
    accessPath: C1,
  });
  expect(found.get(C2)).toMatchObject({ managerPath: [M, S], accessPath: M, currency: 'JPY', isManager: false });
  expect(found.get(C3)).toMatchObject({ managerPath: [M, S], accessPath: M });
  expect(found.get(S)).toMatchObject({ isManager: true, managerPath: [M], accessPath: M });
  expect(found.get(M)).toMatchObject({ isManager: true, managerPath: [], accessPath: M });
  // Every account is really reachable the way the record says.
  for (const record of found.values()) {
    if (record.isManager) continue;
    const request = {
      adAccount: record,
      level: 'account',
      from: '2026-11-01',
      to: '2026-11-01',
      asynchronous: false,
    } as const;
    await collect(h.session().readInsights(request, never));
  }
});

test('the login-customer-id is what makes the deep account readable', async () => {
  customers({ id: M, manager: true, children: [C1] }, { id: C1 });
  h.fake.direct = [M];
  const adAccount = { adAccountId: C1, accessPath: null, currency: 'EUR', timeZone: 'UTC' };
  const request = { adAccount, level: 'account', from: '2026-11-01', to: '2026-11-01', asynchronous: false } as const;
  const failure = await failureOf(() => collect(h.session().readInsights(request, never)));
  expect(failure).toMatchObject({ kind: 'permanent', code: 'NO_PERMISSION', scope: 'ad_account' });
  expect(failure.sentence).toMatch(/manager account/);
  expect((await list()).get(C1)?.accessPath).toBe(M);
});

test('a sub-manager that is also reached directly keeps the longer path for what it manages', async () => {
  customers(
    { id: S, manager: true, children: [C1] },
    { id: M, manager: true, children: [S] },
    { id: C1, name: 'Leaf' },
  );
  h.fake.direct = [S, M];
  const found = await list();
  expect(found.get(C1)).toMatchObject({ managerPath: [M, S], accessPath: M });
  expect(found.get(S)).toMatchObject({ managerPath: [], accessPath: S });
  // Each manager is asked once for its children, however many roads lead to it.
  expect(h.fake.requests.filter((seen) => seen.query?.includes('customer_client')).length).toBe(2);
});

test('cancelled, closed, suspended and refused accounts are listed with their state and fail nothing', async () => {
  customers(
    { id: M, manager: true, children: ['2000000001', '2000000002', '2000000003', '2000000004'] },
    { id: '2000000001', status: 'CANCELED', name: 'Cancelled' },
    { id: '2000000002', status: 'CLOSED' },
    { id: '2000000003', status: 'SUSPENDED' },
    { id: '2000000004', status: 'CANCELED', manager: true, children: [C3] },
    { id: '3000000001', status: 'CANCELED' },
    { id: C3 },
  );
  h.fake.direct = ['3000000001', '4000000004', M];
  const found = await list();
  expect(found.get('2000000001')).toMatchObject({ status: 'closed', platformStatus: 'CANCELED', name: 'Cancelled' });
  expect(found.get('2000000002')).toMatchObject({ status: 'closed', name: '200-000-0002' });
  expect(found.get('2000000003')).toMatchObject({ status: 'disabled' });
  expect(found.get('3000000001')).toMatchObject({
    status: 'closed',
    platformStatus: 'CUSTOMER_NOT_ENABLED',
    currency: 'XXX',
  });
  expect(found.get('4000000004')).toMatchObject({ status: 'no_access', platformStatus: 'NO_PERMISSION' });
  expect(found.has(C3)).toBe(false);
  expect(h.logged.some((line) => line.includes('4000000004'))).toBe(true);
});

test('an account refused directly is taken through the manager that can read it', async () => {
  customers({ id: M, manager: true, children: [C1] }, { id: C1, name: 'Via manager' });
  h.fake.direct = [C1, M];
  h.fake.faults.push((seen, response) => {
    if (!seen.path.includes(C1)) return false;
    send(response, 403, [adsFailure(403, 'PERMISSION_DENIED', 'authorizationError', 'USER_PERMISSION_DENIED')]);
    return true;
  });
  expect((await list()).get(C1)).toMatchObject({
    name: 'Via manager',
    status: 'active',
    managerPath: [M],
    accessPath: M,
  });
});

test('an account without a name is called by its number, a sign-in without accounts lists none', async () => {
  expect((await list()).size).toBe(0);
  customers({ id: C1 });
  h.fake.direct = [C1];
  expect((await list()).get(C1)?.name).toBe('100-000-0001');
});

test('when the project is not approved, that is the answer and not a list of refusals', async () => {
  customers({ id: C1 }, { id: C2 });
  h.fake.direct = [C1, C2];
  h.fake.faults.push((seen, response) => {
    if (!seen.path.includes('searchStream')) return false;
    send(response, 403, [
      adsFailure(403, 'PERMISSION_DENIED', 'authorizationError', 'CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION'),
    ]);
    return true;
  });
  expect(await failureOf(list)).toMatchObject({ code: 'APP_NOT_APPROVED', scope: 'app' });
});

test('a passing fault while a manager is expanded fails the listing, so that no account seems gone', async () => {
  customers({ id: M, manager: true, children: [S] }, { id: S, manager: true, children: [C1] }, { id: C1 });
  h.fake.direct = [M];
  h.fake.faults.push((seen, response) => {
    if (!seen.path.includes(S)) return false;
    send(response, 503, adsFailure(503, 'UNAVAILABLE', 'internalError', 'TRANSIENT_ERROR'));
    return true;
  });
  expect(await failureOf(list)).toMatchObject({ kind: 'transient' });
});

test('managers that manage each other in a circle end', async () => {
  customers({ id: M, manager: true, children: [S] }, { id: S, manager: true, children: [C1] }, { id: C1 });
  h.fake.direct = [M];
  h.fake.faults.push((seen, response) => {
    if (!seen.path.includes(`${S}/`) || !seen.query?.includes('customer_client')) return false;
    const client = (id: string): unknown => ({
      customerClient: { id, level: '1', manager: id === M, status: 'ENABLED' },
    });
    send(response, 200, [{ results: [client(M), client(C1)] }]);
    return true;
  });
  const found = await list();
  expect(found.get(C1)?.managerPath).toEqual([M, S]);
  expect(found.get(M)).toMatchObject({ managerPath: [], accessPath: M });
});

import { expect, test } from 'vitest';
import { clientTags, owners, setGoalInput } from '../../../src/contract/client-profile.ts';
import { createClients } from '../../../src/main/features/clients/clients.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { findOrCreateClient } from '../../../src/main/store/writes/clients.ts';
import { storedProfile } from '../../../src/main/store/reads/client-profile.ts';
import { addAccount, newStore, NOW } from '../../store/helpers.ts';

function open() {
  const { db } = newStore();
  let changes = 0;
  const clients = createClients(db, { now: () => NOW, changed: () => (changes += 1) });
  const add = (name: string): string => findOrCreateClient(db, { name, now: NOW });
  return { db, clients, add, changes: () => changes };
}

function refusal(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

test('owners are set for many clients at once, and what comes back undoes it', () => {
  const { db, clients, add, changes } = open();
  const [a, b] = [add('Epoca'), add('Żabka')];
  clients.setOwners([{ clientId: a, owner: 'Anna' }]);
  const before = clients.setOwners([
    { clientId: a, owner: 'Marek' },
    { clientId: b, owner: 'Marek' },
  ]);
  expect(before).toEqual([
    { clientId: a, owner: 'Anna' },
    { clientId: b, owner: null },
  ]);
  expect(clients.labels().owners).toEqual([{ owner: 'Marek', clients: 2 }]);
  clients.setOwners(before);
  expect([storedProfile(db, Number(a))?.owner, storedProfile(db, Number(b))?.owner]).toEqual(['Anna', null]);
  expect(changes()).toBe(3);
});

test('a list with one unknown client changes none of the others', () => {
  const { db, clients, add } = open();
  const a = add('Epoca');
  expect(
    refusal(() =>
      clients.setOwners([
        { clientId: a, owner: 'Anna' },
        { clientId: '99', owner: 'Anna' },
      ]),
    ).code,
  ).toBe('NOT_FOUND');
  expect(refusal(() => clients.setTags([{ clientId: 'x', tags: [] }])).code).toBe('NOT_FOUND');
  expect(refusal(() => clients.changeTags({ clientIds: [a, a], add: ['x'], remove: [] })).message).toMatch(/twice/);
  expect(storedProfile(db, Number(a))?.owner).toBeNull();
});

test('tags are added and taken away for many clients; case does not make another tag', () => {
  const { db, clients, add } = open();
  const [a, b] = [add('Epoca'), add('Żabka')];
  clients.setTags([{ clientId: a, tags: ['VIP', 'hotel', 'vip'] }]);
  expect(storedProfile(db, Number(a))?.tags).toEqual(['VIP', 'hotel']);
  const before = clients.changeTags({ clientIds: [a, b], add: ['Hotel', 'łódź'], remove: ['vip'] });
  expect(storedProfile(db, Number(a))?.tags).toEqual(['hotel', 'łódź']);
  expect(storedProfile(db, Number(b))?.tags).toEqual(['Hotel', 'łódź']);
  expect(before).toEqual([
    { clientId: a, tags: ['VIP', 'hotel'] },
    { clientId: b, tags: [] },
  ]);
  clients.setTags(before);
  expect(storedProfile(db, Number(a))?.tags).toEqual(['VIP', 'hotel']);
  expect(clients.labels().tags).toEqual([
    { tag: 'VIP', clients: 1 },
    { tag: 'hotel', clients: 1 },
  ]);
  const many = Array.from({ length: 29 }, (_, index) => `t${index}`);
  expect(refusal(() => clients.changeTags({ clientIds: [a], add: many, remove: [] })).message).toMatch(/30 tags/);
});

test('a goal belongs to a currency the client spends in, and an empty one is no goal', () => {
  const { db, clients } = open();
  addAccount(db, { client: 'Epoca', currency: 'PLN' });
  const clientId = clients.names()[0]!.id;
  const goal = { monthlyBudgetMicros: 1_000_000_000, targetCpaMicros: null, targetRoas: 4 };
  expect(clients.setGoal({ clientId, currency: 'PLN', goal })).toBeNull();
  expect(clients.setGoal({ clientId, currency: 'PLN', goal: { ...goal, targetRoas: null } })).toEqual(goal);
  expect(storedProfile(db, Number(clientId))?.goals).toEqual([{ currency: 'PLN', ...goal, targetRoas: null }]);
  expect(refusal(() => clients.setGoal({ clientId, currency: 'EUR', goal })).message).toMatch(/EUR.*PLN/);
  const empty = { monthlyBudgetMicros: null, targetCpaMicros: null, targetRoas: null };
  clients.setGoal({ clientId, currency: 'PLN', goal: empty });
  expect(storedProfile(db, Number(clientId))?.goals).toEqual([]);
});

test('nine clients can be pinned, in their order', () => {
  const { clients, add } = open();
  const ids = Array.from({ length: 10 }, (_, index) => add(`Client ${index}`));
  expect(clients.setPinned([ids[3]!, ids[1]!])).toEqual([]);
  expect(
    clients
      .names()
      .filter((one) => one.pinned !== null)
      .map(({ id, pinned }) => [id, pinned]),
  ).toEqual([
    [ids[1], 1],
    [ids[3], 0],
  ]);
  expect(clients.setPinned([])).toEqual([ids[3], ids[1]]);
  expect(refusal(() => clients.setPinned(ids)).message).toMatch(/9 clients/);
});

test('what is too long, empty or below zero is refused before it is stored', () => {
  expect(owners.safeParse({ owners: [{ clientId: '1', owner: ' ' }] }).success).toBe(false);
  expect(owners.safeParse({ owners: [{ clientId: '1', owner: 'x'.repeat(121) }] }).success).toBe(false);
  expect(owners.parse({ owners: [{ clientId: '1', owner: '  Anna   Nowak ' }] }).owners[0]?.owner).toBe('Anna Nowak');
  expect(clientTags.safeParse({ clients: [{ clientId: '1', tags: ['x'.repeat(41)] }] }).success).toBe(false);
  const goal = { monthlyBudgetMicros: 1, targetCpaMicros: null, targetRoas: null };
  const asked = (over: object) =>
    setGoalInput.safeParse({ clientId: '1', currency: 'PLN', goal: { ...goal, ...over } }).success;
  expect([
    asked({}),
    asked({ monthlyBudgetMicros: 0 }),
    asked({ targetRoas: -1 }),
    asked({ targetCpaMicros: 1.5 }),
  ]).toEqual([true, false, false, false]);
  expect(setGoalInput.safeParse({ clientId: '1', currency: 'pln', goal }).success).toBe(false);
});

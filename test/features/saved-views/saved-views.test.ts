import { expect, test } from 'vitest';
import { saveViewInput } from '../../../src/contract/saved-views.ts';
import { createSavedViews } from '../../../src/main/features/saved-views/saved-views.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { newStore, NOW } from '../../store/helpers.ts';

function open() {
  const { db } = newStore();
  let ids = 0;
  return createSavedViews(db, { now: () => NOW, newId: () => `view-${(ids += 1)}`, changed: () => undefined });
}
const triage = {
  screen: 'clients' as const,
  name: 'Triage',
  state: { sort: ['spend', 'desc'], filters: [{ metric: 'cpa', over: 10 }] },
  pinned: true,
};

test('views keep what the screen put there, are changed, removed, put back and ordered', () => {
  const views = open();
  const { view, before } = views.save(triage);
  expect([view.state, before]).toEqual([triage.state, null]);
  const other = views.save({ ...triage, name: 'Mine' }).view;
  views.save({ ...triage, screen: 'campaigns' });
  expect(views.list('clients').map((one) => one.name)).toEqual(['Triage', 'Mine']);
  expect(views.list(null)).toHaveLength(3);

  const change = views.save({ id: view.id, pinned: false });
  expect(change.view).toEqual({ ...view, pinned: false });
  expect(views.save(change.before!).view).toEqual(view);

  expect(views.reorder('clients', [other.id, view.id])).toEqual([view.id, other.id]);
  views.remove(other.id);
  expect(views.list('clients')).toEqual([view]);
  views.restore(other.id);
  expect(views.list('clients').map((one) => one.name)).toEqual(['Mine', 'Triage']);
});

test('two views of a screen never share a name, also after one is put back', () => {
  const views = open();
  const { view } = views.save(triage);
  expect(() => views.save({ ...triage, name: 'TRIAGE' })).toThrow(/already/);
  views.remove(view.id);
  views.save(triage);
  expect(() => views.restore(view.id)).toThrow(/already/);
  expect(() => views.save({ id: view.id, name: 'x' })).toThrow(Refusal);
  expect(() => views.remove('nothing')).toThrow(/not there/);
});

test('an order that forgets a view or names one twice is refused', () => {
  const views = open();
  const a = views.save(triage).view.id;
  const b = views.save({ ...triage, name: 'B' }).view.id;
  for (const ids of [[a], [a, a], [a, b, 'x']]) expect(() => views.reorder('clients', ids)).toThrow(/order/);
});

test('a screen has fifty views at most, and a view what can be kept', () => {
  const views = open();
  for (let index = 0; index < 50; index += 1) views.save({ ...triage, name: `View ${index}` });
  expect(() => views.save(triage)).toThrow(/50 views/);
  expect(saveViewInput.safeParse({ ...triage, state: { text: 'x'.repeat(20_000) } }).success).toBe(false);
  expect(saveViewInput.safeParse({ ...triage, name: '' }).success).toBe(false);
  expect(saveViewInput.safeParse({ ...triage, screen: 'nowhere' }).success).toBe(false);
  expect(saveViewInput.parse({ id: 'a', name: ' B ' })).toEqual({ id: 'a', name: 'B' });
});

import { expect, test } from 'vitest';
import { createSettings } from '../../src/main/engine/settings.ts';
import { newStore } from '../store/helpers.ts';

test('what was used last is kept and makes no screen read anything again; other settings do', () => {
  const { db } = newStore();
  let changes = 0;
  const settings = createSettings(db, () => (changes += 1));
  settings.set({ recents: ['client:7', 'command:import'] });
  expect(changes).toBe(0);
  expect(createSettings(db, () => undefined).get().recents).toEqual(['client:7', 'command:import']);
  settings.set({ hideTray: true, recents: [] });
  expect([changes, settings.get().hideTray]).toEqual([1, true]);
});

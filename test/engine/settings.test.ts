import { expect, test } from 'vitest';
import { createSettings } from '../../src/main/engine/settings.ts';
import { readSetting } from '../../src/main/store/writes/settings.ts';
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

test('a setting that cannot be read counts as never set, and the others are read', () => {
  const { db } = newStore();
  createSettings(db, () => undefined).set({ hideTray: true, language: 'en' });
  const damage = db.prepare('UPDATE setting SET value = ? WHERE key = ?');
  for (const value of ['no JSON', '5', 'null', '']) {
    damage.run(value, 'language');
    const settings = createSettings(db, () => undefined);
    expect([settings.get().hideTray, settings.get().language]).toEqual([true, undefined]);
  }
  damage.run('{', 'hideTray');
  expect(readSetting(db, 'hideTray')).toBe(undefined);
});

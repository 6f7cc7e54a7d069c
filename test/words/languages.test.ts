import { afterEach, expect, test } from 'vitest';
import { m as notifications } from '../../src/main/features/notifications/messages.ts';
import { createSettings } from '../../src/main/engine/settings.ts';
import { followLanguage } from '../../src/main/hosts/electron-language.ts';
import { menuTemplate } from '../../src/main/hosts/electron-menu.ts';
import type { Remembered } from '../../src/main/hosts/electron-state.ts';
import { languageOptions } from '../../src/renderer/features/settings/model.ts';
import { LANGUAGES, languageFor, type Languages, PSEUDO, speak } from '../../src/words/languages.ts';
import { defineMessages, languageTag, setLanguage, setNumbersAs, t } from '../../src/words/text.ts';
import { newStore } from '../store/helpers.ts';

const m = defineMessages('languages-test', {
  bare: 'Clients',
  clients: '{count, plural, one {# client of {agency}} other {# clients of {agency}}}',
});

afterEach(() => {
  setLanguage('en', {});
  setNumbersAs('en');
});

test("the chosen language is spoken, else the computer's, else English", () => {
  const there: Languages = { en: null, pl: null, 'pt-BR': null };
  expect(languageFor('pl', ['de-DE'], there)).toBe('pl');
  expect(languageFor('system', ['de-DE', 'pl-PL', 'en'], there)).toBe('pl');
  expect(languageFor(undefined, ['pt-BR'], there)).toBe('pt-BR');
  expect(languageFor('xx', ['de-DE'], there)).toBe('en');
  expect(languageFor('constructor', [PSEUDO], there)).toBe('en');
  expect(languageFor(PSEUDO, [], there)).toBe(PSEUDO);
});

test('of two languages chosen in a row the last one is spoken, and one that cannot be loaded leaves what there was', async () => {
  const slow = Promise.withResolvers<Record<string, string>>();
  const there: Languages = {
    en: null,
    pl: () => slow.promise,
    de: () => Promise.reject(new Error('The file is gone')),
  };
  const polish = speak('pl', there);
  await speak('en', there);
  slow.resolve({ 'languages-test.bare': 'Klienci' });
  await polish;
  expect([languageTag(), t(m.bare)]).toEqual(['en', 'Clients']);
  await speak('pl', there);
  expect(t(m.bare)).toBe('Klienci');
  await expect(speak('de', there)).rejects.toThrow('gone');
  expect(languageTag()).toBe('pl');
});

test.each(['en_US', 'constructor', '__proto__', 'xx', ''])(
  'a remembered language nobody has, %j, is English',
  async (tag) => {
    void speak(PSEUDO);
    await speak(tag);
    expect([languageTag(), t(m.clients, { count: 1, agency: 'Epoca' })]).toEqual(['en', '1 client of Epoca']);
  },
);

test('the pseudo-locale widens the words and leaves what people named', () => {
  void speak(PSEUDO);
  expect(t(m.bare)).toBe('Clíééénts');
  expect(t(m.clients, { count: 1234, agency: 'Epoca' })).toBe('1,234 clíééénts óóf Epoca');
});

test('menus are in the language, and made anew when the settings choose another', async () => {
  const nothing = (): void => undefined;
  const labels = (): (string | undefined)[] =>
    menuTemplate('linux', false, { command: nothing, zoom: nothing, showLog: nothing, about: nothing }).map(
      (one) => one.label,
    );
  expect(labels()).toEqual(['&File', '&Edit', '&View', '&Client', '&Window', '&Help']);
  let kept = { language: null } as Partial<Remembered>;
  let changes = 0;
  const follow = followLanguage(
    { get: () => kept as Remembered, set: (change) => (kept = { ...kept, ...change }) },
    () => (changes += 1),
  );
  follow(null);
  follow('en');
  expect([kept.language, changes]).toEqual(['en', 0]);
  follow(PSEUDO);
  await expect.poll(() => changes).toBe(1);
  expect([kept.language, labels()[0]]).toEqual([PSEUDO, '&Fíílé']);
  setLanguage('pl', { 'menu.file': '&Plik' });
  expect(labels().slice(0, 2)).toEqual(['&Plik', '&Edit']);
});

test('the engine speaks as its settings say, from the start and at once when they change; formats go their own way', () => {
  const { db } = newStore();
  const settings = createSettings(db, () => undefined);
  settings.set({ language: PSEUDO, locale: 'pl-PL' });
  expect(t(m.clients, { count: 1234, agency: 'Epoca' })).toMatch(/^1\u00a0234 cl/);
  setLanguage('en', {});
  createSettings(db, () => undefined);
  expect(languageTag()).toBe(PSEUDO);
  settings.set({ language: 'system', locale: 'no locale at all' });
  expect([languageTag(), t(m.clients, { count: 1, agency: 'Epoca' })]).toEqual(['en', '1 client of Epoca']);
});

test('Settings offers the languages that are there, and the pseudo-locale to developers', () => {
  const values = (pseudo: boolean): string[] => languageOptions(pseudo).map(({ value }) => value);
  expect(values(false)).toEqual(['system', ...Object.keys(LANGUAGES)]);
  expect(values(true)).toEqual([...values(false), PSEUDO]);
  expect(languageOptions(false).find(({ value }) => value === 'en')?.label).toBe('English');
});

test('what the engine tells has every plural form of the language', () => {
  setLanguage('pl', {
    'notification.finishedBody':
      '{clients, plural, one {# klient aktualny.} few {# klienci aktualni.} many {# klientów aktualnych.} other {# klienta aktualnego.}}',
  });
  const told = [1, 2, 5, 22, 112].map((clients) => t(notifications.finishedBody, { clients }));
  expect(told).toEqual([
    '1 klient aktualny.',
    '2 klienci aktualni.',
    '5 klientów aktualnych.',
    '22 klienci aktualni.',
    '112 klientów aktualnych.',
  ]);
});

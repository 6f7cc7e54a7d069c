import type { Settings, WorkspaceState } from '../../../contract/workspace.ts';

/** Formats offered by name; any other locale the settings hold is added, so nobody's choice is lost. */
const LOCALES = [
  'en',
  'en-GB',
  'en-US',
  'pl-PL',
  'de-DE',
  'de-AT',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pt-PT',
  'cs-CZ',
  'sv-SE',
  'nb-NO',
  'da-DK',
  'fi-FI',
  'ja-JP',
];

/** Choices of the formats setting: 'Polish (Poland)', in alphabetical order with the plain English first. */
export function localeOptions(current: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(['en'], { type: 'language', languageDisplay: 'standard' });
  const label = (locale: string): string => {
    try {
      return names.of(locale) ?? locale;
    } catch {
      return locale;
    }
  };
  return [...new Set([...LOCALES, current])]
    .map((value) => ({ value, label: label(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

export const THEMES: { value: Settings['theme']; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];
export const DENSITIES: { value: Settings['density']; label: string }[] = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
];
export const CHANGE_COLOURS: { value: Settings['changeColours']; label: string }[] = [
  { value: 'green_red', label: 'Green / red' },
  { value: 'blue_orange', label: 'Blue / orange' },
];
export const MOTIONS: { value: Settings['motion']; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'reduced', label: 'Reduced' },
];

/** Of the settings the engine saved, those a change asked for. */
export function savedPart(saved: Settings, change: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(saved).filter(([name]) => name in change));
}

/** Where sign-ins are kept, as a name and a sentence. Those of the demo are nobody's: how they are sealed is no news. */
export function secretStoreWords(
  store: NonNullable<WorkspaceState['secretStore']>,
  kind: WorkspaceState['kind'] = 'main',
): { name: string; sentence: string } {
  if (kind === 'demo') return { name: 'Demo', sentence: 'Demo sign-ins, made up and worth nothing.' };
  const locked = store.locked ? ' It is locked now; saved data can still be read.' : '';
  switch (store.kind) {
    case 'keychain':
      return { name: 'System keychain', sentence: `Your operating system keeps the key that seals them.${locked}` };
    case 'passphrase':
      return { name: 'Your passphrase', sentence: `They are sealed with a passphrase you chose.${locked}` };
    case 'memory':
      return {
        name: 'This run only',
        sentence:
          store.sentence ?? 'They are forgotten when Tidemark closes. Choose a passphrase in Connections to keep them.',
      };
  }
}

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

export const ON_BATTERY: { value: Settings['onBattery']; label: string }[] = [
  { value: 'run', label: 'Run as on the mains' },
  { value: 'daily', label: 'Run those once a day' },
  { value: 'pause', label: 'Wait for the mains' },
];
export const ON_METERED: { value: Settings['onMetered']; label: string }[] = [
  { value: 'run', label: 'Run as on any other' },
  { value: 'pause', label: 'Wait for another one' },
];

/** What may be told outside the window, and when. */
export const NOTIFICATIONS: { name: keyof Settings['notifications']; label: string; detail: string }[] = [
  { name: 'signIn', label: 'Sign-ins', detail: 'A sign-in expired, or expires within 7 days.' },
  { name: 'failures', label: 'Failed imports', detail: 'An import ended with clients that failed, as one message.' },
  {
    name: 'finished',
    label: 'Finished imports',
    detail: 'One you started yourself is done and took longer than 10 s.',
  },
  { name: 'critical', label: 'Critical alerts', detail: 'Imports that keep failing, a disk that is almost full.' },
];

/** 1200 → '20:00', as a time field writes it. */
export function timeOfMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** '20:00' → 1200; null for what is no time of a day. */
export function minuteOfTime(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** Months a new client gets when nobody chose otherwise. */
export const NEW_CLIENT_MONTHS = 3;

/** Choices of whole months; another number that was set elsewhere is one of them. */
export function newClientOptions(chosen: number | undefined): { value: string; label: string }[] {
  return withChosen([0, 1, 3, 6, 12, 24, 37], chosen ?? null).map((months) => ({
    value: String(months),
    label: months === 0 ? 'None' : months === 1 ? '1 month' : `${months} months`,
  }));
}

/** Choices of days; another number that was set elsewhere is one of them. */
export function hoursKeptOptions(chosen: number | null): { value: string; label: string }[] {
  return withChosen([30, 90, 180, 365, 1125], chosen).map((days) => ({ value: String(days), label: `${days} days` }));
}

function withChosen(offered: readonly number[], chosen: number | null): number[] {
  return [...new Set(chosen === null ? offered : [...offered, chosen])].toSorted((a, b) => a - b);
}

/** '2,880', '2 880' → 2880; null for what is no whole number above 0. */
export function wholeNumber(text: string): number | null {
  const digits = text.replaceAll(/[\s,.'\u00a0\u202f]/g, '');
  const value = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  return value > 0 ? value : null;
}

/** What settings that were never chosen stand for. */
const NEVER_CHOSEN: Partial<Settings> = {
  newClientMonths: NEW_CLIENT_MONTHS,
  hoursKeptDays: null,
  dailyOperations: {},
  singleKeys: true,
};

/** The change that takes `change` back: what was there before, or what stood for it. */
export function takenBack(before: Settings, change: Partial<Settings>): Partial<Settings> {
  return savedPart({ ...NEVER_CHOSEN, ...before }, change);
}

import type { Settings, WorkspaceState } from '../../../contract/workspace.ts';
import { languageTag, t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import { LANGUAGES, PSEUDO, SYSTEM } from '../../../words/languages.ts';

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
  const names = new Intl.DisplayNames([languageTag()], { type: 'language', languageDisplay: 'standard' });
  const label = (locale: string): string => {
    try {
      return names.of(locale) ?? locale;
    } catch {
      return locale;
    }
  };
  return [...new Set([...LOCALES, current])]
    .map((value) => ({ value, label: label(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, languageTag()));
}

/** Choices of the language: the computer's, then those there are, each in its own words. */
export function languageOptions(pseudo: boolean): { value: string; label: string }[] {
  return [
    { value: SYSTEM, label: t(m.languageSystem) },
    ...Object.keys(LANGUAGES).map((tag) => ({
      value: tag,
      label: new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag,
    })),
    ...(pseudo ? [{ value: PSEUDO, label: t(m.languagePseudo) }] : []),
  ];
}

type Choices<Name extends keyof Settings> = { value: Settings[Name]; label: string }[];

export const themes = (): Choices<'theme'> => [
  { value: 'system', label: t(m.themeSystem) },
  { value: 'light', label: t(m.themeLight) },
  { value: 'dark', label: t(m.themeDark) },
];
export const densities = (): Choices<'density'> => [
  { value: 'comfortable', label: t(m.densityComfortable) },
  { value: 'compact', label: t(m.densityCompact) },
];
export const changeColours = (): Choices<'changeColours'> => [
  { value: 'green_red', label: t(m.coloursGreenRed) },
  { value: 'blue_orange', label: t(m.coloursBlueOrange) },
];
export const motions = (): Choices<'motion'> => [
  { value: 'system', label: t(m.motionSystem) },
  { value: 'reduced', label: t(m.motionReduced) },
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
  if (kind === 'demo') return { name: t(m.storeDemo), sentence: t(m.storeDemoDetail) };
  const sealed = (where: string): string => (store.locked ? t(m.storeLocked, { where }) : where);
  switch (store.kind) {
    case 'keychain':
      return { name: t(m.storeKeychain), sentence: sealed(t(m.storeKeychainDetail)) };
    case 'passphrase':
      return { name: t(m.storePassphrase), sentence: sealed(t(m.storePassphraseDetail)) };
    case 'memory':
      return { name: t(m.storeMemory), sentence: store.sentence ?? t(m.storeMemoryDetail) };
  }
}

export const batteryOptions = (): Choices<'onBattery'> => [
  { value: 'run', label: t(m.batteryRun) },
  { value: 'daily', label: t(m.batteryDaily) },
  { value: 'pause', label: t(m.batteryPause) },
];
export const meteredOptions = (): Choices<'onMetered'> => [
  { value: 'run', label: t(m.meteredRun) },
  { value: 'pause', label: t(m.meteredPause) },
];

/** What may be told outside the window, and when. */
export const NOTIFICATIONS: { name: keyof Settings['notifications']; label: Message; detail: Message }[] = [
  { name: 'signIn', label: m.notifySignIn, detail: m.notifySignInDetail },
  { name: 'failures', label: m.notifyFailures, detail: m.notifyFailuresDetail },
  { name: 'finished', label: m.notifyFinished, detail: m.notifyFinishedDetail },
  { name: 'critical', label: m.notifyCritical, detail: m.notifyCriticalDetail },
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
    label: months === 0 ? t(m.noMonths) : t(m.months, { count: months }),
  }));
}

/** Choices of days; another number that was set elsewhere is one of them. */
export function hoursKeptOptions(chosen: number | null): { value: string; label: string }[] {
  return withChosen([30, 90, 180, 365, 1125], chosen).map((days) => ({
    value: String(days),
    label: t(m.days, { count: days }),
  }));
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
  language: SYSTEM,
};

/** The change that takes `change` back: what was there before, or what stood for it. */
export function takenBack(before: Settings, change: Partial<Settings>): Partial<Settings> {
  return savedPart({ ...NEVER_CHOSEN, ...before }, change);
}

import { widened } from './pseudo.ts';
import { setLanguage, type Texts } from './text.ts';

/** BCP 47 tag → its texts, loaded when it is chosen; null = the catalogues' own English. A new language is one line here (README, "Add a language"). */
export type Languages = Readonly<Record<string, (() => Promise<Texts>) | null>>;
export const LANGUAGES: Languages = { en: null };

/** The pseudo-locale as a language: offered to developers only. */
export const PSEUDO = 'en-XA';

/** As the settings say it when the computer's language is to be followed. */
export const SYSTEM = 'system';

/**
 * The language to speak: the chosen one, else the first of the computer's that is there, else English. A tag nobody has (a newer version's
 * setting, a language taken away) counts as not chosen.
 */
export const languageFor = (
  chosen: string | undefined,
  system: readonly string[] = [Intl.DateTimeFormat().resolvedOptions().locale],
  languages: Languages = LANGUAGES,
): string => {
  const there = (tag: string): string | undefined =>
    tag === PSEUDO || Object.hasOwn(languages, tag) ? tag : undefined;
  if (chosen !== undefined && there(chosen) !== undefined) return chosen;
  for (const tag of system) {
    const found = there(tag) ?? there(tag.split('-')[0] ?? '');
    if (found !== undefined && found !== PSEUDO) return found;
  }
  return 'en';
};

let wanted = '';

/**
 * Says everything in this language from now on; without waiting where there is nothing to load. What cannot be loaded leaves the last
 * one, and a tag nobody has (from a file of another version, or a damaged one) is English.
 */
export const speak = async (asked: string, languages: Languages = LANGUAGES): Promise<void> => {
  const tag = languageFor(asked, [], languages);
  wanted = tag;
  const load = tag === PSEUDO ? null : (languages[tag] ?? null);
  if (load === null) return setLanguage(tag, {}, tag === PSEUDO ? widened : undefined);
  const texts = await load();
  // Somebody chose another one meanwhile.
  if (wanted === tag) setLanguage(tag, texts);
};

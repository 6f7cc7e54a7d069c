import { languageFor, speak } from '../../words/languages.ts';
import { languageTag, setNumbersAs } from '../../words/text.ts';
import { DEFAULT_SETTINGS } from '../../contract/settings-defaults.ts';
import { settings as schema, type Settings } from '../../contract/workspace.ts';
import type { Db } from '../store/db.ts';
import { readSettings, writeSettings } from '../store/writes/settings.ts';

/** A person's settings of this workspace. A value a newer version wrote and this one does not know falls back to the default. */
export function createSettings(
  db: Db,
  changed: () => void,
): { get(): Settings; set(change: Partial<Settings>): Settings } {
  // Asked for often (quotas before every request); only this process changes them.
  let known: Settings | null = null;
  const get = (): Settings => (known ??= read());
  const read = (): Settings => {
    const stored = readSettings(db);
    const readable = Object.entries(schema.shape).flatMap(([name, type]) => {
      const parsed = type.safeParse(stored[name]);
      return parsed.success ? [[name, parsed.data] as const] : [];
    });
    return { ...DEFAULT_SETTINGS, ...Object.fromEntries(readable) };
  };
  /** Sentences of this process are made in the person's language, numbers in them in their formats. */
  const say = (): void => {
    const { language, locale } = get();
    setNumbersAs(knownLocale(locale));
    const tag = languageFor(language);
    if (tag === languageTag()) return;
    // Loading takes a moment: what is on screen by then is said anew.
    void speak(tag).then(changed, () => undefined);
  };
  say();
  return {
    get,
    set(change) {
      writeSettings(db, change);
      known = null;
      if ('language' in change || 'locale' in change) say();
      // What was used last changes nothing that is on screen: nobody has to read it again.
      if (Object.keys(change).some((name) => name !== 'recents')) changed();
      return get();
    },
  };
}

function knownLocale(locale: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}

import { useEffect, useRef, useState } from 'react';
import { languageFor, speak } from '../../words/languages.ts';
import { languageTag } from '../ui/text.ts';

const KEY = 'tidemark.language';

const put = async (tag: string): Promise<void> => {
  await speak(tag);
  // Screen readers choose their voice, and the page its hyphens, by it.
  document.documentElement.lang = languageTag();
};

/** Speaks the last language before the engine has answered: no screen is drawn in one and then in another. Nothing is waited for in English. */
export const restoreLanguage = async (): Promise<void> => {
  const tag = localStorage.getItem(KEY);
  if (tag !== null && tag !== languageTag()) await put(tag).catch(() => undefined);
};

/** The language that is spoken now; follows the setting. Whatever shows words is made anew when it changes: give it as their key. */
export const useLanguage = (chosen: string | undefined, known: boolean): string => {
  const [spoken, setSpoken] = useState(languageTag);
  const tag = languageFor(chosen, navigator.languages);
  useEffect(() => {
    if (!known) return;
    if (tag === 'en') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, tag);
    if (tag !== languageTag())
      void put(tag)
        .catch(() => undefined)
        .then(() => setSpoken(languageTag()));
  }, [tag, known]);
  const before = useRef(spoken);
  useEffect(() => {
    if (before.current === spoken) return;
    before.current = spoken;
    // What had the focus is not there any more.
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [spoken]);
  return spoken;
};

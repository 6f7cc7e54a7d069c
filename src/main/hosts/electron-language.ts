import { languageFor, speak } from '../../words/languages.ts';
import { languageTag } from '../../words/text.ts';
import type { RememberedState } from './electron-state.ts';

/**
 * Speaks the language the workspace's settings said last, and takes up what the engine says of them from then on. `changed` = menu and tray
 * have to be made anew. Returns what is told the engine's word; null = it does not know now.
 */
export function followLanguage(state: RememberedState, changed: () => void): (tag: string | null) => void {
  const take = (tag: string): void => {
    if (tag !== languageTag()) void speak(tag).then(changed, () => undefined);
  };
  take(state.get().language ?? languageFor(undefined));
  return (tag) => {
    if (tag === null) return;
    if (state.get().language !== tag) state.set({ language: tag });
    take(tag);
  };
}

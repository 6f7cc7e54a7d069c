import { widened } from '../words/pseudo.ts';

/**
 * The pseudo-locale over the page itself, for words in no catalogue as well (as a language: words/languages.ts). Asked for with `?pseudo` before the hash, for
 * looking and for tests; names people gave (bdi) and keys (kbd) are nobody's to translate and stay.
 */
const UNTRANSLATED = 'bdi, kbd, code, script, style, input, textarea, [data-untranslated]';

/** Widens what is in the page now and whatever comes into it. */
export const startPseudoLocale = (): void => {
  const done = new WeakMap<Node, string>();
  const put = (node: Node, get: () => string, set: (text: string) => void): void => {
    const text = get();
    if (text.trim() === '' || done.get(node) === text) return;
    const wide = widened(text);
    done.set(node, wide);
    set(wide);
  };
  const visit = (root: Node): void => {
    if (root instanceof Text) {
      if (!root.parentElement?.closest(UNTRANSLATED))
        put(
          root,
          () => root.data,
          (text) => void (root.data = text),
        );
      return;
    }
    if (root instanceof HTMLInputElement && root.placeholder !== '')
      put(
        root,
        () => root.placeholder,
        (text) => void (root.placeholder = text),
      );
    for (const child of root.childNodes) visit(child);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes, type } of changes) {
      if (type === 'characterData') visit(target);
      for (const node of addedNodes) visit(node);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  visit(document.body);
};

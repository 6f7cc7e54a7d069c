/**
 * The pseudo-locale: every word on screen a third longer and accented, as a translation might be. Asked for with `?pseudo` before the hash, for
 * looking and for tests; names people gave (bdi) and keys (kbd) are nobody's to translate and stay.
 */
const GROWTH = 0.35;
const ACCENTS: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};
const UNTRANSLATED = 'bdi, kbd, code, script, style, input, textarea, [data-untranslated]';

/** 'Settings' → 'Séttíngggs': as many letters more as a translation could need, inside the words, so that lines still break. */
export const widened = (text: string): string => {
  let owed = 0;
  return text.replaceAll(/\p{L}+/gu, (word) => {
    owed += word.length * GROWTH;
    const more = Math.floor(owed);
    owed -= more;
    const middle = Math.ceil(word.length / 2);
    const accented = Array.from(word, (letter) => ACCENTS[letter] ?? letter);
    const letter = accented[middle - 1] ?? '';
    return [...accented.slice(0, middle), letter.repeat(more), ...accented.slice(middle)].join('');
  });
};

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

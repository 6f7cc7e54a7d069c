/** The pseudo-locale: every word a third longer and accented, as a translation might be, to see what that does to a screen. */
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

/**
 * What a word of a platform means, by a table of ours; undefined for a word the table does not have. The word comes from outside:
 * looked up plainly, 'constructor' and '__proto__' would find what every object inherits.
 */
export function meaningOf<Meaning>(table: Readonly<Record<string, Meaning>>, word: string): Meaning | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

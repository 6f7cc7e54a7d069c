import { fold } from './fold.ts';
import type { Range } from './primitives.ts';

const MOST_LETTERS = 60;

/** A name in letters every file system takes: lower case, without diacritics, words joined by '-'. Empty when nothing is left of it. */
export function fileSlug(name: string): string {
  const plain = fold(name)
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  // Sixty letters of three bytes each still leave room for the rest of a name of 255 bytes.
  return Array.from(plain)
    .slice(0, MOST_LETTERS)
    .join('')
    .replaceAll(/^-+|-+$/g, '');
}

/** '{client}-{screen}-{from}_{to}.csv' in letters every file system takes. */
export const csvName = (client: string, screen: string, range: Range): string =>
  `${fileSlug(client) || 'client'}-${screen}-${range.from}_${range.to}.csv`;

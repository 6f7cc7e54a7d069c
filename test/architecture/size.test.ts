import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MOST_LINES = 300;

/** Files that are longer, with the length they may not pass. Entries are only ever lowered or removed. */
const LONGER: Record<string, number> = {
  'src/main/store/schema.ts': 380,
};

const lines = (file: string): number => readFileSync(join(root, file), 'utf8').split('\n').length - 1;

describe('file sizes', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.tsx?$/.test(file));

  it(`are ${MOST_LINES} lines at most, but for the listed`, () => {
    expect(
      files.filter((file) => lines(file) > (LONGER[file] ?? MOST_LINES)).map((file) => [file, lines(file)]),
    ).toEqual([]);
  });

  it('the list holds nothing that has become short enough', () => {
    const stale = Object.keys(LONGER).filter((file) => !files.includes(file) || lines(file) <= MOST_LINES);
    expect(stale).toEqual([]);
  });
});

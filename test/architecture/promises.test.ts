import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '..');
const IDS = [
  ...Array.from({ length: 23 }, (_, index) => `S${index + 1}`),
  ...Array.from({ length: 6 }, (_, index) => `T${index + 1}`),
];

/** Lines of the map: the promise a test stands for, its file and its name. */
function rows(): { id: string; file: string; name: string }[] {
  let id = '';
  return readFileSync(join(folder, 'PROMISES.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const found = /^\| (\w*) \| .*\| `([^`]+)` › (.+) \|$/.exec(line);
      if (!found) return [];
      id = found[1] === '' ? id : (found[1] ?? '');
      return [{ id, file: found[2] ?? '', name: found[3] ?? '' }];
    });
}

it('every promise has a test, and every test the map names is there', () => {
  const map = rows();
  expect(map.length).toBeGreaterThan(80);
  expect([...new Set(map.map((row) => row.id))]).toEqual(IDS);
  const missing = map.filter(({ file, name }) => {
    const path = join(folder, file);
    return !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
  });
  expect(missing).toEqual([]);
});

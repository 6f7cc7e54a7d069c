import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Modules of Node that loading a part of the application brings along, in a process of its own. */
async function loadedBy(...parts: string[]): Promise<string[]> {
  const names = parts.map((part) => new URL(`../../src/main/${part}`, import.meta.url).href);
  const code = `for (const name of ${JSON.stringify(names)}) await import(name);
    process.stdout.write(JSON.stringify(process.moduleLoadList)); process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    timeout: 60_000,
    maxBuffer: 10_000_000,
  });
  return JSON.parse(stdout) as string[];
}

test('a start loads no HTTP client it does not use: an import of node:http would', async () => {
  const loaded = await loadedBy('hosts/browser-host.ts', 'engine/engine.ts');
  expect(loaded.some((name) => name.includes('http'))).toBe(true);
  expect(loaded.filter((name) => name.includes('undici'))).toEqual([]);
});

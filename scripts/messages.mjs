// npm run messages [-- file.json]: every message of the program in English, id → text in ICU MessageFormat, for translators.
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './toolchain.mjs';

const isMessage = (value) => typeof value?.id === 'string' && typeof value.text === 'string';

/** All messages that modules of words export: `[{ id, text }]`, in the order of the modules. */
export const messagesIn = (modules) =>
  modules.flatMap((module) =>
    Object.values(module).flatMap((table) =>
      typeof table === 'object' && table !== null ? Object.values(table).filter(isMessage) : [],
    ),
  );

/** Ids and English texts of the whole program: screens, files, menus, answers of the engine, sorted by id. */
export async function catalogue() {
  const files = globSync('src/**/messages*.ts', { cwd: root }).sort();
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(root, file)).href)));
  const entries = messagesIn(modules).map(({ id, text }) => [id, text]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = `${JSON.stringify(await catalogue(), null, 2)}\n`;
  const [, , file] = process.argv;
  if (file) writeFileSync(file, text);
  else process.stdout.write(text);
}

import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export type Page = { file: string; type: string };

/**
 * Every file of the built interface by its address. The list is made once and a request is only looked up in it, so no spelling of a path
 * can reach anything else; links inside the folder are left out, because they could lead outside it.
 */
export function listPages(folder: string): Map<string, Page> {
  const pages = new Map<string, Page>();
  if (!existsSync(folder)) return pages;
  const walk = (path: string, address: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) walk(join(path, entry.name), `${address}${entry.name}/`);
      else if (entry.isFile()) {
        pages.set(`${address}${entry.name}`, {
          file: join(path, entry.name),
          type: TYPES[extname(entry.name)] ?? 'application/octet-stream',
        });
      }
    }
  };
  walk(folder, '/');
  const index = pages.get('/index.html');
  if (index !== undefined) pages.set('/', index);
  return pages;
}

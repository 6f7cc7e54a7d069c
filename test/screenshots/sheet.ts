import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './folder.ts';

/** The states in the order they are told; a name's last word but one is its state. */
export const STATES = [
  'full',
  'empty',
  'nodata',
  'error',
  'importing',
  'offline',
  'thousand',
  'long',
  'safe',
  'greyscale',
  'deuteranopia',
  'focus',
  'small',
] as const;

type Picture = { file: string; screen: string; state: string; theme: string };

function pictures(): Picture[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => {
    const [, screen, state, theme] = /^(.+)-([a-z]+)-(light|dark)\.png$/.exec(file) ?? [];
    return screen && state && theme ? [{ file, screen, state, theme }] : [];
  });
}

const rank = (state: string): number => STATES.indexOf(state as (typeof STATES)[number]);

/** `index.html` beside the pictures: one row per screen and state, light and dark side by side. Returns how many pictures it shows. */
export function writeSheet(): number {
  const all = pictures();
  const screens = [...Map.groupBy(all, ({ screen }) => screen)].toSorted(([a], [b]) => a.localeCompare(b));
  const figure = ({ file, theme, state }: Picture): string =>
    `<figure><a href="${file}"><img loading="lazy" src="${file}" alt=""></a><figcaption>${state}, ${theme}</figcaption></figure>`;
  const section = ([screen, shots]: [string, Picture[]]): string => {
    const ordered = shots.toSorted((a, b) => rank(a.state) - rank(b.state) || b.theme.localeCompare(a.theme));
    return `<section id="${screen}"><h2>${screen}</h2><div>${ordered.map(figure).join('')}</div></section>`;
  };
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tidemark, ${all.length} pictures</title>
<style>body{font:13px/20px system-ui;margin:24px;background:#8883}nav a{margin-inline-end:12px}
div{display:grid;grid-template-columns:repeat(auto-fill,minmax(420px,1fr));gap:12px}figure{margin:0}img{width:100%;border:1px solid #8888}</style>
<h1>${all.length} pictures of ${screens.length} screens</h1>
<nav>${screens.map(([screen]) => `<a href="#${screen}">${screen}</a>`).join('')}</nav>
${screens.map(section).join('\n')}</html>\n`,
  );
  return all.length;
}

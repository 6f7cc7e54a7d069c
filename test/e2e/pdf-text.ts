import { inflateSync } from 'node:zlib';

/**
 * Everything a PDF of Chromium says: the text of its pages, its metadata, outline and tags. Reads the objects one by one, inflates their
 * streams and turns glyphs into letters by each font's own table; only what Chromium writes is understood.
 */
export function readPdf(bytes: Buffer): { text: string; rest: string; pages: number } {
  const raw = bytes.toString('latin1');
  const objects = new Map<number, { head: string; stream: string | null }>();
  for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)) {
    const body = match[2] ?? '';
    const at = body.search(/stream\r?\n/);
    const head = at < 0 ? body : body.slice(0, at);
    const start = at < 0 ? -1 : body.indexOf('\n', at) + 1;
    const end = body.lastIndexOf('endstream');
    const data = start < 0 ? null : Buffer.from(body.slice(start, end), 'latin1');
    const stream =
      data === null
        ? null
        : head.includes('/FlateDecode')
          ? inflateSync(data).toString('latin1')
          : data.toString('latin1');
    objects.set(Number(match[1]), { head, stream });
  }

  const fonts = new Map<string, Map<number, string>>();
  for (const { head } of objects.values())
    for (const [, list] of head.matchAll(/\/Font\s*<<([\s\S]*?)>>/g))
      for (const [, name, id] of (list ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)) {
        const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id))?.head ?? '')?.[1];
        fonts.set(name ?? '', lettersOf(objects.get(Number(table))?.stream ?? ''));
      }

  const pages = [...objects.values()].filter(({ head }) => /\/Type\s*\/Page\b(?!s)/.test(head));
  const text = pages
    .flatMap(({ head }) =>
      [...head.matchAll(/\/Contents (\d+) 0 R/g)].map(([, id]) => objects.get(Number(id))?.stream ?? ''),
    )
    .map((content) => textOf(content, fonts))
    .join('\n');
  const rest = [...objects.values()].flatMap(({ head }) => strings(head)).join('\n');
  return { text, rest, pages: pages.length };
}

/** A font's glyphs as letters, from its ToUnicode table. */
function lettersOf(table: string): Map<number, string> {
  const letters = new Map<number, string>();
  const word = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', letter = ''] of (block ?? '').matchAll(/<(\w+)> <(\w+)>/g))
      letters.set(Number.parseInt(glyph, 16), word(letter));
  for (const [, block] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', letter = ''] of (block ?? '').matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let glyph = Number.parseInt(from, 16); glyph <= Number.parseInt(to, 16); glyph += 1)
        letters.set(glyph, String.fromCodePoint(Number.parseInt(letter, 16) + glyph - Number.parseInt(from, 16)));
  return letters;
}

/** The words of a page: each piece of text that is shown, in the order it is painted. */
function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map();
  let text = '';
  for (const [all, name, shown] of content.matchAll(
    /\/(\w+) [\d.]+ Tf|((?:\[[^\]]*\]|<[\da-fA-F]+>|\((?:\\.|[^\\)])*\)) T[jJ])|ET/g,
  )) {
    if (name !== undefined) font = fonts.get(name) ?? new Map();
    else if (shown === undefined) text += all === 'ET' ? '\n' : '';
    else
      for (const [, hex] of shown.matchAll(/<([\da-fA-F]+)>/g))
        for (const [glyph] of (hex ?? '').matchAll(/\w{4}/g)) text += font.get(Number.parseInt(glyph, 16)) ?? '';
  }
  return text;
}

/** Strings of an object: metadata, titles of the outline, what pictures are called. */
function strings(head: string): string[] {
  const plain = [...head.matchAll(/\(((?:\\.|[^\\)])*)\)/g)].map(([, text]) => text ?? '');
  const wide = [...head.matchAll(/<FEFF([\da-fA-F]+)>/gi)].map(([, hex]) =>
    Buffer.from(hex ?? '', 'hex')
      .swap16()
      .toString('utf16le'),
  );
  return [...plain, ...wide];
}

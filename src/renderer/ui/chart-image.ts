/** What a series looks like: `open` bars are pale with a dashed edge, as those that may still rise. */
export type Legend = { name: string; colour: string; look: 'line' | 'dashed' | 'bar' | 'open' };

/** A chart as a picture of its own: what is on screen, with the words that make it readable elsewhere. */
export type PictureWords = {
  title: string;
  /** Period and whose figures: '2 Sep – 1 Oct 2026 · Epoca'. */
  subtitle: string;
  /** 'Data as of …', 'Demo data'. */
  footer: string;
  legend: readonly Legend[];
};

/** Where the keys of a legend stand, line by line from 0, and how many lines it and the footer take together; letters are 7 px wide. */
export const legendPlaces = (
  names: readonly string[],
  width: number,
  footer: string,
): { places: { x: number; line: number }[]; lines: number } => {
  let [x, line] = [EDGE, 0];
  const places = names.map((name) => {
    const wide = 22 + name.length * LETTER + 20;
    if (x > EDGE && x + wide > width - EDGE) [x, line] = [EDGE, line + 1];
    const place = { x, line };
    x += wide;
    return place;
  });
  const collides = footer !== '' && x + footer.length * LETTER > width - EDGE;
  return { places, lines: line + 1 + (collides ? 1 : 0) };
};

const SVG = 'http://www.w3.org/2000/svg';
const EDGE = 16;
const LETTER = 7;
const LINE = 18;
const HEAD = 60;
const FOOT = 44;

/** What a picture looks at: CSS variables and classes do not survive outside the page, so their results are written down. */
const DRAWN = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'visibility',
] as const;

/** Neither of these is drawn: a description could say more than the picture shows. */
const UNSEEN = 'title, desc, .recharts-tooltip-cursor, .recharts-active-dot, foreignObject, script';
const KEPT = new Set(
  'd x y x1 y1 x2 y2 cx cy r rx ry width height points transform viewBox clip-path id dx dy text-anchor offset preserveAspectRatio'.split(
    ' ',
  ),
);

/** A copy of `source` that looks the same without the page's styles, and carries nothing that is not drawn. */
export const standalone = (source: SVGSVGElement): SVGSVGElement => {
  const copy = source.cloneNode(true) as SVGSVGElement;
  const originals = [source, ...source.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [index, element] of copies.entries()) {
    const original = originals[index];
    if (!original) continue;
    const style = getComputedStyle(original);
    for (const name of element.getAttributeNames()) if (!KEPT.has(name)) element.removeAttribute(name);
    for (const property of DRAWN) {
      const value = style.getPropertyValue(property);
      if (value !== '' && value !== 'none 0px') element.setAttribute(property, value);
    }
    if (style.display === 'none') element.setAttribute('display', 'none');
  }
  for (const unseen of copy.querySelectorAll(UNSEEN)) unseen.remove();
  return copy;
};

const element = (name: string, attributes: Record<string, string | number>, text?: string): SVGElement => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
};

/** The chart with title, period, legend and age of its data around it, as the text of an SVG file. */
export const pictureOf = (
  chart: SVGSVGElement,
  words: PictureWords,
  // Whose colour scheme it has.
  within: Element = document.body,
): { svg: string; width: number; height: number } => {
  const box = chart.getBoundingClientRect();
  const width = Math.max(360, Math.round(box.width)) + 2 * EDGE;
  const legend = legendPlaces(
    words.legend.map(({ name }) => name),
    width,
    words.footer,
  );
  const height = Math.round(box.height) + HEAD + FOOT + (legend.lines - 1) * LINE;
  const probe = document.createElement('span');
  within.append(probe);
  // Tokens may be light-dark(…): only a computed colour is one everywhere.
  const colour = (token: string): string => {
    probe.style.color = token;
    return getComputedStyle(probe).color;
  };
  const text = { 'font-family': getComputedStyle(document.body).fontFamily, 'font-size': 12 };
  const root = element('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  root.append(
    element('rect', { width, height, fill: colour('var(--surface)') }),
    element(
      'text',
      { ...text, x: EDGE, y: 26, 'font-size': 15, 'font-weight': 600, fill: colour('var(--text)') },
      words.title,
    ),
    element('text', { ...text, x: EDGE, y: 46, fill: colour('var(--text-2)') }, words.subtitle),
  );
  const inner = standalone(chart);
  for (const [key, value] of Object.entries({ x: EDGE, y: HEAD, width: box.width, height: box.height }))
    inner.setAttribute(key, String(value));
  root.append(inner);
  const last = height - LINE;
  for (const [index, { name, colour: token, look }] of words.legend.entries()) {
    const { x, line } = legend.places[index] ?? { x: EDGE, line: 0 };
    const y = last - (legend.lines - 1 - line) * LINE;
    root.append(
      look === 'bar' || look === 'open'
        ? element('rect', {
            x,
            y: y - 9,
            width: 10,
            height: 10,
            fill: colour(token),
            ...(look === 'open'
              ? { 'fill-opacity': 0.22, stroke: colour(token), 'stroke-width': 1, 'stroke-dasharray': '2 2' }
              : {}),
          })
        : element('line', {
            x1: x,
            x2: x + 16,
            y1: y - 4,
            y2: y - 4,
            stroke: colour(token),
            'stroke-width': 2,
            ...(look === 'dashed' ? { 'stroke-dasharray': '4 3' } : {}),
          }),
      element('text', { ...text, x: x + 22, y, fill: colour('var(--text-2)') }, name),
    );
  }
  root.append(
    element(
      'text',
      { ...text, x: width - EDGE, y: last, 'text-anchor': 'end', fill: colour('var(--text-3)') },
      words.footer,
    ),
  );
  probe.remove();
  return { svg: new XMLSerializer().serializeToString(root), width, height };
};

const SCALE = 2;

/** The picture as a PNG at twice its size; such a file carries no text. */
export const rasterised = async ({
  svg,
  width,
  height,
}: {
  svg: string;
  width: number;
  height: number;
}): Promise<Blob> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws no pictures.');
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png'),
  );
};

// Draws every icon anew from icon.svg and the strokes below: node resources/source/make-icons.mjs (Node 24, a Chromium on the machine).
// The results are committed; this runs only when the drawing changes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const here = import.meta.dirname;
const resources = join(here, '..');
const executablePath = [process.env.TIDEMARK_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ deviceScaleFactor: 1 });

async function png(svg, size) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

/** Windows: a list of pictures, each a whole PNG. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, data }] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(data.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += data.length;
  }
  return Buffer.concat([head, ...pictures.map(({ data }) => data)]);
}

/** macOS: blocks named after the size they hold. */
function icns(blocks) {
  const parts = blocks.map(([name, data]) => {
    const head = Buffer.alloc(8);
    head.write(name, 0, 'latin1');
    head.writeUInt32BE(data.length + 8, 4);
    return Buffer.concat([head, data]);
  });
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
}

const write = (path, data) => writeFileSync(join(resources, path), data);
for (const folder of ['icons', 'tray']) mkdirSync(join(resources, folder), { recursive: true });

const icon = readFileSync(join(here, 'icon.svg'), 'utf8');
const sizes = new Map();
for (const size of [16, 20, 24, 32, 48, 64, 128, 256, 512, 1024]) sizes.set(size, await png(icon, size));
for (const size of [16, 32, 48, 64, 128, 256, 512]) write(`icons/${size}x${size}.png`, sizes.get(size));
write('icon.png', sizes.get(512));
write('icon.ico', ico([16, 20, 24, 32, 48, 64, 256].map((size) => ({ size, data: sizes.get(size) }))));
write(
  'icon.icns',
  icns(
    Object.entries({
      icp4: 16,
      icp5: 32,
      icp6: 64,
      ic07: 128,
      ic08: 256,
      ic09: 512,
      ic10: 1024,
      ic11: 32,
      ic12: 64,
      ic13: 256,
      ic14: 512,
    }).map(([name, size]) => [name, sizes.get(size)]),
  ),
);

// The tray: the same wave and mark. A state adds a shape, so that it is told without colour: a dot, a triangle, a stroke across.
const WAVE =
  '<path d="M2 20 C 5.5 16.5 8.5 16.5 12 20 S 18.5 23.5 22 20 S 27 16.5 30 18" fill="none" stroke-width="3.4" stroke-linecap="round"/>';
const MARK = '<path d="M6 9 H 26 M6 6 V 12" fill="none" stroke-width="3.2" stroke-linecap="round"/>';
const cut = (shape) => `<mask id="m"><rect width="32" height="32" fill="#fff"/>${shape}</mask>`;
const STATES = {
  idle: () => ({ hole: '', extra: '' }),
  working: (ink) => ({
    hole: '<circle cx="25" cy="25" r="8.4" fill="#000"/>',
    extra: `<circle cx="25" cy="25" r="5.6" fill="${ink.dot}" stroke="none"/>`,
  }),
  attention: (ink) => ({
    hole: '<path d="M24 12.5 L34 33 H14 Z" fill="#000" stroke="#000" stroke-width="4"/>',
    extra: `<path d="M24 16.5 L30.6 30 H17.4 Z" fill="${ink.alert}" stroke="${ink.alert}" stroke-width="1.6" stroke-linejoin="round"/>`,
  }),
  offline: (ink) => ({
    hole: '<path d="M4 29 L28 3" stroke="#000" stroke-width="8"/>',
    extra: `<path d="M4 29 L28 3" fill="none" stroke="${ink.line}" stroke-width="3" stroke-linecap="round"/>`,
  }),
};
function tray(state, kind) {
  const template = kind === 'template';
  const ink = template
    ? { line: '#000', dot: '#000', alert: '#000' }
    : { line: '#FFFFFF', dot: '#FFFFFF', alert: '#FFD166' };
  const { hole, extra } = STATES[state](ink);
  // On a panel of unknown colour the picture brings its own ground.
  const ground = template
    ? ''
    : `<rect x="0.5" y="0.5" width="31" height="31" rx="7" fill="${state === 'offline' ? '#5D6676' : '#2453C9'}"/>`;
  const inner = template ? '' : 'transform="translate(3.2 3.2) scale(0.8)"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><defs>${cut(hole)}</defs>${ground}<g ${inner}><g mask="url(#m)" stroke="${ink.line}">${WAVE}${MARK}</g>${extra}</g></svg>`;
}
for (const state of Object.keys(STATES)) {
  for (const [suffix, size] of [
    ['', 32],
    ['@2x', 64],
  ])
    write(`tray/${state}${suffix}.png`, await png(tray(state, 'colour'), size));
  for (const [suffix, size] of [
    ['', 18],
    ['@2x', 36],
  ])
    write(`tray/${state}Template${suffix}.png`, await png(tray(state, 'template'), size));
  const pictures = [];
  for (const size of [16, 20, 24, 32, 48]) pictures.push({ size, data: await png(tray(state, 'colour'), size) });
  write(`tray/${state}.ico`, ico(pictures));
}
await page.setViewportSize({ width: 900, height: 260 });
const shown = (data, size, back) =>
  `<img style="background:${back};padding:6px" width="${size}" src="data:image/png;base64,${data.toString('base64')}">`;
if (process.argv[2]) {
  const pictures = [
    shown(sizes.get(256), 200, '#fff'),
    shown(sizes.get(64), 64, '#fff'),
    shown(sizes.get(32), 32, '#fff'),
    shown(sizes.get(16), 16, '#fff'),
  ];
  for (const state of Object.keys(STATES)) {
    pictures.push(
      shown(readFileSync(join(resources, `tray/${state}@2x.png`)), 48, '#eee'),
      shown(readFileSync(join(resources, `tray/${state}.png`)), 22, '#333'),
    );
    pictures.push(shown(readFileSync(join(resources, `tray/${state}Template@2x.png`)), 36, '#ddd'));
  }
  await page.setContent(pictures.join(' '));
  await page.screenshot({ path: process.argv[2] });
}
await browser.close();

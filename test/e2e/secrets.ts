import type { Page, WebSocket } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HoursView } from '../../src/contract/breakdowns.ts';
import { FIGURES, micros, sumOf, type Told } from './told.ts';

/** What a client must not see, gathered from what the agency sees, and the search for it. */

/** Names of fields that hold or reveal what is spent, what was agreed, or what is only the agency's. */
const COST_FIELD =
  /spend|spent|budget|cost|cpa|cpc|cpm|cpl|roas|pace|projected|goal|target|amounts|suggestion|owner|tags|^trend$/i;
/** Words of costs on screens and in files; what a conversion is worth is a result. */
const COST_WORD = /\b(spend|spent|budgets?|pac(e|ing)|cp[acml]|roas|cost per|return on ad spend|credits)\b/i;
/** Fields whose texts are the agency's own: notes, who looks after a client, what went wrong. */
const OWN_TEXT = new Set(['owner', 'tags', 'text', 'sentence', 'body']);

type Json = unknown;
const walk = (
  value: Json,
  visit: (key: string, value: Json, costly: boolean) => void,
  key = '',
  costly = false,
): void => {
  if (Array.isArray(value)) for (const one of value) walk(one, visit, key, costly);
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) walk(inner, visit, name, costly || COST_FIELD.test(name));
  else visit(key, value, costly);
};

/** Every frame from the engine, read; `since` begins anew. */
export function listen(page: Page): { since(): void; frames(): string[] } {
  let frames: string[] = [];
  page.on('websocket', (socket: WebSocket) =>
    socket.on('framereceived', ({ payload }) => frames.push(payload.toString())),
  );
  return {
    since: () => void (frames = []),
    frames: () => frames,
  };
}

const parsed = (frame: string): Json => {
  try {
    return JSON.parse(frame.slice(Math.max(0, frame.search(/[{[]/)))) as Json;
  } catch {
    return null;
  }
};

/** A number as it is recognised whatever the locale: cents, or whole millionths. */
const cents = (value: number): string => value.toFixed(2);

export class Secrets {
  /** Amounts in major units, and what of the same client may be seen and happens to be the same number. */
  private readonly costs = new Set<string>();
  private readonly shown = new Set<string>();
  private readonly words = new Set<string>();

  /** Figures the command line tells. */
  addTold(rows: readonly Told[]): void {
    const groups = [...rows.map((row) => [row]), rows, ...Map.groupBy(rows, (row) => row.platform).values()];
    for (const group of [...groups, ...Map.groupBy(rows, (row) => row.currency).values()]) {
      const sums = sumOf(group);
      for (const figure of ['Spend', 'CPC', 'CPA'] as const) this.cost(FIGURES[figure].value(sums));
      if (sums.spend !== null && sums.impressions) this.cost((Number(sums.spend) / 1e6 / sums.impressions) * 1000);
      for (const figure of ['Impressions', 'Clicks', 'CTR', 'Conversions', 'CVR', 'Conv. value'] as const)
        this.free(FIGURES[figure].value(sums));
      for (const row of group) if (row.conversionValue !== null) this.free(Number(micros(row.conversionValue)) / 1e6);
    }
  }

  /** What the engine tells the agency's own screens: budgets, targets, notes, owners, what went wrong. */
  addFrames(frames: readonly string[]): void {
    for (const frame of frames)
      walk(parsed(frame), (key, value, costly) => {
        if (typeof value === 'number') {
          const amount = /micros$/i.test(key) || (costly && value > 1e6) ? value / 1e6 : value;
          if (costly) this.cost(amount);
          else this.free(amount);
        } else if (typeof value === 'string' && OWN_TEXT.has(key) && value.length > 2) this.words.add(value);
      });
  }

  /** What conversions are worth at every level is known from the answers only, and may be seen. */
  addWorth(frames: readonly string[]): void {
    for (const frame of frames)
      walk(parsed(frame), (key, value) => {
        if (key === 'conversionValueMicros' && typeof value === 'number') this.free(value / 1e6);
      });
  }

  /** Impressions an hour of an average day, which the answers hold only as sums and their days (counted per ad account) of `asked` days. */
  addHours(frames: readonly string[], asked: number): void {
    const parts = (value: Json): void => {
      if (typeof value !== 'object' || value === null) return;
      const { cells, coverage } = value as Partial<HoursView['parts'][number]>;
      if (cells !== undefined && coverage !== undefined) {
        const accounts = Math.max(1, Math.round(coverage.asked / asked));
        for (const { days, sums } of cells)
          if (days > 0 && typeof sums.impressions === 'number')
            // Written to a tenth, as no cost is.
            this.free(Math.round(((sums.impressions * accounts) / days) * 10) / 10);
      }
      for (const inner of Object.values(value)) parts(inner);
    };
    for (const frame of frames) parts(parsed(frame));
  }

  addWords(words: readonly string[]): void {
    for (const word of words) this.words.add(word);
  }

  private cost(value: number | null): void {
    if (value !== null && value > 0) this.costs.add(cents(value));
  }
  private free(value: number | null): void {
    // Where it ends in half a cent screens and this test may round apart.
    if (value !== null) for (const near of [-0.005, 0, 0.005]) this.shown.add(cents(value + near));
  }

  /** How many amounts are told apart from everything that may be seen. */
  get size(): number {
    return [...this.costs].filter((one) => !this.shown.has(one)).length;
  }

  /** What of it a text gives away. `free` are words that may be there: the client's own name. */
  in(text: string, { free = [], words = true }: { free?: readonly string[]; words?: boolean } = {}): string[] {
    const found: string[] = [];
    const near = (at: number, length: number): string =>
      text.slice(Math.max(0, at - 40), at + length + 20).replaceAll(/\s+/g, ' ');
    for (const match of text.matchAll(NUMBER)) {
      const token = match[0];
      const money =
        CURRENCY_BEFORE.test(text.slice(0, match.index).slice(-5)) ||
        CURRENCY_AFTER.test(text.slice(match.index + token.length).slice(0, 5));
      for (const value of readings(token)) {
        const amount = cents(value);
        // A small or a round number is anybody's, unless a currency says that it is money.
        const telling = money ? value > 0 : value >= 20 && !amount.endsWith('.00');
        const whole = value >= 1e7 && Number.isInteger(value) ? cents(value / 1e6) : null;
        if (telling && this.isCost(amount)) found.push(near(match.index, token.length));
        else if (whole !== null && !whole.endsWith('.00') && this.isCost(whole))
          found.push(near(match.index, token.length));
      }
    }
    if (words) {
      const at = text.search(COST_WORD);
      if (at >= 0) found.push(near(at, 12));
    }
    const lines = new Set(text.split(/[\n\t",]/).map((line) => line.trim()));
    for (const word of this.words)
      if (!free.includes(word) && (word.length < 10 ? lines.has(word) : text.includes(word)))
        found.push(`word: ${word}`);
    return found;
  }

  private isCost(amount: string): boolean {
    return this.costs.has(amount) && !this.shown.has(amount);
  }

  /** What of it answers of the engine give away: fields of cost that hold anything, and amounts. */
  inFrames(frames: readonly string[]): string[] {
    return frames.flatMap((frame) => {
      const found: string[] = [];
      walk(parsed(frame), (key, value, costly) => {
        if (value === null || value === false) return;
        if (costly && !(Array.isArray(value) && value.length === 0)) found.push(`${key}: ${JSON.stringify(value)}`);
        // What a conversion is worth is a result, whatever it happens to be.
        if (key === 'conversionValueMicros') return;
        if (typeof value === 'number' && /micros$/i.test(key) && this.isCost(cents(value / 1e6)))
          found.push(`${key}: ${value}`);
        if (typeof value === 'number' && !Number.isInteger(value) && value >= 20 && this.isCost(cents(value)))
          found.push(`${key}: ${value}`);
      });
      return found.map((one) => `${one} in ${frame.slice(0, 200)}`);
    });
  }
}

const NUMBER = /\d(?:[\d.,\u00a0\u202f]*\d)?/g;
const CURRENCY_BEFORE = /(PLN|EUR|GBP|USD|JPY|zł|[€£$¥])[\s\u00a0]?$/;
const CURRENCY_AFTER = /^[\s\u00a0\u202f]?(PLN|EUR|GBP|USD|JPY|zł|[€£$¥])/;

/** A number as English and as Polish readers write it; three digits after a comma are a group. */
function readings(token: string): Set<number> {
  const english = Number(token.replaceAll(/[,\u00a0\u202f]/g, ''));
  const polish = /,\d{1,2}$/.test(token)
    ? Number(token.replaceAll(/[.\u00a0\u202f]/g, '').replace(',', '.'))
    : Number.NaN;
  return new Set([english, polish].filter((value) => Number.isFinite(value)));
}

/** Every address of the routes; `$clientId` stands for a client. Throws when a route is written in a way that is not understood here. */
export function addresses(): string[] {
  const source = readFileSync(fileURLToPath(new URL('../../src/renderer/routes.tsx', import.meta.url)), 'utf8');
  const routes = [
    ...source.matchAll(/const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']+)'/g),
  ];
  if (routes.length !== source.split('createRoute(').length - 1)
    throw new Error('A route is not written like the others.');
  const paths = new Map(routes.map(([, name = '', , path = '']) => [name, path]));
  const parents = new Set(routes.map(([, , parent = '']) => parent));
  return routes
    .filter(([, name = '']) => !parents.has(name))
    .map(([, , parent = '', path = '']) => `${paths.get(parent) ?? ''}${path}`.replace(/(.)\/$/, '$1'));
}

/** Everything of the page a person, a screen reader or a tooltip gets, and the address. What is drawn by numbers is left out. */
export const everything = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const drawn =
      /^(class|style|id|d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points|transform|viewBox|clip-path|fill|stroke.*|offset|tabindex|data-index|aria-(controls|labelledby|describedby|rowindex|rowcount|colindex|colcount|setsize|posinset))$/;
    const parts: string[] = [document.title, location.href];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Element) {
        if (/^(script|style)$/i.test(node.tagName)) continue;
        for (const { name, value } of node.attributes) if (!drawn.test(name) && value !== '') parts.push(value);
        if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) parts.push(node.value);
      } else if (!/^(script|style)$/i.test(node.parentElement?.tagName ?? '')) parts.push(node.textContent ?? '');
    }
    return parts.join('\n');
  });

/** The kinds of parts a PNG is made of; texts and dates of the camera's sort would be among them. */
export function pngParts(bytes: Buffer): string[] {
  const kinds: string[] = [];
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at))
    kinds.push(bytes.toString('latin1', at + 4, at + 8));
  return kinds;
}

import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import type { ClientName } from './ports.ts';

/** Words that say "this is an ad account" and not whose it is; the platforms' own words come from their labels. */
const NOISE = new Set(
  Object.values(PLATFORM_LABELS)
    .flatMap(({ name }) => words(name))
    .concat('ad', 'ads', 'advertising', 'account', 'acc', 'acct', 'konto', 'reklamowe', 'reklama')
    .concat('facebook', 'fb', 'instagram', 'ig', 'adwords', 'gads', 'ppc', 'sem', 'mcc'),
);
const MATCH_AT_LEAST = 0.6;

/**
 * The client to offer for an ad account: the existing one whose name shares most with the account's, else the account's name without
 * words like 'Ads', '- Meta' or its currency. Never empty.
 */
export function suggestClient(account: { name: string; currency: string }, clients: readonly ClientName[]): string {
  const own = tellingWords(account.name, account.currency);
  let best: { name: string; score: number } | null = null;
  for (const client of clients) {
    const score = likeness(own, tellingWords(client.name, ''));
    if (score >= MATCH_AT_LEAST && (best === null || score > best.score)) best = { name: client.name, score };
  }
  return best?.name ?? cleanedName(account);
}

/** Twice the shared words over all words: 1 for the same words in any order. */
function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = new Set(a);
  const right = new Set(b);
  const shared = [...left].filter((word) => right.has(word)).length;
  return (2 * shared) / (left.size + right.size);
}

function tellingWords(name: string, currency: string): string[] {
  const all = words(name);
  const telling = all.filter((word) => !NOISE.has(word) && word !== currency.toLowerCase());
  return telling.length > 0 ? telling : all;
}

function words(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** 'ł' does not decompose, unlike the other Polish letters. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase('und').replaceAll('ł', 'l');
}

/** Strips noise from the ends only: 'Meta Café - Ads' must not lose the name in its middle. */
function cleanedName({ name, currency }: { name: string; currency: string }): string {
  const parts = name.trim().split(/\s+/u);
  const isNoise = (part: string): boolean =>
    words(part).every((word) => NOISE.has(word) || word === currency.toLowerCase());
  const kept = [...parts];
  while (kept.length > 1 && isNoise(kept.at(-1) ?? '')) kept.pop();
  while (kept.length > 1 && isSeparator(kept[0] ?? '')) kept.shift();
  const text = kept.join(' ').replace(/[\s\-–—|:·,/([]+$/u, '');
  return (text || name.trim() || 'New client').slice(0, 200);
}

function isSeparator(part: string): boolean {
  return words(part).length === 0 && /^[-–—|:·,/]+$/u.test(part);
}

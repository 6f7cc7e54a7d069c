/** Mixes one more integer into a 32-bit hash. The only source of "chance" here: the same inputs give the same agency everywhere. */
export function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ (value | 0), 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca77);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae3d);
  return h ^ (h >>> 16);
}

/** 32-bit hash of a text. */
export function hashText(text: string, seed = 0): number {
  let h = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h, text.length);
}

/** A hash as a number in [0, 1). */
export const unit = (hash: number): number => (hash >>> 0) / 4_294_967_296;

/** A hash as an integer in [low, high]. */
export const between = (hash: number, low: number, high: number): number =>
  low + Math.floor(unit(hash) * (high - low + 1));

export function pick<T>(hash: number, list: readonly T[]): T {
  const item = list[Math.floor(unit(hash) * list.length)];
  if (item === undefined) throw new Error('pick from an empty list');
  return item;
}

/** `length` decimal digits without a leading zero, for identifiers. */
export function digits(hash: number, length: number): string {
  let text = String(1 + Math.floor(unit(mix(hash, 1)) * 9));
  for (let i = 2; text.length < length; i++)
    text += String(Math.floor(unit(mix(hash, i)) * 1_000_000)).padStart(6, '0');
  return text.slice(0, length);
}

/** Opaque token text: url-safe, `length` characters. */
export function opaque(hash: number, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  let text = '';
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(unit(mix(hash, i + 77)) * alphabet.length)];
  return text;
}

/**
 * Splits an integer by weights so that the parts are integers and add up to it exactly: parts of a breakdown must sum to
 * the whole. Cumulative rounding keeps it one pass and each part within one of its due. `offset` (0 to below 1) moves where the roundings
 * fall: drawn anew for every total it gives each part its due on average, also where totals are far smaller than the number of parts.
 * Largest remainders would put the few of each small total into the same large parts, no offset into the last one. A weight of 0 gets 0.
 */
export function splitExactly(total: number, weights: readonly number[], offset = 0): number[] {
  let sum = 0;
  for (const weight of weights) sum += weight;
  let cumulated = 0;
  let before = 0;
  return weights.map((weight) => {
    cumulated += weight;
    const upTo = cumulated === sum ? total : Math.min(total, Math.floor((total * cumulated) / sum + offset));
    const part = upTo - before;
    before = upTo;
    return part;
  });
}

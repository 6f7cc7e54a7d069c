/**
 * Full jitter (promise S11): a random wait between nothing and a ceiling that doubles with each attempt, so that many accounts
 * that failed together do not come back together.
 */
export function fullJitter(attempt: number, baseMs: number, capMs: number, random: () => number): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.max(0, attempt - 1));
  return Math.floor(random() * ceiling);
}

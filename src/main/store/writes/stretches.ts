export type CoveredDay = { day: number; rows: number };

/** One transaction moves whole days up to about this many rows, so that an import never waits long for it. */
const CHUNK_ROWS = 50_000;

/** Days (yyyymmdd, ascending) in stretches of one month each, up to the size of a transaction. */
export function stretches(days: readonly CoveredDay[]): CoveredDay[][] {
  const list: CoveredDay[][] = [];
  let rows = 0;
  let month = 0;
  for (const day of days) {
    const own = Math.floor(day.day / 100);
    if (own !== month || rows + day.rows > CHUNK_ROWS) {
      list.push([]);
      rows = 0;
      month = own;
    }
    list.at(-1)?.push(day);
    rows += day.rows;
  }
  return list;
}

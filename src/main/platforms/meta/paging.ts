import { AnswerError, classify } from './errors.ts';

/** A row exactly as it came. The SDK's own row objects define some 200 accessors each (528 MB for 10 000 rows). */
export class PlainRow {
  readonly raw: unknown;
  constructor(_id: unknown, raw: unknown) {
    this.raw = raw;
  }
}

/** The part of the SDK's Cursor used here. It extends Array, but its species constructor breaks map and slice. */
export type PageCursor = Iterable<PlainRow> & {
  paging: { next?: string | string[]; params?: Record<string, unknown> } | undefined;
  hasNext(): boolean;
  next(): Promise<unknown>;
};

/** More than Meta ever sends in a row; without an end, a server inventing new cursors would keep the import busy for ever. */
const EMPTY_PAGES_IN_A_ROW = 200;
const SMALLEST_LIMIT = 10;
/** Rows change between two pages, so one may tell a page's rows again; a server that goes on like this leads nowhere. */
const REPEATED_PAGES = 5;
/** Ten times the largest list an ad account was seen to have. */
const MOST_ROWS = 2_000_000;

/** What a page is known by: its address without the secrets, and its cursor when it has one. */
function pageMarks(next: string): string[] {
  if (!URL.canParse(next)) return [next];
  const url = new URL(next);
  const after = url.searchParams.get('after');
  for (const name of ['access_token', 'appsecret_proof', 'limit']) url.searchParams.delete(name);
  return after ? [url.href, `after ${after}`] : [url.href];
}

/** What the rows of a page are known by: the first and the last, written out. */
function rowsMark(rows: readonly unknown[]): string {
  try {
    return `${rows.length} ${JSON.stringify([rows[0], rows.at(-1)])}`;
  } catch {
    return 'nested too deeply to be written';
  }
}

/** Asks for half as many rows per page; false when there is nothing left to halve. */
function shrink(cursor: PageCursor): boolean {
  const paging = cursor.paging;
  if (!paging) return false;
  if (typeof paging.next === 'string') {
    const url = new URL(paging.next);
    const limit = Number(url.searchParams.get('limit') ?? 0);
    if (limit <= SMALLEST_LIMIT) return false;
    url.searchParams.set('limit', String(Math.max(SMALLEST_LIMIT, Math.floor(limit / 2))));
    paging.next = url.href;
    return true;
  }
  const limit = Number(paging.params?.['limit'] ?? 0);
  if (limit <= SMALLEST_LIMIT || !paging.params) return false;
  paging.params['limit'] = Math.max(SMALLEST_LIMIT, Math.floor(limit / 2));
  return true;
}

/**
 * All pages of a cursor that has not fetched yet (`getEdge` with fetchFirstPage = false), empty ones with a next page included.
 * A page seen before ends in an error, never in a short list. With `mayShrink`, "too much data" asks again for smaller pages.
 */
export async function* allPages(cursor: PageCursor, options: { mayShrink: boolean }): AsyncGenerator<unknown[]> {
  const seen = new Set<string>();
  let emptyInARow = 0;
  let repeated = 0;
  let told = 0;
  let before = '';
  while (cursor.hasNext()) {
    try {
      await cursor.next();
    } catch (error) {
      if (options.mayShrink && classify(error, 0).kind === 'too_big' && shrink(cursor)) continue;
      throw error;
    }
    const rows = Array.from(cursor, (row) => row.raw);
    emptyInARow = rows.length === 0 ? emptyInARow + 1 : 0;
    if (emptyInARow > EMPTY_PAGES_IN_A_ROW) throw new AnswerError('hostile', 'Empty pages without end.');
    const said = rows.length === 0 ? '' : rowsMark(rows);
    repeated = said !== '' && said === before ? repeated + 1 : 0;
    before = said;
    told += rows.length;
    if (repeated > REPEATED_PAGES || told > MOST_ROWS) throw new AnswerError('hostile', 'Pages without end.');
    yield rows;
    const next = cursor.paging?.next;
    if (next === undefined || next === null || next === '') return;
    if (typeof next !== 'string') throw new AnswerError('hostile', 'The next page has no valid address.');
    for (const mark of pageMarks(next)) {
      if (seen.has(mark)) throw new AnswerError('hostile', 'The next page is one that was already read.');
      seen.add(mark);
    }
  }
}

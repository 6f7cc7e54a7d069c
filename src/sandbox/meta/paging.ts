import { fail, invalidParameter } from './errors.ts';
import type { SandboxRequest } from '../http.ts';

export type Page<T> = {
  data: T[];
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
};

/** Where a cursor points; `asOf` pins the answer of the first page so that later pages continue the same list. */
export type Cursor = { offset: number; asOf: number };

const encode = (cursor: Cursor): string => Buffer.from(`${cursor.offset}@${cursor.asOf}`).toString('base64url');

function decode(text: string): Cursor {
  const [, offset, asOf] = /^(\d+)@(\d+)$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (offset === undefined || asOf === undefined)
    return fail(invalidParameter('Invalid cursor', { error_subcode: 1815089 }));
  return { offset: Number(offset), asOf: Number(asOf) };
}

/** Start of the asked page: `after`, or the beginning at `now`. */
export function startOf(request: SandboxRequest, now: number): Cursor {
  const after = request.params.get('after');
  return after === undefined || after === '' ? { offset: 0, asOf: Math.floor(now) } : decode(after);
}

/** `limit` (default 25). Graph refuses very large pages with its "reduce the amount of data" answer. */
export function limitOf(request: SandboxRequest): number {
  const text = request.params.get('limit');
  if (text === undefined || text === '') return 25;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    return fail(invalidParameter('Param limit must be an integer greater than 0'));
  if (limit > 5000)
    return fail({
      status: 500,
      message: "Please reduce the amount of data you're asking for, then retry your request",
      code: 1,
      error_subcode: 99,
    });
  return limit;
}

/** One page of `rows` with Graph's cursors. `next` is an absolute link on this origin and carries the token, as the real one does. */
export function paged<T, R>(
  rows: readonly T[],
  request: SandboxRequest,
  token: string,
  cursor: Cursor,
  shape: (row: T) => R,
): Page<R> {
  const limit = limitOf(request);
  const end = Math.min(rows.length, cursor.offset + limit);
  const data = rows.slice(cursor.offset, end).map(shape);
  if (data.length === 0) return { data };
  const after = encode({ offset: end, asOf: cursor.asOf });
  const link = (offset: number): string => {
    const url = new URL(request.url.pathname, request.url.origin);
    for (const [key, value] of request.params) url.searchParams.set(key, value);
    url.searchParams.set('access_token', token);
    url.searchParams.set('limit', String(limit));
    url.searchParams.set('after', encode({ offset, asOf: cursor.asOf }));
    return url.href;
  };
  return {
    data,
    paging: {
      cursors: { before: encode({ offset: cursor.offset, asOf: cursor.asOf }), after },
      ...(end < rows.length ? { next: link(end) } : {}),
      ...(cursor.offset > 0 ? { previous: link(Math.max(0, cursor.offset - limit)) } : {}),
    },
  };
}

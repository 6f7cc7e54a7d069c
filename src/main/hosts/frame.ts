const REQUEST_OR_NOTHING = new Set([undefined, 1]);
const EVENT = 3;
const ABORT = 4;

/** Whether the adapter can decode a frame: an id, a known kind, and for a request an address on our own router and no file body. */
export function isFrame(text: string): boolean {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return false;
  }
  if (!isRecord(frame) || typeof frame.i !== 'string') return false;
  if (frame.t === ABORT) return true;
  if (!isRecord(frame.p)) return false;
  if (frame.t === EVENT) return typeof frame.p.e === 'string';
  if (!REQUEST_OR_NOTHING.has(frame.t as undefined | 1)) return false;
  const { u: address, h: headers, m: method } = frame.p;
  if (typeof address !== 'string' || !address.startsWith('/') || address.startsWith('//')) return false;
  if (method !== undefined && typeof method !== 'string') return false;
  if (headers === undefined) return true;
  // These two make the adapter build a file or a form out of the body; the contract has neither.
  return isRecord(headers) && !('content-disposition' in headers) && !('content-type' in headers);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

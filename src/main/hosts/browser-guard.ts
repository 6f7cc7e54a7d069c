import type { IncomingMessage } from 'node:http';

/** Where the page lives: this host itself, or in development the server that serves the hot page and passes the rest on to us. */
export type Place = { authority: string; origin: string };

export const placeOf = (port: number): Place => ({
  authority: `127.0.0.1:${port}`,
  origin: `http://127.0.0.1:${port}`,
});

/** Named by every write: a form or an image cannot send it, and a script of another page may not without being asked first. */
export const OWN_HEADER = 'x-tidemark';

/**
 * Decides from the headers alone whether a request may be looked at. 403 means: not from our own page. A foreign page can reach a loopback
 * port in three ways: by a name that resolves to it (so Host must be ours exactly), directly (so Origin must be ours on everything that
 * writes, and must not be missing), and by embedding (so the browser's own account of the request, Sec-Fetch-*, must not say cross-site).
 */
export function refusal(
  request: IncomingMessage,
  places: readonly Place[],
  kind: 'read' | 'write' | 'upgrade',
): 400 | 403 | null {
  // A proxy's absolute form would name a host of its own.
  if (!request.url?.startsWith('/')) return 400;
  const hosts = values(request, 'host');
  const place = places.find(({ authority }) => authority === hosts[0]);
  if (hosts.length !== 1 || place === undefined) return 403;

  const origins = values(request, 'origin');
  if (origins.length > 1) return 403;
  if (kind === 'read' ? origins[0] !== undefined && origins[0] !== place.origin : origins[0] !== place.origin)
    return 403;
  if (kind === 'write' && values(request, OWN_HEADER)[0] !== '1') return 403;

  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return null;
  // A link on another page may lead here, as a link in a mail may: it opens the page and nothing else.
  const followedLink =
    request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
  return kind === 'read' && followedLink ? null : 403;
}

/** All values of a header: Node keeps only the first of a doubled Host. */
function values(request: IncomingMessage, name: string): string[] {
  const found: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) found.push(request.rawHeaders[index + 1] ?? '');
  }
  return found;
}

/** Sent with every answer, refusals included. */
export function securityHeaders(place: Place): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      // Not every browser takes 'self' for the socket.
      `connect-src 'self' ws://${place.authority}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    // The port changes with every start, so a cached copy would never be used again.
    'cache-control': 'no-store',
  };
}

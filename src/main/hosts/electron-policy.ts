import type { PlatformEndpoints } from '../kernel/endpoints.ts';
import { isOpenable } from './engine-link.ts';

/** What the window may load, leave for and ask for. Nothing here needs Electron, so every rule can be read and tried by itself. */
export const SCHEME = 'app';
const HOST = 'tidemark';
export const START_PAGE = `${SCHEME}://${HOST}/`;

/** A space, a control character or a backslash is read differently by different parsers; an address that needs one is not ours. */
const AMBIGUOUS = /[\s\\\u0000-\u001f\u007f]/;

function parse(text: unknown): URL | null {
  if (typeof text !== 'string' || text.length > 8192 || AMBIGUOUS.test(text)) return null;
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** The address on our own scheme, or null. Node's `origin` says 'null' for such schemes, so the parts are compared. */
export function ownAddress(text: unknown): URL | null {
  const url = parse(text);
  if (url === null || url.protocol !== `${SCHEME}:` || url.host !== HOST) return null;
  return url.username === '' && url.password === '' ? url : null;
}

/** True for the one document of the application, whatever its route (`#/…`). */
export function isOwnPage(text: unknown): boolean {
  const url = ownAddress(text);
  return url !== null && (url.pathname === '/' || url.pathname === '/index.html');
}

/** Where links on our screens lead: the platforms' sign-in, their consoles and their help. Anything else is not opened. */
const EXTERNAL_HOSTS = new Set([
  'www.facebook.com',
  'business.facebook.com',
  'adsmanager.facebook.com',
  'developers.facebook.com',
  'accounts.google.com',
  'myaccount.google.com',
  'ads.google.com',
  'console.cloud.google.com',
  'developers.google.com',
  'support.google.com',
]);

/**
 * Whether a link of the page may be handed to the system's browser: https on a listed host, or a server on this machine that stands in
 * for a platform (its sign-in page). Stricter than what the engine may open, because a page shows text that others wrote.
 */
export function isListedLink(text: unknown, endpointOverrides: Partial<PlatformEndpoints>): boolean {
  const url = parse(text);
  if (url === null || !isOpenable(url.href, { endpointOverrides })) return false;
  if (url.protocol === 'https:' && url.port === '' && EXTERNAL_HOSTS.has(url.hostname)) return true;
  return Object.values(endpointOverrides).some((base) => new URL(base).origin === url.origin);
}

/** Everything else, known to Electron or not, is denied. */
const GRANTED = new Set(['notifications', 'clipboard-sanitized-write']);

/** Whether the page may have a permission. `page` is the address of what asks. */
export function isGranted(permission: string, page: unknown): boolean {
  return GRANTED.has(permission) && ownAddress(page) !== null;
}

/** What the renderer's network may reach: our own files. Numbers come through the port, never over the network. */
export function mayRequest(text: string): boolean {
  return ownAddress(text) !== null || /^(data:|blob:app:\/\/tidemark\/|devtools:)/.test(text);
}

/** Sent with every answer of our scheme, refusals included. */
export const SECURITY_HEADERS: Record<string, string> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
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
};

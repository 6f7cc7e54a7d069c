import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { listPages } from './browser-pages.ts';
import { ownAddress, SCHEME, SECURITY_HEADERS } from './electron-policy.ts';

/** Must run before the application is ready. Standard and secure make it an origin of its own, with storage and strict parsing. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // Pages never fetch, but module scripts and their preloads go the way of fetch.
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the built interface, and nothing but it, to a session. The list of files is made once and an address is only looked up in it:
 * no spelling of a path reaches anything else. Throws when the interface is not there.
 */
export function servePages(session: Session, folder: string): void {
  const pages = listPages(folder);
  if (!pages.has('/')) throw new Error(`The interface is missing: there is no index.html in ${folder}.`);
  const refuse = (status: number): Response => new Response(null, { status, headers: SECURITY_HEADERS });
  session.protocol.handle(SCHEME, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const address = ownAddress(request.url);
    if (address === null) return refuse(403);
    const page = pages.get(address.pathname);
    if (page === undefined) return refuse(404);
    try {
      const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(page.file));
      return new Response(body, {
        status: 200,
        // A new version of the application has the same addresses.
        headers: { ...SECURITY_HEADERS, 'content-type': page.type, 'cache-control': 'no-cache' },
      });
    } catch {
      return refuse(404);
    }
  });
}

import { randomUUID, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Clock } from '../kernel/clock.ts';
import { type Place, placeOf, refusal, securityHeaders } from './browser-guard.ts';
import { listPages } from './browser-pages.ts';
import { LARGEST_MESSAGE_BYTES, relay } from './browser-relay.ts';
import { createSessions } from './browser-sessions.ts';
import type { EngineLink } from './engine-link.ts';

export type BrowserServer = {
  port: number;
  /** A link that opens the app once within 60 seconds. */
  freshLink(): string;
  close(): Promise<void>;
};

export type BrowserServerOptions = {
  engine: Pick<EngineLink, 'connect'>;
  uiFolder: string;
  clock: Clock;
  /** 0 = any free port. */
  port: number;
  /** Asked for by a second start of the same person; see browser-instance.ts. */
  controlSecret: string;
  /** In development, where the hot page is served; it passes the other requests on to us. */
  devOrigin: string | null;
};

const LARGEST_BODY_BYTES = 4 * 1024;
const LARGEST_HEADERS_BYTES = 16 * 1024;
const HEADERS_WITHIN_MS = 5_000;
const REQUEST_WITHIN_MS = 10_000;
const IDLE_MS = 15_000;
const MOST_CONNECTIONS = 512;
const MOST_SOCKETS = 64;

/** The loopback server of the browser host: pages, the exchange of a link for a session, and the socket to the engine. */
export async function startBrowserServer(options: BrowserServerOptions): Promise<BrowserServer> {
  const sessions = createSessions(randomUUID().slice(0, 8), options.clock);
  const pages = listPages(options.uiFolder);
  const places: Place[] = [];
  const dev =
    options.devOrigin === null ? null : { authority: new URL(options.devOrigin).host, origin: options.devOrigin };
  const own = (): Place => places[0] ?? placeOf(0);
  const home = (): Place => dev ?? own();
  const freshLink = (): string => `${home().origin}/#token=${sessions.issue()}`;

  const reply = (
    response: ServerResponse,
    status: number,
    body?: { type: string; text: string },
    extra: Record<string, string> = {},
  ): void => {
    // What was not read must not be taken for the next request.
    if (!response.req.complete) extra = { ...extra, connection: 'close' };
    response.writeHead(status, {
      ...securityHeaders(own()),
      ...extra,
      ...(body === undefined
        ? { 'content-length': '0' }
        : { 'content-type': body.type, 'content-length': String(Buffer.byteLength(body.text)) }),
    });
    response.end(body?.text);
  };

  const servePage = (path: string, request: IncomingMessage, response: ServerResponse): void => {
    const page = pages.get(path);
    if (page === undefined) {
      if (path !== '/') return reply(response, 404);
      const text = 'The interface has not been built. Run npm run build and open the link again.';
      return reply(response, 503, { type: 'text/plain; charset=utf-8', text });
    }
    const stream = createReadStream(page.file);
    stream.once('error', () => (response.headersSent ? response.destroy() : reply(response, 404)));
    stream.once('open', () => {
      response.writeHead(200, { ...securityHeaders(own()), 'content-type': page.type });
      if (request.method === 'HEAD') {
        stream.destroy();
        response.end();
      } else {
        stream.pipe(response);
      }
    });
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (request.method === 'GET' || request.method === 'HEAD') {
      const refused = refusal(request, places, 'read');
      return refused === null ? servePage(path, request, response) : reply(response, refused);
    }
    const refused = refusal(request, places, 'write');
    if (refused !== null) return reply(response, refused);
    if (request.method !== 'POST') return reply(response, 405, undefined, { allow: 'GET, HEAD, POST' });
    if (path === '/session') {
      const body = await readBody(request);
      if (body === null) return reply(response, 413);
      const answer = sessions.exchange(tokenIn(body));
      return answer.ok
        ? reply(response, 204, undefined, { 'set-cookie': answer.cookie })
        : reply(response, answer.status);
    }
    if (path === '/link') {
      if (!sameSecret(request.headers.authorization, `Bearer ${options.controlSecret}`)) return reply(response, 401);
      return reply(response, 200, { type: 'application/json', text: JSON.stringify({ url: freshLink() }) });
    }
    return reply(response, 404);
  };

  // Importing it looks at everything it has, which loads an HTTP client as well: thirty milliseconds of every start.
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer(
    { maxHeaderSize: LARGEST_HEADERS_BYTES, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      // A page that goes away in the middle of an answer is nothing to report.
      response.on('error', () => undefined);
      handle(request, response).catch(() => response.destroy());
    },
  );
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = REQUEST_WITHIN_MS;
  server.keepAliveTimeout = IDLE_MS;
  // The two limits above begin with the first byte; this one also ends sockets that never send any.
  server.setTimeout(IDLE_MS);
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
    refuseSocket(socket, status, own());
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = refusal(request, places, 'upgrade');
    if (refused !== null) return refuseSocket(socket, refused, own());
    if (request.url !== '/engine') return refuseSocket(socket, 404, own());
    if (!sessions.holds(request.headers.cookie)) return refuseSocket(socket, 401, own());
    if (sockets.clients.size >= MOST_SOCKETS) return refuseSocket(socket, 503, own());
    sockets.handleUpgrade(request, socket, head, (opened) => relay(opened, options.engine.connect()));
  });

  await listen(server, options.port);
  const port = (server.address() as AddressInfo).port;
  places.push(placeOf(port), ...(dev === null ? [] : [dev]));

  return {
    port,
    freshLink,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.close(1001, 'Tidemark was closed');
        // A page has a moment to say goodbye.
        const impatient = setTimeout(() => {
          for (const client of sockets.clients) client.terminate();
        }, 500);
        sockets.close();
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The body as text, or null when it is larger than any of ours. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenIn(body: string): string {
  try {
    const { token } = JSON.parse(body) as { token?: unknown };
    return typeof token === 'string' ? token : '';
  } catch {
    return '';
  }
}

function sameSecret(given: string | undefined, wanted: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
};

function refuseSocket(socket: Duplex, status: number, place: Place): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const headers = { ...securityHeaders(place), connection: 'close', 'content-length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  // `destroySoon` semantics: a peer that goes on sending must not keep the socket.
  socket.end(`HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\n${lines.join('')}\r\n`, () => socket.destroy());
}

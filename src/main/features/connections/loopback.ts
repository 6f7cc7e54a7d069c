import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Authorization } from '../../platforms/platform.ts';
import { RESULT_HEADERS, resultPage } from './result-page.ts';

type Redirect = Authorization['redirect'];

/** No port of the list is free on this machine. */
export class PortsTakenError extends Error {
  constructor() {
    super('Every port of the redirect list is taken.');
    this.name = 'PortsTakenError';
  }
}

export type Loopback = {
  redirectUri: string;
  port: number;
  /** From here on a callback with this state is taken. Until then every request gets the plain page. */
  expect(state: string, onCallback: (callback: URLSearchParams) => Promise<boolean>): void;
  /** Stops listening at once; answers under way get a moment to leave. Safe to call twice. */
  close(): void;
};

const LAST_ANSWER_MS = 500;
const CALLBACK_PARAMETERS_ONCE = ['state', 'code', 'error'];

/**
 * Listens for the one browser callback of one login, on loopback only. Anything but a GET of the exact path, with the exact Host and
 * the expected state, gets a plain page and changes nothing, so a hostile page on this machine can neither end nor take over a login
 * (promise O3). The state is compared in constant time and works once.
 */
export async function openLoopback(redirect: Redirect): Promise<Loopback> {
  let expected: { state: string; onCallback: (callback: URLSearchParams) => Promise<boolean> } | null = null;
  let host = '';

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const callback = readCallback(request, host, redirect.path);
    if (callback === null || expected === null || !sameText(callback.get('state') ?? '', expected.state)) {
      send(response, request.method === 'GET' ? 404 : 405, 'other');
      return;
    }
    const { onCallback } = expected;
    expected = null;
    const good = await onCallback(callback).catch(() => false);
    send(response, good ? 200 : 400, good ? 'signedIn' : 'failed');
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    void answer(request, response);
  };
  const { servers, port } = await listen(redirect, listener);
  host = `${redirect.host}:${port}`;
  let closed = false;
  return {
    port,
    redirectUri: `http://${host}${redirect.path}`,
    expect(state, onCallback) {
      expected = { state, onCallback };
    },
    close() {
      if (closed) return;
      closed = true;
      expected = null;
      for (const server of servers) {
        server.close();
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), LAST_ANSWER_MS).unref();
      }
    },
  };
}

/** The query of a well-formed callback, else null. Doubled parameters are refused: which one counts would be anybody's guess. */
function readCallback(request: IncomingMessage, host: string, path: string): URLSearchParams | null {
  if (request.method !== 'GET') return null;
  const hosts = request.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === 'host',
  );
  if (hosts.length !== 1 || hosts[0]?.toLowerCase() !== host) return null;
  const target = request.url ?? '';
  const question = target.indexOf('?');
  if (question < 0 || target.slice(0, question) !== path) return null;
  const query = new URLSearchParams(target.slice(question + 1));
  if (CALLBACK_PARAMETERS_ONCE.some((name) => query.getAll(name).length > 1)) return null;
  return query.get('code') || query.get('error') || query.get('error_code') ? query : null;
}

function send(response: ServerResponse, status: number, page: Parameters<typeof resultPage>[0]): void {
  response.writeHead(status, RESULT_HEADERS).end(resultPage(page));
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(redirect: Redirect, listener: Listener): Promise<{ servers: Server[]; port: number }> {
  // A free port on one family may be taken on the other: a few tries, then the machine is truly full.
  const ports = redirect.ports ?? [0, 0, 0, 0, 0];
  for (const port of ports) {
    const servers = await listenOn(redirect.host, port, listener);
    if (servers) return { servers, port: portOf(servers[0]) };
  }
  throw new PortsTakenError();
}

/** Both families for 'localhost', because the browser picks one; null when the port is taken on either. */
async function listenOn(
  host: Redirect['host'],
  port: number,
  listener: Listener,
): Promise<[Server, ...Server[]] | null> {
  const first = await start('127.0.0.1', port, listener);
  if (first === null) return null;
  if (host === '127.0.0.1') return [first];
  try {
    const second = await start('::1', portOf(first), listener);
    if (second !== null) return [first, second];
    first.close();
    return null;
  } catch {
    // No IPv6 on this machine: then no browser can be sent there either.
    return [first];
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function start(address: string, port: number, listener: Listener): Promise<Server | null> {
  // Importing it looks at everything it has, which loads an HTTP client as well: thirty milliseconds of every start.
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer(
    // Slow or endless requests of a hostile page are cut, so that they cannot use up the listener.
    { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
    listener,
  );
  server.maxConnections = 200;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else reject(error);
    });
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
}

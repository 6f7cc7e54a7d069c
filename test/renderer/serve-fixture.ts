import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';
import type { Scene } from './fixture-data.ts';
import { createFixtureRouter } from './fixture-engine.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

/** Serves a built renderer with the fixture engine on a free loopback port. `setScene` switches what the next calls answer. */
export const serveFixture = async (folder: string, first: Scene = 'full') => {
  let scene = first;
  let spent = false;
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path === '/session') {
      response
        .writeHead(spent ? 403 : 204, spent ? {} : { 'set-cookie': 'fixture=1; HttpOnly; SameSite=Strict' })
        .end();
      return;
    }
    const file = normalize(path === '/' ? '/index.html' : path);
    readFile(join(folder, file)).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
            'content-security-policy': POLICY,
          })
          .end(request.method === 'HEAD' ? undefined : body),
      () => response.writeHead(404).end(),
    );
  });
  let refuse = false;
  const sockets = new WebSocketServer({ noServer: true });
  const handler = new RPCHandler(createFixtureRouter(() => scene));
  sockets.on('connection', (socket) => void handler.upgrade(socket));
  server.on('upgrade', (request, socket, head) => {
    if (refuse) socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    setScene: (next: Scene) => {
      scene = next;
    },
    setRefusing: (on: boolean) => {
      refuse = on;
      spent = on;
    },
    dropSockets: () => sockets.clients.forEach((socket) => socket.terminate()),
    close: () => {
      sockets.clients.forEach((socket) => socket.terminate());
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = fileURLToPath(new URL('../../out/renderer', import.meta.url)), scene = 'full'] = process.argv;
  const served = await serveFixture(folder, scene as Scene);
  process.stdout.write(`${served.url}#token=fixture\n`);
}

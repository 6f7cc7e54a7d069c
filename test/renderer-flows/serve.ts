import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer } from 'ws';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
// As strict as the real hosts: a screen that needs more must fail here.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'";

/** Serves a built renderer and one router on a free loopback port. */
export const serveRouter = async (
  folder: string,
  router: AnyRouter,
): Promise<{ url: string; close(): Promise<void> }> => {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path === '/session') {
      response.writeHead(204, { 'set-cookie': 'fixture=1; HttpOnly; SameSite=Strict' }).end();
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
  const sockets = new WebSocketServer({ server });
  const handler = new RPCHandler(router);
  sockets.on('connection', (socket) => void handler.upgrade(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

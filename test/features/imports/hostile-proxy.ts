import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Told = { status: number; headers: Record<string, string>; text: string };
/** Called for every answer with its request's address; what it returns is sent. */
export type Change = (path: string, told: Told) => Told;

/** A server before a platform's that changes what it answers, as a hostile or broken one would. */
export async function startHostileProxy(target: string) {
  let change: Change = (_path, told) => told;
  let url = '';
  let asked = 0;
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      asked += 1;
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
      const { host: _host, connection: _connection, ...headers } = incoming.headers as Record<string, string>;
      // A next page of its own making is answered with the first one's rows.
      const answer = await fetch(`${target}${(incoming.url ?? '/').replace(/&after=made-up-\d+/, '')}`, {
        method: incoming.method ?? 'GET',
        headers,
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      const text = (await answer.text()).replaceAll(target, url);
      const type = answer.headers.get('content-type') ?? 'application/json';
      const path = incoming.url ?? '/';
      const told = change(url + path, { status: answer.status, headers: { 'content-type': type }, text });
      outgoing.writeHead(told.status, told.headers);
      outgoing.end(told.text);
    })().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked: () => asked,
    become: (next: Change) => {
      change = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

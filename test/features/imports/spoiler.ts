import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Row = Record<string, unknown>;

/** Ways a real account's rows have been broken (promise S14). */
const SPOILS: readonly ((row: Row) => Row)[] = [
  (row) => ({ ...row, impressions: 'hLbV2' }),
  ({ date_start: _day, ...row }) => row,
  (row) => ({ ...row, spend: 'NaN' }),
  (row) => ({ ...row, spend: { amount: 3 } }),
  (row) => ({ ...row, date_start: '2026-02-30', date_stop: '2026-02-30' }),
];

/** A server before the Graph that breaks every fourth row of every insights answer, and counts. */
export async function startSpoiler(target: string) {
  let served = 0;
  let spoiled = 0;
  let url = '';
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
      const { host: _host, connection: _connection, ...headers } = incoming.headers as Record<string, string>;
      const answer = await fetch(`${target}${incoming.url ?? '/'}`, {
        method: incoming.method ?? 'GET',
        headers,
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      });
      let text = (await answer.text()).replaceAll(target, url);
      if (answer.ok && (incoming.url ?? '').includes('/insights')) {
        const body = JSON.parse(text) as { data?: Row[] };
        const data = body.data?.map((row, index) => {
          served += 1;
          if (index % 4 !== 0) return row;
          spoiled += 1;
          return SPOILS[spoiled % SPOILS.length]?.(row);
        });
        text = JSON.stringify({ ...body, data });
      }
      outgoing.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
      outgoing.end(text);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    served: () => served,
    spoiled: () => spoiled,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

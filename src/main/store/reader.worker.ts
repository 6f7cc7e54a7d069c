import { parentPort, workerData } from 'node:worker_threads';
import { connectReading } from './open.ts';
import { runRead, type ReadArgs, type ReadName } from './reads/reads.ts';

/** Answers reads on a connection of its own, so that a long import in the engine never makes a screen wait. */
export type ReaderRequest = { id: number; name: ReadName; args: unknown } | 'close';
export type ReaderAnswer =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; message: string; code: string | null; stack: string | null };

const port = parentPort;
if (port === null) throw new Error('reader.worker runs as a worker thread');
const db = connectReading((workerData as { file: string }).file);

port.on('message', (request: ReaderRequest) => {
  if (request === 'close') {
    db.close();
    port.close();
    return;
  }
  try {
    const result = runRead(db, request.name, request.args as ReadArgs<ReadName>);
    port.postMessage({ id: request.id, ok: true, result } satisfies ReaderAnswer);
  } catch (error) {
    const failure = error as { message?: string; code?: unknown; stack?: string };
    port.postMessage({
      id: request.id,
      ok: false,
      message: failure.message ?? String(error),
      code: typeof failure.code === 'string' ? failure.code : null,
      stack: failure.stack ?? null,
    } satisfies ReaderAnswer);
  }
});

import { parentPort, workerData } from 'node:worker_threads';
import { speak } from '../../words/languages.ts';
import { languageTag, setNumbersAs } from '../../words/text.ts';
import { connectReading } from './open.ts';
import { runRead, type ReadArgs, type ReadName } from './reads/reads.ts';

/** The language and formats the engine speaks when it asks: answers hold sentences. */
type Words = { language: string; numbers: string | undefined };

/** Answers reads on a connection of its own, so that a long import in the engine never makes a screen wait. */
export type ReaderRequest = { id: number; name: ReadName; args: unknown; words: Words } | 'close';
export type ReaderAnswer =
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; message: string; code: string | null; stack: string | null };

if (parentPort === null) throw new Error('reader.worker runs as a worker thread');
const port = parentPort;
const db = connectReading((workerData as { file: string }).file);

port.on('message', (request: ReaderRequest) => void answer(request));

async function answer(request: ReaderRequest): Promise<void> {
  if (request === 'close') {
    db.close();
    port.close();
    return;
  }
  setNumbersAs(request.words.numbers);
  if (request.words.language !== languageTag()) await speak(request.words.language).catch(() => undefined);
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
}

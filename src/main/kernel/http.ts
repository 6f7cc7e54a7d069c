/**
 * One HTTP attempt for the platform folders: time-out, abort, no redirects (a redirect could carry the token to another host),
 * whole body as text. What the status means is the platform's business.
 */
export type HttpRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds for the whole exchange, body included. */
  timeoutMs: number;
  signal: AbortSignal;
};

export type HttpAnswer = { status: number; headers: Headers; text: string };

export type TransportFailureReason = 'timeout' | 'aborted' | 'unreachable' | 'cut';

/** The exchange did not complete. `aborted` means our own signal; the others say where it broke. Never contains the URL. */
export class TransportError extends Error {
  readonly reason: TransportFailureReason;
  constructor(reason: TransportFailureReason, detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.name = 'TransportError';
    this.reason = reason;
  }
}

function causeCode(error: unknown): string {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth += 1) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** Far above any slice a platform answers; an answer without end must not take the machine's memory. */
const LARGEST_ANSWER_BYTES = 256 * 1024 * 1024;

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER_BYTES) throw new TransportError('cut', 'The answer was larger than 256 MB.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Sends one request. Throws TransportError when no complete answer came. */
export async function sendHttp(request: HttpRequest): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  let answered = false;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: AbortSignal.any([timeout, request.signal]),
    });
    answered = true;
    return { status: response.status, headers: response.headers, text: await readText(response) };
  } catch (error) {
    if (error instanceof TransportError) throw error;
    if (request.signal.aborted) throw new TransportError('aborted', 'The request was cancelled.');
    if (timeout.aborted) throw new TransportError('timeout', `No complete answer within ${request.timeoutMs} ms.`);
    const code = causeCode(error);
    if (answered) throw new TransportError('cut', `The answer broke off (${code}).`, { cause: error });
    throw new TransportError('unreachable', `The server could not be reached (${code}).`, { cause: error });
  }
}

import type { MessagePort } from 'node:worker_threads';
import { type RawData, WebSocket } from 'ws';
import { isFrame } from './frame.ts';

/** The largest message a page may send. */
export const LARGEST_MESSAGE_BYTES = 10 * 1024 * 1024;
/** A page that takes nothing while this much waits for it is gone or stuck: it is dropped, and asks for snapshots when it is back. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Ties a page's socket to the engine's port. Messages pass as they are, text as text and bytes as bytes, because oRPC's socket adapter and
 * its port adapter use one encoding. Only the frame of what a page sends is looked at: the port adapter (1.16) lets a frame it cannot
 * read escape as an unhandled rejection, which ends the engine for everybody. Closing either side closes the other.
 */
export function relay(socket: WebSocket, port: MessagePort, mostWaitingBytes = MOST_WAITING_BYTES): void {
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? null : textOf(data);
    if (text === null || !isFrame(text)) {
      socket.close(isBinary ? 1003 : 1007, 'not a message of this application');
      return;
    }
    port.postMessage(text);
  });
  port.on('message', (data: unknown) => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (typeof data !== 'string' && !(data instanceof Uint8Array)) return;
    socket.send(data, { binary: typeof data !== 'string' });
    if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
  });
  port.on('close', () => socket.close(1012, 'the engine was started again'));
  socket.on('close', () => port.close());
  // A cut connection or a message over the limit: 'close' follows.
  socket.on('error', () => undefined);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

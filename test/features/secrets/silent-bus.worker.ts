import { connect, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** Stands between the keychain library and the session bus, and on request says nothing more: a prompt nobody answers. */
const { from, to } = workerData as { from: string; to: string };
let silent = false;
createServer((client) => {
  const bus = connect(to);
  client.on('data', (bytes) => silent || bus.write(bytes)).on('error', () => undefined);
  bus.on('data', (bytes) => silent || client.write(bytes)).on('error', () => undefined);
}).listen(from, () => parentPort?.postMessage('listening'));
parentPort?.on('message', () => {
  silent = true;
  parentPort?.postMessage('silent');
});

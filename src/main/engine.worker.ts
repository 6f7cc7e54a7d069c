import { parentPort, workerData } from 'node:worker_threads';
import { startEngine } from './engine/engine.ts';
import type { EngineOptions } from './kernel/engine-protocol.ts';

if (!parentPort) throw new Error('engine.worker is started as a worker thread by a host.');
const port = parentPort;
await startEngine(
  { post: (message) => port.postMessage(message), onMessage: (listener) => port.on('message', listener) },
  workerData as EngineOptions,
);

import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';

/** A port of the main process: Node's own underneath, with Electron's shape on top. Silent until `start`, as the real one is. */
export class MessagePortMain extends EventEmitter {
  #port;
  constructor(port) {
    super();
    this.#port = port;
    port.unref();
    port.once('close', () => this.emit('close'));
  }
  start() {
    this.#port.on('message', (data) => this.emit('message', { data, ports: [] }));
  }
  postMessage(data) {
    this.#port.postMessage(data);
  }
  close() {
    this.#port.close();
  }
  /** Hands the port over to a page, which gets one of the web's shape. This one is void from then on. */
  take() {
    const port = this.#port;
    port.removeAllListeners('close');
    port.ref();
    return port;
  }
}

export class MessageChannelMain {
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}

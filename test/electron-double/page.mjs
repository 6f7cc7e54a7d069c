import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

/** What may cross the bridge between the preload and the page: copies and functions, nothing with an identity. */
function across(value) {
  if (typeof value === 'function') return (...args) => across(value(...args.map(across)));
  if (value instanceof Promise || typeof value?.then === 'function') return Promise.resolve(value).then(across);
  // The bridge clones these whole.
  if (ArrayBuffer.isView(value)) return structuredClone(value);
  if (value !== null && typeof value === 'object')
    return Array.isArray(value)
      ? value.map(across)
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, across(one)]));
  return value;
}

/** One loaded page: the real preload in a context of its own, and what it exposes. */
export function createPage({ contents, ipcMain, preload }) {
  const target = new EventTarget();
  const window = {
    addEventListener: (name, listener) => target.addEventListener(name, listener),
    removeEventListener: (name, listener) => target.removeEventListener(name, listener),
    postMessage(data, origin, ports = []) {
      if (origin !== '*') throw new SyntaxError('the page would not get this');
      setImmediate(() => {
        const event = new Event('message');
        Object.assign(event, { data, ports, source: window });
        target.dispatchEvent(event);
      });
    },
  };
  let gone = false;
  const frame = contents.mainFrame;
  const event = (senderFrame = frame, sender = contents) => ({ sender, senderFrame, ports: [] });
  const ipc = new EventEmitter();
  const ipcRenderer = {
    on: (channel, listener) => ipc.on(channel, listener),
    send: (channel, ...args) =>
      void setImmediate(() => !gone && ipcMain.emit(channel, event(), ...structuredClone(args))),
    invoke: async (channel, ...args) => {
      const handler = ipcMain.handlers.get(channel);
      if (handler === undefined) throw new Error(`Error invoking remote method '${channel}': no handler registered`);
      return structuredClone(await handler(event(), ...structuredClone(args)));
    },
  };
  const exposed = {};
  const observers = [];
  const documentElement = { dataset: {} };
  const sandbox = {
    window,
    document: { documentElement },
    process: { platform: process.platform },
    MutationObserver: class {
      constructor(told) {
        this.told = told;
      }
      observe(_node, options) {
        observers.push({ told: this.told, options });
      }
    },
    setTimeout,
    console,
    exports: {},
    module: { exports: {} },
    // A sandboxed preload may load this and a few of Node's; ours needs no other.
    require(name) {
      if (name !== 'electron') throw new Error(`module not found: ${name}`);
      return {
        ipcRenderer,
        contextBridge: {
          exposeInMainWorld(key, api) {
            exposed[key] = across(api);
            window[key] = exposed[key];
          },
        },
      };
    },
  };
  vm.runInNewContext(readFileSync(preload, 'utf8'), sandbox, { filename: preload });
  setImmediate(() => target.dispatchEvent(new Event('DOMContentLoaded')));

  return {
    window,
    exposed,
    ipcRenderer,
    /** A message as another frame, or another page, would send it. */
    emitAs(channel, from, ...args) {
      return ipcMain.emit(channel, { ...event(), ...from }, ...args);
    },
    invokeAs(channel, from, ...args) {
      return ipcMain.handlers.get(channel)({ ...event(), ...from }, ...args);
    },
    setTheme(theme) {
      if (theme === null) delete documentElement.dataset.theme;
      else documentElement.dataset.theme = theme;
      for (const { told, options } of observers) if (options.attributeFilter.includes('data-theme')) told([]);
    },
    receive: (channel, args, ports) =>
      setImmediate(() => !gone && ipc.emit(channel, { ports, sender: ipcRenderer }, ...args)),
    /** The engine's client of this page, opened by the renderer's own carrier. */
    async client() {
      globalThis.window = window;
      const { electronCarrier } = await import('../../src/renderer/carriers.ts');
      const { createORPCClient } = await import('@orpc/client');
      const { link, closed } = await electronCarrier(exposed.tidemark)();
      return { client: createORPCClient(link), closed };
    },
    end() {
      gone = true;
      ipc.removeAllListeners();
    },
  };
}

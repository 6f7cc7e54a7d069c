// `node --import <this> out/main/electron.js` runs the built entry with a double in place of Electron.
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const double = new URL('./electron.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});

const { platform } = JSON.parse(process.env.TIDEMARK_DOUBLE ?? '{}');
// Workers, which run this too, keep the true platform: they load natives.
if (platform && isMainThread) Object.defineProperty(process, 'platform', { value: platform });

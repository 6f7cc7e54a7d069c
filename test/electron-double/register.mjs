// `node --import <this> out/main/electron.js` runs the built entry with a double in place of Electron.
import { registerHooks } from 'node:module';

const double = new URL('./electron.mjs', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});

const { platform } = JSON.parse(process.env.TIDEMARK_DOUBLE ?? '{}');
// Workers have a process of their own and keep the true platform, so natives load.
if (platform) Object.defineProperty(process, 'platform', { value: platform });

// npm start: builds what changed and opens the app; where Electron cannot run, the same app in the browser. Flags are handed on:
//   npm start -- --home DIR     workspace folder        npm start -- --browser     the browser host on purpose
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { electronBinary } from './electron-binary.mjs';
import { root, run, runNode } from './toolchain.mjs';

const FAILED_AT_ONCE_MS = 10_000;
const flags = process.argv.slice(2);
const passed = flags.filter((flag) => flag !== '--browser');

async function openElectron() {
  if (flags.includes('--browser')) return null;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return 'Electron has no display here, so Tidemark opens in the browser instead of its own window.';
  }
  // Chromium refuses to run sandboxed as root, and running it unsandboxed is not on offer.
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return 'Electron does not run as root, so Tidemark opens in the browser instead of its own window.';
  }
  const program = await electronBinary();
  if (!program)
    return "Electron's binary could not be fetched, so Tidemark opens in the browser instead of its own window.";
  const started = Date.now();
  const code = await run(program, [root, ...passed]);
  // 128 + a signal: a crash at the start (SIGTRAP, SIGABRT, SIGSEGV where the sandbox cannot be had) counts, being told to end does not.
  const told = [129, 130, 143].includes(code);
  if (code !== 0 && !told && Date.now() - started < FAILED_AT_ONCE_MS && !stopping) {
    return `Electron stopped at once (exit code ${code}), so Tidemark opens in the browser instead of its own window.`;
  }
  process.exit(code);
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => (stopping = true));

await bootstrap();
await build();
const reason = await openElectron();
if (reason) process.stderr.write(`${reason}\n`);
// The IPC channel tells the host when this process is gone, however it went.
process.exitCode = await runNode([join(root, 'out/main/browser.js'), ...passed], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});

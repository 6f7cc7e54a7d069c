/**
 * Entry of the browser host: `node out/main/browser.js [--home DIR] [--port N] [--no-open]`. Everything is in browser-host.ts.
 *
 * How a page gets in
 *   1. The host prints http://127.0.0.1:<port>/#token=<one-time token>. A fragment is in no request, Referer or log.
 *   2. The page takes the token, clears the fragment, and sends POST /session with the header `x-tidemark: 1` and {"token": "…"}.
 *      204 sets an HttpOnly, SameSite=Strict cookie; 401 = used already, late or wrong; 429 = wrong again within a second.
 *   3. With the cookie the page opens ws://<host>/engine and speaks oRPC's WebSocket protocol with the engine.
 *   4. A page without a token just opens the socket. When that is refused: "This link was used already: run the command again".
 *   5. Close code 1012: the engine was started again, connect again. 1001: Tidemark was closed.
 * Running the command again while a host serves the workspace prints a fresh address of that host (browser-instance.ts).
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { serveBrowserHost } from './browser-host.ts';
import { isLoopbackHost, readEnvironment, WRONG_ENVIRONMENT_EXIT_CODE } from './environment.ts';

const complain = (line: string): void => void process.stderr.write(`${line}\n`);

function wrongUsage(sentence: string): never {
  complain(sentence);
  process.exit(WRONG_ENVIRONMENT_EXIT_CODE);
}

function readFlags(): { home: string | undefined; port: number; open: boolean; devOrigin: string | null } {
  try {
    const { values } = parseArgs({
      options: {
        home: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        'dev-origin': { type: 'string' },
      },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is a number from 0 to 65535');
    const devOrigin = values['dev-origin'] ?? null;
    if (devOrigin !== null && !isLoopbackHost(new URL(devOrigin).hostname))
      throw new Error('--dev-origin must be on this machine');
    return { home: values.home, port, open: values['no-open'] !== true, devOrigin };
  } catch (error) {
    return wrongUsage(
      `${error instanceof Error ? error.message : String(error)}. Flags: --home DIR, --port N, --no-open (print the address only).`,
    );
  }
}

const flags = readFlags();
const environment = readEnvironment(process.env, { home: flags.home });
if (!environment.ok) wrongUsage(environment.problem);

const host = await serveBrowserHost({
  engine: environment.options,
  openBrowser: flags.open,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain,
  port: flags.port,
  devOrigin: flags.devOrigin,
}).catch((error: NodeJS.ErrnoException) => {
  complain(
    error.code === 'EADDRINUSE'
      ? `Port ${flags.port} is taken by another program. Leave --port out and a free one is found.`
      : `The local server could not be started: ${error.message}`,
  );
  return process.exit(1);
});
if (host.kind === 'already_running') process.exit(0);

let asked = false;
const stop = (): void => {
  // Somebody who asks twice does not want to wait.
  if (asked) process.exit(1);
  asked = true;
  void host.stop();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// Started by our own script: its end, however it came, is ours too.
process.on('disconnect', () => void host.stop());
// Pressing Enter in the terminal is quicker than a second start when the address has expired.
if (process.stdin.isTTY) {
  createInterface({ input: process.stdin }).on('line', () => process.stdout.write(`${host.freshLink()}\n`));
}

const { exitCode } = await host.closed;
process.exit(exitCode);

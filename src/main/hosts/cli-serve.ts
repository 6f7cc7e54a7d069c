import { serveBrowserHost } from './browser-host.ts';
import { CommandFailure, EXIT } from './cli-engine.ts';
import type { Terminal } from './cli-terminal.ts';
import { readEnvironment, WRONG_ENVIRONMENT_EXIT_CODE } from './environment.ts';

/** Serves the app to the browser on this machine until Ctrl C or a termination signal. Returns the exit code. */
export async function serve(terminal: Terminal, home: string | null, openBrowser: boolean): Promise<number> {
  const environment = readEnvironment(terminal.env, home === null ? {} : { home });
  if (!environment.ok) throw new CommandFailure('BAD_ENVIRONMENT', environment.problem, WRONG_ENVIRONMENT_EXIT_CODE);
  const host = await serveBrowserHost({
    engine: environment.options,
    openBrowser,
    print: (line) => terminal.out(`${line}\n`),
    complain: (line) => terminal.err(`${line}\n`),
  });
  if (host.kind === 'already_running') return EXIT.done;
  let asked = false;
  const stop = (): void => {
    // Somebody who asks twice does not want to wait.
    if (asked) process.exit(EXIT.failed);
    asked = true;
    void host.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const { exitCode } = await host.closed;
  return exitCode;
}

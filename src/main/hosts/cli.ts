import { runCommandLine } from './cli-program.ts';

// Set rather than exit(): stdout may be a pipe that has not been drained yet.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
});

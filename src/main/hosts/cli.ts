import { runCommandLine } from './cli-program.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) closes the pipe, which is no failure; anything else means that the answer did not arrive.
  if (error.code === 'EPIPE') process.exit();
  const reason = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? 'unknown reason');
  process.stderr.write(`The answer could not be written to stdout: ${reason}.\n`);
  process.exit(1);
});
process.stderr.on('error', () => undefined);

// Set rather than exit(): stdout may be a pipe that has not been drained yet.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  env: process.env,
});

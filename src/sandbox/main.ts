import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

/**
 * Runs the sandbox on its own: `node src/sandbox/main.ts [--port N] [--now ISO] [--seed N] [--latency MS] [--auto-approve]`.
 * Prints one line of JSON with the base URLs and the test credentials, then serves until stopped. `--now` fixes the clock.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    now: { type: 'string' },
    seed: { type: 'string' },
    latency: { type: 'string' },
    'auto-approve': { type: 'boolean' },
  },
});

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return usage(`--${name} must be a whole number, not "${text}".`);
}

function usage(problem: string): never {
  process.stderr.write(
    `${problem}\nUsage: node src/sandbox/main.ts [--port N] [--now ISO] [--seed N] [--latency MS] [--auto-approve]\n`,
  );
  process.exit(2);
}

const fixed = values.now === undefined ? undefined : Date.parse(values.now);
if (fixed !== undefined && Number.isNaN(fixed))
  usage(`--now must be an ISO instant such as 2026-11-21T09:00:00Z, not "${values.now ?? ''}".`);
const port = whole('port', values.port);
const seed = whole('seed', values.seed);
const latencyMs = whole('latency', values.latency);

const sandbox = await startSandbox({
  ...(port === undefined ? {} : { port }),
  ...(seed === undefined ? {} : { seed }),
  ...(latencyMs === undefined ? {} : { latencyMs }),
  ...(fixed === undefined ? {} : { now: () => fixed }),
  autoApprove: values['auto-approve'] ?? false,
});
process.stdout.write(`${JSON.stringify({ urls: sandbox.urls, credentials: sandbox.credentials })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));

import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const USAGE =
  'Usage: npm run -s sandbox -- [--port N] [--now ISO] [--seed N] [--latency MS] [--auto-approve] [--env]\n';

/**
 * Runs the sandbox on its own: `node src/sandbox/main.ts [--port N] [--now ISO] [--seed N] [--latency MS] [--auto-approve] [--env]`.
 * Prints one line of JSON with the base URLs and the test credentials, or with `--env` a shell's `export` lines that point Tidemark to
 * it; then serves until stopped. `--now` fixes the clock.
 */
const { values } = options();
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}

function options() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        now: { type: 'string' },
        seed: { type: 'string' },
        latency: { type: 'string' },
        'auto-approve': { type: 'boolean' },
        env: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return usage(`--${name} must be a whole number, not "${text}".`);
}

function usage(problem: string): never {
  process.stderr.write(`${problem}\n${USAGE}`);
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
const { urls, credentials } = sandbox;
const variables = {
  TIDEMARK_META_GRAPH_URL: urls.metaGraph,
  TIDEMARK_META_LOGIN_URL: urls.metaLogin,
  TIDEMARK_GOOGLE_ADS_URL: urls.googleAds,
  TIDEMARK_GOOGLE_AUTH_URL: urls.googleAuth,
  TIDEMARK_GOOGLE_TOKEN_URL: urls.googleToken,
  TOKEN: credentials.meta.systemUserToken,
  ID: credentials.google.clientId,
  SECRET: credentials.google.clientSecret,
  REFRESH_TOKEN: credentials.google.refreshToken,
};
process.stdout.write(
  values.env
    ? Object.entries(variables)
        .map(([name, value]) => `export ${name}='${value}'\n`)
        .join('')
    : `${JSON.stringify({ urls, credentials })}\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)));

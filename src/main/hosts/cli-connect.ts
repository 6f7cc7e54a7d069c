import type { Readable } from 'node:stream';
import { PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';
import { connectionDocument } from './cli-commands.ts';
import type { CommandResult, Terminal } from './cli-terminal.ts';

/** Flags whose value is a line on stdin, and where that line goes. `null` = the pasted secret itself. */
const STDIN_FLAGS: Record<string, { option: string; appField: string | null; what: string }> = {
  '--token-stdin': { option: 'tokenStdin', appField: null, what: 'the token' },
  '--refresh-token-stdin': { option: 'refreshTokenStdin', appField: null, what: 'the refresh token' },
  '--app-secret-stdin': { option: 'appSecretStdin', appField: 'appSecret', what: 'the app secret' },
  '--client-secret-stdin': { option: 'clientSecretStdin', appField: 'clientSecret', what: 'the client secret' },
  '--developer-token-stdin': { option: 'developerTokenStdin', appField: 'developerToken', what: 'the developer token' },
};
const APP_IDS: Record<string, string> = { appId: 'appId', clientId: 'clientId' };
const STDIN_LIMIT = 64 * 1024;

/** Connects a platform with what the flags and stdin give, or by a browser login when no secret to paste was given. */
export async function addConnection(
  client: EngineClient,
  platform: PlatformId,
  options: Record<string, unknown>,
  argv: readonly string[],
  terminal: Terminal,
): Promise<CommandResult> {
  const info = (await client.platforms.list({})).find((candidate) => candidate.platform === platform);
  if (!info) throw new CommandFailure('NOT_FOUND', `This version of Tidemark does not know ${platform}.`);
  const app: Record<string, string> = {};
  for (const [option, field] of Object.entries(APP_IDS)) {
    const value = options[option];
    if (typeof value !== 'string') continue;
    if (!info.appFields.some((known) => known.name === field)) {
      throw new CommandFailure(
        'WRONG_USAGE',
        `--${option === 'appId' ? 'app-id' : 'client-id'} is not for ${info.name}.`,
        EXIT.usage,
      );
    }
    app[field] = value.trim();
  }
  const flags = Object.entries(STDIN_FLAGS).filter(([, flag]) => options[flag.option] === true);
  flags.sort(([left], [right]) => argv.indexOf(left) - argv.indexOf(right));
  let pasted: string | null = null;
  if (flags.length > 0) {
    const lines = await readLines(terminal.stdin);
    for (const [index, [name, flag]] of flags.entries()) {
      const value = (lines[index] ?? '').trim();
      if (value === '') {
        throw new CommandFailure(
          'EMPTY_SECRET',
          `${name} was given, but line ${index + 1} of stdin, ${flag.what}, is empty. Send it on stdin, one secret a line in the order of the flags.`,
          EXIT.usage,
        );
      }
      if (flag.appField === null) pasted = value;
      else if (info.appFields.some((known) => known.name === flag.appField)) app[flag.appField] = value;
      else throw new CommandFailure('WRONG_USAGE', `${name} is not for ${info.name}.`, EXIT.usage);
    }
  }
  const needed = info.appFields.filter((field) => field.required && !app[field.name]);
  if (needed.length > 0 && (pasted === null || info.pastedSecret.appFieldsNeeded)) {
    throw new CommandFailure(
      'WRONG_USAGE',
      `${info.name} needs ${needed.map((field) => field.label).join(' and ')}${pasted === null ? ' to sign in with the browser' : ''}. See --help.`,
      EXIT.usage,
    );
  }
  const state = await client.workspace.state({});
  if (state.secretStore?.kind === 'memory') {
    throw new CommandFailure(
      'SECRETS_UNAVAILABLE',
      `${state.secretStore.sentence ?? 'No system keychain answers here.'} A sign-in would be lost when this command ends: set TIDEMARK_PASSPHRASE to keep sign-ins in a vault under a passphrase of yours.`,
    );
  }
  const connection =
    pasted === null
      ? await loginWithBrowser(client, platform, app, terminal)
      : await client.connections.addPasted({ platform, app, secret: pasted });
  const accounts = await client.adAccounts.list({ connectionId: connection.id });
  const usable = accounts.filter((account) => !account.manager);
  return {
    json: { connection: connectionDocument(connection), adAccounts: usable.length },
    text: `Connected ${PLATFORM_LABELS[platform].name} as ${connection.label}: ${usable.length} ad ${usable.length === 1 ? 'account' : 'accounts'}.`,
  };
}

async function loginWithBrowser(
  client: EngineClient,
  platform: PlatformId,
  app: Record<string, string>,
  terminal: Terminal,
): Promise<Awaited<ReturnType<EngineClient['connections']['check']>>> {
  const begun = await client.connections.beginLogin({ platform, app, connectionId: null });
  terminal.err(`Open this address in your browser and sign in:\n${begun.url}\n`);
  for await (const login of await client.connections.loginState({ attemptId: begun.attemptId })) {
    if (login.status === 'waiting' || login.status === 'exchanging') continue;
    if (login.status === 'connected' && login.connectionId !== null) {
      const found = (await client.connections.list({})).find((connection) => connection.id === login.connectionId);
      if (found) return found;
    }
    throw new CommandFailure(
      login.problem?.code ?? 'LOGIN_FAILED',
      login.problem?.sentence ?? 'The sign-in was not finished in time. Start it again.',
    );
  }
  throw new CommandFailure('LOGIN_FAILED', 'The sign-in ended without an answer. Start it again.');
}

async function readLines(stdin: Readable): Promise<string[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as Buffer | string);
    size += bytes.length;
    if (size > STDIN_LIMIT)
      throw new CommandFailure('WRONG_USAGE', 'More than 64 kB came on stdin; a secret is one line.', EXIT.usage);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/);
}

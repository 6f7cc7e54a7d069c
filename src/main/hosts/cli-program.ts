import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ATTRIBUTION_WINDOWS, LEVELS, PLATFORM_IDS, type PlatformId } from '../../contract/vocabulary.ts';
import * as commands from './cli-commands.ts';
import { addBackfillCommands } from './cli-backfill-commands.ts';
import { addConnection } from './cli-connect.ts';
import { addCheckCommands } from './cli-checks.ts';
import { addDatasetCommands } from './cli-datasets.ts';
import { AS_KNOWN_ON, dayOrInstant } from './cli-history.ts';
import { insights, type InsightsOptions } from './cli-insights.ts';
import { replay } from './cli-replay.ts';
import { health } from './cli-observe.ts';
import { addScheduleCommands } from './cli-schedule.ts';
import { runImport, type ImportOptions } from './cli-import.ts';
import { addStorageCommands } from './cli-storage.ts';
import { describeFailure, EXIT, withEngine } from './cli-engine.ts';
import type { CommandResult, Terminal } from './cli-terminal.ts';
import { applicationVersion } from './environment.ts';

/**
 * The command line: the same engine without a window, for scripts and headless machines.
 * `--json` prints one JSON document on stdout; everything said on the way goes to stderr.
 * Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done.
 */
const day = (text: string): string => {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError(`"${text}" is not a day. Write an existing day as YYYY-MM-DD, like 2026-02-28.`);
  }
  return text;
};

const platform = (text: string): PlatformId => {
  const found = PLATFORM_IDS.find((id) => id === text);
  if (!found) throw new InvalidArgumentError(`"${text}" is not an ad platform. Known: ${PLATFORM_IDS.join(', ')}.`);
  return found;
};

const platforms = (text: string): PlatformId[] => text.split(',').map((part) => platform(part.trim()));

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError(`"${text}" is not a count from 1 to 1000.`);
  return value;
};

const seconds = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError(`"${text}" is not a number of seconds.`);
  return value;
};

/** Names come from the platforms: none of them may steer the terminal or turn its text around. */
const plain = (text: string): string => text.replace(STEERING, '\ufffd');
const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Runs one command line and returns its exit code; prints through the terminal only. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exit: number = EXIT.done;
  const json = argv.includes('--json');
  const print = (result: CommandResult): void => {
    terminal.out(
      json
        ? `${JSON.stringify(result.json, null, 2)}\n`
        : (result.raw === true ? String : plain)(
            result.text.endsWith('\n') || result.text === '' ? result.text : `${result.text}\n`,
          ),
    );
    exit = result.exit ?? EXIT.done;
  };
  const program = buildProgram(terminal, argv, print, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      if (json)
        terminal.out(
          `${JSON.stringify({ error: { code: 'WRONG_USAGE', sentence: usageSentence(error) } }, null, 2)}\n`,
        );
      return EXIT.usage;
    }
    const failure = describeFailure(error);
    terminal.err(`${failure.sentence}\n`);
    if (json)
      terminal.out(`${JSON.stringify({ error: { code: failure.code, sentence: failure.sentence } }, null, 2)}\n`);
    return failure.exit;
  }
  return exit;
}

/** Commander's own message; a group without its command only printed its help. */
function usageSentence(error: CommanderError): string {
  return error.code === 'commander.help' ? 'Name a command; --help lists them.' : error.message.replace(/^error: /, '');
}

function buildProgram(
  terminal: Terminal,
  argv: readonly string[],
  print: (result: CommandResult) => void,
  leave: (exit: number) => void,
): Command {
  const program = new Command('tidemark')
    .description("Every client's Meta Ads and Google Ads performance on your own machine.")
    .version(applicationVersion(), '--version', 'print the version')
    .option('--home <dir>', 'workspace folder (or TIDEMARK_HOME)')
    .option('--json', 'print one JSON document on stdout')
    .exitOverride()
    .showHelpAfterError('Run with --help to see how it is used.')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const engine = <T>(
    kind: 'reading' | 'writing',
    work: Parameters<typeof withEngine<T>>[2],
    evenUnusable = false,
  ): Promise<T> =>
    withEngine({ terminal, home: program.opts<{ home?: string }>().home ?? null, kind, evenUnusable }, terminal, work);
  const command = (parent: Command, name: string, description: string): Command =>
    parent
      .command(name)
      .description(description)
      .exitOverride()
      .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });

  command(program, 'demo', 'make the demo workspace and import its agency')
    .option('--leave', 'delete the demo workspace and go back to your own')
    .action(async (options: { leave?: boolean }) => {
      print(
        await engine(
          'writing',
          (client) => commands.demo(client, options.leave === true, terminal),
          options.leave === true,
        ),
      );
    });
  command(program, 'doctor', 'check this machine and the workspace; every finding names its fix').action(async () => {
    print(await engine('reading', (client) => commands.doctor(client), true));
  });
  command(program, 'health', 'how the engine is doing: ingest, failures, freshness, queue, times').action(async () => {
    print(await engine('reading', (client) => health(client)));
  });
  command(program, 'serve', 'open the app in the browser on this machine')
    .option('--no-open', 'print the address only')
    .action(async (options: { open: boolean }) => {
      const { serve } = await import('./cli-serve.ts');
      leave(await serve(terminal, program.opts<{ home?: string }>().home ?? null, options.open));
    });

  const connections = command(program, 'connections', 'sign-ins at the ad platforms');
  command(connections, 'add', 'connect an ad platform; secrets are lines on stdin in the order of the flags')
    .argument('<platform>', PLATFORM_IDS.join(' or '), platform)
    .option('--token-stdin', 'read a system-user token from stdin')
    .option('--app-id <id>', 'id of your own Meta app')
    .option('--app-secret-stdin', "read the app's secret from stdin")
    .option('--client-id <id>', 'id of your own Google desktop client')
    .option('--client-secret-stdin', "read the client's secret from stdin")
    .option('--developer-token-stdin', 'read a Google Ads developer token from stdin')
    .option('--refresh-token-stdin', 'read a refresh token from stdin instead of signing in with the browser')
    .action(async (id: PlatformId, options: Record<string, unknown>) => {
      print(await engine('writing', (client) => addConnection(client, id, options, argv, terminal)));
    });
  command(connections, 'list', 'list sign-ins and how they are').action(async () => {
    print(await engine('reading', (client) => commands.listConnections(client)));
  });
  command(connections, 'check', 'ask the platforms whether the sign-ins still hold')
    .argument('[connection]', 'id of one connection; all when left out')
    .action(async (id: string | undefined) => {
      print(await engine('writing', (client) => commands.checkConnections(client, id ?? null)));
    });
  command(connections, 'remove', 'disconnect; imported data stays')
    .argument('<connection>', 'id of the connection')
    .action(async (id: string) => {
      print(await engine('writing', (client) => commands.removeConnection(client, id)));
    });

  const accounts = command(program, 'accounts', 'ad accounts the sign-ins can see');
  command(accounts, 'list', 'list ad accounts')
    .option('--refresh', 'ask the platforms again first')
    .action(async (options: { refresh?: boolean }) => {
      print(
        await engine(options.refresh ? 'writing' : 'reading', (client) =>
          commands.listAccounts(client, options.refresh === true),
        ),
      );
    });
  command(accounts, 'assign', 'give an ad account to a client, who is made if new')
    .argument('<platform:adAccountId...>', 'like meta:361744628296290; several are allowed')
    .requiredOption('--client <name>', "the client's name")
    .action(async (ids: string[], options: { client: string }) => {
      print(await engine('writing', (client) => commands.assignAccounts(client, ids, options.client)));
    });

  command(program, 'import', 'import the latest data, or a chosen range')
    .addOption(new Option('--client <name...>', 'clients by name').conflicts('all'))
    .option('--all', 'every client')
    .option('--platforms <list>', 'comma-separated', platforms)
    .option('--from <day>', 'first day, in the ad account’s time zone', day)
    .option('--to <day>', 'last day', day)
    .addOption(new Option('--datasets <which>', 'besides the daily figures').choices(['core', 'all']))
    .option('--force', 'read again what was read today')
    .option('--dry-run', 'show what would be read')
    .option('--max-wait <seconds>', 'how long to wait for a platform that asked us to slow down', seconds, 120)
    .action(async (options: ImportOptions) => {
      print(await engine('writing', (client) => runImport(client, options, terminal)));
    });
  addBackfillCommands({
    program,
    command,
    run: async (kind, work) => print(await engine(kind, work)),
    platforms,
    seconds,
    terminal,
  });
  const ranged = (parent: Command): Command =>
    parent
      .requiredOption('--client <name>', "the client's name")
      .requiredOption('--from <day>', 'first day', day)
      .requiredOption('--to <day>', 'last day', day);
  ranged(command(program, 'insights', 'what is known of a client, from the local store'))
    .addOption(new Option('--level <level>').choices([...LEVELS]).default('account'))
    .addOption(new Option('--by <period>').choices(['day', 'month', 'range']).default('day'))
    .option('--platforms <list>', 'comma-separated', platforms)
    .option('--as-known-on <day>', AS_KNOWN_ON, dayOrInstant)
    .addOption(
      new Option('--window <window>', 'attribution window of the conversions')
        .choices([...ATTRIBUTION_WINDOWS])
        .default('default'),
    )
    .action(async (options: InsightsOptions) => {
      print(await engine('reading', (client) => insights(client, options)));
    });
  addCheckCommands({
    program,
    command,
    run: async (kind, work) => print(await engine(kind, work)),
    day,
    count,
  });
  addDatasetCommands({
    command: (name, description) => command(program, name, description),
    ranged,
    run: async (work) => print(await engine('reading', work)),
    platforms,
    day,
    count,
  });
  addScheduleCommands({
    group: command(program, 'schedule', 'when clients are imported by themselves'),
    command,
    reading: async (work) => print(await engine('reading', work)),
    writing: async (work) => print(await engine('writing', work)),
    platforms,
  });
  addStorageCommands({
    group: command(program, 'storage', 'disk use, and archives of past years'),
    command,
    run: async (kind, work) => print(await engine(kind, work)),
  });
  command(program, 'history', 'imports of a client, newest first')
    .requiredOption('--client <name>', "the client's name")
    .addOption(new Option('--limit <count>').default(50).argParser(count))
    .action(async (options: { client: string; limit: number }) => {
      print(await engine('reading', (client) => commands.history(client, options)));
    });
  command(program, 'replay', 'read again what imports could not read, with this version')
    .option('--run <id>', 'of this import only')
    .action(async (options: { run?: string }) => {
      print(await engine('writing', (client) => replay(client, options)));
    });
  const exporting = command(program, 'export', 'write a CSV file');
  for (const what of ['performance', 'campaigns'] as const) {
    ranged(command(exporting, what, what === 'performance' ? 'figures per day' : 'figures per campaign'))
      .requiredOption('--out <file>', 'where to write it; - for stdout')
      .option('--as-known-on <day>', AS_KNOWN_ON, dayOrInstant)
      .action(async (options: commands.ExportOptions) => {
        print(await engine('reading', (client) => commands.exportCsv(client, what, options)));
      });
  }
  return program;
}

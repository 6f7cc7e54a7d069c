import { InvalidArgumentError, Option, type Command } from 'commander';
import type { PlatformId } from '../../contract/vocabulary.ts';
import { backfill, explainPlan, type BackfillOptions, type PlanOptions } from './cli-backfill.ts';
import type { EngineClient } from './cli-engine.ts';
import type { CommandResult, Terminal } from './cli-terminal.ts';

const MOST_MONTHS = 132;

const months = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > MOST_MONTHS)
    throw new InvalidArgumentError(`"${text}" is not a number of months from 1 to ${MOST_MONTHS}.`);
  return value;
};

/** The commands that tell what an import would read, and read older days. */
export function addBackfillCommands(given: {
  program: Command;
  command: (parent: Command, name: string, description: string) => Command;
  run: (kind: 'reading' | 'writing', work: (client: EngineClient) => Promise<CommandResult>) => Promise<void>;
  platforms: (text: string) => PlatformId[];
  seconds: (text: string) => number;
  terminal: Terminal;
}): void {
  const { program, command, run, platforms, seconds, terminal } = given;
  const whose = (parent: Command): Command =>
    parent
      .addOption(new Option('--client <name...>', 'clients by name').conflicts('all'))
      .option('--all', 'every client')
      .option('--platform, --platforms <list>', 'comma-separated', platforms);
  whose(command(program, 'plan', 'what the next import would read, why, and with how many requests'))
    .addOption(new Option('--datasets <which>', 'besides the daily figures').choices(['core', 'all']))
    .option('--force', 'as if nothing of the look-back had been read today')
    .action((options: PlanOptions) => run('reading', (client) => explainPlan(client, options)));
  whose(command(program, 'backfill', 'read older days that are not here yet'))
    .requiredOption('--months <count>', 'the running month and so many whole months before it', months)
    .addOption(
      new Option('--datasets <which>', 'besides the daily figures: none, those of every import, or all')
        .choices(['core', 'routine', 'all'])
        .default('routine'),
    )
    .option('--force', 'also what is here and complete')
    .option('--dry-run', 'show what it would cost')
    .option('--max-wait <seconds>', 'how long to wait for a platform that asked us to slow down', seconds, 120)
    .action((options: BackfillOptions) =>
      run(options.dryRun ? 'reading' : 'writing', (client) => backfill(client, options, terminal)),
    );
}

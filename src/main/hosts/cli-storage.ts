import { InvalidArgumentError, type Command } from 'commander';
import type { StorageView } from '../../contract/storage.ts';
import type { EngineClient } from './cli-engine.ts';
import type { CommandResult } from './cli-terminal.ts';

const megabytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

const year = (text: string): number => {
  if (!/^20\d\d$/.test(text)) throw new InvalidArgumentError(`"${text}" is not a year. Write it like 2024.`);
  return Number(text);
};

/** Adds the commands about disk use and the yearly archives. */
export function addStorageCommands(deps: {
  group: Command;
  command: (parent: Command, name: string, description: string) => Command;
  run: (kind: 'reading' | 'writing', work: (client: EngineClient) => Promise<CommandResult>) => Promise<void>;
}): void {
  const { group, command, run } = deps;
  group.action(() => run('reading', show));
  command(group, 'show', 'how large the workspace is and will be; so does storage alone').action(() =>
    run('reading', show),
  );
  command(group, 'archive', 'move the detail of a past year to a file of its own; it stays readable')
    .argument('<year>', 'a year that has settled', year)
    .action((which: number) =>
      run('writing', async (client) => {
        const moved = await client.storage.archive({ year: which });
        const left =
          moved.left === 0 ? '' : ` ${moved.left} rows changed meanwhile and stay; run it again to move them.`;
        const nothing = moved.rows === 0 && moved.left === 0;
        return {
          json: moved,
          text: nothing
            ? `All of ${which} is in archive/${which}.db already.`
            : `${moved.rows} rows moved to archive/${which}.db.${left}`,
        };
      }),
    );
  command(group, 'restore', 'bring an archived year back into the workspace')
    .argument('<year>', 'an archived year', year)
    .action((which: number) =>
      run('writing', async (client) => {
        const moved = await client.storage.restore({ year: which });
        return { json: moved, text: moved.rows === 0 ? `${which} is not archived.` : `${moved.rows} rows are back.` };
      }),
    );
}

async function show(client: EngineClient): Promise<CommandResult> {
  const found = await client.storage.forecast({});
  return { json: found, text: lines(found).join('\n') };
}

function lines(found: StorageView): string[] {
  return [
    `Database         ${megabytes(found.bytes)}, of which ${megabytes(found.freeBytes)} free for new rows`,
    `Grows by         ${megabytes(found.bytesPerDay)} a day: ${megabytes(found.bytesIn12Months)} in 12 months`,
    ...found.tables.slice(0, 5).map(({ name, bytes }) => `  ${name.padEnd(26)} ${megabytes(bytes)}`),
    `Folding hours    would free ${megabytes(found.folding)}`,
    ...found.archiving.map(({ year: past, bytes }) => `Archiving ${past}   would free ${megabytes(bytes)}`),
    ...found.archives.map(({ year: past, file, bytes }) => `Archived ${past}    ${file}, ${megabytes(bytes)}`),
  ];
}

import type { EngineClient } from './cli-engine.ts';
import type { CommandResult } from './cli-terminal.ts';

/** Rows that imports set aside, read again; nothing is asked of a platform. */
export async function replay(client: EngineClient, options: { run?: string }): Promise<CommandResult> {
  const rows = await client.imports.replaySetAside({ runId: options.run ?? null });
  return {
    json: rows,
    text:
      rows.read === 0
        ? 'No import has set rows aside.'
        : `${rows.read} rows were set aside: ${rows.stored} are stored now, ${rows.unchanged} had been read by a later import, ${rows.stillSetAside} still cannot be read.`,
  };
}

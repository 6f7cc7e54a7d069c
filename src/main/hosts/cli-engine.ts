import { JSON_SERIALIZERS } from '../../contract/wire.ts';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../contract/contract.ts';
import { startEngine } from './engine-link.ts';
import { readEnvironment, WRONG_ENVIRONMENT_EXIT_CODE } from './environment.ts';
import type { Terminal } from './cli-terminal.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3 } as const;

export type EngineClient = ContractRouterClient<Contract>;

/** A command that cannot go on: the sentence for the person, a stable code for scripts, and the exit code. */
export class CommandFailure extends Error {
  readonly code: string;
  readonly exit: number;
  constructor(code: string, sentence: string, exit: number = EXIT.failed) {
    super(sentence);
    this.name = 'CommandFailure';
    this.code = code;
    this.exit = exit;
  }
}

/** Any thrown value as a sentence, a code and an exit code. */
export function describeFailure(error: unknown): { code: string; sentence: string; exit: number } {
  if (error instanceof CommandFailure) return { code: error.code, sentence: error.message, exit: error.exit };
  if (error instanceof ORPCError) {
    const data = error.data as { code?: unknown; incidentId?: unknown } | undefined;
    const inner = typeof data?.code === 'string' ? data.code : error.code;
    const incident = typeof data?.incidentId === 'string' ? ` (incident ${data.incidentId} in the log)` : '';
    return {
      code: inner,
      sentence: `${error.message}${incident}`,
      exit: error.code === 'BAD_INPUT' ? EXIT.usage : EXIT.failed,
    };
  }
  return {
    code: 'INTERNAL',
    sentence: `Something went wrong inside Tidemark: ${error instanceof Error ? error.message : String(error)}`,
    exit: EXIT.failed,
  };
}

/**
 * Starts an engine for one command and ends it afterwards. A reading command opens the workspace read-only, so that it neither
 * needs nor blocks the one owner a workspace can have; only a workspace that is not there yet or needs an update is opened to write.
 */
export async function withEngine<T>(
  options: { terminal: Terminal; home: string | null; kind: 'reading' | 'writing'; evenUnusable?: boolean },
  terminal: Terminal,
  work: (client: EngineClient) => Promise<T>,
): Promise<T> {
  const environment = readEnvironment(terminal.env, options.home === null ? {} : { home: options.home });
  if (!environment.ok) throw new CommandFailure('BAD_ENVIRONMENT', environment.problem, WRONG_ENVIRONMENT_EXIT_CODE);
  for (const mode of options.kind === 'reading' ? (['reading', 'command'] as const) : (['command'] as const)) {
    // Held back until the workspace is open: why it is not is said once, by the command itself.
    let held: string[] | null = [];
    const link = startEngine(
      { ...environment.options, mode },
      {
        openExternal: () => {
          throw new Error('The command line opens no browser; the address is printed instead.');
        },
        notify: () => undefined,
        withdraw: () => undefined,
        launchAtLogin: () => undefined,
        log: (line) => {
          if (line.level !== 'error' && line.level !== 'warn') return;
          if (held) held.push(line.message);
          else terminal.err(`${line.message}\n`);
        },
        activity: () => undefined,
      },
    );
    try {
      await link.ready;
      const port = link.connect();
      const client: EngineClient = createORPCClient(new RPCLink({ port, customJsonSerializers: JSON_SERIALIZERS }));
      port.start();
      const state = await client.workspace.state({});
      if (state.status === 'unusable' && mode === 'reading') continue;
      if (state.status === 'unusable' && !options.evenUnusable) {
        throw new CommandFailure(
          state.problem?.code ?? 'WORKSPACE_UNAVAILABLE',
          state.problem?.sentence ?? 'The workspace cannot be opened.',
        );
      }
      for (const line of held) terminal.err(`${line}\n`);
      held = null;
      return await work(client);
    } finally {
      await link.stop();
    }
  }
  throw new CommandFailure(
    'WORKSPACE_IN_USE',
    'Tidemark is open on this workspace already. Close it first, or use another --home.',
  );
}

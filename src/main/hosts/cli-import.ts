import type { PlatformId } from '../../contract/vocabulary.ts';
import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';
import { checkRange, clientIdOf } from './cli-lookup.ts';
import { runDocument, runLine, waitForRuns } from './cli-runs.ts';
import type { CommandResult, Terminal } from './cli-terminal.ts';

export type ImportOptions = {
  client?: string[];
  all?: boolean;
  platforms?: PlatformId[];
  from?: string;
  to?: string;
  /** Besides the daily figures; left out: what a routine import reads. */
  datasets?: 'core' | 'all';
  /** Also what was read today already. */
  force?: boolean;
  dryRun?: boolean;
  maxWait: number;
};
/** Imports, waits for the end and reports one line per ad account. */
export async function runImport(
  client: EngineClient,
  options: ImportOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  if (!options.all && !options.client)
    throw new CommandFailure('WRONG_USAGE', 'Say whose data to import: --client NAME or --all.', EXIT.usage);
  if ((options.from === undefined) !== (options.to === undefined)) {
    throw new CommandFailure('WRONG_USAGE', 'A range needs both --from and --to.', EXIT.usage);
  }
  const range = options.from !== undefined && options.to !== undefined ? checkRange(options.from, options.to) : null;
  const clientIds = options.all
    ? ('all' as const)
    : await Promise.all((options.client ?? []).map((name) => clientIdOf(client, name)));
  const request = {
    clientIds,
    platforms: options.platforms ?? null,
    range,
    ...(options.datasets === undefined ? {} : { datasets: options.datasets }),
    ...(options.force ? { force: true } : {}),
  };
  const planned = await client.imports.plan(request);
  for (const notice of new Set(planned.flatMap((plan) => (plan.clamped === null ? [] : [plan.clamped]))))
    terminal.err(`${notice}\n`);
  if (options.dryRun) {
    return {
      json: {
        runs: planned.map((plan) => ({
          client: plan.client,
          platform: plan.platform,
          adAccountId: plan.adAccountId,
          status: 'planned',
          from: plan.from,
          to: plan.to,
          why: plan.why,
          requests: plan.requests,
          clamped: plan.clamped,
        })),
      },
      text: planned
        .map(
          (plan) =>
            `${plan.client}  ${plan.platform}:${plan.adAccountId}  ${plan.from} to ${plan.to}  ${plan.requests} requests  (${plan.why})`,
        )
        .join('\n'),
    };
  }
  const started = await client.imports.start(request);
  const runs = await waitForRuns(
    client,
    started.imports.flatMap((item) => item.runIds),
    options.maxWait,
    terminal,
  );
  const succeeded = runs.filter((run) => run.status === 'succeeded').length;
  const anything = succeeded > 0 || runs.some((run) => run.status === 'partial' || run.status === 'waiting');
  return {
    json: { runs: runs.map(runDocument) },
    text: runs.map(runLine).join('\n'),
    exit: succeeded === runs.length ? EXIT.done : anything ? EXIT.partly : EXIT.failed,
  };
}

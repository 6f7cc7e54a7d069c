import type { BackfillInput, BackfillPreview } from '../../contract/backfill.ts';
import type { PlatformId } from '../../contract/vocabulary.ts';
import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';
import { clientIdOf } from './cli-lookup.ts';
import { runDocument, runLine, waitForRuns } from './cli-runs.ts';
import type { CommandResult, Terminal } from './cli-terminal.ts';

export type WhoseOptions = { client?: string[]; all?: boolean; platforms?: PlatformId[] };

/** `--client` or `--all` as the contract's clientIds. */
export async function clientIdsOf(client: EngineClient, options: WhoseOptions): Promise<'all' | string[]> {
  if (options.all) return 'all';
  if (!options.client) throw new CommandFailure('WRONG_USAGE', 'Say whose data: --client NAME or --all.', EXIT.usage);
  return Promise.all(options.client.map((name) => clientIdOf(client, name)));
}

export type PlanOptions = WhoseOptions & { datasets?: 'all' | 'core'; force?: boolean };

/** What the next import of each ad account would read, why, with how many requests, and until when the platform has it. */
export async function explainPlan(client: EngineClient, options: PlanOptions): Promise<CommandResult> {
  const clientIds = await clientIdsOf(client, options);
  const planned = await client.imports.plan({
    clientIds,
    platforms: options.platforms ?? null,
    range: null,
    ...(options.datasets === undefined ? {} : { datasets: options.datasets }),
    ...(options.force ? { force: true } : {}),
  });
  return {
    json: { plans: planned },
    text: planned
      .map((plan) =>
        [
          `${plan.client}  ${plan.platform}:${plan.adAccountId}  ${plan.from} to ${plan.to}  ${plan.requests} requests`,
          ...plan.sentences.map((sentence) => `  ${sentence}`),
          ...(plan.clamped === null ? [] : [`  ${plan.clamped}`]),
          ...plan.items.map(
            (item) =>
              `    ${(item.dataset ?? item.level).padEnd(26)} ${item.from} to ${item.to}  ${item.reason.replaceAll('_', ' ').padEnd(11)} gone after ${item.expiresOn}`,
          ),
        ].join('\n'),
      )
      .join('\n\n'),
  };
}

export type BackfillOptions = WhoseOptions & {
  months: number;
  datasets: BackfillInput['datasets'];
  force?: boolean;
  dryRun?: boolean;
  maxWait: number;
};

/** Reads older days, waits for the end and reports one line per ad account; with --dry-run only what it would cost. */
export async function backfill(
  client: EngineClient,
  options: BackfillOptions,
  terminal: Terminal,
): Promise<CommandResult> {
  const input: BackfillInput = {
    clientIds: await clientIdsOf(client, options),
    months: options.months,
    platforms: options.platforms ?? null,
    datasets: options.datasets,
    force: options.force === true,
  };
  const preview = await client.backfill.preview(input);
  for (const clamp of preview.clamps) terminal.err(`${clamp}\n`);
  if (options.dryRun) return { json: { preview }, text: previewText(preview) };
  const { job, leftAlone } = await client.backfill.start(input);
  for (const one of leftAlone) terminal.err(`${one.client} ${one.platform}:${one.adAccountId}: ${one.why}\n`);
  const runs = await waitForRuns(client, job.runIds, options.maxWait, terminal);
  const ended = (await client.backfill.list({})).find(({ id }) => id === job.id) ?? job;
  const succeeded = runs.filter(({ status }) => status === 'succeeded').length;
  const anything = succeeded > 0 || runs.some(({ status }) => status === 'partial' || status === 'waiting');
  return {
    json: { job: ended, leftAlone, runs: runs.map(runDocument) },
    text: runs.length === 0 ? 'Nothing is missing.' : runs.map(runLine).join('\n'),
    exit: succeeded === runs.length ? EXIT.done : anything ? EXIT.partly : EXIT.failed,
  };
}

/** 'under a minute', 'about 12 minutes'. */
function minutesText(minutes: number): string {
  const whole = Math.round(minutes);
  return minutes < 1 ? 'under a minute' : `about ${whole} ${whole === 1 ? 'minute' : 'minutes'}`;
}

function previewText(preview: BackfillPreview): string {
  const minutes =
    preview.estimatedMinutes === null ? 'no request was timed yet' : minutesText(preview.estimatedMinutes);
  return [
    ...preview.accounts.map(
      (account) =>
        `${account.client}  ${account.platform}:${account.adAccountId}  ${account.days} ${account.days === 1 ? 'day' : 'days'} in all  ${account.requests} requests${
          account.expiresFirst === null ? '' : `  first gone after ${account.expiresFirst}`
        }\n  ${account.sentences.join(' ')}`,
    ),
    ...preview.platforms.map(
      ({ platform, requests, accounts }) => `${platform}: ${requests} requests for ${accounts} ad accounts`,
    ),
    `${preview.requests} requests in all, ${minutes}`,
  ].join('\n');
}

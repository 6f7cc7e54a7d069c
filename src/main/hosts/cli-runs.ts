import { wholeProgress } from '../../contract/import-progress.ts';
import type { ClientImport, ImportRun, RunStatus } from '../../contract/imports.ts';
import type { Problem } from '../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../contract/vocabulary.ts';
import type { EngineClient } from './cli-engine.ts';
import type { Terminal } from './cli-terminal.ts';

const OPEN: readonly RunStatus[] = ['queued', 'running', 'waiting'];

/** Follows the progress stream until every run has ended or only waits for its platform longer than `maxWaitSeconds`. */
export async function waitForRuns(
  client: EngineClient,
  runIds: readonly string[],
  maxWaitSeconds: number,
  terminal: Terminal,
): Promise<ImportRun[]> {
  const wanted = new Set(runIds);
  let said = '';
  // Leaving the loop ends the stream; an abort signal on top would make that end look like a failure.
  let ended: ClientImport[] = [];
  for await (const snapshot of wholeProgress(await client.imports.progress({}))) {
    ended = snapshot.imports.filter((item) => !OPEN.includes(item.status));
    const open = snapshot.imports.filter(
      (item) => OPEN.includes(item.status) && item.runIds.some((id) => wanted.has(id)),
    );
    if (open.length === 0) break;
    const now = Date.parse((await client.workspace.state({})).now);
    const waitsTooLong = (item: (typeof open)[number]): boolean =>
      item.status === 'waiting' && item.retryAt !== null && Date.parse(item.retryAt) - now > maxWaitSeconds * 1000;
    if (open.every(waitsTooLong)) break;
    const going = open.find((item) => item.status === 'running') ?? open[0];
    const line = going ? `${going.client}: ${going.step} ${going.percent}%` : '';
    if (line !== said) terminal.err(`${line}\n`);
    said = line;
  }
  const runs: ImportRun[] = [];
  for (const id of runIds) {
    const { run } = await client.imports.detail({ runId: id });
    // A full disk may keep the end of a run from being noted; then only the progress told of it.
    const told = OPEN.includes(run.status) ? ended.find((item) => item.runIds.includes(id)) : undefined;
    runs.push(told ? { ...run, status: 'failed', problem: told.problem } : run);
  }
  return runs;
}

/** A run as scripts read it. */
export function runDocument(run: ImportRun): Record<string, unknown> {
  return {
    id: run.id,
    client: run.client,
    platform: run.platform,
    adAccountId: run.adAccountId,
    status: run.status,
    trigger: run.trigger,
    from: run.from,
    to: run.to,
    why: run.why,
    campaignsFound: run.campaignsFound,
    records: {
      new: run.records.new,
      changed: run.records.changed,
      unchanged: run.records.unchanged,
      setAside: run.records.setAside,
    },
    queuedAt: run.queuedAt,
    finishedAt: run.finishedAt,
    durationMs: run.durationMs,
    ...(run.retryAt === null ? {} : { retryAt: run.retryAt }),
    ...(run.problem === null
      ? {}
      : {
          error: {
            code: run.problem.code,
            message: run.problem.sentence,
            detail: run.problem.detail,
            fix: run.problem.fix,
          },
        }),
  };
}

/** What a person at a terminal does about it, where the sentence itself only says what happened. */
const NEXT_STEPS: Partial<Record<Problem['fix'], string>> = {
  retry: 'Run the import again later.',
  wait: 'Run the import again later.',
  free_space: 'Free some space and run the import again.',
};

/** A run as a person reads it. */
export function runLine(run: ImportRun): string {
  const counts = `${run.records.new} new, ${run.records.changed} changed, ${run.records.unchanged} unchanged${run.records.setAside > 0 ? `, ${run.records.setAside} set aside` : ''}`;
  const step = run.problem ? NEXT_STEPS[run.problem.fix] : undefined;
  const end = run.problem ? `\n  ${run.problem.sentence}${step === undefined ? '' : ` ${step}`}` : '';
  return `${run.client}  ${PLATFORM_LABELS[run.platform].name} ${run.adAccountId}  ${run.status}  ${run.from} to ${run.to}  ${counts}${end}`;
}

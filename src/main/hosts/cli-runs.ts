import { wholeProgress } from '../../contract/import-progress.ts';
import type { ClientImport, ImportRun, RunStatus } from '../../contract/imports.ts';
import type { Problem } from '../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../contract/vocabulary.ts';
import type { EngineClient } from './cli-engine.ts';
import type { Terminal } from './cli-terminal.ts';

const OPEN: readonly RunStatus[] = ['queued', 'running', 'waiting'];

/**
 * What one import says of itself goes on a line whenever it moves. Of many clients every per cent would be hundreds of lines: they say
 * which of them has its turn, older days apart from what they follow.
 */
export function progressLines(): (wanted: readonly ClientImport[]) => string | null {
  const clients = { now: new Set<string>(), older: new Set<string>() };
  const begun = { now: new Set<string>(), older: new Set<string>() };
  let said = '';
  return (wanted) => {
    for (const one of wanted) clients[phaseOf(one)].add(one.clientId);
    const open = wanted.filter((one) => OPEN.includes(one.status));
    const running = open.filter((one) => one.status === 'running');
    const going = running.find((one) => !begun[phaseOf(one)].has(one.clientId)) ?? running[0] ?? open[0];
    if (new Set([...clients.now, ...clients.older]).size === 1) {
      if (going === undefined) return null;
      const line = `${going.client}: ${going.step} ${going.percent}%`;
      if (line === said) return null;
      said = line;
      return line;
    }
    // A short import may have come and gone between two looks: it had its turn like the others.
    const turns = [
      ...wanted.filter((one) => !OPEN.includes(one.status)),
      ...(going?.status === 'running' ? [going] : []),
    ];
    const lines = turns.flatMap((one) => {
      const phase = phaseOf(one);
      if (begun[phase].has(one.clientId)) return [];
      begun[phase].add(one.clientId);
      const place = `client ${begun[phase].size} of ${clients[phase].size}: ${one.client}`;
      return [phase === 'older' ? `Older days, ${place}` : place.replace('c', 'C')];
    });
    return lines.length === 0 ? null : lines.join('\n');
  };
}

const phaseOf = (one: ClientImport): 'now' | 'older' => (one.background === true ? 'older' : 'now');

/** Follows the progress stream until every run has ended or only waits for its platform longer than `maxWaitSeconds`. */
export async function waitForRuns(
  client: EngineClient,
  runIds: readonly string[],
  maxWaitSeconds: number,
  terminal: Terminal,
): Promise<ImportRun[]> {
  const wanted = new Set(runIds);
  const progress = progressLines();
  // Leaving the loop ends the stream; an abort signal on top would make that end look like a failure.
  let ended: ClientImport[] = [];
  const over = new Set<string>();
  for await (const snapshot of wholeProgress(await client.imports.progress({}))) {
    ended = snapshot.imports.filter((item) => !OPEN.includes(item.status));
    const open = snapshot.imports.filter(
      (item) => OPEN.includes(item.status) && item.runIds.some((id) => wanted.has(id)),
    );
    for (const item of ended) for (const id of item.runIds) over.add(id);
    const line = progress(snapshot.imports.filter((item) => item.runIds.some((id) => wanted.has(id))));
    if (line !== null) terminal.err(`${line}\n`);
    if (open.length === 0 && !(await someHidden(client, runIds, over))) break;
    const now = Date.parse((await client.workspace.state({})).now);
    const waitsTooLong = (item: ClientImport): boolean =>
      item.status === 'waiting' && item.retryAt !== null && Date.parse(item.retryAt) - now > maxWaitSeconds * 1000;
    // Of ours, or while none of ours is shown, of all that stand before them.
    const before = open.length > 0 ? open : snapshot.imports.filter((item) => OPEN.includes(item.status));
    if (before.length > 0 && before.every(waitsTooLong)) break;
  }
  const runs: ImportRun[] = [];
  const notGiven = new Set<string>();
  for (const id of runIds) {
    const { run, slices } = await client.imports.detail({ runId: id });
    // What the platform does not give leaves nothing to be done over, so it is no problem of the run: said once per client.
    for (const { status, error } of run.status === 'succeeded' ? slices : [])
      if (status === 'skipped' && error !== null) notGiven.add(`${run.client}: ${error}`);
    // A full disk may keep the end of a run from being noted; then only the progress told of it.
    const told = OPEN.includes(run.status) ? ended.find((item) => item.runIds.includes(id)) : undefined;
    runs.push(told ? { ...run, status: 'failed', problem: told.problem } : run);
  }
  for (const line of notGiven) terminal.err(`${line}\n`);
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

/** Whether a run still stands in line behind those the progress describes one by one; the last in line is the last to end. */
async function someHidden(client: EngineClient, runIds: readonly string[], over: Set<string>): Promise<boolean> {
  for (const id of runIds.toReversed()) {
    if (over.has(id)) continue;
    const { run } = await client.imports.detail({ runId: id });
    if (OPEN.includes(run.status)) return true;
    over.add(id);
  }
  return false;
}

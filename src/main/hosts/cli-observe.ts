import type { EngineHealth } from '../../contract/observability.ts';
import { PLATFORM_LABELS } from '../../contract/vocabulary.ts';
import { EXIT, type EngineClient } from './cli-engine.ts';
import type { CommandResult } from './cli-terminal.ts';

const ms = (value: number | null): string => (value === null ? '–' : `${Math.round(value)} ms`);
const megabytes = (bytes: number | null): string =>
  bytes === null ? 'not told' : `${Math.round(bytes / 1_048_576)} MB`;

/** The engine's own figures; exit code 1 when most imports of the last day failed, so that a monitor need not read the text. */
export async function health(client: EngineClient): Promise<CommandResult> {
  const found = await client.diagnostics.health({});
  return { json: found, text: lines(found).join('\n'), exit: found.status === 'failing' ? EXIT.failed : EXIT.done };
}

function lines(found: EngineHealth): string[] {
  const { ingest, runsLastDay: runs, freshness, queue, reads, memory, disk } = found;
  return [
    `${found.status === 'ok' ? 'OK' : found.status === 'failing' ? 'FAILING' : 'ATTENTION'}  Tidemark ${found.version}, ${found.at}`,
    ...found.reasons.map((reason) => `  ${reason}`),
    `Ingest     ${ingest.rowsLastHour} rows in the last hour, ${ingest.rowsLastDay} in the last 24, ${ingest.rowsPerSecond ?? '–'} rows/s while importing`,
    `Imports    ${runs.succeeded} succeeded, ${runs.partial} partial, ${runs.failed} failed, ${runs.cancelled} cancelled in the last 24 hours`,
    ...runs.failures.map(({ code, runs: count }) => `           ${code}: ${count}`),
    `Freshness  ${freshness.fresh} fresh, ${freshness.ageing} ageing, ${freshness.stale} stale, ${freshness.never} never read`,
    `Queue      ${queue.running} running, ${queue.waiting} waiting${queue.nextResumeAt === null ? '' : ` until ${queue.nextResumeAt}`}, ${queue.queued} queued`,
    ...found.requestsLastDay.map(
      ({ platform, count, failed, durationMs }) =>
        `Requests   ${PLATFORM_LABELS[platform].name}: ${count}, ${failed} failed, p50 ${ms(durationMs.p50)}, p95 ${ms(durationMs.p95)}`,
    ),
    `Reads      ${reads.count}, p50 ${ms(reads.p50)}, p95 ${ms(reads.p95)}`,
    `Memory     ${megabytes(memory.rssBytes)}; database ${megabytes(disk.databaseBytes)}, ${megabytes(disk.freeBytes)} free`,
  ];
}

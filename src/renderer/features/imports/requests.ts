import type { RequestsOfRun } from '../../../contract/observability.ts';
import type { Formats } from '../../ui/format.ts';
import { t } from '../../ui/text.ts';
import { runDuration } from './history.ts';
import { inspector as m } from './messages-plan.ts';

/** '812 B', '1.4 MB'. Decimal, as file managers count. */
export function sizeText(bytes: number, formats: Formats): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${formats.fixed(bytes / 1000, bytes < 100_000 ? 1 : 0)} kB`;
  return `${formats.fixed(bytes / 1_000_000, 1)} MB`;
}

/** Milliseconds of a run that were not work: waits for the platform, for the night to end, for the line. Never negative. */
export function waitedMs(totals: Pick<RequestsOfRun['totals'], 'activeMs' | 'elapsedMs'>): number {
  return Math.max(0, (totals.elapsedMs ?? totals.activeMs) - totals.activeMs);
}

/** '42 requests, 1 failed, 1.4 MB, 12 s on the wire; 3,120 rows in 15 s of work.' */
export function requestsSummary(totals: RequestsOfRun['totals'], formats: Formats): string {
  const { requests, failed, rows } = totals;
  const size = sizeText(totals.bytes, formats);
  const wire = runDuration(totals.requestMs, formats);
  const work = runDuration(totals.activeMs, formats);
  return failed > 0
    ? t(m.summaryFailed, { requests, failed, size, wire, rows, work })
    : t(m.summary, { requests, size, wire, rows, work });
}

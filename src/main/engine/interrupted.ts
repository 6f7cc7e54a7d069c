import type { ImportRun } from '../../contract/imports.ts';
import type { Reads } from './reads.ts';

/**
 * History as read beside a workspace nobody owns: a row that says 'running' was left by a process that died, and is in line for the
 * next one that owns the workspace, which is told here without writing it.
 */
export function readsOfOwnerless(reads: Reads, owned: () => boolean): Reads {
  const asItIs = (run: ImportRun): ImportRun =>
    run.status === 'running' ? { ...run, status: 'queued', step: 'Interrupted; goes on where it stopped' } : run;
  return {
    ...reads,
    async importHistory(input) {
      const runs = await reads.importHistory(input);
      return owned() ? runs : runs.map(asItIs);
    },
    async importDetail(input) {
      const detail = await reads.importDetail(input);
      return owned() ? detail : { ...detail, run: asItIs(detail.run) };
    },
  };
}

import type { ImportProgress } from '../../../contract/imports.ts';
import type { WorkspaceState } from '../../../contract/workspace.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

export type DemoProgress = { percent: number; text: string; ready: boolean };

/**
 * How far the demo is. Ready as soon as one client has its data: the others fill in while the person already looks.
 * Before the switch to the demo workspace nothing of the snapshots counts: they speak of the other one.
 */
export function demoProgress(workspace: WorkspaceState | null, progress: ImportProgress | null): DemoProgress {
  const waiting = { percent: 5, text: t(m.demoMaking), ready: false };
  if (workspace === null || workspace.kind !== 'demo' || workspace.clients === 0) return waiting;
  const imports = progress?.imports ?? [];
  const done = imports.filter((each) => each.finishedAt !== null);
  const open = imports.length - done.length;
  // Nothing under way: the demo was filled before.
  if (open === 0) return { percent: 100, text: t(m.demoReady), ready: true };
  const percent = Math.floor(
    imports.reduce((sum, each) => sum + (each.finishedAt === null ? each.percent : 100), 0) / imports.length,
  );
  return {
    percent: Math.max(10, percent),
    text: t(m.demoImporting, { clients: workspace.clients }),
    ready: done.some((each) => each.status === 'succeeded' || each.status === 'partial'),
  };
}

/** Where sign-ins will be kept, in words, for the promise of the first screen. */
export function whereSignInsGo(workspace: WorkspaceState | null): string {
  if (workspace?.kind === 'demo') return t(m.signInsOfDemo);
  switch (workspace?.secretStore?.kind) {
    case 'passphrase':
      return t(m.signInsSealed);
    case 'memory':
      return t(m.signInsInMemory);
    default:
      return t(m.signInsInKeychain);
  }
}

import { Link } from '@tanstack/react-router';
import type { ImportProgress } from '../../contract/imports.ts';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { live, useEngineLink, useLive } from '../bridge.ts';
import { Badge, ProgressBar, StatusShape } from '../ui/index.ts';
import { useOnline } from './use-online.ts';

/** 'Importing 3 of 142 · Belmonte · Syncing Meta Ads 50%' – null when nothing runs. Exported for its test. */
export const importSummary = (progress: ImportProgress | null): { text: string; percent: number } | null => {
  if (progress === null) return null;
  const open = progress.imports.filter((one) => ['running', 'waiting', 'queued'].includes(one.status));
  // The list names the first ones in line only.
  const { running, waiting, queued } = progress.counts;
  const total = Math.max(open.length, running + waiting + queued);
  const current = open.find((one) => one.status === 'running') ?? open.find((one) => one.status === 'waiting');
  if (!current) return total > 0 ? { text: `${total} imports waiting`, percent: 0 } : null;
  const others = total - 1;
  const step = current.status === 'waiting' ? 'waiting for the platform' : `${current.step} ${current.percent}%`;
  return {
    text: `Importing ${current.client} · ${step}${others > 0 ? ` · ${others} more in line` : ''}`,
    percent: current.percent,
  };
};

/** The bottom line: connection, running import, what kind of data this is. */
export const StatusBar = ({ workspace }: { workspace: WorkspaceState | null }) => {
  const link = useEngineLink();
  const online = useOnline();
  const summary = importSummary(useLive(live.imports));
  const reconnecting = link !== 'connected';
  return (
    <footer className="flex h-7 shrink-0 items-center gap-4 border-t border-line bg-surface px-4 text-caption text-text-2">
      <span role="status" className="flex items-center">
        {reconnecting ? (
          <StatusShape
            kind="warning"
            text={link === 'connecting' ? 'Connecting to the engine' : 'Reconnecting to the engine'}
          />
        ) : online ? (
          <StatusShape kind="ok" text="Online" />
        ) : (
          <StatusShape kind="warning" text="Offline — showing saved data" />
        )}
      </span>
      {summary && (
        <Link to="/imports" className="flex min-w-0 flex-1 items-center gap-3 hover:text-text">
          <span className="truncate">{summary.text}</span>
          <ProgressBar
            percent={summary.percent}
            text={summary.text.replace(/ \d+%.*$/, '')}
            slim
            className="w-40 shrink-0"
          />
        </Link>
      )}
      <span className="ms-auto flex items-center gap-2">
        {workspace?.kind === 'demo' && <Badge tone="info">Demo data</Badge>}
      </span>
    </footer>
  );
};

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EyeOff } from 'lucide-react';
import type { ImportProgress } from '../../contract/imports.ts';
import type { HoldReason, ScheduleState } from '../../contract/schedules.ts';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { api, live, useEngineLink, useLive } from '../bridge.ts';
import { addDays, Badge, localDay, ProgressBar, StatusShape, useFormats, useNow, type Formats } from '../ui/index.ts';
import { useOnline } from './use-online.ts';

/**
 * 'Importing 3 of 142 · Belmonte · Syncing Meta Ads 50%' – null when nothing runs. `nameless` leaves the client's name out, because a client
 * may be looking on. Exported for its test.
 */
export const importSummary = (
  progress: ImportProgress | null,
  nameless = false,
): { text: string; percent: number } | null => {
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
    text: `Importing${nameless ? '' : ` ${current.client}`} · ${step}${others > 0 ? ` · ${others} more in line` : ''}`,
    percent: current.percent,
  };
};

const HOLDS: Record<HoldReason, string> = {
  paused: 'Scheduled imports are paused',
  offline: 'Scheduled imports wait for the network',
  battery: 'Scheduled imports wait for mains power',
  metered: 'Scheduled imports wait for a network that is not metered',
};

/** "Next run today 02:00, this computer's time", or what holds the schedules back; null when nothing is scheduled. Exported for its test. */
export const nextRunWords = (state: ScheduleState | undefined, now: number, f: Formats): string | null => {
  if (state === undefined) return null;
  if (state.holding !== null && (state.due > 0 || state.holding === 'paused'))
    return state.holding === 'paused' && state.pausedUntil !== null
      ? `${HOLDS.paused} until ${f.time(state.pausedUntil)}`
      : HOLDS[state.holding];
  if (state.nextRunAt === null) return null;
  const at = Date.parse(state.nextRunAt);
  if (at <= now) return 'A scheduled import is due';
  const day = localDay(at);
  const when = day === localDay(now) ? 'today' : day === addDays(localDay(now), 1) ? 'tomorrow' : f.day(day);
  return `Next run ${when} ${f.time(state.nextRunAt)}, this computer's time`;
};

/** The bottom line: connection, running import, next scheduled run, what kind of data this is. */
export const StatusBar = ({
  workspace,
  clientSafe,
  onClientSafe,
}: {
  workspace: WorkspaceState | null;
  clientSafe: boolean;
  onClientSafe: () => void;
}) => {
  const f = useFormats();
  const now = useNow();
  const link = useEngineLink();
  const online = useOnline();
  const summary = importSummary(useLive(live.imports), clientSafe);
  const schedule = useQuery({
    ...api.schedules.next.queryOptions({ input: {} }),
    // Schedules move with the clock as well as with what people do.
    staleTime: 0,
    refetchInterval: 60_000,
    retry: false,
  });
  const next = nextRunWords(schedule.data, now, f);
  const reconnecting = link !== 'connected';
  return (
    <footer className="flex h-7 shrink-0 items-center gap-4 border-t border-line bg-surface px-4 text-caption text-text-2">
      <span role="status" className="flex shrink-0 items-center">
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
      <span className="ms-auto flex min-w-0 items-center gap-3">
        {next && (
          <Link to="/schedules" className="min-w-0 truncate hover:text-text" title={next}>
            {next}
          </Link>
        )}
        {workspace?.kind === 'demo' && <Badge tone="info">Demo data</Badge>}
        {clientSafe && (
          <button
            type="button"
            onClick={onClientSafe}
            title="Costs exist on no screen and in no file. Press to show them again (Ctrl Shift L)."
            className="flex h-6 shrink-0 items-center gap-1 rounded-control border border-client-safe px-2 font-semibold whitespace-nowrap text-client-safe hover:bg-sunken"
          >
            <EyeOff aria-hidden size={12} strokeWidth={1.75} />
            Client-safe
          </button>
        )}
      </span>
    </footer>
  );
};

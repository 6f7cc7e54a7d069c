import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EyeOff } from 'lucide-react';
import type { ImportProgress } from '../../contract/imports.ts';
import type { HoldReason, ScheduleState } from '../../contract/schedules.ts';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { api, live, useEngineLink, useLive } from '../bridge.ts';
import { addDays, Badge, localDay, ProgressBar, StatusShape, useFormats, useNow, type Formats } from '../ui/index.ts';
import { t, type Message } from '../ui/text.ts';
import { m } from './messages.ts';
import { useOnline } from './use-online.ts';

/**
 * 'Importing Belmonte · Syncing Meta Ads 50% · 3 more in line' – null when nothing runs; `name` is what the bar of `percent` is called. `nameless` leaves the client's name out, because a client
 * may be looking on. Exported for its test.
 */
export const importSummary = (
  progress: ImportProgress | null,
  nameless = false,
): { text: string; percent: number; name: string } | null => {
  if (progress === null) return null;
  const open = progress.imports.filter((one) => ['running', 'waiting', 'queued'].includes(one.status));
  // The list names the first ones in line only.
  const { running, waiting, queued } = progress.counts;
  const total = Math.max(open.length, running + waiting + queued);
  const current = open.find((one) => one.status === 'running') ?? open.find((one) => one.status === 'waiting');
  if (!current) {
    if (total === 0) return null;
    const text = t(m.importsWaiting, { count: total });
    return { text, percent: 0, name: text };
  }
  const others = total - 1;
  const importing = (step: string): string =>
    nameless ? t(m.importingNameless, { step }) : t(m.importing, { client: current.client, step });
  const inLine = (text: string): string => (others > 0 ? t(m.importsInLine, { current: text, count: others }) : text);
  const { percent, step } = current;
  if (current.status === 'waiting') {
    const text = inLine(importing(t(m.importWaits)));
    return { text, percent, name: text };
  }
  return { text: inLine(importing(t(m.importAt, { step, percent: String(percent) }))), percent, name: importing(step) };
};

const HOLDS: Record<HoldReason, Message> = {
  paused: m.paused,
  offline: m.heldOffline,
  battery: m.heldBattery,
  metered: m.heldMetered,
};

/** "Next run today 02:00, this computer's time", or what holds the schedules back; null when nothing is scheduled. Exported for its test. */
export const nextRunWords = (state: ScheduleState | undefined, now: number, f: Formats): string | null => {
  if (state === undefined) return null;
  if (state.holding !== null && (state.due > 0 || state.holding === 'paused'))
    return state.holding === 'paused' && state.pausedUntil !== null
      ? t(m.pausedUntil, { time: f.time(state.pausedUntil) })
      : t(HOLDS[state.holding]);
  if (state.nextRunAt === null) return null;
  const at = Date.parse(state.nextRunAt);
  if (at <= now) return t(m.importDue);
  const day = localDay(at);
  const time = f.time(state.nextRunAt);
  if (day === localDay(now)) return t(m.nextToday, { time });
  if (day === addDays(localDay(now), 1)) return t(m.nextTomorrow, { time });
  return t(m.nextOn, { day: f.day(day), time });
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
          <StatusShape kind="warning" text={t(link === 'connecting' ? m.connecting : m.reconnecting)} />
        ) : online ? (
          <StatusShape kind="ok" text={t(m.online)} />
        ) : (
          <StatusShape kind="warning" text={t(m.offline)} />
        )}
      </span>
      {summary && (
        <Link to="/imports" className="flex min-w-0 flex-1 items-center gap-3 hover:text-text">
          <span className="truncate">{summary.text}</span>
          <ProgressBar percent={summary.percent} text={summary.name} slim className="w-40 shrink-0" />
        </Link>
      )}
      <span className="ms-auto flex min-w-0 items-center gap-3">
        {next && (
          <Link to="/schedules" className="min-w-0 truncate hover:text-text" title={next}>
            {next}
          </Link>
        )}
        {workspace?.kind === 'demo' && <Badge tone="info">{t(m.demoData)}</Badge>}
        {clientSafe && (
          <button
            type="button"
            onClick={onClientSafe}
            title={t(m.clientSafeHint)}
            className="flex h-6 shrink-0 items-center gap-1 rounded-control border border-client-safe px-2 font-semibold whitespace-nowrap text-client-safe hover:bg-sunken"
          >
            <EyeOff aria-hidden size={12} strokeWidth={1.75} />
            {t(m.clientSafe)}
          </button>
        )}
      </span>
    </footer>
  );
};

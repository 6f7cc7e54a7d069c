import { X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { live, useLive, useSettings } from '../../bridge.ts';
import {
  Button,
  cx,
  IconButton,
  ProgressBar,
  StatusShape,
  useClientSafe,
  useNow,
  type StatusKind,
} from '../../ui/index.ts';
import { useSeconds } from '../../ui/seconds.ts';
import { t } from '../../ui/text.ts';
import { useFix, useImportActions, useOnline, usePercent, useRunsOf, useSpoken } from './hooks.ts';
import { InspectorDialog } from './inspector.tsx';
import { m } from './messages.ts';
import { currentImport, dismissAfterMs, isOpen, shownStep, stripState, type StripState } from './model.ts';
import { RangeDialog } from './range-dialog.tsx';
import { useMessages } from './store.ts';

const looks: Record<StripState['kind'], { shape: StatusKind; frame: string }> = {
  ready: { shape: 'ok', frame: 'border-line bg-surface' },
  queued: { shape: 'waiting', frame: 'border-line bg-surface' },
  importing: { shape: 'running', frame: 'border-line bg-surface' },
  waiting: { shape: 'waiting', frame: 'border-info bg-info-bg' },
  offline: { shape: 'waiting', frame: 'border-line bg-sunken' },
  complete: { shape: 'ok', frame: 'border-good bg-good-bg' },
  up_to_date: { shape: 'ok', frame: 'border-good bg-good-bg' },
  partial: { shape: 'warning', frame: 'border-warn bg-warn-bg' },
  failed: { shape: 'failed', frame: 'border-bad bg-bad-bg' },
  cancelled: { shape: 'ended', frame: 'border-line bg-surface' },
};

/** Not while a client may be looking on: it tells what went wrong. */
export const ImportStrip = ({ clientId }: { clientId: string }) =>
  useClientSafe() ? null : <Strip clientId={clientId} />;

/**
 * The news about one client's import: progress, its end, or what went wrong and the way out. Takes no room when there is none.
 * Its live regions are always there, so that the first word is heard too.
 */
const Strip = ({ clientId }: { clientId: string }) => {
  const progress = useLive(live.imports);
  const settings = useSettings();
  const online = useOnline();
  const messages = useMessages();
  const slowNow = useNow();
  const current = currentImport(progress?.imports ?? [], clientId, messages, slowNow);
  const now = useSeconds(current?.status === 'waiting');
  const percent = usePercent(current);
  const spoken = useSpoken(current, percent);
  const several = (current?.platforms.length ?? 0) > 1;
  const runs = useRunsOf(current, current?.status === 'partial' || (several && current?.status === 'waiting'));
  const { start, retry, cancel } = useImportActions();
  const [log, setLog] = useState<string | null>(null);
  const [range, setRange] = useState(false);
  const fix = useFix(() => setRange(true));
  const state = stripState({ current, runs, lastImported: '', nowMs: now, online, percent });
  const going = current !== null && isOpen(current.status);
  const watch = messages.watch;
  const id = current?.id ?? null;
  useEffect(() => {
    if (going && id !== null) watch([id]);
  }, [going, id, watch]);
  const hold = useAutoDismiss(
    current === null ? null : dismissAfterMs(state.kind, settings.keepMessages),
    () => id !== null && messages.dismiss(id),
    id,
  );

  const quiet = current === null;
  const bad = state.kind === 'failed' || state.kind === 'partial';
  const said = state.spoken ?? state.text;
  const news =
    quiet || state.kind === 'importing'
      ? ''
      : state.detail
        ? t(m.newsWithDetail, { text: said, detail: state.detail })
        : said;
  return (
    <div data-import-strip={quiet ? 'ready' : state.kind}>
      <div role="status" aria-live="polite" className="sr-only">
        {spoken || (bad ? '' : news)}
      </div>
      <div role="alert" aria-live="assertive" className="sr-only">
        {bad ? news : ''}
      </div>
      {current !== null && (
        <section
          aria-label={t(m.strip)}
          {...hold}
          className={cx('flex flex-col gap-2 rounded-card border px-4 py-2.5', looks[state.kind].frame)}
        >
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <StatusShape
              kind={looks[state.kind].shape}
              text={state.text}
              className="font-semibold [&>span]:whitespace-normal!"
            />
            {state.detail && <span className="min-w-0 text-text-2">{state.detail}</span>}
            <span className="ms-auto flex items-center gap-2">
              {state.fix && (
                <Button small onClick={() => state.fix && fix(state.fix, current.connectionId)}>
                  {state.fix.label}
                </Button>
              )}
              {state.canRetry && (
                <Button
                  small
                  disabled={start.isPending || retry.isPending}
                  onClick={() => retryAll(current.runIds, runs, retry.mutate, () => start.mutate(again(clientId)))}
                >
                  {t(m.retry)}
                </Button>
              )}
              {bad && (
                <Button small variant="quiet" onClick={() => setLog(logRun(current.runIds, runs))}>
                  {t(m.viewLog)}
                </Button>
              )}
              {state.canCancel && (
                <Button small disabled={cancel.isPending} onClick={() => cancel.mutate({ importIds: [current.id] })}>
                  {t(m.cancel)}
                </Button>
              )}
              {!going && (
                <IconButton
                  icon={X}
                  label={t(m.dismiss)}
                  className="size-7!"
                  onClick={() => messages.dismiss(current.id)}
                />
              )}
            </span>
          </div>
          {state.percent !== null && state.kind !== 'queued' && (
            <ProgressBar percent={state.percent} text={shownStep(current.step, current.platforms)} />
          )}
        </section>
      )}
      {log !== null && <InspectorDialog runId={log} onClose={() => setLog(null)} />}
      {range && (
        <RangeDialog
          open
          onOpenChange={setRange}
          clientIds={[clientId]}
          onImport={(chosen, choices) => {
            start.mutate({ clientIds: [clientId], platforms: null, range: chosen, ...choices });
            setRange(false);
          }}
        />
      )}
    </div>
  );
};

const again = (clientId: string) => ({ clientIds: [clientId], platforms: null, range: null });

/** A partial import retries only what failed; a whole failure starts over. */
const retryAll = (
  runIds: readonly string[],
  runs: readonly { id: string; status: string }[],
  retry: (input: { runId: string }) => void,
  startOver: () => void,
): void => {
  const failed = runs.filter((run) => run.status === 'failed' || run.status === 'partial');
  const [only] = runIds;
  if (failed.length > 0) for (const run of failed) retry({ runId: run.id });
  else if (runIds.length === 1 && only !== undefined) retry({ runId: only });
  else startOver();
};

const logRun = (runIds: readonly string[], runs: readonly { id: string; status: string }[]): string | null =>
  runs.find((run) => run.status === 'failed' || run.status === 'partial')?.id ?? runIds[0] ?? null;

/**
 * Calls `dismiss` after `ms` of being looked at: time in a hidden window, under the pointer or with focus inside does not count.
 * @returns handlers for the element that holds the message.
 */
const useAutoDismiss = (ms: number | null, dismiss: () => void, key: string | null) => {
  // Apart, or the pointer leaving would forget that the focus is still inside.
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  const [hidden, setHidden] = useState(() => document.hidden);
  useEffect(() => {
    const look = () => setHidden(document.hidden);
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  // An effect event: `dismiss` is made anew with every snapshot, which must not start the time again.
  const go = useEffectEvent(dismiss);
  useEffect(() => {
    if (ms === null || held || hidden) return;
    const timer = setTimeout(go, ms);
    return () => clearTimeout(timer);
  }, [ms, held, hidden, key]);
  return {
    onPointerEnter: () => setPointed(true),
    onPointerLeave: () => setPointed(false),
    onFocus: () => setFocused(true),
    onBlur: () => setFocused(false),
  };
};

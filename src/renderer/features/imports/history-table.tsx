import { useRef, useState, type ReactNode } from 'react';
import type { ImportRun, RunStatus } from '../../../contract/imports.ts';
import { Badge, Button, PlatformBadge, StatusShape, useFormats, useNow, type StatusKind } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { useWidth } from '../../ui/room.ts';
import { t, type Message } from '../../ui/text.ts';
import { FoldButton, toggled } from './fold-button.tsx';
import { foldedRuns } from './folded.ts';
import { historyRow } from './history.ts';
import { m } from './messages.ts';
import type { FixButton } from './model.ts';

const shapes: Record<RunStatus, StatusKind> = {
  queued: 'waiting',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'ok',
  partial: 'warning',
  failed: 'failed',
  cancelled: 'ended',
};

const cell = 'px-2.5 py-2 text-start align-top';
const HEADS = [
  m.columnResult,
  m.columnWhen,
  m.columnCampaigns,
  m.columnClient,
  m.columnVia,
  m.columnDays,
  m.columnImport,
  m.columnActions,
];

/** Below these pixels some columns stand inside of others: how many campaigns below the result, Via with the client, what for with the days. */
const ROOM_FOR_ALL = 940;
const GIVING_WAY: readonly Message[] = [m.columnCampaigns, m.columnImport];

/** Past runs, newest first. A failure takes a second line for its sentence and its fix, so the columns stay readable. */
export const HistoryTable = ({
  runs,
  showClient,
  onRetry,
  onLog,
  onFix,
  retrying,
}: {
  runs: readonly ImportRun[];
  showClient: boolean;
  onRetry: (run: ImportRun) => void;
  onLog: (run: ImportRun) => void;
  onFix: (fix: FixButton, run: ImportRun) => void;
  retrying: string | null;
}) => {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const tight = room !== null && room < ROOM_FOR_ALL;
  const heads = HEADS.filter(
    (head) =>
      (showClient || head !== m.columnClient) &&
      !(tight && (GIVING_WAY.includes(head) || (showClient && head === m.columnVia))),
  );
  const row = (run: ImportRun, behind: readonly ImportRun[]) => (
    <Row
      key={run.id}
      run={run}
      showClient={showClient}
      tight={tight}
      onRetry={onRetry}
      onLog={onLog}
      onFix={onFix}
      busy={retrying === run.id}
      fold={
        behind.length === 0 ? null : (
          <FoldButton
            open={open.has(run.id)}
            count={behind.length}
            client={run.client}
            onToggle={() => setOpen(toggled(open, run.id))}
          />
        )
      }
    />
  );
  return (
    <div ref={frame} className="overflow-x-auto">
      <table className="w-full border-collapse">
        <caption className="sr-only">{t(m.historyCaption)}</caption>
        <thead>
          <tr className="bg-sunken text-text-2">
            {heads.map((head) => (
              <th
                key={head.id}
                scope="col"
                className={`${cell} font-semibold whitespace-nowrap ${head === m.columnActions ? 'sticky end-0 bg-sunken' : ''}`}
              >
                {head === m.columnActions ? <span className="sr-only">{t(head)}</span> : t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {foldedRuns(runs).flatMap(({ head, behind }) => [
            row(head, behind),
            ...(open.has(head.id) ? behind.map((run) => row(run, [])) : []),
          ])}
        </tbody>
      </table>
    </div>
  );
};

const Row = ({
  run,
  showClient,
  tight,
  onRetry,
  onLog,
  onFix,
  busy,
  fold,
}: {
  run: ImportRun;
  showClient: boolean;
  /** Without the columns that give way; what they say stands in others. */
  tight: boolean;
  onRetry: (run: ImportRun) => void;
  onLog: (run: ImportRun) => void;
  onFix: (fix: FixButton, run: ImportRun) => void;
  busy: boolean;
  /** Opens what was read behind it; null = nothing was. */
  fold: ReactNode;
}) => {
  const formats = useFormats();
  const now = useNow();
  const row = historyRow(run, formats);
  const purpose =
    row.duration === null ? (
      row.trigger
    ) : (
      <RichText
        message={m.triggerAndDuration}
        values={{
          trigger: row.trigger,
          duration: row.duration,
          s: (words) => <span className="whitespace-nowrap text-text-2">{words}</span>,
        }}
      />
    );
  return (
    <tr className="border-t border-line">
      <td className={`${cell} ${tight ? 'min-w-[150px]' : 'min-w-[200px]'}`}>
        <span className="flex flex-wrap items-baseline gap-x-2">
          <StatusShape kind={shapes[run.status]} text={row.outcome} className="font-semibold" />
          {row.counts !== null && (
            <span className={`text-caption text-text-3 ${tight ? '' : 'whitespace-nowrap'}`}>{row.counts}</span>
          )}
          {tight && row.campaigns !== null && <Badge>{row.campaigns}</Badge>}
        </span>
        {row.sentence !== null && run.status !== 'succeeded' && (
          <p className="max-w-[52ch] text-text-2">{row.sentence}</p>
        )}
        {row.fix && row.canRetry && (
          <Button
            small
            className="my-1"
            aria-label={t(m.fixOf, { fix: row.fix.label, client: run.client })}
            onClick={() => row.fix && onFix(row.fix, run)}
          >
            {row.fix.label}
          </Button>
        )}
        {fold}
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <time dateTime={row.at} title={formats.instant(row.at)}>
          {formats.relative(row.at, now)}
        </time>
      </td>
      {!tight && (
        <td className={`${cell} whitespace-nowrap`}>{row.campaigns === null ? '' : <Badge>{row.campaigns}</Badge>}</td>
      )}
      {showClient && (
        <td className={`${cell} max-w-[200px] ${tight ? 'min-w-[120px]' : 'min-w-[150px]'}`}>
          <span className="line-clamp-2" title={run.client}>
            {run.client}
          </span>
          {tight && <PlatformBadge platform={run.platform} />}
        </td>
      )}
      {!(tight && showClient) && (
        <td className={cell}>
          <PlatformBadge platform={run.platform} />
        </td>
      )}
      {/* Two years take two lines, or how long it took would be out of sight in a window of usual width. */}
      <td className={`${cell} min-w-[124px]`} title={run.why}>
        {row.range}
        {tight && <span className="block">{purpose}</span>}
      </td>
      {!tight && <td className={`${cell} min-w-[104px]`}>{purpose}</td>}
      {/* In sight however wide the other columns are. */}
      <td className={`${cell} sticky end-0 bg-surface text-end`}>
        <span className="flex justify-end gap-1">
          {row.canRetry && (
            <Button
              small
              disabled={busy}
              aria-label={t(m.retryOf, { client: run.client })}
              onClick={() => onRetry(run)}
            >
              {t(m.retry)}
            </Button>
          )}
          <Button small variant="quiet" aria-label={t(m.logOf, { client: run.client })} onClick={() => onLog(run)}>
            {t(m.log)}
          </Button>
        </span>
      </td>
    </tr>
  );
};

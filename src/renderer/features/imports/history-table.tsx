import { useState, type ReactNode } from 'react';
import type { ImportRun, RunStatus } from '../../../contract/imports.ts';
import { Badge, Button, PlatformBadge, StatusShape, useFormats, useNow, type StatusKind } from '../../ui/index.ts';
import { FoldButton, toggled } from './fold-button.tsx';
import { foldedRuns } from './folded.ts';
import { historyRow } from './history.ts';
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

const cell = 'px-3 py-2 text-start align-top';
const HEADS = ['Result', 'When', 'Campaigns', 'Client', 'Via', 'Days', 'Import · took', 'Actions'];

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
  const row = (run: ImportRun, behind: readonly ImportRun[]) => (
    <Row
      key={run.id}
      run={run}
      showClient={showClient}
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
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <caption className="sr-only">Past imports, newest first</caption>
        <thead>
          <tr className="bg-sunken text-text-2">
            {HEADS.filter((head) => showClient || head !== 'Client').map((head) => (
              <th
                key={head}
                scope="col"
                className={`${cell} font-semibold whitespace-nowrap ${head === 'Actions' ? 'sticky end-0 bg-sunken' : ''}`}
              >
                {head === 'Actions' ? <span className="sr-only">Actions</span> : head}
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
  onRetry,
  onLog,
  onFix,
  busy,
  fold,
}: {
  run: ImportRun;
  showClient: boolean;
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
  const what = `the import of ${run.client}`;
  return (
    <tr className="border-t border-line">
      <td className={`${cell} min-w-[220px]`}>
        <StatusShape kind={shapes[run.status]} text={row.outcome} className="font-semibold" />
        {row.sentence !== null && run.status !== 'succeeded' && (
          <p className="max-w-[52ch] text-text-2">{row.sentence}</p>
        )}
        {row.fix && row.canRetry && (
          <Button
            small
            className="my-1"
            aria-label={`${row.fix.label}: ${run.client}`}
            onClick={() => row.fix && onFix(row.fix, run)}
          >
            {row.fix.label}
          </Button>
        )}
        {row.counts !== null && <p className="text-caption whitespace-nowrap text-text-3">{row.counts}</p>}
        {fold}
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <time dateTime={row.at} title={formats.instant(row.at)}>
          {formats.relative(row.at, now)}
        </time>
      </td>
      <td className={`${cell} whitespace-nowrap`}>{row.campaigns === null ? '' : <Badge>{row.campaigns}</Badge>}</td>
      {showClient && (
        <td className={`${cell} max-w-[160px]`}>
          <span className="block truncate" title={run.client}>
            {run.client}
          </span>
        </td>
      )}
      <td className={cell}>
        <PlatformBadge platform={run.platform} />
      </td>
      <td className={`${cell} whitespace-nowrap`} title={run.why}>
        {row.range}
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        {row.trigger}
        {row.duration !== null && <span className="text-text-2"> · {row.duration}</span>}
      </td>
      {/* In sight however wide the other columns are. */}
      <td className={`${cell} sticky end-0 bg-surface text-end`}>
        <span className="flex justify-end gap-1">
          {row.canRetry && (
            <Button small disabled={busy} aria-label={`Retry ${what}`} onClick={() => onRetry(run)}>
              Retry
            </Button>
          )}
          <Button small variant="quiet" aria-label={`Log of ${what}`} onClick={() => onLog(run)}>
            Log
          </Button>
        </span>
      </td>
    </tr>
  );
};

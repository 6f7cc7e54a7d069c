import { Fragment, useState, type ReactNode } from 'react';
import type { ClientImport } from '../../../contract/imports.ts';
import { Button, PlatformBadge, ProgressBar, StatusShape, useFormats } from '../../ui/index.ts';
import { useSeconds } from '../../ui/seconds.ts';
import { t } from '../../ui/text.ts';
import { FoldButton, toggled } from './fold-button.tsx';
import { foldedImports } from './folded.ts';
import { useImportActions, useOnline, usePercent, useRunsOf } from './hooks.ts';
import { m } from './messages.ts';
import { shownStep, stripState } from './model.ts';
import { campaignsFound } from './texts.ts';
import { clock } from './words.ts';

/** How many imports are listed until the person asks for all: a hundred rows that say 'Waiting' would hide the history. */
const SHOWN = 8;

/** What is going on now: progress, step, campaigns found, elapsed, Cancel. */
export const NowList = ({ imports }: { imports: readonly ClientImport[] }) => {
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const lines = foldedImports(imports);
  const more = lines.length - SHOWN;
  return (
    <ul className="divide-y divide-line">
      {(all ? lines : lines.slice(0, SHOWN)).map(({ head, behind }) => (
        <Fragment key={head.id}>
          <NowRow
            current={head}
            fold={
              behind.length === 0 ? null : (
                <FoldButton
                  open={open.has(head.id)}
                  count={behind.length}
                  client={head.client}
                  onToggle={() => setOpen(toggled(open, head.id))}
                />
              )
            }
          />
          {open.has(head.id) && behind.map((each) => <NowRow key={each.id} current={each} fold={null} />)}
        </Fragment>
      ))}
      {more > 0 && (
        <li className="flex items-center gap-2 px-4 py-2 text-text-2">
          {!all && <span>{t(m.moreInLine, { count: more })}</span>}
          <Button small variant="quiet" onClick={() => setAll(!all)}>
            {t(all ? m.showFewer : m.showAll)}
          </Button>
        </li>
      )}
    </ul>
  );
};

const NowRow = ({ current, fold }: { current: ClientImport; fold: ReactNode }) => {
  const online = useOnline();
  const formats = useFormats();
  const now = useSeconds(current.status !== 'queued');
  const percent = usePercent(current);
  const { cancel } = useImportActions();
  const runs = useRunsOf(current, current.status === 'waiting' && current.platforms.length > 1);
  const state = stripState({ current, runs, lastImported: '', nowMs: now, online, percent });
  const running = current.status === 'running';
  return (
    <li className="grid min-h-11 grid-cols-[minmax(120px,200px)_44px_minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2">
      <span className="truncate font-semibold" title={current.client}>
        {current.client}
      </span>
      <span className="flex gap-1">
        {current.platforms.map((platform) => (
          <PlatformBadge key={platform} platform={platform} />
        ))}
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <StatusShape
          kind={running ? 'running' : 'waiting'}
          text={state.text}
          className={running ? 'min-w-[212px]' : '[&>span]:whitespace-normal!'}
        />
        {state.percent !== null && running && (
          <ProgressBar
            percent={state.percent}
            text={shownStep(current.step, current.platforms)}
            className="min-w-[80px] flex-1"
          />
        )}
        {running && <span className="text-text-2">{campaignsFound(current.campaigns) ?? ''}</span>}
        {current.startedAt !== null && current.status !== 'queued' && (
          <time className="text-text-2" title={t(m.startedAt, { instant: formats.instant(current.startedAt) })}>
            {clock(now - Date.parse(current.startedAt))}
          </time>
        )}
        {fold}
      </span>
      <Button
        small
        disabled={cancel.isPending}
        aria-label={t(m.cancelOf, { client: current.client })}
        onClick={() => cancel.mutate({ importIds: [current.id] })}
      >
        {t(m.cancel)}
      </Button>
    </li>
  );
};

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ImportRun, RunStatus } from '../../../contract/imports.ts';
import { api, live, sentenceOf, useLive } from '../../bridge.ts';
import {
  Button,
  buttonLook,
  Card,
  EmptyState,
  ErrorState,
  ScreenHeader,
  Select,
  Skeleton,
  useFormats,
  useSlow,
  useTitle,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { ImportButton } from './button.tsx';
import { FILTER_STATUSES, STATUS_WORDS } from './history.ts';
import { HistoryTable } from './history-table.tsx';
import { useFix, useHistoryFollowsProgress, useImportActions } from './hooks.ts';
import { InspectorDialog } from './inspector.tsx';
import { m } from './messages.ts';
import { isOpen } from './model.ts';
import { NowList } from './now-list.tsx';
import { RangeDialog } from './range-dialog.tsx';

const PAGE = 50;

/**
 * Imports & history of all clients, or of one; `framed` among a client's own screens, where no other can be chosen.
 * An import is told once: above while it is under way, in the history once it has ended.
 */
export const ImportsView = ({
  clientId = null,
  framed = false,
  demo = null,
}: {
  clientId?: string | null;
  framed?: boolean;
  /** The way into the demo, offered where there is nothing yet. */
  demo?: ReactNode;
}) => {
  const f = useFormats();
  useTitle(t(m.title));
  useHistoryFollowsProgress();
  const progress = useLive(live.imports);
  const navigate = useNavigate();
  const setClient = (id: string | null) =>
    void navigate({ to: '/imports', search: (old) => ({ ...old, client: id ?? undefined }) });
  const [status, setStatus] = useState<RunStatus | ''>('');
  const [log, setLog] = useState<string | null>(null);
  const [rangeFor, setRangeFor] = useState<string | null>(null);
  const { start, retry, cancel } = useImportActions();
  const names = useQuery(api.clients.names.queryOptions({ input: {} }));
  // Known to be without clients; while it is not known, nothing is taken away.
  const nobody = names.data?.length === 0;
  const accounts = useQuery(api.adAccounts.list.queryOptions({ input: { connectionId: null } }));
  const history = useInfiniteQuery(
    api.imports.history.infiniteOptions({
      // What is under way stands above, and only there.
      input: (before: string | null) => ({ clientId, status: status || null, ended: true, limit: PAGE, before }),
      initialPageParam: null as string | null,
      getNextPageParam: (last: ImportRun[]) => (last.length < PAGE ? undefined : (last.at(-1)?.id ?? undefined)),
      placeholderData: (old) => old,
    }),
  );
  const slow = useSlow(history.isPending);
  const fix = useFix(() => undefined);
  const going = (progress?.imports ?? []).filter(
    (each) => isOpen(each.status) && (clientId === null || each.clientId === clientId),
  );
  const runs = history.data?.pages.flat() ?? [];
  const filters = (status === '' ? 0 : 1) + (clientId === null || framed ? 0 : 1);
  const counts = progress?.counts;
  const connectionOf = (run: ImportRun): string | null =>
    accounts.data?.find((each) => each.platform === run.platform && each.adAccountId === run.adAccountId)
      ?.connectionId ?? null;
  const clearFilters = () => {
    setStatus('');
    if (clientId !== null && !framed) setClient(null);
  };

  const actions = (
    <>
      {going.length > 0 && (
        <Button
          disabled={cancel.isPending}
          onClick={() => cancel.mutate({ importIds: clientId === null ? null : going.map((each) => each.id) })}
        >
          {t(m.cancelAll)}
        </Button>
      )}
      {nobody ? null : clientId === null ? (
        <ImportButton clientIds="all" label={t(m.importAll)} />
      ) : (
        <ImportButton clientIds={[clientId]} />
      )}
    </>
  );
  return (
    <div className="flex flex-col gap-4">
      <ScreenHeader
        title={t(m.title)}
        detail={
          counts &&
          !framed && (
            <span>
              {t(counts.failedToday > 0 ? m.countsWithFailed : m.counts, {
                running: f.count(counts.running),
                waiting: f.count(counts.queued + counts.waiting),
                done: f.count(counts.finishedToday),
                failed: f.count(counts.failedToday),
              })}
            </span>
          )
        }
        actions={actions}
      />
      <div role="status" aria-live="polite" className="sr-only">
        {going.length === 0 ? '' : t(m.underWayCount, { count: going.length })}
      </div>

      {going.length > 0 && (
        <Card title={t(m.now)} flush>
          <NowList imports={going} />
        </Card>
      )}

      <Card
        title={t(m.history)}
        flush
        actions={
          // Nothing to choose among where there is nobody yet.
          !(nobody && filters === 0) && (
            <span className="flex flex-wrap gap-2">
              {!framed && (
                <Select
                  label={t(m.filterClient)}
                  value={clientId ?? ''}
                  onChange={(id) => setClient(id === '' ? null : id)}
                  options={[
                    { value: '', label: t(m.allClients) },
                    ...(names.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                  className="max-w-[200px]"
                />
              )}
              {/* What needs a person is a press away from what went well. */}
              {status === '' && (counts?.failedToday ?? 0) > 0 && !framed && (
                <Button onClick={() => setStatus('failed')}>
                  {t(m.showFailed, { count: counts?.failedToday ?? 0 })}
                </Button>
              )}
              <Select<RunStatus | ''>
                label={t(m.filterResult)}
                value={status}
                onChange={setStatus}
                options={[
                  { value: '', label: t(m.allResults) },
                  ...FILTER_STATUSES.map((value) => ({ value, label: t(STATUS_WORDS[value]) })),
                ]}
              />
            </span>
          )
        }
      >
        {history.isError && (
          <div className="p-4">
            <ErrorState
              title={t(m.historyFailed)}
              reason={sentenceOf(history.error)}
              onRetry={() => void history.refetch()}
            />
          </div>
        )}
        {history.isPending && slow && <Skeleton className="m-4 h-40" />}
        {history.data && runs.length === 0 && filters === 0 && (
          <EmptyState sentence={t(going.length > 0 ? m.emptyWhileGoing : m.emptySentence)} detail={t(m.emptyDetail)}>
            {nobody ? (
              <>
                <Link to="/connections" className={buttonLook('primary')}>
                  {t(m.connectAccount)}
                </Link>
                {demo}
              </>
            ) : going.length > 0 ? null : (
              <ImportButton
                clientIds={clientId === null ? 'all' : [clientId]}
                label={t(clientId === null ? m.importAll : m.importLatest)}
              />
            )}
          </EmptyState>
        )}
        {history.data && runs.length === 0 && filters > 0 && (
          <EmptyState sentence={t(m.noMatch, { count: filters })}>
            <Button onClick={clearFilters}>{t(m.clearFilters)}</Button>
          </EmptyState>
        )}
        {runs.length > 0 && (
          <HistoryTable
            runs={runs}
            showClient={clientId === null}
            retrying={retry.isPending ? (retry.variables?.runId ?? null) : null}
            onRetry={(run) => retry.mutate({ runId: run.id })}
            onLog={(run) => setLog(run.id)}
            onFix={(button, run) =>
              button.action === 'range' ? setRangeFor(run.clientId) : fix(button, connectionOf(run))
            }
          />
        )}
        {history.hasNextPage && (
          <div className="flex justify-center border-t border-line p-3">
            <Button disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
              {t(history.isFetchingNextPage ? m.loading : m.loadMore)}
            </Button>
          </div>
        )}
      </Card>
      {log !== null && <InspectorDialog runId={log} onClose={() => setLog(null)} />}
      {rangeFor !== null && (
        <RangeDialog
          open
          onOpenChange={() => setRangeFor(null)}
          clientIds={[rangeFor]}
          onImport={(range, choices) => {
            start.mutate({ clientIds: [rangeFor], platforms: null, range, ...choices });
            setRangeFor(null);
          }}
        />
      )}
    </div>
  );
};

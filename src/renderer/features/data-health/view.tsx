import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FileSearch, History, RefreshCw } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { DataHealthView as Health } from '../../../contract/data-health.ts';
import { api, live, sentenceOf, useLivePart } from '../../bridge.ts';
import {
  Button,
  buttonLook,
  EmptyState,
  ErrorState,
  Loaded,
  notify,
  ScreenHeader,
  Skeleton,
  useFormats,
  useTitle,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { BackfillDialog } from './backfill-dialog.tsx';
import { CompareDialog } from './compare-dialog.tsx';
import { FailedCard } from './failed-card.tsx';
import { JobsCard } from './jobs-card.tsx';
import { Matrix } from './matrix.tsx';
import { m } from './messages.ts';
import { monthSummaries, retryHelps, type GapShow } from './model.ts';
import { EngineCard, FreshnessCard, MonthCards } from './overview-cards.tsx';
import { SumsCard } from './sums-card.tsx';
import { automatedText } from './words.ts';

type Search = {
  months?: number;
  gaps?: 'waiting' | 'resolved';
  filter?: string;
  open?: string;
  fetch?: string;
  csv?: string;
};
const MONTHS = 6;
/** The comparison is open and it is not known yet whose file it is. */
const ANY = 'any';

/** Whether everything is in and right: the last automated run, what failed, what is missing, what does not add up. */
export const DataHealthView = () => {
  useTitle(t(m.title));
  const { months = MONTHS } = useSearch({ strict: false }) as Search;
  const query = useQuery(api.dataHealth.view.queryOptions({ input: { months }, placeholderData: keepPreviousData }));
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      title={t(m.title)}
      skeleton={
        <>
          <Skeleton className="h-24" />
          <Skeleton className="h-64" />
        </>
      }
    >
      {(view) => <Screen view={view} />}
    </Loaded>
  );
};

const Screen = ({ view }: { view: Health }) => {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const [dropped, setDropped] = useState<File | null>(null);
  const setSearch = useCallback(
    (change: { [Name in keyof Search]: Search[Name] | undefined }) =>
      void navigate({ to: '/data-health', search: ((old: Search) => ({ ...old, ...change })) as never, replace: true }),
    [navigate],
  );
  const onFetch = useCallback((clientId: string) => setSearch({ fetch: clientId }), [setSearch]);
  const months = useMemo(() => monthSummaries(view), [view]);
  const retry = useRetry();
  const filtering = search.filter ?? '';
  return (
    <div
      className="flex flex-col gap-4"
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault();
      }}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!file) return;
        event.preventDefault();
        setDropped(file);
        setSearch({ csv: search.csv ?? ANY });
      }}
    >
      <Header view={view} retry={retry} onFetch={() => onFetch('all')} onCompare={() => setSearch({ csv: ANY })} />
      {view.rows.length === 0 ? (
        <EmptyState sentence={t(m.empty)} detail={t(m.emptyDetail)}>
          <Link to="/connections" className={buttonLook('primary')}>
            {t(m.connectAccount)}
          </Link>
          <Link to="/welcome" className={buttonLook('quiet')}>
            {t(m.exploreDemo)}
          </Link>
        </EmptyState>
      ) : (
        <>
          <MonthCards
            months={months}
            chosen={search.open ?? null}
            onChoose={(month) => setSearch({ open: month ?? undefined })}
          />
          <FailedCard failed={view.failed} onRetry={retry.retry} retrying={retry.isPending} />
          <Matrix
            view={view}
            open={months.find((one) => one.month === search.open) ?? null}
            onOpen={() => setSearch({ open: undefined })}
            months={search.months ?? MONTHS}
            onMonths={(count) => setSearch({ months: count === MONTHS ? undefined : count })}
            filter={filtering}
            onFilter={(filter) => setSearch({ filter: filter || undefined })}
            onFetch={onFetch}
          />
          <JobsCard />
          <Sums
            gaps={search.gaps ?? 'open'}
            onGaps={(show) => setSearch({ gaps: show === 'open' ? undefined : show })}
          />
          <Engine />
        </>
      )}
      {search.fetch !== undefined && (
        <BackfillDialog client={search.fetch} onClose={() => setSearch({ fetch: undefined })} />
      )}
      {search.csv !== undefined && (
        <CompareDialog
          client={search.csv === ANY ? null : search.csv}
          dropped={dropped}
          onClose={() => {
            setDropped(null);
            setSearch({ csv: undefined });
          }}
        />
      )}
    </div>
  );
};

/** Imports of these clients again: what failed is owed, so it is asked for first. */
const useRetry = () => {
  const { mutate, isPending } = useMutation(
    api.imports.start.mutationOptions({
      onSuccess: (_started, { clientIds }) =>
        notify({
          title: t(m.retrying, { count: clientIds.length }),
          body: t(m.retryingBody),
        }),
      onError: (error) => notify({ title: t(m.retryRefused), body: sentenceOf(error), tone: 'failed' }),
    }),
  );
  return { isPending, retry: (clientIds: string[]) => mutate({ clientIds, platforms: null, range: null }) };
};

const Header = ({
  view,
  retry,
  onFetch,
  onCompare,
}: {
  view: Health;
  retry: ReturnType<typeof useRetry>;
  onFetch: () => void;
  onCompare: () => void;
}) => {
  const f = useFormats();
  const failedClients = [...new Set(view.failed.filter(retryHelps).map((one) => one.clientId))];
  const busy = useLivePart(live.imports, (progress) => (progress?.counts.running ?? 0) > 0);
  const some = view.rows.length > 0;
  return (
    <ScreenHeader
      title={t(m.title)}
      detail={
        some &&
        (view.lastAutomated === null ? t(m.lastRunNone) : t(m.lastRun, { run: automatedText(view.lastAutomated, f) }))
      }
      actions={
        some && (
          <>
            <Button icon={FileSearch} onClick={onCompare}>
              {t(m.compareExport)}
            </Button>
            <Button icon={History} variant={failedClients.length > 0 ? 'secondary' : 'primary'} onClick={onFetch}>
              {t(m.fetchOlder)}
            </Button>
            {failedClients.length > 0 && (
              <Button
                icon={RefreshCw}
                variant="primary"
                disabled={retry.isPending}
                disabledReason={busy ? t(m.retryBusy) : null}
                onClick={() => retry.retry(failedClients)}
              >
                {t(m.retryFailed, { count: failedClients.length })}
              </Button>
            )}
          </>
        )
      }
    />
  );
};

/** Whether the figures add up; says by itself when that could not be had. */
const Sums = ({ gaps, onGaps }: { gaps: GapShow; onGaps: (show: GapShow) => void }) => {
  const found = useQuery(
    api.validation.gaps.queryOptions({
      input: { clientId: null, range: null, resolved: gaps === 'resolved' },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      {found.isError && (
        <ErrorState title={t(m.checksFailed)} reason={sentenceOf(found.error)} onRetry={() => void found.refetch()} />
      )}
      {found.data && <SumsCard view={found.data} show={gaps} onShow={onGaps} />}
    </>
  );
};

/** How young the figures are and how the engine does: one answer, one failure. */
const Engine = () => {
  const health = useQuery(api.diagnostics.health.queryOptions({ input: {} }));
  if (health.isError)
    return (
      <ErrorState title={t(m.engineFailed)} reason={sentenceOf(health.error)} onRetry={() => void health.refetch()} />
    );
  return health.data ? (
    <>
      <FreshnessCard health={health.data} />
      <EngineCard health={health.data} />
    </>
  ) : null;
};

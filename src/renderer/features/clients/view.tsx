import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, client, sentenceOf } from '../../bridge.ts';
import { Button, EmptyState, Loaded, notify, ScreenHeader, Skeleton, useTitle, useView } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { Portfolio } from './portfolio.tsx';

/** The portfolio: who needs a person, then every client with its period, change and freshness. */
export const ClientsView = ({ slots }: { slots: ImportSlots }) => {
  useTitle(t(m.title));
  const view = useView();
  const query = useQuery({
    ...api.clients.list.queryOptions({ input: view.input }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      title={t(m.title)}
      skeleton={
        <>
          <Skeleton className="h-40" />
          <Skeleton className="min-h-0 flex-1" />
        </>
      }
    >
      {(data) => (data.rows.length === 0 ? <NoClients /> : <Portfolio data={data} slots={slots} />)}
    </Loaded>
  );
};

const NoClients = () => {
  const navigate = useNavigate();
  const demo = useMutation({
    mutationFn: () => client.workspace.enterDemo({}),
    onSuccess: () => navigate({ to: '/' }),
    onError: (error) => notify({ title: t(m.demoFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  return (
    <>
      <ScreenHeader title={t(m.title)} />
      <EmptyState sentence={t(m.emptyPromise)} detail={t(m.emptyHow)}>
        <Link
          to="/connections"
          className="inline-flex h-8 items-center rounded-control bg-accent px-3 font-semibold text-on-accent hover:brightness-95"
        >
          {t(m.connectAccount)}
        </Link>
        <Button variant="quiet" disabled={demo.isPending} onClick={() => demo.mutate()}>
          {t(m.exploreDemo)}
        </Button>
      </EmptyState>
    </>
  );
};

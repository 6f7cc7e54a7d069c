import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { api, client, sentenceOf } from '../../bridge.ts';
import { Button, EmptyState, Loaded, notify, ScreenHeader, Skeleton, useTitle, useView } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { Portfolio } from './portfolio.tsx';

/** The portfolio: who needs a person, then every client with its period, change and freshness. */
export const ClientsView = ({ slots }: { slots: ImportSlots }) => {
  useTitle('Clients');
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
      title="Clients"
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
    onError: (error) => notify({ title: 'The demo could not be opened', body: sentenceOf(error), tone: 'failed' }),
  });
  return (
    <>
      <ScreenHeader title="Clients" />
      <EmptyState
        sentence="See your clients' ads in one place, even offline."
        detail="Connect an ad platform and choose which ad accounts belong to which client."
      >
        <Link
          to="/connections"
          className="inline-flex h-8 items-center rounded-control bg-accent px-3 font-semibold text-on-accent hover:brightness-95"
        >
          Connect an account
        </Link>
        <Button variant="quiet" disabled={demo.isPending} onClick={() => demo.mutate()}>
          Explore demo data
        </Button>
      </EmptyState>
    </>
  );
};

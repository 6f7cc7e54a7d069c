import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Alert } from '../../../contract/alerts.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import {
  Button,
  Card,
  didReversibly,
  EmptyState,
  ErrorState,
  notify,
  ScreenHeader,
  Segmented,
  Skeleton,
  useSlow,
  useTitle,
} from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t, type Message } from '../../ui/text.ts';
import { AlertRow } from './alert-row.tsx';
import { m } from './messages.ts';
import { EMPTY, firingText, without, type Show } from './model.ts';

const PAGE = 100;
const MOST = 1000;

/** What a person is told without having asked: firing now, dismissed, resolved. Critical first, then newest. */
export const AlertsView = ({ slots }: { slots: ImportSlots }) => {
  useTitle(t(m.title));
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { show?: 'dismissed' | 'resolved'; alert?: string };
  const show: Show = search.show ?? 'open';
  const [limit, setLimit] = useState(PAGE);
  const query = useQuery(api.alerts.list.queryOptions({ input: { show, clientId: null, limit } }));
  const firing = useQuery(api.alerts.list.queryOptions({ input: { show: 'open', clientId: null, limit: 1 } }));
  const slow = useSlow(query.isPending);
  const { dismiss, restore } = useDismissal(show, limit);
  const counts = query.data?.counts ?? firing.data?.counts;
  const alerts = query.data?.alerts;
  const firingNow = counts && firingText(counts);
  return (
    <div className="flex flex-col gap-4">
      <ScreenHeader
        title={t(m.title)}
        detail={
          <span role="status">
            {counts && (firingNow == null ? t(m.nothingFiring) : t(m.firingInOrder, { counts: firingNow }))}
          </span>
        }
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Segmented<Show>
          label={t(m.which)}
          value={show}
          onChange={(next) =>
            void navigate({ to: '/alerts', search: (old) => ({ ...old, show: next === 'open' ? undefined : next }) })
          }
          options={[
            { value: 'open', label: counts ? t(m.firingCount, { count: counts.open }) : t(m.firing) },
            { value: 'dismissed', label: counts ? t(m.dismissedCount, { count: counts.dismissed }) : t(m.dismissed) },
            { value: 'resolved', label: t(m.resolved) },
          ]}
        />
        <p className="min-w-0 flex-[1_1_20rem] text-caption text-text-3">
          <RichText
            message={m.counted}
            values={{
              clients: (words) => (
                <Link to="/clients" search={{ status: 'attention' } as never} className="text-accent underline">
                  {words}
                </Link>
              ),
            }}
          />
        </p>
      </div>
      {query.isError && (
        <ErrorState title={t(m.loadFailed)} reason={sentenceOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && slow && <Skeleton className="h-64" />}
      {alerts && (
        <Card flush>
          {alerts.length === 0 ? (
            <EmptyState sentence={t(EMPTY[show].sentence)} detail={t(EMPTY[show].detail)} />
          ) : (
            <ul aria-label={t(m.listName)}>
              {alerts.map((alert) => (
                <AlertRow
                  key={alert.id}
                  alert={alert}
                  show={show}
                  wanted={alert.id === search.alert}
                  slots={slots}
                  onDismiss={() => void dismiss(alert)}
                  onRestore={() => void restore(alert)}
                />
              ))}
            </ul>
          )}
          {alerts.length === limit && limit < MOST && (
            <div className="flex justify-center border-t border-line p-3">
              <Button onClick={() => setLimit(MOST)}>{t(m.showAll)}</Button>
            </div>
          )}
        </Card>
      )}
    </div>
  );
};

/** Dismissing and bringing back: at once on screen, back with the reason when the engine refuses. */
const useDismissal = (show: Show, limit: number) => {
  const queries = useQueryClient();
  const key = api.alerts.list.queryKey({ input: { show, clientId: null, limit } });
  const change = async (failed: Message, act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      notify({ title: t(failed), body: sentenceOf(error), tone: 'failed' });
      return false;
    }
  };
  const take = (alert: Alert): void => {
    queries.setQueryData(key, (old) => (old ? without(old, alert, show) : old));
  };
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: api.alerts.list.key() });
  const off = (id: string) => client.alerts.dismiss({ id }).finally(refresh);
  const on = (id: string) => client.alerts.undoDismiss({ id }).finally(refresh);
  return {
    async dismiss(alert: Alert): Promise<void> {
      take(alert);
      if (await change(m.dismissFailed, () => off(alert.id)))
        didReversibly({
          label: t(m.dismissDone, { alert: alert.title }),
          undo: () => on(alert.id),
          redo: () => off(alert.id),
        });
    },
    async restore(alert: Alert): Promise<void> {
      take(alert);
      if (await change(m.bringBackFailed, () => on(alert.id)))
        didReversibly({
          label: t(m.bringBackDone, { alert: alert.title }),
          undo: () => off(alert.id),
          redo: () => on(alert.id),
        });
    },
  };
};

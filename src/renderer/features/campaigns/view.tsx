import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { EntitiesView } from '../../../contract/dashboards.ts';
import { api, sentenceOf } from '../../bridge.ts';
import { Loaded, Skeleton, useTitle, useView } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { t } from '../../ui/text.ts';
import { Entities } from './entities.tsx';
import { m } from './messages.ts';
import { useCampaignSearch } from './use-search.ts';

/** A client's campaigns, their ad groups, their ads: a tree, a level at a time or opened in place. Read only. */
export const CampaignsView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle(t(m.title));
  const view = useView();
  const { search } = useCampaignSearch();
  const level = search.level ?? 'campaign';
  const parent = level === 'campaign' ? null : (search.parent ?? null);
  const input = { ...view.input, clientId, level, parentId: parent };
  const place = `${clientId}|${level}|${parent}`;
  const query = useQuery({
    ...api.dashboards.entities.queryOptions({ input }),
    placeholderData: (previous: EntitiesView | undefined, asked) => {
      const before = (asked?.queryKey[1] as { input?: typeof input } | undefined)?.input;
      // Another period keeps the old rows; another level's rows would be wrong ones, and costs must go at once.
      return before &&
        `${before.clientId}|${before.level}|${before.parentId}` === place &&
        before.clientSafe === input.clientSafe
        ? keepPreviousData(previous)
        : undefined;
    },
  });
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      title={t(m.title)}
      skeleton={<Skeleton className="min-h-0 flex-1" />}
    >
      {(data) => <Entities key={place} data={data} input={input} slots={slots} />}
    </Loaded>
  );
};

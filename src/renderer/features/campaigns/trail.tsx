import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { EntityRow } from '../../../contract/dashboards.ts';
import { api } from '../../bridge.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { rowKey } from './tree.ts';
import type { Search } from './use-search.ts';
import type { EntitiesInput } from './use-tree.ts';

/** Where a step back up leads: the level above, at the row the person came from. */
const upTo = (row: string | undefined, change: Search) =>
  ((old: Search): Search => ({
    ...old,
    parent: undefined,
    under: undefined,
    filter: undefined,
    where: undefined,
    row,
    ...change,
  })) as never;

/** Campaigns ▸ Brand Awareness ▸ Lookalike 1%: where the table is, and the way back up. */
export const Trail = ({
  clientId,
  input,
  search,
  rows,
}: {
  clientId: string;
  input: EntitiesInput;
  search: Search;
  rows: readonly EntityRow[];
}) => {
  const under = input.level === 'ad' ? search.under : undefined;
  const above = useQuery({
    ...api.dashboards.entities.queryOptions({ input: { ...input, level: 'ad_group', parentId: under ?? null } }),
    enabled: under !== undefined,
  });
  if (input.parentId === null) return <>{t(m.title)}</>;
  const child = rows[0];
  const parentName = child?.parentName ?? t(m.unnamed);
  const parent = above.data?.rows.find((row) => row.entityId === input.parentId);
  const keyOf = (level: 'campaign' | 'ad_group', entityId: string): string | undefined =>
    child && rowKey({ ...child, level, entityId });
  const campaignId = input.level === 'ad' ? under : input.parentId;
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1.5">
      <Link
        to="/client/$clientId/campaigns"
        params={{ clientId }}
        search={upTo(campaignId === undefined ? undefined : keyOf('campaign', campaignId), { level: undefined })}
        className="text-accent hover:underline"
      >
        {t(m.title)}
      </Link>
      {under !== undefined && (
        <>
          <ChevronRight aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-3" />
          <Link
            to="/client/$clientId/campaigns"
            params={{ clientId }}
            search={upTo(keyOf('ad_group', input.parentId), { level: 'ad_group', parent: under })}
            className="truncate text-accent hover:underline"
          >
            <bdi>{parent?.parentName ?? t(m.campaignAbove)}</bdi>
          </Link>
        </>
      )}
      <ChevronRight aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-3" />
      <bdi className="truncate" title={parentName}>
        {parentName}
      </bdi>
    </span>
  );
};

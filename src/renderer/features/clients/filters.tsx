import { useQuery } from '@tanstack/react-query';
import { api } from '../../bridge.ts';
import { FilterField, Select, type Option } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { NOBODY, STATUSES, type Filters, type StatusFilter } from './model.ts';

const ANY = '';
const statuses = (): readonly Option<StatusFilter | typeof ANY>[] => [
  { value: ANY, label: t(m.anyStatus) },
  ...(Object.keys(STATUSES) as StatusFilter[]).map((value) => ({ value, label: t(STATUSES[value]) })),
];

/** Which clients are in the list: by status, owner, tag and name. All of them must fit. */
export const ClientFilters = ({
  filters,
  text,
  onText,
  onChange,
}: {
  filters: Filters;
  /** What stands in the field; it reaches the address a moment later. */
  text: string;
  onText: (text: string) => void;
  onChange: (change: Filters) => void;
}) => {
  const labels = useQuery(api.clients.labels.queryOptions({ input: {} }));
  const owners = labels.data?.owners ?? [];
  const tags = labels.data?.tags ?? [];
  return (
    <div role="group" aria-label={t(m.filters)} className="flex flex-wrap items-center gap-2">
      <Select<StatusFilter | typeof ANY>
        label={t(m.filterStatus)}
        value={filters.status ?? ANY}
        onChange={(status) => onChange({ status: status === ANY ? undefined : status })}
        options={statuses()}
        className="min-w-[112px]"
      />
      {(owners.length > 0 || filters.owner !== undefined) && (
        <Select
          label={t(m.filterOwner)}
          value={filters.owner ?? ANY}
          onChange={(owner) => onChange({ owner: owner === ANY ? undefined : owner })}
          options={[
            { value: ANY, label: t(m.anyOwner) },
            { value: NOBODY, label: t(m.nobody) },
            ...owners.map((one) => ({ value: one.owner, label: one.owner })),
          ]}
          className="max-w-[160px] min-w-[112px]"
        />
      )}
      {(tags.length > 0 || filters.tag !== undefined) && (
        <Select
          label={t(m.filterTag)}
          value={filters.tag ?? ANY}
          onChange={(tag) => onChange({ tag: tag === ANY ? undefined : tag })}
          options={[{ value: ANY, label: t(m.anyTag) }, ...tags.map((one) => ({ value: one.tag, label: one.tag }))]}
          className="max-w-[160px] min-w-[100px]"
        />
      )}
      <FilterField label={t(m.filterText)} value={text} onChange={onText} />
    </div>
  );
};

import { useQuery } from '@tanstack/react-query';
import { api } from '../../bridge.ts';
import { FilterField, Select, type Option } from '../../ui/index.ts';
import { NOBODY, STATUSES, type Filters, type StatusFilter } from './model.ts';

const ANY = '';
const statuses: readonly Option<StatusFilter | typeof ANY>[] = [
  { value: ANY, label: 'Any status' },
  ...(Object.keys(STATUSES) as StatusFilter[]).map((value) => ({ value, label: STATUSES[value] })),
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
    <div role="group" aria-label="Filters" className="flex flex-wrap items-center gap-2">
      <Select<StatusFilter | typeof ANY>
        label="Status"
        value={filters.status ?? ANY}
        onChange={(status) => onChange({ status: status === ANY ? undefined : status })}
        options={statuses}
        className="min-w-[112px]"
      />
      {(owners.length > 0 || filters.owner !== undefined) && (
        <Select
          label="Owner"
          value={filters.owner ?? ANY}
          onChange={(owner) => onChange({ owner: owner === ANY ? undefined : owner })}
          options={[
            { value: ANY, label: 'Any owner' },
            { value: NOBODY, label: 'Nobody' },
            ...owners.map((one) => ({ value: one.owner, label: one.owner })),
          ]}
          className="max-w-[160px] min-w-[112px]"
        />
      )}
      {(tags.length > 0 || filters.tag !== undefined) && (
        <Select
          label="Tag"
          value={filters.tag ?? ANY}
          onChange={(tag) => onChange({ tag: tag === ANY ? undefined : tag })}
          options={[{ value: ANY, label: 'Any tag' }, ...tags.map((one) => ({ value: one.tag, label: one.tag }))]}
          className="max-w-[160px] min-w-[100px]"
        />
      )}
      <FilterField label="Filter clients" value={text} onChange={onText} />
    </div>
  );
};

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { ReportRow } from '../../../contract/reports.ts';
import { api, sentenceOf } from '../../bridge.ts';
import {
  buttonLook,
  Card,
  EmptyState,
  FilterField,
  fold,
  Loaded,
  ScreenHeader,
  Skeleton,
  sortingFromText,
  sortingToText,
  Table,
  useFormats,
  useTitle,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { reportColumns } from './columns.tsx';
import { m } from './messages.ts';

/** Every client's reports, the one made last first: from here a report is two keys away. */
export const ReportsView = () => {
  useTitle(t(m.title));
  const query = useQuery(api.reports.list.queryOptions({ input: {} }));
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      title={t(m.title)}
      skeleton={<Skeleton className="min-h-0 flex-1" />}
    >
      {(rows) =>
        rows.length === 0 ? (
          <>
            <ScreenHeader title={t(m.title)} />
            <EmptyState sentence={t(m.noClient)} detail={t(m.noClientDetail)}>
              <Link to="/connections" className={buttonLook('primary')}>
                {t(m.connectAccount)}
              </Link>
            </EmptyState>
          </>
        ) : (
          <List rows={rows} />
        )
      }
    </Loaded>
  );
};

type Search = { sort?: string; filter?: string };

const List = ({ rows }: { rows: readonly ReportRow[] }) => {
  const f = useFormats();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const [filter, setFilter] = useState(search.filter ?? '');
  const shown = useMemo(() => {
    const text = fold(filter.trim());
    return text === '' ? rows : rows.filter((row) => fold(row.client).includes(text));
  }, [rows, filter]);
  const columns = useMemo(() => reportColumns(f), [f]);
  const open = (clientId: string): void => void navigate({ to: '/client/$clientId/reports', params: { clientId } });
  const made = rows.filter((row) => row.files > 0).length;
  return (
    <>
      <ScreenHeader
        title={t(m.title)}
        detail={<span role="status">{made === 0 ? t(m.noneMade) : t(m.made, { clients: made })}</span>}
      />
      <FilterField label={t(m.filterText)} value={filter} onChange={setFilter} />
      <Card
        flush
        className="flex min-h-[240px] flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
      >
        <Table
          label={t(m.title)}
          rows={shown}
          rowId={(row) => row.clientId}
          columns={columns}
          nameColumn="client"
          sorting={sortingFromText(
            search.sort,
            columns.map((one) => one.id),
          )}
          onSortingChange={(next) =>
            void navigate({
              to: '.',
              search: ((old: Search) => ({ ...old, sort: sortingToText(next) })) as never,
              replace: true,
            })
          }
          onOpen={(row) => open(row.clientId)}
          empty={<EmptyState sentence={t(m.noneMatch)} />}
        />
      </Card>
    </>
  );
};

import { Link } from '@tanstack/react-router';
import type { ReportRow } from '../../../contract/reports.ts';
import { Badge, type Column, type Formats } from '../../ui/index.ts';
import { EVENT_WORDS } from './words.ts';

/** Who got which report, and whether their files may hold costs. */
export const reportColumns = (f: Formats): Column<ReportRow>[] => [
  {
    id: 'client',
    header: 'Client',
    width: 260,
    grow: true,
    value: (row) => row.client,
    cell: (row) => (
      <Link
        to="/client/$clientId/reports"
        params={{ clientId: row.clientId }}
        tabIndex={-1}
        className="truncate font-semibold hover:text-accent hover:underline"
        title={row.client}
      >
        <bdi>{row.client}</bdi>
      </Link>
    ),
  },
  {
    id: 'last',
    header: 'Last file',
    width: 260,
    value: (row) => row.lastAt,
    cell: (row) =>
      row.lastAt === null || row.lastKind === null ? (
        <span className="text-text-3">None yet</span>
      ) : (
        <span className="truncate">{`${EVENT_WORDS[row.lastKind]} · ${f.instant(row.lastAt)}`}</span>
      ),
  },
  {
    id: 'period',
    header: 'Period',
    width: 170,
    value: (row) => row.lastRange?.to ?? null,
    cell: (row) => (row.lastRange === null ? null : <span>{f.range(row.lastRange.from, row.lastRange.to)}</span>),
  },
  {
    id: 'files',
    header: 'Files',
    width: 72,
    align: 'end',
    value: (row) => row.files,
    cell: (row) => f.count(row.files),
  },
  {
    id: 'costs',
    header: 'Costs in files',
    width: 120,
    value: (row) => (row.costsShown ? 1 : 0),
    cell: (row) => (row.costsShown ? <Badge tone="warn">Shown</Badge> : <span className="text-text-2">Hidden</span>),
  },
];

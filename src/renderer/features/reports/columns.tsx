import { Link } from '@tanstack/react-router';
import type { ReportRow } from '../../../contract/reports.ts';
import { Badge, type Column, type Formats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { EVENT_WORDS } from './words.ts';

/** Who got which report, and whether their files may hold costs. */
export const reportColumns = (f: Formats): Column<ReportRow>[] => [
  {
    id: 'client',
    header: t(m.client),
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
    header: t(m.lastFile),
    width: 260,
    value: (row) => row.lastAt,
    cell: (row) =>
      row.lastAt === null || row.lastKind === null ? (
        <span className="text-text-3">{t(m.noneYet)}</span>
      ) : (
        <span className="truncate">
          {t(m.lastFileOn, { file: t(EVENT_WORDS[row.lastKind]), instant: f.instant(row.lastAt) })}
        </span>
      ),
  },
  {
    id: 'period',
    header: t(m.period),
    width: 170,
    value: (row) => row.lastRange?.to ?? null,
    cell: (row) => (row.lastRange === null ? null : <span>{f.range(row.lastRange.from, row.lastRange.to)}</span>),
  },
  {
    id: 'files',
    header: t(m.files),
    width: 72,
    align: 'end',
    value: (row) => row.files,
    cell: (row) => f.count(row.files),
  },
  {
    id: 'costs',
    header: t(m.costsInFiles),
    width: 120,
    value: (row) => (row.costsShown ? 1 : 0),
    cell: (row) =>
      row.costsShown ? <Badge tone="warn">{t(m.shown)}</Badge> : <span className="text-text-2">{t(m.hidden)}</span>,
  },
];

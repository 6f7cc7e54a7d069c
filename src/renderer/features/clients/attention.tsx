import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { Button, Card, StatusShape } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { attentionList } from './model.ts';

const FIRST = 5;
const linkButton =
  'inline-flex h-7 shrink-0 items-center rounded-control border border-control bg-surface px-2.5 font-semibold hover:bg-sunken';

/** Clients that need a person, worst first, each with its own way out. Takes no room when all is well. */
export const NeedsAttention = ({ rows, slots }: { rows: readonly ClientRow[]; slots: ImportSlots }) => {
  const [all, setAll] = useState(false);
  const list = attentionList(rows);
  if (list.length === 0) return null;
  const shown = all ? list : list.slice(0, FIRST);
  return (
    <Card
      flush
      className="shrink-0"
      title={`Needs attention · ${list.length}`}
      actions={
        list.length > FIRST && (
          <Button variant="quiet" small aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show less' : 'Show all'}
          </Button>
        )
      }
    >
      <ul className="max-h-[240px] overflow-auto pb-2">
        {shown.map((row) => (
          <li key={row.id} className="flex min-h-9 items-center gap-3 px-4 py-1 hover:bg-sunken">
            <StatusShape
              kind={row.attention.severity === 'failed' ? 'failed' : 'warning'}
              text={row.attention.severity === 'failed' ? 'Failed' : 'Warning'}
              hideText
            />
            <Link
              to="/client/$clientId"
              params={{ clientId: row.id }}
              className="w-[180px] shrink-0 truncate font-semibold hover:text-accent hover:underline"
              title={row.name}
            >
              <bdi>{row.name}</bdi>
            </Link>
            <p className="min-w-0 flex-1 truncate" title={`${row.attention.title} — ${row.attention.body}`}>
              {row.attention.title} <span className="text-text-2">· {row.attention.body}</span>
            </p>
            <Fix row={row} slots={slots} />
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Fix = ({ row, slots }: { row: ReturnType<typeof attentionList>[number]; slots: ImportSlots }) => {
  if (row.attention.action === 'sign_in_again')
    return (
      <Link
        to="/connections"
        search={row.attention.connectionId ? { signIn: row.attention.connectionId } : {}}
        className={linkButton}
      >
        Sign in again<span className="sr-only"> for {row.name}</span>
      </Link>
    );
  if (row.attention.action === 'import')
    return <slots.ImportButton clientIds={[row.id]} label="Import" variant="secondary" />;
  return (
    <Link to="/client/$clientId" params={{ clientId: row.id }} className={linkButton}>
      {row.attention.action === 'open' ? 'See why' : 'Open'}
      <span className="sr-only">: {row.name}</span>
    </Link>
  );
};

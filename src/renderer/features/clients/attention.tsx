import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { ClientLink, ShortList, StatusShape, useFormats } from '../../ui/index.ts';
import { compareSearch } from '../../ui/days.ts';
import { usePeriodSet } from '../../ui/period-set.ts';
import { RichText } from '../../ui/rich-text.tsx';
import type { ImportSlots } from '../../ui/slots.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { attentionList, type Attention } from './model.ts';

const linkButton =
  'inline-flex h-7 shrink-0 items-center rounded-control border border-control bg-surface px-2.5 font-semibold hover:bg-sunken';

/** Clients that need a person, worst first, each with its own way out. Takes no room when all is well. */
export const NeedsAttention = ({ ordered, slots }: { ordered: readonly ClientRow[]; slots: ImportSlots }) => {
  const f = useFormats();
  const list = attentionList(ordered);
  const clients = list.reduce((sum, { others }) => sum + 1 + others, 0);
  return (
    <ShortList title={t(m.attention, { clients: f.count(clients) })} tip={t(m.attentionTip)} items={list}>
      {({ row, attention, others }) => (
        <li key={row.id} className="flex min-h-8 items-center gap-3 px-4 py-0.5 hover:bg-sunken">
          <StatusShape
            kind={attention.severity === 'failed' ? 'failed' : 'warning'}
            text={t(attention.severity === 'failed' ? m.attentionFailed : m.attentionWarning)}
            hideText
          />
          <ClientLink id={row.id} name={row.name} className="w-[180px] shrink-0" />
          <p className="min-w-0 flex-1 truncate" title={`${attention.title} — ${attention.body}`}>
            {others > 0 && <strong className="font-semibold">{t(m.andMore, { others })} · </strong>}
            {attention.title} <span className="text-text-2">· {attention.body}</span>
          </p>
          <Fix row={row} attention={attention} slots={slots} />
        </li>
      )}
    </ShortList>
  );
};

const hidden = (words: ReactNode) => <span className="sr-only">{words}</span>;

const Fix = ({ row, attention, slots }: { row: ClientRow; attention: Attention; slots: ImportSlots }) => {
  const periodSet = usePeriodSet();
  if (attention.action === 'sign_in_again')
    return (
      <Link
        to="/connections"
        search={attention.connectionId ? { signIn: attention.connectionId } : {}}
        className={linkButton}
      >
        <RichText message={m.signInAgain} values={{ client: row.name, hidden }} />
      </Link>
    );
  if (attention.action === 'import')
    return <slots.ImportButton clientIds={[row.id]} label={t(m.importClient)} variant="secondary" />;
  if (attention.action === 'compare')
    return (
      <Link
        to="/client/$clientId/compare"
        params={{ clientId: row.id }}
        search={{ metric: 'conversions', currency: attention.currency, ...compareSearch(attention.over) } as never}
        onClick={() => periodSet(attention.over)}
        className={linkButton}
      >
        <RichText message={m.seeWhy} values={{ client: row.name, hidden }} />
      </Link>
    );
  return (
    <Link to="/client/$clientId" params={{ clientId: row.id }} className={linkButton}>
      <RichText message={m.openClient} values={{ client: row.name, hidden }} />
    </Link>
  );
};

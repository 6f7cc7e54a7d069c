import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight, PencilLine, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { ChangesView } from '../../../contract/history.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import { asKnownInstant, Button, IconButton, notify, Segmented, useFormats, useNow, useView } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { ChangeList } from './list.tsx';
import { m } from './messages.ts';
import { daysChanged, differenceWords } from './model.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_ROWS = 1000;
type Span = 'look' | 'week';

/**
 * What platforms corrected in the days on screen since the person last looked, or in the last seven days: how much, when it was seen,
 * day by day. Nothing is there when nothing was corrected. With `entity` it speaks of one campaign, ad group or ad.
 */
export const ChangedSince = ({
  clientId,
  entity = null,
}: {
  clientId: string;
  entity?: { level: Level; entityId: string } | null;
}) => {
  const f = useFormats();
  const view = useView();
  const now = useNow();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<Span | null>(null);
  const [hidden, setHidden] = useState(false);
  const past = view.asKnownOn;
  const looked = useQuery({
    ...api.dashboards.look.queryOptions({ input: { clientId } }),
    enabled: past === null,
  });
  // To the minute: a moment that moves with every render would be another question each time.
  const end = past === null ? Math.floor(now / 60_000) * 60_000 : asKnownInstant(past);
  const weekAgo = new Date(end - (end % 3_600_000) - WEEK_MS).toISOString();
  const lastLook = past === null ? (looked.data?.since ?? null) : null;
  const { compare: _, ...shown } = view.input;
  const of = (since: string, enabled: boolean) => ({
    ...api.dashboards.changes.queryOptions({
      input: {
        ...shown,
        clientId,
        since,
        level: entity?.level ?? 'account',
        entityId: entity?.entityId ?? null,
        limit: MOST_ROWS,
      },
    }),
    enabled,
    placeholderData: keepPreviousData<ChangesView>,
  });
  const ready = past !== null || looked.data !== undefined;
  const sinceLook = useQuery(of(lastLook ?? weekAgo, ready && lastLook !== null));
  const sinceWeek = useQuery(of(weekAgo, ready));
  const dismiss = useMutation({
    mutationFn: (dismissed: boolean) => client.dashboards.look({ clientId, dismissed }),
    onSuccess: (_answer, dismissed) => {
      setHidden(dismissed);
      if (!dismissed) return;
      notify({
        title: t(m.putAwayDone),
        body: t(m.putAwayDoneBody),
        action: { label: t(m.undo), onAct: () => dismiss.mutate(false) },
      });
    },
    onError: (error) => notify({ title: t(m.notKept), body: sentenceOf(error), tone: 'failed' }),
  });
  const news = lastLook !== null && (sinceLook.data?.total ?? 0) > 0;
  const span = asked ?? (news ? 'look' : 'week');
  const data = span === 'look' ? sinceLook.data : sinceWeek.data;
  // Both counts are waited for: the line must not say one thing and then another.
  if (hidden || sinceWeek.data === undefined || (lastLook !== null && sinceLook.data === undefined)) return null;
  if (sinceWeek.data.total === 0 && (sinceLook.data?.total ?? 0) === 0) return null;
  const since = span === 'look' && lastLook !== null ? lastLook : weekAgo;
  const total = data?.total ?? 0;
  const days = daysChanged(data?.changes ?? []);
  const differences = differenceWords(data?.differences ?? [], f);
  const when = { span: span === 'look' ? 'look' : past === null ? 'week' : 'before', when: f.instant(since) };
  return (
    <section aria-label={t(m.name)} className="rounded-card border border-line bg-surface">
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1">
        <PencilLine aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-2" />
        <p className="min-w-0 flex-1">
          {total === 0 ? (
            t(m.nothingCorrected, when)
          ) : (
            <RichText
              message={m.correctedBy}
              values={{
                corrected: (
                  <span className={span === 'look' ? 'font-semibold' : ''}>
                    {t(m.corrected, { days, more: total > MOST_ROWS ? 'yes' : 'no', ...when })}
                  </span>
                ),
                differences: differences.join(' · '),
                by: (words) => differences.length > 0 && <span className="text-text-2">{words}</span>,
              }}
            />
          )}
        </p>
        {lastLook !== null && open && (
          <Segmented<Span>
            label={t(m.since)}
            value={span}
            onChange={setAsked}
            options={[
              { value: 'look', label: t(m.sinceLook) },
              { value: 'week', label: t(m.sinceWeek) },
            ]}
          />
        )}
        <Button
          small
          variant="quiet"
          icon={open ? ChevronDown : ChevronRight}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {t(open ? m.hide : m.show)}
        </Button>
        {past === null && entity === null && (
          <IconButton icon={X} label={t(m.putAway)} onClick={() => dismiss.mutate(true)} />
        )}
      </div>
      <div id={id}>{open && <ChangeList clientId={clientId} since={since} entity={entity} />}</div>
    </section>
  );
};

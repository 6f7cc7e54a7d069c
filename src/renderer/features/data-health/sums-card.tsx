import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Gap, GapsView } from '../../../contract/validation.ts';
import {
  Card,
  PlatformBadge,
  Segmented,
  StatusShape,
  Table,
  useFormats,
  type Column,
  type Formats,
  type Sorting,
} from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import { gapDifference, gapsCounted, gapsCut, gapsShown, type GapShow } from './model.ts';
import { checkText, GAP_STATES, gapFigure, gapMetric } from './words.ts';

/** Of the open ones the line above says it. */
const NONE: Record<GapShow, Message | null> = {
  open: null,
  waiting: m.gapsNoneWaiting,
  resolved: m.gapsNoneResolved,
};

/** Whether sums add up, said once; below it those that do not, or wait: which check, day and campaign, and by how much. Never filled in. */
export const SumsCard = ({
  view,
  show,
  onShow,
}: {
  view: GapsView;
  show: GapShow;
  onShow: (show: GapShow) => void;
}) => {
  const f = useFormats();
  const [sorting, setSorting] = useState<Sorting>([]);
  const gaps = useMemo(() => gapsShown(view.gaps, show), [view.gaps, show]);
  const columns = useMemo(() => gapColumns(f), [f]);
  const { counts } = view;
  const waiting = gapsCounted(counts, 'waiting');
  // By the counts: the list may still be that of what was chosen before.
  const none = gapsCounted(counts, show) === 0 ? NONE[show] : null;
  return (
    <Card
      title={t(m.sums)}
      flush
      actions={
        <Segmented<GapShow>
          label={t(m.gapsWhich)}
          value={show}
          onChange={onShow}
          options={[
            { value: 'open', label: t(m.gapsOpen, { count: f.count(counts.open) }) },
            { value: 'waiting', label: t(m.gapsWaiting, { count: f.count(waiting) }) },
            { value: 'resolved', label: t(m.gapsResolved) },
          ]}
        />
      }
    >
      <div className="px-4 pb-3">
        <StatusShape
          kind={counts.open > 0 ? 'warning' : 'ok'}
          text={counts.open > 0 ? t(m.sumsOpen, { count: counts.open }) : t(m.sumsFine)}
          className="font-semibold"
        />
        <p className="mt-1 text-text-2">{t(m.sumsHow)}</p>
        {counts.notSettled > 0 && <p className="text-text-2">{t(m.sumsNotSettled, { count: counts.notSettled })}</p>}
        {counts.readApart > 0 && <p className="text-text-2">{t(m.sumsReadApart, { count: counts.readApart })}</p>}
        <p role="status" className="mt-1 text-text-2 empty:hidden">
          {none && t(none)}
        </p>
      </div>
      {gaps.length > 0 && (
        <Table<Gap>
          label={t(m.gapsHeading)}
          rows={gaps}
          rowId={(gap) =>
            [
              gap.adAccountId,
              gap.check,
              gap.dataset,
              gap.from,
              gap.to,
              gap.entity.level,
              gap.entity.id,
              gap.metric,
            ].join(' ')
          }
          columns={columns}
          nameColumn="client"
          sorting={sorting}
          onSortingChange={setSorting}
          maxHeight={320}
        />
      )}
      {gapsCut(view, show) && (
        <p className="border-t border-line px-4 py-2 text-caption text-text-3">
          {t(m.gapsMost, { count: f.count(gaps.length) })}
        </p>
      )}
    </Card>
  );
};

const gapColumns = (f: Formats): Column<Gap>[] => [
  {
    id: 'client',
    header: t(m.client),
    width: 156,
    value: (gap) => gap.client,
    cell: (gap) => (
      <>
        <span className="shrink-0">
          <PlatformBadge platform={gap.platform} />
        </span>
        <Link
          to="/client/$clientId/campaigns"
          params={{ clientId: gap.clientId }}
          search={{ range: `${gap.from}_${gap.to}`, platform: gap.platform }}
          tabIndex={-1}
          className="truncate font-semibold hover:text-accent hover:underline"
          title={t(m.accountProblem, { account: gap.client, problem: gap.adAccountName })}
        >
          <bdi>{gap.client}</bdi>
        </Link>
      </>
    ),
  },
  {
    id: 'days',
    header: t(m.gapDays),
    width: 104,
    value: (gap) => gap.from,
    cell: (gap) => (
      <span className="truncate">{gap.from === gap.to ? f.day(gap.from, 'long') : f.range(gap.from, gap.to)}</span>
    ),
  },
  {
    id: 'where',
    header: t(m.gapWhere),
    width: 170,
    grow: true,
    value: (gap) => gap.entity.name,
    cell: (gap) => (
      <span className="flex min-w-0 flex-col leading-4" title={gap.sentence}>
        <span className="truncate">
          <bdi>{gap.entity.name}</bdi>
        </span>
        <span className="truncate text-caption text-text-3">{checkText(gap.check)}</span>
      </span>
    ),
  },
  {
    id: 'metric',
    header: t(m.gapMetric),
    width: 96,
    value: (gap) => gapMetric(gap.metric),
    cell: (gap) => gapMetric(gap.metric),
  },
  figure('expected', t(m.gapWhole), t(m.gapWholeDetail), (gap) => gap.expected, f),
  figure('actual', t(m.gapParts), t(m.gapPartsDetail), (gap) => gap.actual, f),
  figure('difference', t(m.gapDifference), t(m.gapDifferenceDetail), gapDifference, f),
  {
    id: 'state',
    header: t(m.gapState),
    width: 164,
    value: (gap) => t(GAP_STATES[gap.state].word),
    cell: (gap) => (
      <StatusShape
        kind={GAP_STATES[gap.state].kind}
        text={t(GAP_STATES[gap.state].word)}
        title={t(m.gapStateDetail, {
          state: t(GAP_STATES[gap.state].word),
          found: f.instant(gap.foundAt),
          seen: f.instant(gap.lastSeenAt),
        })}
      />
    ),
  },
];

const figure = (
  id: string,
  header: string,
  title: string,
  value: (gap: Gap) => number | null,
  f: Formats,
): Column<Gap> => ({
  id,
  header,
  title,
  width: 104,
  align: 'end',
  value,
  cell: (gap) => <span className="truncate">{gapFigure(gap, value(gap), f)}</span>,
});

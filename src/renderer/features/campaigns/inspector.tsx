import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Suspense, useMemo } from 'react';
import type { EntityRow } from '../../../contract/dashboards.ts';
import type { EntityDaysView } from '../../../contract/entity-days.ts';
import { labelOf, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import { api, sentenceOf } from '../../bridge.ts';
import {
  cx,
  DeltaCell,
  ErrorState,
  IconButton,
  MetricCell,
  PlatformBadge,
  StatusShape,
  useFormats,
  type Formats,
} from '../../ui/index.ts';
import { allowedMetrics } from '../../ui/client-safe.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { t } from '../../ui/text.ts';
import { chartOf, stateCounts } from './inspector-model.ts';
import { Corrections } from './inspector-changes.tsx';
import { InspectorEdge } from './inspector-edge.tsx';
import { History } from './inspector-history.tsx';
import { NotesOfRange } from './inspector-notes.tsx';
import { Periods } from './inspector-periods.tsx';
import { m } from './messages.ts';
import { statusOf } from './model.ts';
import type { EntitiesInput } from './use-tree.ts';
import { levelWords, type EntityLevel } from './words.ts';

// Only who opens the inspector loads the chart library.
const Chart = lazyPart(async () => (await import('../../ui/chart.tsx')).Chart);

/** Everything about the row the person is at: its days, what changed, what the platform corrected, what was written. */
export const Inspector = ({
  input,
  row,
  mixed,
  width,
  over,
  onClose,
}: {
  input: EntitiesInput;
  row: EntityRow | null;
  mixed: boolean;
  width: number;
  /** It lies over the table: there is no room beside it. */
  over: boolean;
  onClose: () => void;
}) => (
  <aside
    aria-label={t(m.inspector)}
    className={cx(
      'flex max-w-full shrink-0 flex-col overflow-hidden rounded-card border border-line bg-surface',
      over ? 'absolute inset-y-0 end-0 z-20 shadow-popover' : 'relative',
    )}
    style={{ width }}
    onKeyDown={(event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      onClose();
      document.querySelector<HTMLElement>('[data-key="inspector"]')?.focus();
    }}
  >
    <InspectorEdge width={width} />
    <header className="flex items-start gap-2 border-b border-line px-4 py-2">
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-section font-semibold" title={row?.name}>
          {row === null ? t(m.inspector) : <bdi>{row.name}</bdi>}
        </h2>
        {row !== null && (
          <p className="flex items-center gap-2 text-text-2">
            <StatusShape {...statusOf(row)} />
            <PlatformBadge platform={row.platform} />
            <span className="truncate">{levelWords(row.level as EntityLevel, 'label')}</span>
          </p>
        )}
      </div>
      <IconButton icon={X} label={t(m.inspectorClose)} onClick={onClose} />
    </header>
    <div
      className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4"
      tabIndex={0}
      role="group"
      aria-label={t(m.inspectorDetails)}
    >
      {row === null ? (
        <p className="text-text-2">{t(m.inspectorEmpty)}</p>
      ) : (
        <About
          key={`${row.platform} ${row.adAccountId} ${row.level} ${row.entityId}`}
          input={input}
          row={row}
          mixed={mixed}
        />
      )}
    </div>
  </aside>
);

const FIGURES: readonly MetricKey[] = ['spend', 'impressions', 'clicks', 'conversions', 'cpa', 'roas'];

const About = ({ input, row, mixed }: { input: EntitiesInput; row: EntityRow; mixed: boolean }) => {
  const f = useFormats();
  const clientSafe = input.clientSafe === true;
  const entity = {
    platform: row.platform,
    adAccountId: row.adAccountId,
    level: row.level as EntityLevel,
    entityId: row.entityId,
  };
  const days = useQuery({
    ...api.dashboards.entityDays.queryOptions({
      input: {
        clientId: input.clientId,
        ...entity,
        range: input.range,
        compare: input.compare,
        asKnownOn: input.asKnownOn ?? null,
        clientSafe,
      },
    }),
    placeholderData: keepPreviousData,
  });
  const notes = useQuery({
    ...api.annotations.list.queryOptions({ input: { clientId: input.clientId, range: input.range } }),
    enabled: !clientSafe,
  });
  return (
    <>
      <RowFigures
        row={row}
        mixed={mixed}
        clientSafe={clientSafe}
        read={row.daysRead === undefined ? days.data?.asOf != null : row.daysRead > 0}
      />
      {days.error !== null && <ErrorState reason={sentenceOf(days.error)} onRetry={() => void days.refetch()} />}
      {days.data && <Days name={row.name} view={days.data} clientSafe={clientSafe} notes={notes.data ?? []} />}
      <History input={input} row={row} />
      <Corrections input={input} row={row} since={days.data?.firstSeenAt ?? null} />
      <Periods input={input} row={row} />
      {!clientSafe && <NotesOfRange input={input} notes={notes.data ?? []} />}
      {days.data && <p className="text-caption text-text-3">{footer(days.data, f)}</p>}
    </>
  );
};

/** The row's figures of the period with their changes. */
export const RowFigures = ({
  row,
  mixed,
  clientSafe,
  read,
}: {
  row: EntityRow;
  mixed: boolean;
  clientSafe: boolean;
  read: boolean;
}) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(88px,1fr))] gap-x-3 gap-y-2">
    {allowedMetrics(FIGURES, clientSafe).map((key) => (
      <div key={key} className="min-w-0">
        <dt className="truncate text-caption text-text-3" title={labelOf(METRICS[key])}>
          {labelOf(METRICS[key])}
        </dt>
        <dd className="flex flex-col items-start font-semibold">
          <MetricCell
            metric={key}
            sums={row.current}
            currency={row.currency}
            mark={mixed ? 'code' : 'narrowSymbol'}
            read={read}
          />
          <span className="font-normal">
            <DeltaCell metric={key} current={row.current} previous={row.previous} unlike={row.unlike} />
          </span>
        </dd>
      </div>
    ))}
  </dl>
);

const footer = (view: EntityDaysView, f: Formats): string => {
  const since = { firstSeen: f.instant(view.firstSeenAt), zone: view.timezone };
  return view.asOf ? t(m.footer, { asOf: f.instant(view.asOf), ...since }) : t(m.footerUnread, since);
};

const Days = ({
  name,
  view,
  clientSafe,
  notes,
}: {
  name: string;
  view: EntityDaysView;
  clientSafe: boolean;
  notes: readonly { day: string; text: string }[];
}) => {
  const chart = useMemo(() => chartOf(view, clientSafe), [view, clientSafe]);
  return (
    <div className="[&>section]:border-0 [&>section>div]:p-0 [&>section>header]:px-0 [&>section>header]:pt-0 [&>section>header]:pb-2 [&>section>header_h2_span]:hidden">
      <Suspense fallback={<div className="h-[220px]" />}>
        <Chart
          title={t(m.byDay)}
          subject={t(m.chartSubject, { name, chart: chart.title })}
          points={chart.points}
          names={chart.names}
          lineUnit={chart.lineUnit}
          currency={view.currency}
          asOf={view.asOf}
          notes={notes}
          height={150}
        />
      </Suspense>
      <p className="mt-2 text-text-2">{stateCounts(view.daily)}</p>
    </div>
  );
};

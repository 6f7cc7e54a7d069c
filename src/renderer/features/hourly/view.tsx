import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { HoursView } from '../../../contract/breakdowns.ts';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { api, sentenceOf, useClientName } from '../../bridge.ts';
import {
  allowedMetrics,
  bestOfLevels,
  Button,
  Card,
  EmptyState,
  Loaded,
  ScreenHeader,
  Segmented,
  Skeleton,
  useClientSafe,
  useFormats,
  useTitle,
  useView,
} from '../../ui/index.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import { csvName } from '../../ui/csv.ts';
import { PictureTools } from '../../ui/picture-tools.tsx';
import type { ImportSlots } from '../../ui/slots.ts';
import { heatDrawing, hourlyCsv } from './export.ts';
import { HeatmapTable, short } from './heatmap.tsx';
import { MetricPicker } from './metric-picker.tsx';
import {
  accountsOf,
  foldedWords,
  heatmapOf,
  HOURLY_METRICS,
  metricReason,
  notByHour,
  readWords,
  type Basis,
  type Part,
} from './model.ts';

type Search = { metric?: MetricKey; basis?: Basis };
const bases: { value: Basis; label: string }[] = [
  { value: 'total', label: 'Total' },
  { value: 'average', label: 'Average day' },
];
const weekdayNames = (locale: string | undefined): string[] =>
  Array.from({ length: 7 }, (_, index) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index)),
  );

/** At which hours of which weekdays the ads run and work, in each ad account's own time. */
export const HourlyView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle('Hourly');
  const view = useView();
  const { compare: _, ...asked } = view.input;
  const of = (level: 'account' | 'campaign') => ({
    ...api.dashboards.hours.queryOptions({ input: { ...asked, clientId, level } }),
    placeholderData: (previous: HoursView | undefined, before: { queryKey: readonly unknown[] } | undefined) => {
      const { input } = (before?.queryKey[1] ?? {}) as { input?: { clientId: string } };
      return input?.clientId === clientId ? keepPreviousData(previous) : undefined;
    },
  });
  const [account, campaign] = [useQuery(of('account')), useQuery(of('campaign'))];
  const failed = account.error ?? campaign.error;
  return (
    <Loaded
      data={account.data && campaign.data ? bestOfLevels(account.data.parts, campaign.data.parts) : undefined}
      error={failed ? sentenceOf(failed) : null}
      onRetry={() => void Promise.all([account.refetch(), campaign.refetch()])}
      title="Hourly"
      skeleton={<Skeleton className="h-[320px]" />}
    >
      {(all) => <Content all={all} clientId={clientId} slots={slots} />}
    </Loaded>
  );
};

const Content = ({ all, clientId, slots }: { all: readonly Part[]; clientId: string; slots: ImportSlots }) => {
  const f = useFormats();
  const view = useView();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const clientSafe = useClientSafe();
  const basis = search.basis ?? 'total';
  const parts = all.filter((part) => part.offered || part.coverage.read > 0);
  const metrics = allowedMetrics(HOURLY_METRICS, clientSafe);
  const told = metrics.filter((one) => metricReason(parts, one) === null);
  // A link to a metric that is not told by hour, or not to be seen, shows the first one that is.
  const metric = told.find((one) => one === search.metric) ?? told[0] ?? 'impressions';
  const client = useClientName(clientId, clientSafe) ?? '';
  const table = parts
    .filter((part) => part.coverage.read > 0 && notByHour(part, metric) === null)
    .map((part) => ({
      platform: part.platform,
      currency: part.currency,
      map: heatmapOf(part, metric, basis, accountsOf(part, view.range)),
    }));
  const set = (change: Search): void =>
    void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace: true });
  return (
    <>
      <div className="flex flex-col gap-3 [&>[data-import-strip=ready]]:-mt-3">
        <ScreenHeader
          title="Hourly"
          detail="Hours are those of each ad account's own time zone."
          actions={
            <CsvButton
              name={csvName(client, `hourly-${metric}`, view.range)}
              table={table.length === 0 ? null : hourlyCsv(table, metric, basis, weekdayNames(f.locale))}
            />
          }
        />
        <slots.ImportStrip clientId={clientId} />
      </div>
      {parts.length === 0 ? (
        <EmptyState
          sentence={view.platform ? 'No hours on this channel.' : 'This client has no ad accounts with hours.'}
          detail="Give it ad accounts on Connections to import figures."
        >
          {view.platform && <Button onClick={() => view.set({ platform: undefined })}>Show all channels</Button>}
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <MetricPicker
              metrics={metrics}
              value={metric}
              onChange={(next) => set({ metric: next })}
              reasonOf={(one) => metricReason(parts, one)}
            />
            <Segmented label="Show as" value={basis} onChange={(next) => set({ basis: next })} options={bases} />
          </div>
          {parts.map((part) => (
            <PartCard
              key={`${part.platform} ${part.currency}`}
              part={part}
              metric={metric}
              basis={basis}
              clientId={clientId}
              client={client}
              slots={slots}
            />
          ))}
        </>
      )}
    </>
  );
};

const PartCard = ({
  part,
  metric,
  basis,
  clientId,
  client,
  slots,
}: {
  part: Part;
  metric: MetricKey;
  basis: Basis;
  clientId: string;
  client: string;
  slots: ImportSlots;
}) => {
  const f = useFormats();
  const view = useView();
  const accounts = accountsOf(part, view.range);
  const map = useMemo(() => heatmapOf(part, metric, basis, accounts), [part, metric, basis, accounts]);
  const weekdays = useMemo(() => weekdayNames(f.locale), [f.locale]);
  const name = PLATFORM_LABELS[part.platform].name;
  const reason = notByHour(part, metric);
  const folded = foldedWords(part, view.asKnownOn !== null);
  const title = `${METRICS[metric].label} by hour · ${name} · ${part.currency}`;
  const read = { clientId, platforms: [part.platform], datasets: [part.dataset] };
  const drawing = useMemo(() => {
    const definition = METRICS[metric];
    return heatDrawing(
      map,
      weekdays,
      (value) => short(definition, value, map.top, f),
      (value) => f.metric(definition, value, part.currency),
    );
  }, [map, weekdays, metric, part.currency, f]);
  const words = useMemo(
    () => ({
      title: `${title}${basis === 'average' ? ' · average day' : ''}`,
      subtitle: [f.range(view.range.from, view.range.to), client, part.timezones.join(', ')]
        .filter(Boolean)
        .join(' · '),
      footer: part.coverage.asOf ? `Data as of ${f.instant(part.coverage.asOf)}` : '',
      legend: [],
    }),
    [title, basis, view.range, client, part.timezones, part.coverage.asOf, f],
  );
  const repeated = part.cells.some((cell) => cell.repeated > 0);
  return (
    <Card
      title={title}
      actions={
        part.coverage.read > 0 &&
        reason === null && (
          <PictureTools
            title={title}
            name={csvName(client, `hourly-${metric}`, view.range).replace(/\.csv$/, '')}
            words={words}
            drawing={drawing}
          />
        )
      }
    >
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        <span title="Time zone of the ad accounts">{part.timezones.join(' · ')}</span>
        <span>{readWords(part, accounts)}</span>
        {part.coverage.asOf && <span className="text-text-3">Data as of {f.instant(part.coverage.asOf)}</span>}
        {part.coverage.read > 0 && part.coverage.read < part.coverage.asked && (
          <slots.ReadDatasets {...read} label="Read the missing days" />
        )}
      </div>
      {folded && <p className="mb-2 text-text-2">{folded}</p>}
      {part.coverage.read === 0 ? (
        <EmptyState
          sentence={
            view.asKnownOn === null
              ? 'No hours were read for these days.'
              : 'No hours had been read for these days then.'
          }
          detail="Platforms tell hours for a limited time: what is read is kept here."
        >
          <slots.ReadDatasets {...read} label="Read hours for these days" primary />
        </EmptyState>
      ) : reason !== null ? (
        <p className="py-4 text-text-2">{reason}.</p>
      ) : (
        <>
          <HeatmapTable
            map={map}
            metric={metric}
            basis={basis}
            currency={part.currency}
            weekdays={weekdays}
            label={title}
          />
          {repeated && (
            <p className="mt-1 text-caption text-text-3">
              2× an hour that came twice on a day when the clocks went back; both are counted.
            </p>
          )}
        </>
      )}
    </Card>
  );
};

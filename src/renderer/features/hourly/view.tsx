import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { HoursView } from '../../../contract/breakdowns.ts';
import { labelOf, type MetricKey, METRICS } from '../../../contract/metrics.ts';
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
import { t, type Message } from '../../ui/text.ts';
import { heatDrawing, hourlyCsv } from './export.ts';
import { HeatmapTable, short } from './heatmap.tsx';
import { m } from './messages.ts';
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
const bases: { value: Basis; label: Message }[] = [
  { value: 'total', label: m.basisTotal },
  { value: 'average', label: m.basisAverage },
];
const weekdayNames = (locale: string | undefined): string[] =>
  Array.from({ length: 7 }, (_, index) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + index)),
  );

/** At which hours of which weekdays the ads run and work, in each ad account's own time. */
export const HourlyView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle(t(m.title));
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
      title={t(m.title)}
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
          title={t(m.title)}
          detail={t(m.whoseHours)}
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
        <EmptyState sentence={t(view.platform ? m.noneOnChannel : m.noAccounts)} detail={t(m.noAccountsDetail)}>
          {view.platform && <Button onClick={() => view.set({ platform: undefined })}>{t(m.allChannels)}</Button>}
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
            <Segmented
              label={t(m.showAs)}
              value={basis}
              onChange={(next) => set({ basis: next })}
              options={bases.map(({ value, label }) => ({ value, label: t(label) }))}
            />
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
  const title = t(m.cardTitle, { metric: labelOf(METRICS[metric]), platform: name, currency: part.currency });
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
      title: basis === 'average' ? t(m.cardTitleAverage, { title }) : title,
      subtitle: [f.range(view.range.from, view.range.to), client, part.timezones.join(', ')]
        .filter(Boolean)
        .join(' · '),
      footer: part.coverage.asOf ? t(m.dataAsOf, { time: f.instant(part.coverage.asOf) }) : '',
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
        <span title={t(m.timeZone)}>{part.timezones.join(' · ')}</span>
        <span>{readWords(part, accounts)}</span>
        {part.coverage.asOf && (
          <span className="text-text-3">{t(m.dataAsOf, { time: f.instant(part.coverage.asOf) })}</span>
        )}
        {part.coverage.read > 0 && part.coverage.read < part.coverage.asked && (
          <slots.ReadDatasets {...read} label={t(m.readMissing)} />
        )}
      </div>
      {folded && <p className="mb-2 text-text-2">{folded}</p>}
      {part.coverage.read === 0 ? (
        <EmptyState sentence={t(view.asKnownOn === null ? m.notRead : m.notReadThen)} detail={t(m.notReadDetail)}>
          <slots.ReadDatasets {...read} label={t(m.readHours)} primary />
        </EmptyState>
      ) : reason !== null ? (
        <p className="py-4 text-text-2">{t(m.reasonSentence, { reason })}</p>
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
          {repeated && <p className="mt-1 text-caption text-text-3">{t(m.cameTwice)}</p>}
        </>
      )}
    </Card>
  );
};

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FileDown } from 'lucide-react';
import type { Overview } from '../../../contract/dashboards.ts';
import { api, client, saveFile, sentenceOf } from '../../bridge.ts';
import { Chart } from '../../ui/chart.tsx';
import {
  Button,
  EmptyState,
  Freshness,
  lengthOf,
  Loaded,
  Notice,
  notify,
  plural,
  RelativeTime,
  ScreenHeader,
  Skeleton,
  StatusShape,
  Tile,
  useFormats,
  useTitle,
  useView,
} from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { Channels, TopCampaigns } from './channels.tsx';
import {
  accountNotices,
  chartPoints,
  deliveryWords,
  distinct,
  KPIS,
  trendOf,
  unconnected,
  type AccountNotice,
} from './model.ts';

const NAMES = { line: 'Spend', bar: 'Conversions' };

/** One client's performance: is it running, how is it doing, against what, and how old is that. */
export const OverviewView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  const view = useView();
  const query = useQuery({
    ...api.dashboards.overview.queryOptions({ input: { ...view.input, clientId } }),
    // Another period keeps the old numbers on screen; another client's numbers would be a lie.
    placeholderData: (previous: Overview | undefined) =>
      previous?.client.id === clientId ? keepPreviousData(previous) : undefined,
  });
  useTitle(query.data?.client.name ?? 'Client');
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      title="Client"
      skeleton={
        <>
          <div className="grid grid-cols-6 gap-3">
            {KPIS.map((key) => (
              <Skeleton key={key} className="h-[140px]" />
            ))}
          </div>
          <Skeleton className="h-[320px]" />
        </>
      }
    >
      {(data) => <Content data={data} slots={slots} />}
    </Loaded>
  );
};

const Content = ({ data, slots }: { data: Overview; slots: ImportSlots }) => {
  const f = useFormats();
  const view = useView();
  const clientId = data.client.id;
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await client.exports.performance({ ...view.input, clientId });
      return { file, saved: await saveFile(file.fileName, file.csv) };
    },
    onSuccess: ({ file, saved }) => {
      if (saved)
        notify({
          title: 'CSV saved',
          body: `${file.fileName} · ${plural(f.locale, file.rows, { one: '# row', other: '# rows' })}`,
        });
    },
    onError: (error) => notify({ title: 'The CSV could not be saved', body: sentenceOf(error), tone: 'failed' }),
  });
  const delivery = deliveryWords[data.delivery];
  const newest = data.adAccounts
    .map((one) => one.freshness)
    .filter((one) => one.lastImportedAt !== null)
    .sort((a, b) => (a.lastImportedAt ?? '').localeCompare(b.lastImportedAt ?? ''))
    .at(-1);
  const never = data.adAccounts.length > 0 && newest === undefined;
  const notices = accountNotices(data, lengthOf(view.range));
  const period = f.range(view.range.from, view.range.to);
  const settling = data.settling ? f.range(data.settling.from, data.settling.to) : null;
  const mixed = data.blocks.length > 1;
  const missing = unconnected(data, view.platform);

  return (
    <>
      <ScreenHeader
        title={
          <>
            <bdi>{data.client.name}</bdi>
            {data.client.city && (
              <span className="font-normal text-text-3">
                {' '}
                • <bdi>{data.client.city}</bdi>
              </span>
            )}
          </>
        }
        actions={
          <>
            <Button
              icon={FileDown}
              data-key="csv"
              title="CSV of this view (Ctrl Shift S)"
              disabled={exporting.isPending}
              onClick={() => exporting.mutate()}
            >
              Export CSV
            </Button>
            <Link
              to="/imports"
              search={{ client: clientId }}
              className="inline-flex h-8 items-center rounded-control border border-control bg-surface px-3 font-semibold hover:bg-sunken"
            >
              History
            </Link>
            <slots.ImportButton clientIds={[clientId]} />
          </>
        }
      />
      <div className="-mt-2 flex flex-col">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-text-2">
          <StatusShape kind={delivery.kind} text={delivery.text} />
          <span>
            <RelativeTime instant={newest?.lastImportedAt ?? null} prefix="Last imported: " />
          </span>
          {newest && newest.state !== 'fresh' && <Freshness freshness={newest} worded />}
          <span title="Time zone of the ad accounts">{distinct(data.adAccounts.map((one) => one.timezone))}</span>
          <span title="Currency of the ad accounts">{distinct(data.adAccounts.map((one) => one.currency))}</span>
          {settling && !never && <span className="text-text-3">Conversions of {settling} may still rise</span>}
        </div>
        {/* Without news the strip has no visible part, and must not leave a gap. */}
        <div className="[&_section]:mt-3">
          <slots.ImportStrip clientId={clientId} />
        </div>
      </div>
      {notices.map((notice) => (
        <AccountNoticeLine key={notice.id} notice={notice} />
      ))}
      {data.adAccounts.length === 0 ? (
        <EmptyState
          sentence={view.platform ? 'No ad account of this channel.' : 'No ad account belongs to this client.'}
          detail="Choose its ad accounts under Connections; earlier data stays saved."
        >
          {view.platform ? (
            <Button onClick={() => view.set({ platform: undefined })}>Show all channels</Button>
          ) : (
            <Link to="/connections" className="font-semibold text-accent hover:underline">
              Open Connections
            </Link>
          )}
        </EmptyState>
      ) : never ? (
        <EmptyState
          sentence="Nothing imported yet."
          detail="The first import reads the last 30 days. It takes a minute at most, and you can go on working."
        />
      ) : (
        data.blocks.map((block, index) => {
          const suffix = mixed ? ` · ${block.currency}` : '';
          return (
            <section
              key={block.currency}
              aria-label={data.blocks.length > 1 ? `In ${block.currency}` : 'Performance'}
              className="flex flex-col gap-3"
            >
              {data.blocks.length > 1 && <h2 className="text-section font-semibold">In {block.currency}</h2>}
              <div className="grid grid-cols-3 gap-3 min-[1120px]:grid-cols-6">
                {KPIS.map((metric) => (
                  <Tile
                    key={metric}
                    metric={metric}
                    current={block.totals.current}
                    previous={block.totals.previous}
                    currency={block.currency}
                    period={period}
                    trend={trendOf(block, metric)}
                    settling={settling}
                  />
                ))}
              </div>
              <div className="grid grid-cols-1 items-start gap-3 min-[1120px]:grid-cols-[minmax(0,1.65fr)_minmax(0,1fr)]">
                <Chart
                  title={`Spend and conversions, daily${suffix}`}
                  points={chartPoints(block)}
                  names={NAMES}
                  currency={block.currency}
                  asOf={data.asOf}
                />
                <div className="flex min-w-0 flex-col gap-3">
                  <Channels block={block} suffix={suffix} missing={index === 0 ? missing : []} />
                  <TopCampaigns block={block} suffix={suffix} clientId={clientId} />
                </div>
              </div>
            </section>
          );
        })
      )}
    </>
  );
};

const AccountNoticeLine = ({ notice }: { notice: AccountNotice }) => (
  <Notice
    tone={notice.tone}
    action={
      notice.fix === 'sign_in_again' && (
        <Link
          to="/connections"
          search={notice.connectionId ? { signIn: notice.connectionId } : {}}
          className="inline-flex h-7 shrink-0 items-center rounded-control border border-control bg-surface px-2.5 font-semibold hover:bg-sunken"
        >
          Sign in again
        </Link>
      )
    }
  >
    {notice.text}
  </Notice>
);

import { useMemo } from 'react';
import type { Annotation } from '../../../contract/annotations.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import { METRICS } from '../../../contract/metrics.ts';
import { headlineOf } from '../../ui/chart-model.ts';
import { Chart, type ChartNote } from '../../ui/chart.tsx';
import { useClientSafe } from '../../ui/client-safe.ts';
import { lengthOf, Tile, tileText, useFormats, useNow, useView } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { useChartDays } from './chart-days.ts';
import { Channels, TopCampaigns } from './channels.tsx';
import { BusinessConversions } from './conversions.tsx';
import { Goals } from './goals.tsx';
import { ofBlock } from './messages-block.ts';
import { chartPoints, kpisOf, lengthRead, partialWords, trendOf, unconnected } from './model.ts';
import { Notes, type NoteDraft } from './notes.tsx';

const names = (clientSafe: boolean): { line: string; bar: string } =>
  clientSafe
    ? { line: t(ofBlock.impressions), bar: t(ofBlock.clicks) }
    : { line: t(ofBlock.spend), bar: t(ofBlock.conversions) };

/** Everything of one currency: figures, days, channels, campaigns, and where the client stands against what was agreed. */
export const CurrencyBlock = ({
  overview,
  block,
  first,
  notes,
  flags,
  importing,
  onWrite,
  extraTile,
}: {
  overview: Overview;
  block: Overview['blocks'][number];
  /** What is said once per client stands in its first block. */
  first: boolean;
  notes: readonly Annotation[];
  /** What stands over the days of the chart. */
  flags: readonly ChartNote[];
  /** An import of this client is under way: what is missing may come. */
  importing: boolean;
  onWrite: (draft: NoteDraft) => void;
  /** A tile of another feature. */
  extraTile?: React.ReactNode;
}) => {
  const f = useFormats();
  const view = useView();
  const clientSafe = useClientSafe();
  const mixed = overview.blocks.length > 1;
  const titled = (title: string): string =>
    mixed ? t(ofBlock.titleInCurrency, { title, currency: block.currency }) : title;
  const inCurrency = t(ofBlock.inCurrency, { currency: block.currency });
  const period = f.range(view.range.from, view.range.to);
  const settling = overview.settling ? f.range(overview.settling.from, overview.settling.to) : null;
  const now = useNow();
  const days = lengthOf(view.range);
  const read = lengthRead(overview, block.currency, days) > 0;
  const partial = partialWords(
    block,
    overview,
    view.asKnownOn === null ? now : Date.parse(overview.asOf ?? view.asKnownOn),
    f,
  );
  const longest = Math.max(
    ...kpisOf(clientSafe).map((key) => tileText(METRICS[key], block.totals.current, block.currency, f).length),
  );
  const drawn = useMemo(() => chartPoints(block, clientSafe), [block, clientSafe]);
  const points = useChartDays(drawn, overview, block);
  const newest = points.findLast((point) => point.state !== 'missing')?.day ?? view.range.to;
  return (
    <section aria-label={mixed ? inCurrency : t(ofBlock.performance)} className="flex flex-col gap-2">
      {mixed && <h2 className="text-section font-semibold">{inCurrency}</h2>}
      <div className="grid grid-cols-3 gap-2 min-[1120px]:grid-cols-6">
        {kpisOf(clientSafe).map((metric) => (
          <Tile
            key={metric}
            metric={metric}
            current={block.totals.current}
            previous={block.totals.previous}
            currency={block.currency}
            period={period}
            trend={trendOf(block, metric)}
            settling={settling}
            read={read}
            importing={importing}
            partial={partial}
            unlike={block.totals.unlike}
            longest={longest}
          />
        ))}
        {extraTile}
      </div>
      <div className="grid grid-cols-1 gap-2 min-[1120px]:grid-cols-[minmax(0,1.65fr)_minmax(0,1fr)]">
        <Chart
          title={titled(t(clientSafe ? ofBlock.dailySafe : ofBlock.daily))}
          subject={overview.client.name}
          headline={headlineOf(
            METRICS[clientSafe ? 'impressions' : 'spend'],
            block.totals.current,
            // A period that is not over, or not whole, has not fallen yet.
            block.totals.unlike == null ? block.totals.previous : null,
            block.currency,
            f,
          )}
          points={points}
          names={names(clientSafe)}
          currency={block.currency}
          lineUnit={clientSafe ? 'count' : 'money'}
          barSettles={!clientSafe}
          asOf={overview.asOf}
          notes={flags}
          onNote={(day) => onWrite({ day })}
          height={184}
        />
        <div className="flex min-w-0 flex-col gap-2">
          <Channels
            block={block}
            titled={titled}
            missing={first ? unconnected(overview, view.platform) : []}
            readOf={(platform) => lengthRead(overview, block.currency, days, platform) > 0}
          />
          <TopCampaigns block={block} titled={titled} clientId={overview.client.id} read={read} />
        </div>
      </div>
      <div className="grid grid-cols-1 items-stretch gap-2 min-[1120px]:grid-cols-3">
        {!clientSafe && <Goals block={block} titled={titled} period={period} />}
        <BusinessConversions overview={overview} block={block} titled={titled} read={read} />
        {first && !clientSafe && <Notes notes={notes} onWrite={onWrite} newDay={newest} />}
      </div>
    </section>
  );
};

import { Suspense, useMemo } from 'react';
import type { CompareView } from '../../../contract/comparison.ts';
import { lengthOf, Notice, useFormats, type Sorting } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { t } from '../../ui/text.ts';
import { contributionColumns, Contributions } from './contributions.tsx';
import { Kpis } from './kpis.tsx';
import { m } from './messages.ts';
import { kpiMetrics, metricOfView, movedSentence, pointsOf, unreadPeriods, unreadWords, type Block } from './model.ts';

// Only screens with a chart load the chart library.
const OverlayChart = lazyPart(async () => (await import('../../ui/overlay-chart.tsx')).OverlayChart);
// With the screen, not when it is first drawn: a chunk that fails is asked for again then.
void OverlayChart.fetch().catch(() => undefined);

/** One currency: what changed in a sentence, the figures, the days, the campaigns. */
export const BlockView = ({
  view,
  block,
  client,
  clientId,
  clientSafe,
  mixed,
  sorting,
  onSortingChange,
  ImportButton,
}: {
  view: CompareView;
  block: Block;
  client: string;
  clientId: string;
  clientSafe: boolean;
  mixed: boolean;
  sorting: Sorting;
  onSortingChange: (sorting: Sorting) => void;
  ImportButton: ImportSlots['ImportButton'];
}) => {
  const f = useFormats();
  const metric = metricOfView(view);
  const columns = useMemo(
    () => (metric === null ? [] : contributionColumns(metric, block.currency, clientId, f)),
    [metric, block.currency, clientId, f],
  );
  const points = useMemo(() => (metric === null ? [] : pointsOf(block, metric)), [block, metric]);
  const sentence =
    metric === null
      ? null
      : movedSentence(block, metric, {
          amount: (value) => f.metric(metric, value, block.currency),
          percent: (share) => f.percent(share * 100, 0),
        });
  const missingName = view.business.find((one) => view.metric === `named:${one.name}`)?.missing ?? null;
  return (
    <section
      aria-label={mixed ? t(m.inCurrency, { currency: block.currency }) : t(m.comparison)}
      className="flex flex-col gap-3"
    >
      {mixed && <h2 className="text-section font-semibold">{block.currency}</h2>}
      {block.reason !== null && (
        <Notice
          title={t(m.noChanges)}
          action={unreadPeriods(view, block).map((one) => (
            <ImportButton
              key={one.period}
              clientIds={[clientId]}
              range={one.range}
              label={t(one.period === 'a' ? m.importA : m.importB)}
              variant="secondary"
            />
          ))}
        >
          {unreadWords(block)}
        </Notice>
      )}
      {lengthOf(view.a) !== lengthOf(view.b) && (
        <Notice tone="info" title={t(m.unevenDays)}>
          {t(m.unevenDaysBody, { a: f.count(lengthOf(view.a)), b: f.count(lengthOf(view.b)) })}
        </Notice>
      )}
      {missingName !== null && <Notice>{missingName}</Notice>}
      {sentence !== null && <p className="text-section">{sentence}</p>}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(440px,5fr)_minmax(0,6fr)]">
        <Kpis block={block} metrics={kpiMetrics(view.business, clientSafe, block)} mixed={mixed} />
        {metric !== null && (
          <div className="flex min-w-0 flex-col gap-4">
            <Suspense fallback={<div className="h-[270px]" />}>
              <OverlayChart
                a={view.a}
                b={view.b}
                points={points}
                metric={metric}
                currency={block.currency}
                subject={client}
                asOf={view.asOf}
              />
            </Suspense>
            <Contributions
              block={block}
              metric={metric}
              columns={columns}
              sorting={sorting}
              onSortingChange={onSortingChange}
            />
          </div>
        )}
      </div>
    </section>
  );
};

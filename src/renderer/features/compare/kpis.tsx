import { History } from 'lucide-react';
import { type MetricDefinition, labelOf, shortOf } from '../../../contract/metrics.ts';
import { Card, computeDelta, Delta, MetricCell, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { judgementWord, readOf, unlikeOf, type Block } from './model.ts';

/** Letters of a label that fit. */
const LONGEST = 15;

/** Every figure of both periods side by side, with its change in shape and word. */
export const Kpis = ({
  block,
  metrics,
  mixed,
}: {
  block: Block;
  metrics: readonly MetricDefinition[];
  /** Several currencies on screen. */
  mixed: boolean;
}) => {
  const f = useFormats();
  const read = { a: readOf(block, 'a'), b: readOf(block, 'b') };
  const settling = block.daily.some((day) => day.a?.state === 'settling' || day.b?.state === 'settling');
  return (
    <Card title={mixed ? t(m.figuresIn, { currency: block.currency }) : t(m.figures)} flush>
      <table className="w-full">
        <thead>
          <tr className="border-y border-line bg-sunken text-text-2">
            <th scope="col" className="h-8 w-full max-w-0 ps-3 pe-1 text-start font-semibold">
              {t(m.metric)}
            </th>
            <th scope="col" className="px-2 text-end font-semibold">
              A
            </th>
            <th scope="col" className="px-2 text-end font-semibold">
              B
            </th>
            <th scope="col" className="ps-2 pe-3 text-end font-semibold">
              {t(m.change)}
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const delta = computeDelta(metric, block.a, block.reason === null ? block.b : null, f, unlikeOf(block));
            const word = judgementWord(delta);
            const lacking = block.reason !== null && metric.derive(block.a) !== null;
            return (
              <tr key={metric.key} className="border-b border-line last:border-0">
                <th scope="row" className="h-8 max-w-0 ps-3 pe-1 text-start font-normal" title={labelOf(metric)}>
                  <span className="flex min-w-0 items-center gap-1">
                    <span className="truncate">
                      {labelOf(metric).length > LONGEST ? shortOf(metric) : labelOf(metric)}
                      {labelOf(metric).length > LONGEST && (
                        <span className="sr-only">{t(m.fullLabel, { metric: labelOf(metric) })}</span>
                      )}
                    </span>
                    {metric.settling && settling && (
                      <span title={t(m.mayRise)} className="shrink-0 text-text-3">
                        <History aria-hidden size={12} strokeWidth={1.75} />
                        <span className="sr-only">{t(m.mayRiseToo)}</span>
                      </span>
                    )}
                  </span>
                </th>
                <td className="px-2 text-end font-semibold whitespace-nowrap">
                  <MetricCell metric={metric} sums={block.a} currency={block.currency} read={read.a} />
                </td>
                <td className="px-2 text-end whitespace-nowrap">
                  <MetricCell metric={metric} sums={block.b} currency={block.currency} read={read.b} />
                </td>
                <td className="ps-2 pe-3">
                  <span className="flex items-center justify-end gap-1.5 whitespace-nowrap">
                    <Delta delta={lacking && block.reason !== null ? { ...delta, reason: block.reason } : delta} />
                    {/* The words for the ear are in the change already. */}
                    {word && (
                      <span aria-hidden className="text-caption text-text-2">
                        {word}
                      </span>
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
};

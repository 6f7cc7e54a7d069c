import type { MetricDefinition } from '../../../contract/metrics.ts';
import { Card, computeDelta, Delta, MetricCell, useFormats } from '../../ui/index.ts';
import { judgementWord, type Block } from './model.ts';

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
  const mark = mixed ? ('code' as const) : ('narrowSymbol' as const);
  return (
    <Card title={mixed ? `Figures in ${block.currency}` : 'Figures'} flush>
      <table className="w-full">
        <thead>
          <tr className="border-y border-line bg-sunken text-text-2">
            <th scope="col" className="h-8 px-3 text-start font-semibold">
              Metric
            </th>
            <th scope="col" className="px-2 text-end font-semibold">
              A
            </th>
            <th scope="col" className="px-2 text-end font-semibold">
              B
            </th>
            <th scope="col" className="px-3 text-end font-semibold">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const delta = computeDelta(metric, block.a, block.reason === null ? block.b : null, f);
            const word = judgementWord(delta);
            const lacking = block.reason !== null && metric.derive(block.a) !== null;
            return (
              <tr key={metric.key} className="border-b border-line last:border-0">
                <th scope="row" className="h-8 max-w-[180px] truncate px-3 text-start font-normal" title={metric.label}>
                  {metric.label}
                </th>
                <td className="px-2 text-end font-semibold">
                  <MetricCell metric={metric} sums={block.a} currency={block.currency} mark={mark} read />
                </td>
                <td className="px-2 text-end">
                  <MetricCell metric={metric} sums={block.b} currency={block.currency} mark={mark} read />
                </td>
                <td className="px-3 text-end whitespace-nowrap">
                  <Delta delta={lacking && block.reason !== null ? { ...delta, reason: block.reason } : delta} />
                  {word && <span className="ms-1.5 text-caption text-text-2">{word}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
};

import { useNavigate } from '@tanstack/react-router';
import { businessMetric } from '../../../contract/business-metrics.ts';
import { labelOf } from '../../../contract/metrics.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import { Button, Card, computeDelta, Delta, MetricCell, useFormats } from '../../ui/index.ts';
import { useClientSafe } from '../../ui/client-safe.ts';
import { t } from '../../ui/text.ts';
import { ofBlock } from './messages-block.ts';
import type { Titled } from './model.ts';

type Block = Overview['blocks'][number];

/** The client's own names for conversions in their order: how many, the change, and what one costs. */
export const BusinessConversions = ({
  overview,
  block,
  titled,
  read,
}: {
  overview: Overview;
  block: Block;
  titled: Titled;
  /** The period was read: a dash then means that nothing was reported. */
  read: boolean;
}) => {
  const f = useFormats();
  const navigate = useNavigate();
  const clientSafe = useClientSafe();
  const { current, previous } = block.totals;
  return (
    <Card
      title={titled(t(ofBlock.named))}
      tight
      actions={
        clientSafe ? null : (
          <Button
            small
            variant="quiet"
            onClick={() =>
              void navigate({
                to: '.',
                search: ((old: object) => ({ ...old, dialog: 'goals' })) as never,
                replace: true,
              })
            }
          >
            {t(overview.business.length === 0 ? ofBlock.nameThem : ofBlock.change)}
          </Button>
        )
      }
    >
      {overview.business.length === 0 ? (
        <p className="text-text-2">{t(ofBlock.namedEmpty)}</p>
      ) : (
        <div className="max-h-[76px] overflow-auto" tabIndex={overview.business.length > 3 ? 0 : undefined}>
          <table className="w-full">
            <caption className="sr-only">{t(ofBlock.named)}</caption>
            <thead className="sticky top-0 bg-surface text-caption text-text-3">
              <tr className="h-4">
                <th scope="col" className="text-start font-normal">
                  {t(ofBlock.nameColumn)}
                </th>
                <th scope="col" className="text-end font-normal">
                  {t(ofBlock.countColumn)}
                </th>
                <th scope="col" className="text-end font-normal">
                  {t(ofBlock.changeColumn)}
                </th>
                {!clientSafe && (
                  <th scope="col" className="text-end font-normal">
                    {t(ofBlock.costColumn)}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {overview.business.map((one) => {
                const { count, costPer } = businessMetric(one);
                const missing = count.derive(current) === null ? (one.missing ?? undefined) : undefined;
                const cell = { sums: current, currency: block.currency, whyNot: missing, read };
                return (
                  <tr key={one.name} className="h-5">
                    <th scope="row" className="max-w-0 truncate text-start font-normal" title={one.missing ?? one.name}>
                      <bdi>{one.name}</bdi>
                      {one.missing !== null && <span className="text-warn"> △</span>}
                      {one.missing !== null && <span className="sr-only">, {one.missing}</span>}
                    </th>
                    <td className="w-[52px] text-end font-semibold">
                      <MetricCell metric={count} {...cell} />
                    </td>
                    <td className="w-[76px] text-end leading-5">
                      <div className="flex justify-end">
                        <Delta delta={computeDelta(count, current, previous, f, block.totals.unlike)} quiet />
                      </div>
                    </td>
                    {!clientSafe && (
                      <td className="w-[76px] text-end whitespace-nowrap text-text-2" title={labelOf(costPer)}>
                        <MetricCell metric={costPer} {...cell} />
                      </td>
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
};

import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ClientsView } from '../../../contract/dashboards.ts';
import { Button, DeltaCell, MetricCell, type Formats, type TotalsRow } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

const METRIC_COLUMNS = ['spend', 'conversions', 'cpa', 'roas'] as const;

/**
 * The totals under the grid. Currencies are never mixed: one currency is one line; several are listed on one line that opens into a
 * line each.
 */
export const totalRows = ({
  totals,
  shown,
  all,
  fractional,
  read,
  open,
  onToggle,
  f,
}: {
  totals: ClientsView['totals'];
  shown: number;
  all: number;
  fractional: boolean;
  /** The period was read for some client. */
  read: boolean;
  open: boolean;
  onToggle: () => void;
  f: Formats;
}): TotalsRow[] => {
  const name =
    shown === all ? t(m.totalClients, { clients: all }) : t(m.totalShown, { shown: f.count(shown), clients: all });
  const lines = totals.map((total) => ({
    id: total.currency,
    cells: {
      name: <span className="truncate">{totals.length === 1 ? name : t(m.totalIn, { currency: total.currency })}</span>,
      ...Object.fromEntries(
        METRIC_COLUMNS.flatMap((metric) => [
          [
            metric,
            <MetricCell
              key={metric}
              metric={metric}
              sums={total.current}
              currency={total.currency}
              mark="code"
              decimals={metric === 'conversions' && fractional ? 1 : undefined}
              read={total.daysRead === undefined ? read : total.daysRead > 0}
            />,
          ],
          [
            `${metric}Change`,
            <DeltaCell
              key={metric}
              metric={metric}
              current={total.current}
              previous={total.previous}
              unlike={total.unlike}
            />,
          ],
        ]),
      ),
    },
  }));
  if (totals.length <= 1) return lines;
  const summary: TotalsRow = {
    id: 'all',
    cells: {},
    wide: (
      <>
        <span className="whitespace-nowrap">{name}</span>
        <span className="whitespace-nowrap">
          {totals.map((total) => f.subtotal(total.current.spendMicros ?? null, total.currency)).join(' · ')}
        </span>
        <Button variant="quiet" small icon={open ? ChevronDown : ChevronRight} aria-expanded={open} onClick={onToggle}>
          {t(m.perCurrency)}
        </Button>
      </>
    ),
  };
  return open ? [summary, ...lines] : [summary];
};

import { useMemo } from 'react';
import { BREAKDOWNS } from '../../../contract/datasets.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { Card, EmptyState, useFormats, useView, type Sorting } from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { languageTag, t } from '../../ui/text.ts';
import { Bars } from './bars.tsx';
import { CardPicture } from './card-picture.tsx';
import { CellsTable } from './cells-table.tsx';
import { m } from './messages.ts';
import { apartWords, barsOf, byWords, cellsOf, coverageWords, silentWords, type Cells, type Found } from './model.ts';

type Order = { sorting: Sorting; onSortingChange: (sorting: Sorting) => void };

/** One platform's cells in one currency: how much of the days was read, what is missing and why, bars and table. */
export const PartCard = ({
  found,
  clientId,
  client,
  order,
  slots,
}: {
  found: Found;
  clientId: string;
  client: string;
  order: Order;
  slots: ImportSlots;
}) => {
  const f = useFormats();
  const view = useView();
  const { breakdown, part } = found;
  const cells = useMemo(() => cellsOf(found, languageTag()), [found]);
  const name = PLATFORM_LABELS[part.platform].name;
  const title = t(m.cardTitle, { breakdown: t(BREAKDOWNS[breakdown].label), platform: name, currency: part.currency });
  const silent = silentWords(cells.silent, part, byWords(breakdown));
  const apart = apartWords(cells.total, part, f);
  const read = { clientId, platforms: [part.platform], datasets: [part.dataset] };
  const whole = part.coverage.read >= part.coverage.asked;
  return (
    <Card
      title={title}
      actions={
        part.coverage.read > 0 && (
          <CardPicture
            title={title}
            client={client}
            cells={cells}
            asOf={part.coverage.asOf}
            screen={breakdown.replaceAll('_', '-')}
          />
        )
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        <span>{coverageWords(part, view.range)}</span>
        {part.coverage.asOf && (
          <span className="text-text-3">{t(m.dataAsOf, { instant: f.instant(part.coverage.asOf) })}</span>
        )}
        {part.caveat !== null && (
          <span className="text-text-3">{t(m.caveat, { platform: name, caveat: part.caveat })}</span>
        )}
        {!whole && part.coverage.read > 0 && part.offered && part.withheld === undefined && (
          <slots.ReadDatasets {...read} label={t(m.readMissing)} />
        )}
      </div>
      {silent !== null && <p className="mb-3 text-text-2">{silent}</p>}
      {apart !== null && <p className="mb-3 text-text-2">{apart}</p>}
      {part.coverage.read > 0 && part.withheld !== undefined && <p className="mb-3 text-text-2">{part.withheld}</p>}
      {part.coverage.read === 0 && part.withheld !== undefined ? (
        // Reading would be refused again until somebody changes it at the platform: the cause stands where the figures would.
        <EmptyState sentence={t(m.withheld, { platform: name })} detail={part.withheld}>
          <slots.ReadDatasets {...read} again label={t(m.askAgain)} />
        </EmptyState>
      ) : part.coverage.read === 0 ? (
        <EmptyState sentence={t(view.asKnownOn === null ? m.none : m.noneThen)} detail={t(m.readLater)}>
          {part.offered && <slots.ReadDatasets {...read} primary label={t(m.readBreakdowns)} />}
        </EmptyState>
      ) : (
        <BarsAndTable
          cells={cells}
          currency={part.currency}
          label={title}
          first={t(BREAKDOWNS[breakdown].label)}
          reason={silent}
          order={order}
        />
      )}
    </Card>
  );
};

export const BarsAndTable = ({
  cells,
  currency,
  label,
  first,
  reason,
  order,
}: {
  cells: Cells;
  currency: string;
  label: string;
  first: string;
  reason: string | null;
  order: Order;
}) => (
  <div className="grid grid-cols-1 items-start gap-4 min-[1120px]:grid-cols-[264px_minmax(0,1fr)]">
    <Bars bars={barsOf(cells.rows)} label={t(m.shares, { card: label })} />
    <div className="min-w-0 overflow-hidden rounded-card border border-line">
      <CellsTable cells={cells} currency={currency} label={label} first={first} reason={reason} {...order} />
    </div>
  </div>
);

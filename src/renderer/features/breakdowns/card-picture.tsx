import { useMemo } from 'react';
import { useFormats, useView } from '../../ui/index.ts';
import { csvName } from '../../ui/csv.ts';
import { PictureTools } from '../../ui/picture-tools.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { barsOf, type Cells } from './model.ts';
import { barsDrawing } from './picture.ts';

/** The bars of a card as a picture, with the words that make it readable elsewhere. */
export const CardPicture = ({
  title,
  client,
  cells,
  asOf,
  screen,
}: {
  title: string;
  client: string;
  cells: Cells;
  asOf: string | null;
  /** For the file's name. */
  screen: string;
}) => {
  const f = useFormats();
  const { range } = useView();
  const drawing = useMemo(() => barsDrawing(barsOf(cells.rows), (share) => f.percent(share * 100, 1)), [cells.rows, f]);
  const words = useMemo(
    () => ({
      title,
      subtitle: [f.range(range.from, range.to), client].filter(Boolean).join(' · '),
      footer: asOf ? t(m.dataAsOf, { instant: f.instant(asOf) }) : '',
      legend: [
        ...(cells.rows.some((row) => row.spendShare !== null)
          ? [{ name: t(m.shareOfSpend), colour: 'var(--series-1)', look: 'bar' as const }]
          : []),
        ...(cells.rows.some((row) => row.conversionShare !== null)
          ? [{ name: t(m.shareOfConversions), colour: 'var(--series-2)', look: 'bar' as const }]
          : []),
      ],
    }),
    [title, client, range, asOf, cells.rows, f],
  );
  if (cells.rows.length === 0) return null;
  return (
    <PictureTools
      title={title}
      name={csvName(client, screen, range).replace(/\.csv$/, '')}
      words={words}
      drawing={drawing}
    />
  );
};

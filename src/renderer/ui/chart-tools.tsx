import { Copy, Ellipsis, FileDown, Image as ImageIcon, Spline } from 'lucide-react';
import { useMemo, type RefObject } from 'react';
import { useScreenActions, type ScreenAction } from './actions.ts';
import { IconButton } from './button.tsx';
import { pictureOf, rasterised, type PictureWords } from './chart-image.ts';
import { useExport } from './export-context.ts';
import { Menu } from './menu.tsx';
import { m } from './messages-chart.ts';
import { Segmented } from './select.tsx';
import { t, type Message } from './text.ts';
import { notify } from './toast.tsx';

const modes = [
  { value: 'chart' as const, label: m.chart },
  { value: 'table' as const, label: m.table },
];

/** What can be done with a chart: the same data as a table, a picture on the clipboard, CSV, PNG and SVG files. */
export const ChartTools = ({
  title,
  name,
  mode,
  onMode,
  frame,
  words,
  csv,
}: {
  title: string;
  /** Of the files, without an ending. */
  name: string;
  mode: 'chart' | 'table';
  onMode: (mode: 'chart' | 'table') => void;
  /** The element the chart is drawn in. */
  frame: RefObject<HTMLElement | null>;
  words: PictureWords;
  csv: () => string;
}) => {
  const port = useExport();
  const drawn = mode === 'chart';
  const actions = useMemo((): ScreenAction[] => {
    const picture = () => {
      const svg = frame.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
      if (!svg) throw new Error('The chart is not drawn.');
      const footer = [words.footer, port.footer].filter(Boolean).join(' · ');
      return pictureOf(svg, { ...words, footer });
    };
    const attempt = (what: () => Promise<boolean>, done: Message, failed: Message) => (): void => {
      void (async () => what())().then(
        (saved) => saved && notify({ title: t(done), body: title }),
        () => notify({ title: t(failed), body: t(m.failedChart), tone: 'failed' }),
      );
    };
    const why = drawn ? null : t(m.notDrawn);
    return [
      {
        id: `chart-copy ${title}`,
        label: t(m.copyImageOf, { title }),
        disabledReason: why,
        run: attempt(
          async () => {
            await port.copyImage(await rasterised(picture()));
            return true;
          },
          m.imageCopied,
          m.imageNotCopied,
        ),
      },
      {
        id: `chart-csv ${title}`,
        label: t(m.saveCsvOf, { title }),
        run: attempt(() => port.saveText(`${name}.csv`, csv()), m.csvSaved, m.csvNotSaved),
      },
      {
        id: `chart-png ${title}`,
        label: t(m.savePngOf, { title }),
        disabledReason: why,
        run: attempt(async () => port.saveImage(`${name}.png`, await rasterised(picture())), m.pngSaved, m.pngNotSaved),
      },
      {
        id: `chart-svg ${title}`,
        label: t(m.saveSvgOf, { title }),
        disabledReason: why,
        run: attempt(async () => port.saveText(`${name}.svg`, picture().svg), m.svgSaved, m.svgNotSaved),
      },
    ];
  }, [port, drawn, title, name, frame, words, csv]);
  useScreenActions(actions);
  const [copy, asCsv, asPng, asSvg] = actions;
  return (
    <>
      <span data-key="t">
        <Segmented
          label={t(m.showAs, { title })}
          value={mode}
          onChange={onMode}
          options={modes.map((one) => ({ ...one, label: t(one.label) }))}
        />
      </span>
      <IconButton
        icon={Copy}
        label={t(m.copyImage)}
        data-key="copy-image"
        aria-disabled={drawn ? undefined : true}
        title={drawn ? t(m.copyImage) : (copy?.disabledReason ?? undefined)}
        onClick={() => drawn && copy?.run()}
        className="aria-disabled:opacity-40"
      />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t(m.saveAsOf, { title })} title={t(m.saveAs)} />}
        items={[
          { label: t(m.saveCsv), icon: FileDown, onSelect: () => asCsv?.run() },
          {
            label: t(m.savePng),
            icon: ImageIcon,
            disabledReason: asPng?.disabledReason ?? null,
            onSelect: () => asPng?.run(),
          },
          {
            label: t(m.saveSvg),
            icon: Spline,
            disabledReason: asSvg?.disabledReason ?? null,
            onSelect: () => asSvg?.run(),
          },
        ]}
      />
    </>
  );
};

import { Copy, Ellipsis, FileDown, Image as ImageIcon, Spline } from 'lucide-react';
import { useMemo, type RefObject } from 'react';
import { useScreenActions, type ScreenAction } from './actions.ts';
import { IconButton } from './button.tsx';
import { pictureOf, rasterised, type PictureWords } from './chart-image.ts';
import { useExport } from './export-context.ts';
import { Menu } from './menu.tsx';
import { Segmented } from './select.tsx';
import { notify } from './toast.tsx';

const modes = [
  { value: 'chart' as const, label: 'Chart' },
  { value: 'table' as const, label: 'Table' },
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
    const attempt = (what: () => Promise<boolean>, done: string, failed: string) => (): void => {
      void (async () => what())().then(
        (saved) => saved && notify({ title: done, body: title }),
        () => notify({ title: failed, body: 'Try again, or save it as a file instead.', tone: 'failed' }),
      );
    };
    const why = drawn ? null : 'Show the chart instead of its table';
    return [
      {
        id: `chart-copy ${title}`,
        label: `Copy image: ${title}`,
        disabledReason: why,
        run: attempt(
          async () => {
            await port.copyImage(await rasterised(picture()));
            return true;
          },
          'Image copied',
          'The image was not copied',
        ),
      },
      {
        id: `chart-csv ${title}`,
        label: `Save CSV: ${title}`,
        run: attempt(() => port.saveText(`${name}.csv`, csv()), 'CSV saved', 'The CSV was not saved'),
      },
      {
        id: `chart-png ${title}`,
        label: `Save PNG: ${title}`,
        disabledReason: why,
        run: attempt(
          async () => port.saveImage(`${name}.png`, await rasterised(picture())),
          'PNG saved',
          'The PNG was not saved',
        ),
      },
      {
        id: `chart-svg ${title}`,
        label: `Save SVG: ${title}`,
        disabledReason: why,
        run: attempt(async () => port.saveText(`${name}.svg`, picture().svg), 'SVG saved', 'The SVG was not saved'),
      },
    ];
  }, [port, drawn, title, name, frame, words, csv]);
  useScreenActions(actions);
  const [copy, asCsv, asPng, asSvg] = actions;
  return (
    <>
      <span data-key="t">
        <Segmented label={`${title}: show as`} value={mode} onChange={onMode} options={modes} />
      </span>
      <IconButton
        icon={Copy}
        label="Copy image"
        data-key="copy-image"
        aria-disabled={drawn ? undefined : true}
        title={drawn ? 'Copy image' : (copy?.disabledReason ?? undefined)}
        onClick={() => drawn && copy?.run()}
        className="aria-disabled:opacity-40"
      />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`${title}: save as`} title="Save as" />}
        items={[
          { label: 'Save CSV', icon: FileDown, onSelect: () => asCsv?.run() },
          {
            label: 'Save PNG',
            icon: ImageIcon,
            disabledReason: asPng?.disabledReason ?? null,
            onSelect: () => asPng?.run(),
          },
          {
            label: 'Save SVG',
            icon: Spline,
            disabledReason: asSvg?.disabledReason ?? null,
            onSelect: () => asSvg?.run(),
          },
        ]}
      />
    </>
  );
};

import { Copy, Ellipsis, Image as ImageIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useScreenActions, type ScreenAction } from './actions.ts';
import { IconButton } from './button.tsx';
import { pictureOf, rasterised, type PictureWords } from './chart-image.ts';
import { drawn, type Drawing } from './drawn.ts';
import { useExport } from './export-context.ts';
import { Menu } from './menu.tsx';
import { m } from './messages-chart.ts';
import { t, type Message } from './text.ts';
import { notify } from './toast.tsx';

/** What a table can be besides itself: a picture on the clipboard, or in a file. `drawing` must stay the same while nothing changed. */
export const PictureTools = ({
  title,
  name,
  words,
  drawing,
}: {
  title: string;
  /** Of the file, without an ending. */
  name: string;
  words: PictureWords;
  drawing: Drawing;
}) => {
  const port = useExport();
  const actions = useMemo((): ScreenAction[] => {
    const picture = async (): Promise<Blob> => {
      const svg = drawn(drawing);
      // Computed colours and sizes exist in the page only; nobody is to see it there.
      svg.style.position = 'fixed';
      svg.style.insetInlineStart = '-10000px';
      svg.setAttribute('aria-hidden', 'true');
      document.body.append(svg);
      try {
        const footer = [words.footer, port.footer].filter(Boolean).join(' · ');
        return await rasterised(pictureOf(svg, { ...words, footer }));
      } finally {
        svg.remove();
      }
    };
    const attempt = (what: (image: Blob) => Promise<boolean>, done: Message, failed: Message) => (): void => {
      void picture()
        .then(what)
        .then(
          (saved) => saved && notify({ title: t(done), body: title }),
          () => notify({ title: t(failed), body: t(m.failedPicture), tone: 'failed' }),
        );
    };
    return [
      {
        id: `picture-copy ${title}`,
        label: t(m.copyImageOf, { title }),
        run: attempt(
          async (image) => {
            await port.copyImage(image);
            return true;
          },
          m.imageCopied,
          m.imageNotCopied,
        ),
      },
      {
        id: `picture-png ${title}`,
        label: t(m.savePngOf, { title }),
        run: attempt((image) => port.saveImage(`${name}.png`, image), m.pngSaved, m.pngNotSaved),
      },
    ];
  }, [port, title, name, words, drawing]);
  useScreenActions(actions);
  const [copy, save] = actions;
  return (
    <>
      <IconButton
        icon={Copy}
        label={t(m.copyImageOf, { title })}
        title={t(m.copyImage)}
        data-key="copy-image"
        onClick={() => copy?.run()}
      />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t(m.saveAsOf, { title })} title={t(m.saveAs)} />}
        items={[{ label: t(m.savePng), icon: ImageIcon, onSelect: () => save?.run() }]}
      />
    </>
  );
};

import { Copy, Ellipsis, Image as ImageIcon } from 'lucide-react';
import { useMemo } from 'react';
import { useScreenActions, type ScreenAction } from './actions.ts';
import { IconButton } from './button.tsx';
import { pictureOf, rasterised, type PictureWords } from './chart-image.ts';
import { drawn, type Drawing } from './drawn.ts';
import { useExport } from './export-context.ts';
import { Menu } from './menu.tsx';
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
    const attempt = (what: (image: Blob) => Promise<boolean>, done: string, failed: string) => (): void => {
      void picture()
        .then(what)
        .then(
          (saved) => saved && notify({ title: done, body: title }),
          () => notify({ title: failed, body: 'Try again, or save a CSV of this view instead.', tone: 'failed' }),
        );
    };
    return [
      {
        id: `picture-copy ${title}`,
        label: `Copy image: ${title}`,
        run: attempt(
          async (image) => {
            await port.copyImage(image);
            return true;
          },
          'Image copied',
          'The image was not copied',
        ),
      },
      {
        id: `picture-png ${title}`,
        label: `Save PNG: ${title}`,
        run: attempt((image) => port.saveImage(`${name}.png`, image), 'PNG saved', 'The PNG was not saved'),
      },
    ];
  }, [port, title, name, words, drawing]);
  useScreenActions(actions);
  const [copy, save] = actions;
  return (
    <>
      <IconButton
        icon={Copy}
        label={`Copy image: ${title}`}
        title="Copy image"
        data-key="copy-image"
        onClick={() => copy?.run()}
      />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`${title}: save as`} title="Save as" />}
        items={[{ label: 'Save PNG', icon: ImageIcon, onSelect: () => save?.run() }]}
      />
    </>
  );
};

import { useLayoutEffect, useState, type RefObject } from 'react';

const useWidthOf = (find: () => Element | null | undefined): number | null => {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = find();
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
    // Where it is looked for never changes, and what is found there stands as long as its screen.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return width;
};

/** The inner width of an element in pixels; null until it stands. */
export const useWidth = (ref: RefObject<HTMLElement | null>): number | null => useWidthOf(() => ref.current);

/** The width in pixels a table inside `frame` has for its columns, without its scroll bar; null until it stands. */
export const useTableRoom = (frame: RefObject<HTMLElement | null>): number | null =>
  useWidthOf(() => frame.current?.querySelector('.data-grid'));

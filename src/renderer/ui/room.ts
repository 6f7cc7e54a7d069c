import { useLayoutEffect, useState, type RefObject } from 'react';

/** The width in pixels a table inside `frame` has for its columns, without its scroll bar; null until it stands. */
export const useTableRoom = (frame: RefObject<HTMLElement | null>): number | null => {
  const [room, setRoom] = useState<number | null>(null);
  useLayoutEffect(() => {
    const grid = frame.current?.querySelector('.data-grid');
    if (!grid) return;
    setRoom(grid.clientWidth);
    const observer = new ResizeObserver(() => setRoom(grid.clientWidth));
    observer.observe(grid);
    return () => observer.disconnect();
  }, [frame]);
  return room;
};

import { useRef, type PointerEvent } from 'react';
import { t } from '../../ui/text.ts';
import { clampInspector, NARROWEST, USUAL, WIDEST, widthOfKey } from './inspector-width.ts';
import { m } from './messages.ts';
import { setInspectorWidth } from './use-inspector-width.ts';

const rightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';

/** The edge of the inspector: dragged or moved with the arrow keys it changes the width; a double click gives it the usual one back. */
export const InspectorEdge = ({ width }: { width: number }) => {
  const from = useRef<{ x: number; width: number } | null>(null);
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t(m.inspectorWidth)}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      aria-valuenow={width}
      tabIndex={0}
      title={t(m.inspectorWidthHelp)}
      onKeyDown={(event) => {
        const next = widthOfKey(event.key, width, rightToLeft(event.currentTarget));
        if (next === null) return;
        event.preventDefault();
        setInspectorWidth(next);
      }}
      onDoubleClick={() => setInspectorWidth(USUAL)}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
      }}
      onPointerMove={(event: PointerEvent<HTMLElement>) => {
        if (from.current === null) return;
        const moved = (event.clientX - from.current.x) * (rightToLeft(event.currentTarget) ? 1 : -1);
        setInspectorWidth(clampInspector(from.current.width + moved));
      }}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
      className="absolute inset-y-0 start-0 z-10 w-2 cursor-col-resize touch-none rounded-s-card border-s-2 border-transparent hover:border-accent focus-visible:-outline-offset-2"
    />
  );
};

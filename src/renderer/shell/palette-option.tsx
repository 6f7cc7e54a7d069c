import { cx } from '../ui/index.ts';
import type { Entry } from './palette-model.ts';

/** A line of the palette: name, what it is, its shortcut; one that cannot be used says why instead. */
export const PaletteOption = ({
  id,
  entry,
  active,
  onHover,
  onChoose,
}: {
  id: string;
  entry: Entry;
  active: boolean;
  onHover: () => void;
  onChoose: () => void;
}) => (
  <div
    id={id}
    role="option"
    aria-selected={active}
    aria-disabled={entry.disabledReason ? true : undefined}
    onPointerMove={active ? undefined : onHover}
    onClick={onChoose}
    className={cx(
      'mx-2 flex min-h-8 items-center gap-3 rounded-control px-2 py-1',
      active && 'bg-selected',
      entry.disabledReason && 'text-text-3',
    )}
  >
    <span className="min-w-0 flex-1 truncate">
      <bdi>{entry.label}</bdi>
      {entry.detail && <span className="text-text-3"> · {entry.detail}</span>}
      {entry.disabledReason && <span className="text-caption"> — {entry.disabledReason}</span>}
    </span>
    {entry.keys && <kbd className="shrink-0 text-caption text-text-3">{entry.keys}</kbd>}
  </div>
);

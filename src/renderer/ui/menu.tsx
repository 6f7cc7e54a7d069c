import { Menu as Base } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { cx } from './cx.ts';

export type MenuItem = {
  label: string;
  icon?: LucideIcon;
  shortcut?: string;
  onSelect: () => void;
  /** Said beside the item when it cannot be used now. */
  disabledReason?: string | null;
  danger?: boolean;
};

/** A menu on `trigger` (a Button or IconButton element). */
export const Menu = ({
  trigger,
  items,
  align = 'end',
}: {
  trigger: ReactElement;
  items: MenuItem[];
  align?: 'start' | 'end';
}) => (
  <Base.Root>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align={align} className="z-50 outline-none">
        <Base.Popup className="min-w-[200px] rounded-card border border-line bg-surface py-1 text-text shadow-popover outline-none">
          {items.map((item) => (
            <Base.Item
              key={item.label}
              disabled={Boolean(item.disabledReason)}
              onClick={item.onSelect}
              className={cx(
                'flex min-h-8 cursor-default items-center gap-2 px-3 py-1 outline-none data-highlighted:bg-selected',
                item.danger && 'text-bad',
                item.disabledReason && 'text-text-3',
              )}
            >
              {item.icon && <item.icon aria-hidden size={16} strokeWidth={1.75} />}
              <span className="flex-1">
                {item.label}
                {item.disabledReason && <span className="block text-caption">{item.disabledReason}</span>}
              </span>
              {item.shortcut && <kbd className="text-caption text-text-3">{item.shortcut}</kbd>}
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

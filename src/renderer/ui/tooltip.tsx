import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';

/** A sentence beside a control on hover and focus. `onOpenChange` lets the caller fetch the sentence only when it is asked for. */
export const Tooltip = ({
  trigger,
  children,
  onOpenChange,
}: {
  trigger: ReactElement;
  children: ReactNode;
  onOpenChange?: (open: boolean) => void;
}) => (
  <Base.Root {...(onOpenChange ? { onOpenChange } : {})}>
    <Base.Trigger render={trigger} delay={150} />
    <Base.Portal>
      <Base.Positioner sideOffset={6} align="end" className="z-50 outline-none">
        <Base.Popup className="max-w-[340px] rounded-card border border-line bg-surface px-3 py-2 text-text shadow-popover">
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

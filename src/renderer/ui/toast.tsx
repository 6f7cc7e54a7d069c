import { Toast as Base } from '@base-ui/react/toast';
import { CircleCheck, CircleX, X } from 'lucide-react';
import { m } from './messages.ts';
import { t } from './text.ts';

const manager = Base.createToastManager<{ tone: 'done' | 'failed' }>();

export type Message = {
  title: string;
  body?: string;
  tone?: 'done' | 'failed';
  /** One thing to do, usually Undo. */
  action?: { label: string; onAct: () => void };
  /** Stays until closed; failures always do. */
  keep?: boolean;
};

/** Shows a message in the corner. Dismisses itself after 3 s (paused on hover, focus and in a hidden window) unless kept or failed. Answers how to put it away earlier. */
export const notify = ({ title, body, tone = 'done', action, keep = false }: Message): (() => void) => {
  const id = manager.add({
    title,
    description: body,
    data: { tone },
    priority: tone === 'failed' ? 'high' : 'low',
    timeout: keep || tone === 'failed' ? 0 : action ? 8000 : 3000,
    ...(action ? { actionProps: { children: action.label, onClick: action.onAct } } : {}),
  });
  return () => manager.close(id);
};

const Messages = () => {
  const { toasts } = Base.useToastManager<{ tone: 'done' | 'failed' }>();
  return toasts.map((toast) => {
    const failed = toast.data?.tone === 'failed';
    const Icon = failed ? CircleX : CircleCheck;
    return (
      <Base.Root
        key={toast.id}
        toast={toast}
        swipeDirection={[]}
        className="rounded-card border border-line bg-surface text-text shadow-popover transition-opacity duration-100 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Base.Content className="flex items-start gap-3 px-3 py-2.5">
          <Icon
            aria-hidden
            size={16}
            strokeWidth={1.75}
            className={`mt-0.5 shrink-0 ${failed ? 'text-bad' : 'text-good'}`}
          />
          <div className="min-w-0 flex-1">
            <Base.Title className="font-semibold" />
            <Base.Description className="text-text-2" />
          </div>
          <Base.Action className="h-7 rounded-control px-2 font-semibold text-accent hover:bg-sunken" />
          <Base.Close
            // Base UI hides it until the stack is opened, yet leaves it in the tab order: it is reachable, so it is told.
            aria-hidden={false}
            aria-label={t(m.dismiss)}
            className="inline-flex size-7 items-center justify-center rounded-control text-text-3 hover:bg-sunken"
          >
            <X aria-hidden size={14} strokeWidth={1.75} />
          </Base.Close>
        </Base.Content>
      </Base.Root>
    );
  });
};

/** The corner where messages appear; once, in the shell. */
export const ToastRegion = () => (
  <Base.Provider toastManager={manager} limit={3}>
    <Base.Portal>
      <Base.Viewport
        aria-label={t(m.notifications)}
        className="fixed end-4 bottom-10 z-50 flex w-[360px] flex-col gap-2"
      >
        <Messages />
      </Base.Viewport>
    </Base.Portal>
  </Base.Provider>
);

import { Popover } from '@base-ui/react/popover';
import { CalendarDays, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { addDays, lengthOf, localDay } from './days.ts';
import { useFormats, useNow } from './formats-context.tsx';
import { m } from './messages-view.ts';
import { RangeForm } from './range-form.tsx';
import { Select } from './select.tsx';
import { t, type Message } from './text.ts';
import { RANGE_LABELS, RANGE_PRESETS, useView, type Comparison } from './view-state.ts';
import { cx } from './cx.ts';

/** The period of every screen: presets or two days. `D` opens it. */
export const RangePicker = () => {
  const view = useView();
  const f = useFormats();
  const today = localDay(useNow());
  const [open, setOpen] = useState(false);
  const days = t(m.days, { count: lengthOf(view.range) });
  const choose = (range: string): void => {
    view.set({ range });
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        data-key="d"
        aria-label={t(m.periodNow, { range: f.range(view.range.from, view.range.to, today), days })}
        className="inline-flex h-8 shrink-0 items-center gap-2 rounded-control border border-control bg-surface px-2.5 hover:bg-sunken"
      >
        <CalendarDays aria-hidden size={16} strokeWidth={1.75} className="text-text-3" />
        <span className="whitespace-nowrap">
          {f.range(view.range.from, view.range.to, today)} <span className="text-text-3">· {days}</span>
        </span>
        <ChevronDown aria-hidden size={14} strokeWidth={1.75} className="text-text-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Popover.Popup className="flex w-[420px] rounded-card border border-line bg-surface text-text shadow-popover outline-none">
            <Popover.Title className="sr-only">{t(m.period)}</Popover.Title>
            <div className="flex w-[160px] flex-col border-e border-line p-2">
              {RANGE_PRESETS.map((preset) => (
                <button
                  key={preset}
                  type="button"
                  aria-pressed={view.rangeWord === preset}
                  onClick={() => choose(preset)}
                  className={cx(
                    'h-8 rounded-control px-2 text-start',
                    view.rangeWord === preset ? 'bg-selected font-semibold text-accent' : 'hover:bg-sunken',
                  )}
                >
                  {t(RANGE_LABELS[preset])}
                </button>
              ))}
            </div>
            <RangeForm
              range={view.range}
              labels={[t(m.from), t(m.to)]}
              onApply={({ from, to }) => choose(`${from}_${to}`)}
            >
              <p className="text-caption text-text-3">{t(m.presetsEnd, { day: f.day(addDays(today, -1)) })}</p>
            </RangeForm>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};

const comparisons: { value: Comparison; label: Message }[] = [
  { value: 'previous', label: m.comparePrevious },
  { value: 'year', label: m.compareYear },
  { value: 'none', label: m.compareNone },
];

export const ComparePicker = () => {
  const view = useView();
  return (
    <Select
      label={t(m.compareWith)}
      pressedBy="c"
      value={view.comparison}
      onChange={(compare) => view.set({ compare })}
      options={comparisons.map((one) => ({ ...one, label: t(one.label) }))}
      className="min-w-[160px]"
    />
  );
};

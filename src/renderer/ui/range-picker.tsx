import { Popover } from '@base-ui/react/popover';
import { CalendarDays, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { addDays, isDay, lengthOf, localDay } from './days.ts';
import { TextField } from './field.tsx';
import { useFormats, useNow } from './formats-context.tsx';
import { Select } from './select.tsx';
import { RANGE_LABELS, RANGE_PRESETS, useView, type Comparison } from './view-state.ts';
import { cx } from './cx.ts';
import { plural } from './format.ts';

/** Why the two days cannot be a range; null when they can. */
export const rangeProblem = (from: string, to: string, today: string): string | null => {
  if (!isDay(from)) return 'Enter the first day, like 2026-03-31.';
  if (!isDay(to)) return 'Enter the last day, like 2026-03-31.';
  if (from > to) return 'The range ends before it begins: swap the two days.';
  if (to > today) return 'The range ends in the future: choose a day up to today.';
  return null;
};

/** The period of every screen: presets or two days. `D` opens it. */
export const RangePicker = () => {
  const view = useView();
  const f = useFormats();
  const today = localDay(useNow());
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState(view.range.from);
  const [to, setTo] = useState(view.range.to);
  const [problem, setProblem] = useState<string | null>(null);
  const days = plural(f.locale, lengthOf(view.range), { one: '# day', other: '# days' });
  const choose = (range: string): void => {
    view.set({ range });
    setOpen(false);
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setFrom(view.range.from);
        setTo(view.range.to);
        setProblem(null);
        setOpen(next);
      }}
    >
      <Popover.Trigger
        data-key="d"
        aria-label={`Period: ${f.range(view.range.from, view.range.to)}, ${days}`}
        className="inline-flex h-8 shrink-0 items-center gap-2 rounded-control border border-control bg-surface px-2.5 hover:bg-sunken"
      >
        <CalendarDays aria-hidden size={16} strokeWidth={1.75} className="text-text-3" />
        <span className="whitespace-nowrap">
          {f.range(view.range.from, view.range.to)} <span className="text-text-3">· {days}</span>
        </span>
        <ChevronDown aria-hidden size={14} strokeWidth={1.75} className="text-text-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Popover.Popup className="flex w-[420px] rounded-card border border-line bg-surface text-text shadow-popover outline-none">
            <Popover.Title className="sr-only">Period</Popover.Title>
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
                  {RANGE_LABELS[preset]}
                </button>
              ))}
            </div>
            <form
              noValidate
              className="flex flex-1 flex-col gap-2 p-4"
              onSubmit={(event) => {
                event.preventDefault();
                const wrong = rangeProblem(from, to, today);
                setProblem(wrong);
                if (wrong === null) choose(`${from}_${to}`);
              }}
            >
              <TextField
                label="From"
                type="date"
                value={from}
                max={today}
                onChange={(event) => setFrom(event.target.value)}
              />
              <TextField
                label="To"
                type="date"
                value={to}
                max={today}
                error={problem}
                onChange={(event) => setTo(event.target.value)}
              />
              <Button variant="secondary" type="submit" className="self-start">
                Apply
              </Button>
              <p className="text-caption text-text-3">
                Presets end yesterday ({f.day(addDays(today, -1))}). Each ad account&apos;s own time zone decides its
                days.
              </p>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};

const comparisons: { value: Comparison; label: string }[] = [
  { value: 'previous', label: 'vs previous period' },
  { value: 'year', label: 'vs last year' },
  { value: 'none', label: 'No comparison' },
];

export const ComparePicker = () => {
  const view = useView();
  return (
    <Select
      label="Compare with"
      pressedBy="c"
      value={view.comparison}
      onChange={(compare) => view.set({ compare })}
      options={comparisons}
      className="min-w-[160px]"
    />
  );
};

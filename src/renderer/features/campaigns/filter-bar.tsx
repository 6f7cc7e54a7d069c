import { Popover } from '@base-ui/react/popover';
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { metricOf } from '../../../contract/business-metrics.ts';
import type { MetricId } from '../../../contract/metrics.ts';
import { ENTITY_STATUSES, type EntityStatus } from '../../../contract/vocabulary.ts';
import { Button, Checkbox, Select, TextField, useFormats, type Formats } from '../../ui/index.ts';
import type { Filter } from './filters.ts';
import { metricsFor, type ColumnContext } from './presets.ts';
import { STATUS_WORDS } from './words.ts';

/** 'Spend over 100', 'Status: On or Paused' */
export const filterWords = (filter: Filter, context: ColumnContext, f: Pick<Formats, 'count' | 'locale'>): string => {
  if (filter.kind === 'status') {
    const list = new Intl.ListFormat(f.locale, { type: 'disjunction' });
    return `Status: ${list.format(filter.statuses.map((status) => STATUS_WORDS[status].text))}`;
  }
  const metric = metricOf(filter.metric, context.business);
  return `${metric?.label ?? filter.metric} ${filter.is} ${f.count(filter.value, 2)}${metric?.unit === 'percent' ? '%' : ''}`;
};

/** The filters that are on, each with its way out, and the way to a further one. All of them must hold. */
export const FilterBar = ({
  filters,
  onChange,
  context,
}: {
  filters: readonly Filter[];
  onChange: (filters: readonly Filter[]) => void;
  context: ColumnContext;
}) => {
  const f = useFormats();
  return (
    <>
      {filters.map((filter, index) => {
        const words = filterWords(filter, context, f);
        return (
          <span
            key={words}
            className="inline-flex h-8 items-center gap-1 rounded-control border border-control bg-selected ps-2.5 whitespace-nowrap"
          >
            {words}
            <button
              type="button"
              aria-label={`Remove the filter ${words}`}
              onClick={() => onChange(filters.filter((_, at) => at !== index))}
              className="inline-flex size-7 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
            >
              <X aria-hidden size={14} strokeWidth={1.75} />
            </button>
          </span>
        );
      })}
      <AddFilter context={context} onAdd={(filter) => onChange([...filters, filter])} />
    </>
  );
};

const AddFilter = ({ context, onAdd }: { context: ColumnContext; onAdd: (filter: Filter) => void }) => {
  const metrics = metricsFor(context).map(({ metric }) => metric);
  const [open, setOpen] = useState(false);
  const [of, setOf] = useState<string>(metrics[0]?.key ?? 'impressions');
  const [is, setIs] = useState<'over' | 'under'>('over');
  const [amount, setAmount] = useState('');
  const [statuses, setStatuses] = useState<readonly EntityStatus[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const metric = metrics.find((one) => one.key === of);
  const add = (): void => {
    if (of === 'status') {
      if (statuses.length === 0) return setProblem('Choose at least one status.');
      onAdd({ kind: 'status', statuses });
    } else {
      const value = Number(amount.replace(',', '.'));
      if (amount.trim() === '' || !Number.isFinite(value)) return setProblem('Enter a number, like 12.5.');
      onAdd({ kind: 'metric', metric: of as MetricId, is, value });
    }
    setOpen(false);
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setAmount('');
        setStatuses([]);
        setProblem(null);
        setOpen(next);
      }}
    >
      <Popover.Trigger
        data-key="add-filter"
        className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border border-control bg-surface px-3 font-semibold whitespace-nowrap hover:bg-sunken"
      >
        <ListFilter aria-hidden size={16} strokeWidth={1.75} />
        Add filter
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Popover.Popup className="w-[300px] rounded-card border border-line bg-surface p-4 text-text shadow-popover outline-none">
            <Popover.Title className="mb-2 font-semibold">Show only rows with</Popover.Title>
            <form
              noValidate
              className="flex flex-col gap-3"
              onSubmit={(event) => {
                event.preventDefault();
                add();
              }}
            >
              <Select
                label="What to filter by"
                value={of}
                onChange={(next) => {
                  setOf(next);
                  setProblem(null);
                }}
                options={[
                  { value: 'status', label: 'Status' },
                  ...metrics.map((one) => ({ value: one.key as string, label: one.label })),
                ]}
              />
              {of === 'status' ? (
                <fieldset className="flex flex-col">
                  <legend className="sr-only">Statuses</legend>
                  {ENTITY_STATUSES.map((status) => (
                    <Checkbox
                      key={status}
                      label={STATUS_WORDS[status].text}
                      checked={statuses.includes(status)}
                      onChange={(on) =>
                        setStatuses(on ? [...statuses, status] : statuses.filter((one) => one !== status))
                      }
                    />
                  ))}
                  <div aria-live="polite" className="text-bad">
                    {problem}
                  </div>
                </fieldset>
              ) : (
                <div className="grid grid-cols-[96px_1fr] items-start gap-2">
                  <div className="flex flex-col gap-1">
                    <span className="font-semibold">Is</span>
                    <Select
                      label="Over or under"
                      value={is}
                      onChange={setIs}
                      options={[
                        { value: 'over', label: 'over' },
                        { value: 'under', label: 'under' },
                      ]}
                      className="min-w-0!"
                    />
                  </div>
                  <TextField
                    label={metric?.unit === 'percent' ? 'Percent' : metric?.unit === 'currency' ? 'Amount' : 'Number'}
                    inputMode="decimal"
                    className="min-w-0"
                    inputClassName="w-full"
                    value={amount}
                    error={problem}
                    onChange={(event) => setAmount(event.target.value)}
                  />
                </div>
              )}
              <Button type="submit" className="self-start">
                Add filter
              </Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};

import { Popover } from '@base-ui/react/popover';
import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { metricOf } from '../../../contract/business-metrics.ts';
import { labelOf, type MetricId } from '../../../contract/metrics.ts';
import { ENTITY_STATUSES, type EntityStatus } from '../../../contract/vocabulary.ts';
import { Button, Checkbox, Select, TextField, useFormats, type Formats } from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import type { Filter } from './filters.ts';
import { m } from './messages.ts';
import { metricsFor, type ColumnContext } from './presets.ts';
import { statusLook } from './words.ts';

/** 'Spend over 100', 'Status: On or Paused' */
export const filterWords = (filter: Filter, context: ColumnContext, f: Pick<Formats, 'count'>): string => {
  if (filter.kind === 'status') {
    const statuses = filter.statuses.map((status) => statusLook(status).text);
    return t(m.filterStatus, { statuses: listOf(statuses, 'disjunction') });
  }
  const metric = metricOf(filter.metric, context.business);
  const value = f.count(filter.value, 2);
  return t(filter.is === 'over' ? m.filterOver : m.filterUnder, {
    metric: metric === null ? filter.metric : labelOf(metric),
    value: metric?.unit === 'percent' ? t(m.percentValue, { value }) : value,
  });
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
              aria-label={t(m.removeFilter, { filter: words })}
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
      if (statuses.length === 0) return setProblem(t(m.chooseStatus));
      onAdd({ kind: 'status', statuses });
    } else {
      const value = Number(amount.replace(',', '.'));
      if (amount.trim() === '' || !Number.isFinite(value)) return setProblem(t(m.enterNumber));
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
        {t(m.addFilter)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Popover.Popup className="w-[300px] rounded-card border border-line bg-surface p-4 text-text shadow-popover outline-none">
            <Popover.Title className="mb-2 font-semibold">{t(m.addFilterTitle)}</Popover.Title>
            <form
              noValidate
              className="flex flex-col gap-3"
              onSubmit={(event) => {
                event.preventDefault();
                add();
              }}
            >
              <Select
                label={t(m.addFilterWhat)}
                value={of}
                onChange={(next) => {
                  setOf(next);
                  setProblem(null);
                }}
                options={[
                  { value: 'status', label: t(m.columnStatus) },
                  ...metrics.map((one) => ({ value: one.key as string, label: labelOf(one) })),
                ]}
              />
              {of === 'status' ? (
                <fieldset className="flex flex-col">
                  <legend className="sr-only">{t(m.statuses)}</legend>
                  {ENTITY_STATUSES.map((status) => (
                    <Checkbox
                      key={status}
                      label={statusLook(status).text}
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
                    <span className="font-semibold">{t(m.is)}</span>
                    <Select
                      label={t(m.overOrUnder)}
                      value={is}
                      onChange={setIs}
                      options={[
                        { value: 'over', label: t(m.over) },
                        { value: 'under', label: t(m.under) },
                      ]}
                      className="min-w-0!"
                    />
                  </div>
                  <TextField
                    label={t(
                      metric?.unit === 'percent' ? m.percent : metric?.unit === 'currency' ? m.amount : m.number,
                    )}
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
                {t(m.addFilter)}
              </Button>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};

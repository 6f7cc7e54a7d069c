import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, addDays, Checkbox, localDay, Select, TextField, useFormats, useNow } from '../../ui/index.ts';
import { rangeProblem } from '../../ui/range-form.tsx';
import { planText, type StartInput } from './history.ts';
import { PlanExplanation } from './plan-explanation.tsx';

/** What a person may choose besides the days. */
export type ImportChoices = Pick<StartInput, 'datasets' | 'force'>;

type What = 'core' | 'routine' | 'all';
const WHAT: { value: What; label: string }[] = [
  { value: 'core', label: 'Daily figures' },
  { value: 'routine', label: 'As every night' },
  { value: 'all', label: 'Everything there is' },
];

/** Asks for two days and shows, before anything starts, what would be read, why, and with how many requests. */
export const RangeDialog = ({
  open,
  onOpenChange,
  clientIds,
  onImport,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  clientIds: StartInput['clientIds'];
  onImport: (range: { from: string; to: string }, choices: ImportChoices) => void;
}) => {
  const formats = useFormats();
  const today = localDay(useNow());
  const [from, setFrom] = useState(() => addDays(today, -90));
  const [to, setTo] = useState(() => addDays(today, -1));
  const [what, setWhat] = useState<What>('routine');
  const [force, setForce] = useState(false);
  const [tried, setTried] = useState(false);
  const choices: ImportChoices = {
    ...(what === 'routine' ? {} : { datasets: what }),
    ...(force ? { force: true } : {}),
  };
  const problem = rangeProblem(from, to, today);
  const plan = useQuery(
    api.imports.plan.queryOptions({
      input: { clientIds, platforms: null, range: { from, to }, ...choices },
      enabled: open && problem === null,
      placeholderData: (old) => old,
    }),
  );
  return (
    <FormDialog
      open={open}
      wide
      title="Import a range of days"
      description="Days are those of each ad account's own time zone. What is already here is read again and kept up to date."
      onClose={() => onOpenChange(false)}
      submit="Import these days"

      onSubmit={() => {
        setTried(true);
        if (problem === null) onImport({ from, to }, choices);
      }}
    >
      <div className="grid grid-cols-[repeat(auto-fit,minmax(180px,1fr))] gap-3">
        <TextField
          label="First day"
          type="date"
          max={today}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label="Last day"
          type="date"
          max={today}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <div className="flex flex-col gap-1">
          <span aria-hidden className="font-semibold">
            What
          </span>
          <Select label="What" value={what} onChange={setWhat} options={WHAT} />
        </div>
      </div>
      <Checkbox label="Also days that are here and final" checked={force} onChange={setForce} />
      <p aria-live="polite" className={problem !== null && tried ? 'text-bad' : 'text-text-2'}>
        {problem ??
          (plan.isError
            ? sentenceOf(plan.error)
            : plan.data
              ? planText(plan.data, formats)
              : 'Working out what to read…')}
      </p>
      {problem === null && plan.data && !plan.isError && <PlanExplanation plan={plan.data} />}
    </FormDialog>
  );
};

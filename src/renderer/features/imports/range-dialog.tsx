import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, sentenceOf } from '../../bridge.ts';
import { FormDialog, addDays, Checkbox, localDay, Select, TextField, useFormats, useNow } from '../../ui/index.ts';
import { rangeProblem } from '../../ui/range-form.tsx';
import { t } from '../../ui/text.ts';
import { planText, type StartInput } from './history.ts';
import { m } from './messages.ts';
import { PlanExplanation } from './plan-explanation.tsx';

/** What a person may choose besides the days. */
export type ImportChoices = Pick<StartInput, 'datasets' | 'force'>;

type What = 'core' | 'routine' | 'all';
const whatOptions = (): { value: What; label: string }[] => [
  { value: 'core', label: t(m.whatCore) },
  { value: 'routine', label: t(m.whatRoutine) },
  { value: 'all', label: t(m.whatAll) },
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
      title={t(m.rangeTitle)}
      description={t(m.rangeDescription)}
      onClose={() => onOpenChange(false)}
      submit={t(m.rangeSubmit)}
      onSubmit={() => {
        setTried(true);
        if (problem === null) onImport({ from, to }, choices);
      }}
    >
      <div className="grid grid-cols-[repeat(auto-fit,minmax(180px,1fr))] gap-3">
        <TextField
          label={t(m.firstDay)}
          type="date"
          max={today}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label={t(m.lastDay)}
          type="date"
          max={today}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
        <div className="flex flex-col gap-1">
          <span aria-hidden className="font-semibold">
            {t(m.what)}
          </span>
          <Select label={t(m.what)} value={what} onChange={setWhat} options={whatOptions()} />
        </div>
      </div>
      <Checkbox label={t(m.force)} checked={force} onChange={setForce} />
      <p aria-live="polite" className={problem !== null && tried ? 'text-bad' : 'text-text-2'}>
        {problem ??
          (plan.isError ? sentenceOf(plan.error) : plan.data ? planText(plan.data, formats) : t(m.workingOut))}
      </p>
      {problem === null && plan.data && !plan.isError && <PlanExplanation plan={plan.data} />}
    </FormDialog>
  );
};

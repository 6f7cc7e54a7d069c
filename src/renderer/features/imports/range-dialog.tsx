import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, sentenceOf } from '../../bridge.ts';
import { addDays, Button, Dialog, localDay, TextField, useFormats, useNow } from '../../ui/index.ts';
import { rangeProblem } from '../../ui/range-picker.tsx';
import { planText, type StartInput } from './history.ts';

/** Asks for two days and shows, before anything starts, what would be read. */
export const RangeDialog = ({
  open,
  onOpenChange,
  clientIds,
  onImport,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  clientIds: StartInput['clientIds'];
  onImport: (range: { from: string; to: string }) => void;
}) => {
  const formats = useFormats();
  const form = useId();
  const today = localDay(useNow());
  const [from, setFrom] = useState(() => addDays(today, -90));
  const [to, setTo] = useState(() => addDays(today, -1));
  const [tried, setTried] = useState(false);
  const problem = rangeProblem(from, to, today);
  const plan = useQuery(
    api.imports.plan.queryOptions({
      input: { clientIds, platforms: null, range: { from, to } },
      enabled: open && problem === null,
      placeholderData: (old) => old,
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Import a range of days"
      description="Days are those of each ad account's own time zone. What is already here is read again and kept up to date."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            Import these days
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (problem === null) onImport({ from, to });
        }}
      >
        <div className="grid grid-cols-2 gap-3">
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
        </div>
        <p aria-live="polite" className={problem !== null && tried ? 'text-bad' : 'text-text-2'}>
          {problem ??
            (plan.isError
              ? sentenceOf(plan.error)
              : plan.data
                ? planText(plan.data, formats)
                : 'Working out what to read…')}
        </p>
      </form>
    </Dialog>
  );
};

import { useState, type ReactNode } from 'react';
import type { Range } from '../../contract/primitives.ts';
import { Button } from './button.tsx';
import { isDay, localDay } from './days.ts';
import { TextField } from './field.tsx';
import { useNow } from './formats-context.tsx';

/** Why the two days cannot be a range; null when they can. */
export const rangeProblem = (from: string, to: string, today: string): string | null => {
  if (!isDay(from)) return 'Enter the first day, like 2026-03-31.';
  if (!isDay(to)) return 'Enter the last day, like 2026-03-31.';
  if (from > to) return 'The range ends before it begins: swap the two days.';
  if (to > today) return 'The range ends in the future: choose a day up to today.';
  return null;
};

/** Two days and Apply; what cannot be a range says why and keeps what was typed. Begins anew wherever it is mounted. */
export const RangeForm = ({
  range,
  labels: [first, last],
  beside = false,
  onApply,
  children,
}: {
  range: Range;
  labels: readonly [string, string];
  /** In one line instead of below each other. */
  beside?: boolean;
  onApply: (range: Range) => void;
  children?: ReactNode;
}) => {
  const today = localDay(useNow());
  const [from, setFrom] = useState(range.from);
  const [to, setTo] = useState(range.to);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      noValidate
      className={beside ? 'flex items-start gap-2' : 'flex flex-1 flex-col gap-2 p-4'}
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = rangeProblem(from, to, today);
        setProblem(wrong);
        if (wrong === null) onApply({ from, to });
      }}
    >
      <TextField label={first} type="date" value={from} max={today} onChange={(event) => setFrom(event.target.value)} />
      <TextField
        label={last}
        type="date"
        value={to}
        max={today}
        error={problem}
        onChange={(event) => setTo(event.target.value)}
      />
      <Button type="submit" className={beside ? 'mt-6' : 'self-start'}>
        Apply
      </Button>
      {children}
    </form>
  );
};

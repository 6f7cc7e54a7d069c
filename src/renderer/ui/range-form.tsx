import { useState, type ReactNode } from 'react';
import type { Range } from '../../contract/primitives.ts';
import { Button } from './button.tsx';
import { isDay, localDay } from './days.ts';
import { TextField } from './field.tsx';
import { useNow } from './formats-context.tsx';
import { m } from './messages-view.ts';
import { m as common } from './messages.ts';
import { t } from './text.ts';

/** Why the two days cannot be a range; null when they can. */
export const rangeProblem = (from: string, to: string, today: string): string | null => {
  if (!isDay(from)) return t(m.firstDayMissing);
  if (!isDay(to)) return t(m.lastDayMissing);
  if (from > to) return t(m.rangeBackwards);
  if (to > today) return t(m.rangeAhead);
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
        {t(common.apply)}
      </Button>
      {children}
    </form>
  );
};

import { CalendarDays } from 'lucide-react';
import type { Range } from '../../../contract/primitives.ts';
import { Button, Checkbox, Select, useFormats } from '../../ui/index.ts';
import { rangeBeside } from '../../ui/overlay-model.ts';
import { RangeForm } from '../../ui/range-form.tsx';
import { AGAINST, type Against } from './model.ts';

/** Which two periods: A is the one of every screen, B stands against it. */
export const Periods = ({
  a,
  b,
  against,
  matchWeekday,
  onAgainst,
  onMatchWeekday,
}: {
  a: Range;
  /** As compared, after weekdays were matched. */
  b: Range;
  against: Against;
  matchWeekday: boolean;
  onAgainst: (against: Against, b: Range) => void;
  onMatchWeekday: (on: boolean) => void;
}) => {
  const f = useFormats();
  return (
    <div role="group" aria-label="Periods" className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="inline-flex items-center gap-2">
        <span className="font-semibold">A</span>
        <Button
          icon={CalendarDays}
          title="The period of every screen (D)"
          aria-label={`Period A: ${rangeBeside(a, b, f)}. Change it`}
          onClick={() => document.querySelector<HTMLElement>('[data-key="d"]')?.click()}
          className="font-normal!"
        >
          {rangeBeside(a, b, f)}
        </Button>
      </span>
      <span className="inline-flex items-center gap-2">
        <span className="font-semibold">B</span>
        <Select<Against>
          label="Period B"
          value={against}
          onChange={(next) => onAgainst(next, b)}
          options={AGAINST}
          className="min-w-[180px]"
        />
        {against !== 'custom' && <span className="text-text-2">{rangeBeside(b, a, f)}</span>}
      </span>
      {against === 'custom' && (
        <RangeForm
          key={`${b.from}_${b.to}`}
          beside
          labels={['B from', 'B to']}
          range={b}
          onApply={(next) => onAgainst('custom', next)}
        />
      )}
      <Checkbox
        label="Match weekdays"
        title="Moves B by up to three days, so that both begin on the same weekday"
        checked={matchWeekday}
        onChange={onMatchWeekday}
      />
    </div>
  );
};

import { CalendarDays } from 'lucide-react';
import type { Range } from '../../../contract/primitives.ts';
import { Button, Checkbox, plural, Select, useFormats } from '../../ui/index.ts';
import { rangeBeside } from '../../ui/overlay-model.ts';
import { RangeForm } from '../../ui/range-form.tsx';
import { AGAINST, movedB, type Against } from './model.ts';

/** Which two periods: A is the one of every screen, B stands against it. */
export const Periods = ({
  a,
  b,
  asked,
  against,
  matchWeekday,
  onAgainst,
  onMatchWeekday,
}: {
  a: Range;
  /** As compared, after weekdays were matched. */
  b: Range;
  /** B before that. */
  asked: Range;
  against: Against;
  matchWeekday: boolean;
  onAgainst: (against: Against, b: Range) => void;
  onMatchWeekday: (on: boolean) => void;
}) => {
  const f = useFormats();
  const moved = movedB(asked, b, against, {
    days: (count) => plural(f.locale, count, { one: '# day', other: '# days' }),
    range: (range) => rangeBeside(range, a, f),
  });
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
        title="Moves B by up to three days, or further away from A, so that both begin on the same weekday and share no day"
        checked={matchWeekday}
        onChange={onMatchWeekday}
      />
      {moved !== null && <p className="basis-full text-text-2">{moved}</p>}
    </div>
  );
};

import { CalendarDays } from 'lucide-react';
import type { Range } from '../../../contract/primitives.ts';
import { Button, Checkbox, Select, useFormats } from '../../ui/index.ts';
import { rangeBeside } from '../../ui/overlay-model.ts';
import { RangeForm } from '../../ui/range-form.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
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
  const moved = movedB(asked, b, against, (range) => rangeBeside(range, a, f));
  return (
    <div role="group" aria-label={t(m.periods)} className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="inline-flex items-center gap-2">
        <span className="font-semibold">A</span>
        <Button
          icon={CalendarDays}
          title={t(m.periodAHint)}
          aria-label={t(m.periodA, { range: rangeBeside(a, b, f) })}
          onClick={() => document.querySelector<HTMLElement>('[data-key="d"]')?.click()}
          className="font-normal!"
        >
          {rangeBeside(a, b, f)}
        </Button>
      </span>
      <span className="inline-flex items-center gap-2">
        <span className="font-semibold">B</span>
        <Select<Against>
          label={t(m.periodB)}
          value={against}
          onChange={(next) => onAgainst(next, b)}
          options={AGAINST.map(({ value, label }) => ({ value, label: t(label) }))}
          className="min-w-[180px]"
        />
        {against !== 'custom' && <span className="text-text-2">{rangeBeside(b, a, f)}</span>}
      </span>
      {against === 'custom' && (
        <RangeForm
          key={`${b.from}_${b.to}`}
          beside
          labels={[t(m.fromB), t(m.toB)]}
          range={b}
          onApply={(next) => onAgainst('custom', next)}
        />
      )}
      <Checkbox
        label={t(m.matchWeekdays)}
        title={t(m.matchWeekdaysHint)}
        checked={matchWeekday}
        onChange={onMatchWeekday}
      />
      {moved !== null && <p className="basis-full text-text-2">{moved}</p>}
    </div>
  );
};

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Delta as DeltaValue } from './deltas.ts';
import { cx } from './cx.ts';
import { m } from './messages-figures.ts';
import { t } from './text.ts';

/** A change: arrow = direction, colour and pill = judgement, the words for a screen reader. A missing one says why in its tooltip. */
export const Delta = ({ delta, quiet = false }: { delta: DeltaValue; quiet?: boolean }) => {
  if (delta.reason !== null) {
    return quiet ? (
      <span className="sr-only">{delta.reason}</span>
    ) : (
      <span className="text-text-3" title={delta.reason}>
        <span aria-hidden>—</span>
        <span className="sr-only">{delta.reason}</span>
      </span>
    );
  }
  const Arrow = delta.direction === 'up' ? ArrowUp : ArrowDown;
  const judged = delta.judgement !== 'neutral';
  return (
    <span
      className={cx(
        'inline-flex items-center gap-0.5 whitespace-nowrap',
        delta.judgement === 'better' && 'font-semibold text-better',
        delta.judgement === 'worse' &&
          'rounded-full border border-worse px-1.5 font-semibold text-worse leading-[18px]',
        !judged && 'text-text-2',
      )}
      title={delta.lowData ? t(m.lowDataChange) : delta.spoken}
    >
      {judged && delta.direction !== 'none' && <Arrow aria-hidden size={12} strokeWidth={2.25} />}
      <span aria-hidden>{delta.text}</span>
      <span className="sr-only">{delta.spoken}</span>
    </span>
  );
};

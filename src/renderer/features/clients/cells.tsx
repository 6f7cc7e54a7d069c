import { TriangleAlert } from 'lucide-react';
import type { ClientRow } from '../../../contract/dashboards.ts';
import type { MetricKey } from '../../../contract/metrics.ts';
import { DeltaCell, MetricCell, useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { grid } from './messages-grid.ts';
import { m } from './messages.ts';
import { paceState, readOf, worstPace } from './model.ts';

/** One value per currency the client spends in: currencies are listed, never added. */
export const PerCurrency = ({
  row,
  metric,
  read,
  importing,
  fractional,
}: {
  row: ClientRow;
  metric: MetricKey;
  read: boolean;
  importing: boolean;
  fractional: boolean;
}) => {
  // Nothing is here yet because it is on its way: neither missing nor zero.
  if (importing && row.freshness.lastImportedAt === null)
    return (
      <span className="text-text-3" title={t(grid.beingImported)}>
        <span aria-hidden>…</span>
        <span className="sr-only">{t(grid.beingImported)}</span>
      </span>
    );
  return (
    <span className="flex min-w-0 flex-col items-end leading-4">
      {row.totals.slice(0, 2).map((total) => (
        <MetricCell
          key={total.currency}
          metric={metric}
          sums={total.current}
          currency={total.currency}
          mark="code"
          decimals={metric === 'conversions' && fractional ? 1 : undefined}
          read={readOf(row, total, read)}
        />
      ))}
      {row.totals.length > 2 && (
        <span className="text-caption text-text-3">{t(m.andMore, { others: row.totals.length - 2 })}</span>
      )}
      {row.totals.length === 0 && (
        <span className="text-text-3" title={t(grid.notImported)}>
          <span aria-hidden>—</span>
          <span className="sr-only">{t(grid.notImported)}</span>
        </span>
      )}
    </span>
  );
};

/** One change per currency, each beside its own value: a single one would pass for the client's. */
export const Change = ({ row, metric }: { row: ClientRow; metric: MetricKey }) => (
  <span className="flex min-w-0 flex-col items-end leading-4">
    {row.totals.slice(0, 2).map((total) => (
      // Two outlined pills have to fit a compact row, each on the line of its value.
      <span key={total.currency} className={row.totals.length > 1 ? '[&_span]:leading-[14px]!' : ''}>
        <DeltaCell metric={metric} current={total.current} previous={total.previous} unlike={total.unlike} />
      </span>
    ))}
  </span>
);

/** How fast the month's budget goes. Off its pace it gets the shape of a warning, not only its colour. */
export const PaceCell = ({ row }: { row: ClientRow }) => {
  const f = useFormats();
  const worst = worstPace(row);
  if (worst === null) return null;
  if (worst.pace === null)
    return (
      <span className="text-text-3" title={worst.reason ?? undefined}>
        <span aria-hidden>—</span>
        <span className="sr-only">{worst.reason}</span>
      </span>
    );
  const state = paceState(worst.pace);
  const percent = f.percent(worst.pace * 100, 0);
  const off = state === 'ahead' || state === 'behind';
  return (
    <span
      title={t(grid.paceState, {
        spent: f.money(worst.spentMicros, worst.currency, 'code'),
        budget: f.money(worst.budgetMicros, worst.currency, 'code'),
        pace: state,
      })}
      className={off ? 'inline-flex items-center gap-1 font-semibold text-warn' : ''}
    >
      {off && <TriangleAlert aria-hidden size={12} strokeWidth={2} />}
      {off ? (
        <>
          <span aria-hidden>{percent}</span>
          <span className="sr-only">{t(grid.paceOff, { percent, pace: state })}</span>
        </>
      ) : (
        percent
      )}
    </span>
  );
};

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** 'AK' of 'Anna Kowalska': the first letter of the first word and of the last. Pure. */
export const initialsOf = (name: string): string => {
  const words = name.split(/[\s-]+/u).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => [...graphemes.segment(word ?? '')][0]?.segment ?? '')
    .join('')
    .toLocaleUpperCase();
};

/** Who looks after the client; where it is tight their initials, with the name on pointing at them. */
export const OwnerCell = ({ owner, brief }: { owner: string | null; brief: boolean }) => {
  if (owner === null)
    return (
      <span className="text-text-3">
        <span aria-hidden>—</span>
        <span className="sr-only">{t(grid.nobody)}</span>
      </span>
    );
  return brief ? (
    <span title={owner}>
      <bdi aria-hidden>{initialsOf(owner)}</bdi>
      <span className="sr-only">{owner}</span>
    </span>
  ) : (
    <bdi className="truncate" title={owner}>
      {owner}
    </bdi>
  );
};

/** The first two tags, where it is tight only how many; all of them on pointing at it. */
export const Tags = ({ tags, brief }: { tags: readonly string[]; brief: boolean }) => {
  if (tags.length === 0) return null;
  const all = tags.join(', ');
  if (brief)
    return (
      <span title={all} className="rounded-control bg-sunken px-1.5 text-caption leading-5 text-text-2">
        <span aria-hidden>{tags.length}</span>
        <span className="sr-only">{all}</span>
      </span>
    );
  return (
    <span className="flex min-w-0 items-center gap-1" title={all}>
      {tags.slice(0, 2).map((tag) => (
        <bdi key={tag} className="min-w-0 truncate rounded-control bg-sunken px-1.5 text-caption leading-5 text-text-2">
          {tag}
        </bdi>
      ))}
      {tags.length > 2 && <span className="text-caption text-text-3">+{tags.length - 2}</span>}
    </span>
  );
};

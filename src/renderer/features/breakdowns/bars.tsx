import { useFormats } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { Bar } from './model.ts';

/** Share of spend against share of conversions per cell: where the second bar is the longer one, the money works harder. */
export const Bars = ({ bars, label }: { bars: readonly Bar[]; label: string }) => {
  const f = useFormats();
  const longest = Math.max(...bars.flatMap((bar) => [bar.spendShare ?? 0, bar.conversionShare ?? 0]), 0.000001);
  const spend = bars.some((bar) => bar.spendShare !== null);
  const conversions = bars.some((bar) => bar.conversionShare !== null);
  const line = (share: number | null, colour: string, what: string) =>
    share !== null && (
      <span className="flex items-center gap-1.5">
        <span
          aria-hidden
          className="h-2 min-w-px rounded-e-[2px]"
          style={{ width: `calc((100% - 52px) * ${share / longest})`, background: colour }}
        />
        <span className="text-caption leading-3 text-text-2">{f.percent(share * 100, 1)}</span>
        <span className="sr-only">{what} </span>
      </span>
    );
  if (!spend && !conversions) return <p className="text-text-2">{t(m.noShares)}</p>;
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      <ul aria-label={label} className="flex flex-col gap-2">
        {bars.map((bar) => (
          <li key={bar.id} className="grid grid-cols-[116px_minmax(0,1fr)] items-center gap-2">
            <span className="truncate text-end" title={bar.label}>
              <bdi>{bar.label}</bdi>
            </span>
            <span className="flex min-w-0 flex-col gap-0.5 border-s border-control py-0.5">
              {line(bar.spendShare === null ? null : percentOf(bar.spendShare), 'var(--series-1)', t(m.ofSpend))}
              {line(
                bar.conversionShare === null ? null : percentOf(bar.conversionShare),
                'var(--series-2)',
                t(m.ofConversions),
              )}
              {bar.spendShare === null && bar.conversionShare === null && (
                <span className="ps-1.5 text-caption text-text-3">{t(m.nothingReported)}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-text-2">
        {spend && <Key colour="var(--series-1)">{t(m.shareOfSpend)}</Key>}
        {conversions && <Key colour="var(--series-2)">{t(m.shareOfConversions)}</Key>}
      </figcaption>
    </figure>
  );
};

/** A correction can make a cell negative: its bar is then no bar. */
const percentOf = (share: number): number => Math.max(0, share);

const Key = ({ colour, children }: { colour: string; children: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <span aria-hidden className="size-2.5" style={{ background: colour }} />
    {children}
  </span>
);

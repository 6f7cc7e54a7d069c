import type { ComparedLine, Comparison, CsvMetric, DifferenceCause } from '../../../contract/validation.ts';
import { decimalFromMicros } from '../../domain/money.ts';
import type { Unit } from './csv-match.ts';

/** A unit of the file beside what is stored; figures in millionths. */
export type Judged = {
  unit: Unit;
  known: boolean;
  figures: { metric: CsvMetric; file: number; stored: number | null; same: boolean }[];
};
export type Total = Comparison['totals'][number] & {
  /** Percent, not rounded; endless when the file has nothing and the store something. */
  off: number;
};

const ALARM_PERCENT = 5;

export const decimal = (millionths: number): string => decimalFromMicros(Math.round(millionths));

/** exact: every row of the file agrees. within: some do not, but no total is off by more than 5 %, which is the alarm. */
export function verdictOf(counts: Comparison['counts'], totals: readonly Total[]): Comparison['verdict'] {
  if (counts.differs + counts.missing === 0) return 'exact';
  return totals.every(({ off }) => Math.abs(off) <= ALARM_PERCENT) ? 'within' : 'differs';
}

/** Sums over the lines of the file; what is missing counts as nothing stored. Reach is never added up. */
export function totalsOf(judged: readonly Judged[]): Total[] {
  const sums = new Map<CsvMetric, { file: number; stored: number }>();
  for (const { figures } of judged)
    for (const { metric, file, stored } of figures) {
      if (metric === 'reach') continue;
      const sum = sums.get(metric) ?? { file: 0, stored: 0 };
      sum.file += file;
      sum.stored += stored ?? 0;
      sums.set(metric, sum);
    }
  return [...sums].map(([metric, { file, stored }]) => {
    const percent = file === 0 ? null : ((stored - file) / file) * 100;
    return {
      metric,
      file: decimal(file),
      stored: decimal(stored),
      difference: decimal(stored - file),
      percent: percent === null ? null : Math.round(percent * 10_000) / 10_000,
      off: percent ?? (stored === 0 ? 0 : Infinity),
    };
  });
}

const CAUSE_WORDS: Record<Exclude<DifferenceCause, 'unknown'>, string> = {
  attribution_window: 'another attribution window',
  time_zone: 'another time zone',
  level: 'a figure of another level',
  restated: 'an export older than the last restatement',
  not_settled: 'days that had not settled',
  not_imported: 'days not imported yet',
  currency: 'another currency',
  filtered_export: 'a filtered export',
};

export function causesOf(lines: readonly ComparedLine[]): DifferenceCause | null {
  const counts = new Map<DifferenceCause, number>();
  for (const line of lines)
    for (const cause of [line.status === 'extra' ? null : line.cause, ...line.figures.map((figure) => figure.cause)])
      if (cause !== null) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

export function verdictSentence(
  verdict: Comparison['verdict'],
  counts: Comparison['counts'],
  cause: DifferenceCause | null,
): string {
  const rest =
    counts.extra === 0
      ? ''
      : counts.extra === 1
        ? ' 1 stored row is not in the file, which looks filtered.'
        : ` ${counts.extra} stored rows are not in the file, which looks filtered.`;
  if (verdict === 'exact')
    return counts.matched === 1
      ? `The one compared row agrees to the last digit.${rest}`
      : `All ${counts.matched} compared rows agree to the last digit.${rest}`;
  const { differs, missing } = counts;
  const all = counts.matched + differs + missing;
  const rows = all === 1 ? '1 row' : `${all} rows`;
  const off = [
    ...(differs === 0 ? [] : [`${differs} of ${rows} ${differs === 1 ? 'differs' : 'differ'}`]),
    ...(missing === 0
      ? []
      : [`${missing}${differs === 0 ? ` of ${rows}` : ''} ${missing === 1 ? 'is' : 'are'} not stored`]),
  ].join(' and ');
  const why =
    cause === null ? '' : cause === 'unknown' ? ' No likely cause was found.' : ` Most likely: ${CAUSE_WORDS[cause]}.`;
  return verdict === 'within'
    ? `${off}; no total is off by more than ${ALARM_PERCENT} %.${why}${rest}`
    : `${off}; a total is off by more than ${ALARM_PERCENT} %.${why}${rest}`;
}

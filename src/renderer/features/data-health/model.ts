import type {
  AutomatedRun,
  DataHealthRow,
  DataHealthView,
  FailedAccount,
  MonthCell,
} from '../../../contract/data-health.ts';
import type { Comparison, Gap, GapState, GapsView } from '../../../contract/validation.ts';
import { listOf, t } from '../../ui/text.ts';
import { m as compare } from './messages-compare.ts';
import { m } from './messages.ts';

/** What the Data health screen counts and how it files what the engine told. Pure. */
export type MonthSummary = {
  month: string;
  clients: number;
  rich: number;
  expiring: number;
  /** Who is not complete. */
  open: { clientId: string; client: string }[];
};

type Months = Pick<DataHealthView, 'months' | 'rows'>;
const summaries = new WeakMap<Months, MonthSummary[]>();

/** Per month: clients with a wish for it, those that are complete down to ads on every platform. Newest first; kept for the next visit. */
export function monthSummaries(view: Months): MonthSummary[] {
  const known = summaries.get(view) ?? summariesOf(view);
  summaries.set(view, known);
  return known;
}

function summariesOf(view: Months): MonthSummary[] {
  const clients = Map.groupBy(view.rows, (row) => row.clientId);
  return view.months
    .map((month, index) => {
      const all = [...clients].map(([clientId, rows]) => ({
        clientId,
        client: rows[0]?.client ?? '',
        cells: rows.flatMap((row) => row.cells[index] ?? []),
      }));
      const wanted = all.filter((of) => of.cells.some((cell) => cell.state !== 'before' && cell.state !== 'pending'));
      const open = wanted.filter((of) => !of.cells.every((cell) => cell.state === 'rich' || cell.state === 'pending'));
      return {
        month,
        clients: wanted.length,
        rich: wanted.length - open.length,
        expiring: all.filter((of) => of.cells.some((cell) => cell.expiresOn !== null)).length,
        open: open.map(({ clientId, client }) => ({ clientId, client })),
      };
    })
    .toReversed();
}

/** 'Epoca', 'Epoca, Hotel XYZ and 3 more': who a count is about. */
export function namesText(open: readonly { client: string }[]): string {
  const first = open.slice(0, 2).map((one) => one.client);
  const names = listOf(first, 'unit');
  return open.length > first.length ? t(m.namesAndMore, { names, more: open.length - first.length }) : names;
}

/** Another try can help only where nobody has to sign in, open an account or give access first. */
export const retryHelps = ({ problem }: Pick<FailedAccount, 'problem'>): boolean =>
  problem.fix !== 'sign_in_again' && problem.fix !== 'check_access' && problem.fix !== 'none';

/** How far a row is from complete, for sorting: days that are missing over the shown months. */
export function missingDays(row: DataHealthRow): number {
  return row.cells.reduce((sum, cell) => sum + (cell.state === 'before' ? 0 : cell.wanted - cell.days), 0);
}

/** Something of these months was asked for; of what never was, no day can be missing. */
export const isAskedFor = (row: DataHealthRow): boolean =>
  row.cells.some((cell) => cell.state !== 'before' && cell.state !== 'pending');

type Failed = Pick<FailedAccount, 'clientId' | 'platform'>;
const placeOf = ({ clientId, platform }: Failed): string => `${clientId} ${platform}`;
const failures = new WeakMap<readonly Failed[], Map<string, Failed>>();

/** What went wrong with an ad account of a row of the matrix; of several the first. Asked for each of a thousand rows, so it is looked up. */
export const failureOf = <F extends Failed>(row: Failed, failed: readonly F[]): F | undefined => {
  let known = failures.get(failed) as Map<string, F> | undefined;
  if (known === undefined) {
    known = new Map(failed.toReversed().map((one) => [placeOf(one), one]));
    failures.set(failed, known);
  }
  return known.get(placeOf(row));
};

/** Rows of ad accounts that failed on top, then those that miss most. */
export function worstFirst(
  rows: readonly DataHealthRow[],
  failed: readonly Pick<FailedAccount, 'clientId' | 'platform'>[],
): DataHealthRow[] {
  const rank = (row: DataHealthRow): number => (failureOf(row, failed) === undefined ? 1 : 0);
  return rows
    .map((row) => ({ row, rank: rank(row), missing: missingDays(row) }))
    .toSorted((a, b) => a.rank - b.rank || b.missing - a.missing)
    .map(({ row }) => row);
}

/** Worst first: what a row of the matrix is sorted by in a month's column. */
export function cellRank(cell: MonthCell | undefined): number | null {
  if (cell === undefined || cell.state === 'before' || cell.state === 'pending') return null;
  return cell.wanted === 0 ? 0 : 1 - cell.days / cell.wanted + (cell.state === 'totals' ? 0.001 : 0);
}

export const automatedTotal = (run: AutomatedRun): number =>
  run.succeeded + run.partial + run.failed + run.cancelled + run.open;

export type GapShow = 'open' | 'waiting' | 'resolved';
const SHOWN: Record<GapShow, readonly GapState[]> = {
  open: ['open'],
  waiting: ['not_settled', 'read_apart'],
  resolved: ['resolved'],
};

export function gapsShown(gaps: readonly Gap[], show: GapShow): Gap[] {
  return gaps.filter((gap) => SHOWN[show].includes(gap.state));
}

/** How many there are of those that are shown; the list holds the newest of them. */
export const gapsCounted = ({ open, notSettled, readApart, resolved }: GapsView['counts'], show: GapShow): number =>
  ({ open, waiting: notSettled + readApart, resolved })[show];

/** Whether the list holds only the newest; not while it is still that of what was chosen before. */
export const gapsCut = (view: GapsView, show: GapShow): boolean => {
  const shown = gapsShown(view.gaps, show).length;
  return shown > 0 && shown < gapsCounted(view.counts, show);
};

/** By how much the parts miss the whole, in the metric's own unit; null when a side has no row. */
export function gapDifference(gap: Pick<Gap, 'expected' | 'actual'>): number | null {
  return gap.expected === null || gap.actual === null ? null : gap.actual - gap.expected;
}

export type LineShow = 'differs' | 'missing' | 'extra';
export function linesShown(comparison: Comparison, show: LineShow): Comparison['lines'] {
  return comparison.lines.filter((line) => line.status === show);
}

/** The first kind of line there is something to see of. */
export function firstKind({ counts }: Pick<Comparison, 'counts'>): LineShow {
  return counts.differs > 0 ? 'differs' : counts.missing > 0 ? 'missing' : counts.extra > 0 ? 'extra' : 'differs';
}

/** Bytes the browser host's connection takes in one message, less what base64 and the envelope add. */
const LARGEST_IN_BROWSER = 7_000_000;
const LARGEST = 50_000_000;

/** Why a chosen file cannot be compared; null when it can. */
export function fileProblem(file: { name: string; size: number }, desktop: boolean): string | null {
  if (file.size === 0) return t(compare.fileEmpty);
  if (/\.(xlsx|xls|numbers|ods)$/i.test(file.name)) return t(compare.fileSpreadsheet);
  if (file.size > LARGEST) return t(compare.fileTooLarge);
  if (!desktop && file.size > LARGEST_IN_BROWSER) return t(compare.fileTooLargeForBrowser);
  return null;
}

/** A file's content as base64, as the engine takes it. */
export function readBase64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const text = typeof reader.result === 'string' ? reader.result : '';
      resolve(text.slice(text.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(new Error(t(compare.fileUnreadable))));
    reader.readAsDataURL(file);
  });
}

import type { Dataset } from '../../../contract/datasets.ts';
import { PLATFORM_LABELS, type Level } from '../../../contract/vocabulary.ts';
import {
  PlatformError,
  type InsightPage,
  type InsightRecord,
  type PlatformSession,
  type SetAsideRow,
} from '../../platforms/platform.ts';
import type { KnownDay } from '../../store/reads/known-figures.ts';
import type { RunRecord, SliceRecord } from './ports.ts';
import type { ExecuteDeps } from './reactions.ts';

type Rows<R> = { records: R[]; setAside: SetAsideRow[]; untold?: readonly string[] };
type ReadAll = (pages: AsyncIterable<InsightPage>) => Promise<Rows<InsightRecord> | 'stopped'>;

/** How gaps and answers are named: the level of daily figures, or the dataset. */
const askedOf = (slice: SliceRecord): string => slice.dataset ?? slice.level;

/**
 * Whether an answer without rows would take known figures away: only then is it worth a second question. Slices of some entities and
 * platforms whose empty answers are to be trusted never do.
 */
function takesAway(run: RunRecord, slice: SliceRecord, dataset: Dataset | null, deps: ExecuteDeps): boolean {
  if (deps.platform.capabilities.doubtEmptyAnswers !== true || slice.entities !== null) return false;
  const { repository } = deps;
  const { from, to } = slice;
  if (dataset === null) return repository.knownDays(run.account.key, slice.level, from, to).length > 0;
  // An ad account whose days are empty by now has no hours or breakdowns either, and nothing is asked for that.
  return (
    repository.hasCells(run.account.key, dataset, from, to) &&
    repository.knownDays(run.account.key, 'account', from, to).length > 0
  );
}

/**
 * Looks at an answer as it came. One without rows where figures are known is asked for once more, without a report: Meta sometimes
 * prepares reports that lack what the same question has, and answers empty under load. When it stays empty while the ad account (of
 * itself: its campaigns) says that something was delivered, the answer is refused: PlatformError EMPTY_ANSWER, a gap per day is
 * noted, and nothing that is known is marked as no longer offered.
 */
export async function confirmed<R>(
  run: RunRecord,
  slice: SliceRecord,
  dataset: Dataset | null,
  answer: Rows<R>,
  read: { again: () => Promise<Rows<R> | 'stopped'>; daily: ReadAll; session: PlatformSession; signal: AbortSignal },
  deps: ExecuteDeps,
): Promise<Rows<R> | 'stopped'> {
  const { repository } = deps;
  const { key, platform } = run.account;
  const asked = askedOf(slice);
  const empty = ({ records, setAside }: Rows<R>): boolean => records.length === 0 && setAside.length === 0;
  const close = (): void => repository.closeEmptyAnswer(key, asked, slice.from, slice.to, deps.now());
  if (!empty(answer) || !takesAway(run, slice, dataset, deps)) {
    close();
    return answer;
  }
  const { name } = PLATFORM_LABELS[platform];
  const where = `${asked} ${slice.from} to ${slice.to}`;
  repository.log(
    run.id,
    'warn',
    `${where}: ${name} answered without a row although some are known. Asked again.`,
    deps.now(),
  );
  const second = await read.again();
  if (second === 'stopped') return 'stopped';
  if (!empty(second)) {
    close();
    return second;
  }
  const told = await toldElsewhere(run, slice, dataset, read, deps);
  if (told === 'stopped') return 'stopped';
  if (told.length === 0) {
    close();
    return second;
  }
  repository.noteEmptyAnswer(key, asked, told, deps.now());
  throw new PlatformError({
    kind: 'permanent',
    code: 'EMPTY_ANSWER',
    sentence: `${name} answered twice without a row for ${asked} of ${slice.from} to ${slice.to}, although it tells delivery there. What was known is kept; the next import asks again.`,
    detail: `days with delivery: ${told.length}`,
    retryAt: null,
    scope: 'ad_account',
  });
}

/** The days of the slice on which the platform tells delivery at another level; from the store when this run has just read it. */
async function toldElsewhere(
  run: RunRecord,
  slice: SliceRecord,
  dataset: Dataset | null,
  read: { daily: ReadAll; session: PlatformSession; signal: AbortSignal },
  deps: ExecuteDeps,
): Promise<readonly KnownDay[] | 'stopped'> {
  const { repository } = deps;
  const { from, to } = slice;
  const level: Level = dataset === null && slice.level === 'account' ? 'campaign' : 'account';
  const justRead = repository
    .slices(run.id)
    .some(
      (other) =>
        other.status === 'done' &&
        other.dataset === null &&
        other.level === level &&
        other.from <= from &&
        other.to >= to,
    );
  if (dataset !== null || justRead) return repository.knownDays(run.account.key, level, from, to);
  const request = { adAccount: run.account.ref, level, from, to, asynchronous: false };
  const rows = await read.daily(read.session.readInsights(request, read.signal));
  if (rows === 'stopped') return 'stopped';
  return [...Map.groupBy(rows.records, ({ day }) => day)]
    .map(([day, records]) => ({
      day,
      spendMicros: records.reduce((sum, { spendMicros }) => sum + Number(spendMicros ?? 0), 0),
      impressions: records.reduce((sum, { impressions }) => sum + (impressions ?? 0), 0),
    }))
    .filter(({ spendMicros, impressions }) => spendMicros > 0 || impressions > 0);
}

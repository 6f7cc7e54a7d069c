import type { Dataset } from '../../../contract/datasets.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { addDays } from '../../domain/days.ts';
import { turn } from '../../kernel/turns.ts';
import {
  PlatformError,
  type DatasetRecord,
  type InsightPage,
  type InsightRecord,
  type PlatformSession,
  type SetAsideRow,
} from '../../platforms/platform.ts';
import { sumOf } from '../../store/writes/slice-done.ts';
import { confirmed } from './empty-answers.ts';
import type { RunRecord, SliceRecord } from './ports.ts';
import type { ExecuteDeps } from './reactions.ts';

/** An answer that never ends is asked for in smaller pieces like one that is too big, and given up when none are left. */
const MOST_ROWS_OF_A_SLICE = 400_000;

const LATELY_DAYS = 35;

/** Reads a slice whole and stores it; returns how many records it had. Throws what the platform and the store throw. */
export async function storeSlice(
  run: RunRecord,
  slice: SliceRecord,
  dataset: Dataset | null,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<number | 'stopped'> {
  const { level, from, to, entities } = slice;
  const { repository } = deps;
  const read = (asynchronous: boolean): Promise<Answer<InsightRecord | DatasetRecord>> => {
    const common = { adAccount: run.account.ref, from, to, asynchronous, entities };
    return dataset === null
      ? readAll<InsightRecord>(session.readInsights({ ...common, level }, signal), deps, signal)
      : readAll<DatasetRecord>(session.readDataset({ ...common, dataset }, signal), deps, signal);
  };
  const answer = await read(slice.asynchronous).catch((error: unknown) => {
    // Told by an answer without rows, which may be empty only because of load where rows came lately.
    if (dataset === null || !isOptInNeeded(error)) throw error;
    if (!repository.hasCells(run.account.key, dataset, addDays(from, -LATELY_DAYS), to)) throw error;
    return read(false);
  });
  if (answer === 'stopped') return 'stopped';
  const again = {
    again: () => read(false),
    daily: (pages: AsyncIterable<InsightPage>) => readAll<InsightRecord>(pages, deps, signal),
    session,
    signal,
  };
  const stored = await confirmed(run, slice, dataset, answer, again, deps);
  if (stored === 'stopped') return 'stopped';
  const { records, setAside, untold } = stored;
  if (untold !== undefined) tellUntold(run, slice, untold, deps);
  const steps =
    dataset === null
      ? repository.ingest(run, slice, records, setAside, deps.now(), untold)
      : repository.ingestDataset(run, slice, dataset, records as DatasetRecord[], setAside, deps.now());
  const before = run.records;
  let whole = false;
  try {
    // Between transactions the engine answers readers and notices a cancel.
    await turn();
    if (signal.aborted) return 'stopped';
    for (const counts of steps) {
      run.records = sumOf(before, counts);
      await turn();
      if (signal.aborted) return 'stopped';
    }
    whole = true;
  } finally {
    // Read again, its rows are counted then.
    if (!whole) run.records = before;
  }
  if (dataset !== null) repository.release(run.account.key, dataset.id);
  return records.length;
}

const isOptInNeeded = (error: unknown): boolean =>
  error instanceof PlatformError && error.failure.code === 'OPT_IN_NEEDED';

const toldOf = new WeakMap<RunRecord, Set<string>>();

/** Says in the run's log, once a level, which figures are missing: nowhere else would anybody learn why. */
function tellUntold(run: RunRecord, { level }: SliceRecord, untold: readonly string[], deps: ExecuteDeps): void {
  const told = toldOf.get(run) ?? new Set();
  toldOf.set(run, told);
  if (told.has(level)) return;
  told.add(level);
  const { name } = PLATFORM_LABELS[run.account.platform];
  const figures = untold.join(', ');
  deps.repository.log(
    run.id,
    'warn',
    `${level}: ${name} refused ${figures} of the daily figures. Imported without; they are missing for these days, not zero.`,
    deps.now(),
  );
}

type Answer<R> = { records: R[]; setAside: SetAsideRow[]; untold?: readonly string[] } | 'stopped';

async function readAll<R>(
  pages: AsyncIterable<{ records: R[]; setAside: SetAsideRow[]; untold?: readonly string[] }>,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<Answer<R>> {
  const records: R[] = [];
  const setAside: SetAsideRow[] = [];
  let untold: readonly string[] | undefined;
  for await (const page of pages) {
    if (signal.aborted) return 'stopped';
    for (const record of page.records) records.push(record);
    for (const row of page.setAside) setAside.push(row);
    if (records.length + setAside.length > MOST_ROWS_OF_A_SLICE) throw tooManyRows();
    untold ??= page.untold;
    deps.progressed();
  }
  return { records, setAside, ...(untold === undefined ? {} : { untold }) };
}

function tooManyRows(): PlatformError {
  return new PlatformError({
    kind: 'too_big',
    code: 'TOO_BIG',
    sentence: 'The platform sent more rows than one request can hold.',
    detail: `more than ${MOST_ROWS_OF_A_SLICE} rows`,
    retryAt: null,
    scope: 'ad_account',
  });
}

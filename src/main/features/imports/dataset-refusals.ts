import type { PlatformFailure } from '../../platforms/platform.ts';
import type { RunRecord, SliceRecord } from './ports.ts';
import type { ExecuteDeps } from './reactions.ts';

/** Asked for again, a dataset the platform withholds costs a request and says the same; people change it within weeks, not hours. */
export const ASK_WITHHELD_EVERY_MS = 7 * 86_400_000;

/** What worked before or should: a permission of the sign-in. An opt-in nobody made is no failure; an alert says what it would give. */
const FOR_A_PERSON = new Set(['NO_PERMISSION', 'MISSING_PERMISSION']);
/** Only about the days asked for; the dataset's other days may be had. */
const ABOUT_THE_DAYS = new Set(['PAST_RETENTION']);

/**
 * The platform refused a dataset for good: no other slice of it is asked for in this run, and routine imports leave it out for a
 * week. Daily figures and other datasets go on. Returns true when the run has to name it: something a person can change and was not
 * told of before.
 */
export function datasetRefused(
  run: RunRecord,
  slice: SliceRecord,
  dataset: string,
  failure: PlatformFailure,
  deps: ExecuteDeps,
): boolean {
  const { repository } = deps;
  if (ABOUT_THE_DAYS.has(failure.code)) {
    repository.skipSlices([slice], failure.sentence);
    return false;
  }
  const rest = repository
    .slices(run.id)
    .filter((each) => each.dataset === dataset && each.status === 'pending' && each.id !== slice.id);
  repository.skipSlices(rest, failure.sentence);
  const { code, sentence } = failure;
  const isNew = repository.withhold(run.account.key, dataset, { code, sentence }, deps.now());
  if (!isNew || !FOR_A_PERSON.has(code)) {
    repository.skipSlices([slice], sentence);
    return false;
  }
  repository.failSlice(slice, sentence, true);
  return true;
}

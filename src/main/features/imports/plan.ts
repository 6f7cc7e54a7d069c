import type { Dataset } from '../../../contract/datasets.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { epochDay, fromEpochDay } from '../../domain/days.ts';
import { without } from './day-spans.ts';
import { cutChosen, type CutRange } from './plan-range.ts';
import { owedBackfill, owedChosen, owedRoutinely, type Owed, type Track } from './plan-days.ts';
import { planContext, type PlanContext } from './plan-context.ts';
import { inOrder, itemOf, itemsOf, sliceDays } from './plan-items.ts';
import type { ImportPlan, PlanInput, PlanItem, PlanReason, PlanResult, PutOff } from './plan-input.ts';
import { restingDays, type Resting } from './plan-failing.ts';
import { monthsBetween, owedMonths } from './plan-periods.ts';
import { clampSentences, doubtSentence, explain, lostSentence } from './plan-words.ts';

/** Reasons of days that are owed besides the usual ones: they do not make the range an import is shown with. */
const BESIDES: ReadonlySet<PlanReason> = new Set(['gap', 'not_got', 'read_early', 'expires']);

/** Nobody who uses Tidemark leaves it for so long; a clock set to the wrong year is likelier. */
const DOUBTED_AFTER_DAYS = 366;

/**
 * What an import of one ad account reads, in which order, why and with how many calls. Pure. The rules: requirements 18 and 19 (first
 * 30 days, later the minimum), promises S3 (look-back), S12 (what failed is made up for), S19 (limits are clamped and told), S21 (a
 * new API version), S22 (bookmarks that cannot be).
 */
export function planImport(input: PlanInput): PlanResult {
  const context = planContext(input);
  const { today } = context;
  const { retentionMonths } = input.capabilities;
  const levels = LEVELS.map((level): Track => ({
    level,
    dataset: null,
    retentionMonths,
    everyDays: 1,
    reads: context.reads(input.reads.levels[level]),
  }));
  const earliest = levels.reduce(
    (first, { reads }) => Math.min(first, reads[0]?.from ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  );
  const nothingYet = earliest === Number.POSITIVE_INFINITY;
  let cut: (CutRange & { ok: true }) | null = null;
  if (input.request.kind !== 'routine') {
    const range = cutChosen(input.request, fromEpochDay(today), retentionMonths);
    if (!range.ok) return range;
    cut = range;
  }
  // Of a first import the oldest days may be the ones that failed at every level.
  const begun = input.firstFrom === null ? earliest : epochDay(input.firstFrom);
  const start = nothingYet ? today - input.firstImportDays : Math.min(earliest, begun);
  const clamps = cut?.sentence ? [cut.sentence] : [];
  const core: Owed[] = [];
  const items: PlanItem[] = [];
  const rested: PutOff[] = [];
  for (const track of levels) {
    const resting = restingDays(track, context);
    const owed = without(owedOf(track, cut, start, context).owed, resting.spans);
    rested.push(...restsUntil(track.level, resting));
    core.push(...owed);
    items.push(
      ...itemsOf(owed, track, sliceDays(input.capabilities.sliceDays[track.level], track.reads, context), context),
    );
  }
  const oldest = context.oldest(retentionMonths);
  const newest = Math.max(...levels.map(({ reads }) => reads.at(-1)?.to ?? Number.NEGATIVE_INFINITY));
  if (!nothingYet && today - newest > DOUBTED_AFTER_DAYS) clamps.push(doubtSentence(newest, today));
  if (!cut && !nothingYet && newest + 1 < oldest) clamps.push(lostSentence(newest + 1, oldest));

  const further = datasetItems(cut, start, nothingYet, context);
  if (cut) clamps.push(...clampSentences(further.cut));
  const names = new Map(input.datasets.map((dataset) => [dataset.id, dataset]));
  const ordered = inOrder([...items, ...further.items], (id) => names.get(id)?.priority ?? Number.POSITIVE_INFINITY);
  const { kept, putOff } = withinQuota(ordered, input.operationsLeft);
  const kind = cut && input.request.kind !== 'routine' ? input.request.kind : nothingYet ? 'first' : 'routine';
  const plan: Pick<ImportPlan, 'kind' | 'items' | 'putOff'> = {
    kind,
    items: kept,
    putOff: [...putOff, ...rested, ...further.putOff],
  };
  return {
    ok: true,
    ...plan,
    ...shownRange(core, cut, today),
    ...explain(plan, core, context, { datasets: names, complete: cut ? completeMonths(core, cut) : [] }),
    clamps,
    calls: kept.reduce((sum, { calls }) => sum + calls, 0),
    lookbackDays: context.lookbackDays,
    broken: context.broken,
  };
}

function owedOf(
  track: Track,
  cut: (CutRange & { ok: true }) | null,
  start: number,
  context: PlanContext,
): { owed: Owed[]; restUntil: number | null } {
  if (!cut) return owedRoutinely(track, start, context);
  const { from, to } = { from: epochDay(cut.asked.from), to: epochDay(cut.to) };
  const owed =
    context.input.request.kind === 'backfill'
      ? owedBackfill(track, from, to, context)
      : owedChosen(track, from, to, context);
  return { owed, restUntil: null };
}

function restsUntil(dataset: string, { spans, until }: Resting): PutOff[] {
  const [first] = spans;
  if (first === undefined || until === null) return [];
  const from = fromEpochDay(spans.reduce((low, span) => Math.min(low, span.from), first.from));
  const to = fromEpochDay(spans.reduce((high, span) => Math.max(high, span.to), first.to));
  return [{ dataset, from, to, why: 'failing', until: fromEpochDay(until), calls: 0 }];
}

/** Hours, breakdowns and months, each with its own retention and pace. */
function datasetItems(
  cut: (CutRange & { ok: true }) | null,
  coreStart: number,
  nothingYet: boolean,
  context: PlanContext,
): { items: PlanItem[]; putOff: PutOff[]; cut: { dataset: Dataset; oldest: number }[] } {
  const { input, today } = context;
  const items: PlanItem[] = [];
  const putOff: PutOff[] = [];
  const cutShort: { dataset: Dataset; oldest: number }[] = [];
  const later = (dataset: Dataset, why: PutOff['why'], until: number | null): void => {
    const day = until === null ? null : fromEpochDay(until);
    putOff.push({ dataset: dataset.id, from: null, to: null, why, until: day, calls: 0 });
  };
  for (const dataset of input.datasets) {
    const refused = input.withheld.find((one) => one.dataset === dataset.id && one.askAgainAt > input.now);
    if (refused && !input.force) {
      later(dataset, 'withheld', null);
      continue;
    }
    const { level, retentionMonths } = dataset;
    const oldest = context.oldest(retentionMonths);
    if (cut && retentionMonths < input.capabilities.retentionMonths && epochDay(cut.from) < oldest)
      cutShort.push({ dataset, oldest });
    const resting = restingDays({ level, dataset }, context);
    putOff.push(...restsUntil(dataset.id, resting));
    if (dataset.grain === 'month') {
      const reads = context.reads(input.reads.periods.get(dataset.id) ?? []);
      const again = input.request.kind === 'chosen' || (input.request.kind === 'backfill' && input.force);
      const span = cut ? { from: epochDay(cut.asked.from), to: epochDay(cut.to), again } : null;
      const rests = new Set(resting.spans.map(({ from }) => from));
      for (const owed of owedMonths(dataset, reads, span, context).filter(({ from }) => !rests.has(from)))
        items.push(itemOf([owed], owed.from, owed.to, { level, dataset, retentionMonths }, context));
      continue;
    }
    if (dataset.grain === 'range') continue;
    const reads = context.reads(input.reads.datasets.get(dataset.id) ?? []);
    const track: Track = { level, dataset, retentionMonths, everyDays: dataset.everyDays, reads };
    // What was never read begins with the days of a first import, not with the oldest figure there is.
    const begins = Math.max(nothingYet ? coreStart : Math.max(coreStart, today - input.firstImportDays), oldest);
    const { owed, restUntil } = owedOf(track, cut, Math.min(reads[0]?.from ?? begins, begins), context);
    if (restUntil !== null) later(dataset, 'cadence', restUntil);
    const asked = without(owed, resting.spans);
    items.push(...itemsOf(asked, track, sliceDays(dataset.sliceDays, reads, context), context));
  }
  return { items, putOff, cut: cutShort };
}

/** The daily figures are asked for whatever the quota says, because the queue waits for it; the rest has its turn another day. */
function withinQuota(
  ordered: readonly PlanItem[],
  operationsLeft: number | null,
): { kept: PlanItem[]; putOff: PutOff[] } {
  if (operationsLeft === null) return { kept: [...ordered], putOff: [] };
  let left = operationsLeft;
  const kept: PlanItem[] = [];
  const putOff: PutOff[] = [];
  for (const item of ordered) {
    left -= item.calls;
    if (item.dataset === null || left >= 0) kept.push(item);
    else
      putOff.push({
        dataset: item.dataset,
        from: item.from,
        to: item.to,
        why: 'quota',
        until: null,
        calls: item.calls,
      });
  }
  return { kept, putOff };
}

function shownRange(
  core: readonly Owed[],
  cut: (CutRange & { ok: true }) | null,
  today: number,
): Pick<ImportPlan, 'from' | 'to'> {
  if (cut) return { from: cut.from, to: cut.to };
  const usual = core.filter(({ reason }) => !BESIDES.has(reason));
  return {
    from: fromEpochDay(usual.reduce((first, { from }) => Math.min(first, from), today)),
    to: fromEpochDay(today),
  };
}

/** Calendar months wholly within a backfill of which nothing is owed. */
function completeMonths(core: readonly Owed[], { from, to }: CutRange & { ok: true }): string[] {
  return monthsBetween(epochDay(from), epochDay(to), epochDay(to))
    .filter((month) => month.from >= epochDay(from) && month.last <= epochDay(to))
    .filter((month) => !core.some((owed) => owed.from <= month.last && owed.to >= month.from))
    .map((month) => fromEpochDay(month.from).slice(0, 7));
}

import type { Dataset } from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { epochDay } from '../../domain/days.ts';
import type { SliceDays } from '../../store/reads/planning.ts';
import { claimed, clip, holes, without, type Span } from './day-spans.ts';
import type { PlanContext, Read } from './plan-context.ts';
import type { PlanReason } from './plan-input.ts';

/** The days of one level, or of one dataset by day or hour. */
export type Track = {
  level: Level;
  dataset: Dataset | null;
  retentionMonths: number;
  /** A day is read again when its last reading is this many days old. */
  everyDays: number;
  reads: Read[];
};

export type Owed = Span & { reason: PlanReason };

const mine =
  (track: Track) =>
  ({ level, dataset }: SliceDays): boolean =>
    dataset === (track.dataset?.id ?? null) && (dataset !== null || level === track.level);

const toSpan = ({ from, to }: SliceDays): Span => ({ from: epochDay(from), to: epochDay(to) });

const as = (spans: readonly Span[], reason: PlanReason): Owed[] => spans.map(({ from, to }) => ({ from, to, reason }));

/** The last day a track asks for: what is read again only now and then is not read while the day still runs. */
export const lastDayOf = (track: Track, context: PlanContext): number =>
  track.everyDays > 1 ? context.today - 1 : context.today;

/**
 * What a routine import reads of a track: days never read since `start`, holes included, and days last read while the platform could
 * still change them. A day is final once it was read when its whole look-back was over, on the
 * day after it: what was clicked late on a day may convert late on the last of its window (promises S3 and S12). `restUntil`: days the platform
 * may still change that are left for later, because the track is read again only now and then; the epoch day of its turn.
 */
export function owedRoutinely(
  track: Track,
  start: number,
  context: PlanContext,
): { owed: Owed[]; restUntil: number | null } {
  const { input, today, lookbackDays } = context;
  const last = lastDayOf(track, context);
  const first = Math.max(start, context.oldest(track.retentionMonths));
  const newest = track.reads.at(-1)?.to ?? first - 1;
  const spokenFor = [...input.inLine, ...input.declined].filter(mine(track)).map(toSpan);
  const never = holes(track.reads, first, last);
  const gaps = without(
    never.flatMap((span) => clip(span, first, newest)),
    spokenFor,
  );
  const fresh = never.flatMap((span) => clip(span, Math.max(first, newest + 1), last));
  const known = (from: number): Span[] => track.reads.flatMap((read) => clip(read, Math.max(from, first), last));
  const restated =
    track.dataset === null &&
    input.conversionsApiVersion !== null &&
    input.conversionsApiVersion !== input.capabilities.apiVersion;
  const moving = movingDays(track, first, last, context);
  return {
    owed: soonGone(
      claimed([
        ...as(notGot(track, first, last, context), 'not_got'),
        ...as(gaps, 'gap'),
        ...as(fresh, 'new'),
        // The day that runs has always something new to tell.
        ...as(clip({ from: today, to: today }, first, last), 'new'),
        ...as(restated ? known(today - context.restatedDays) : [], 'api_version'),
        ...as(input.force ? known(today - lookbackDays) : [], 'force'),
        ...moving.owed,
      ]),
      track,
      context,
    ),
    restUntil: moving.restUntil,
  };
}

/** Days `from` to `to` as a person asked for them: all of them, whatever is here. */
export function owedChosen(track: Track, from: number, to: number, context: PlanContext): Owed[] {
  const span = clip({ from, to }, context.oldest(track.retentionMonths), lastDayOf(track, context))[0];
  if (!span) return [];
  return claimed([
    ...as(holes(track.reads, span.from, span.to), 'new'),
    ...as(context.input.force ? [] : clip(span, context.today - context.lookbackDays, span.to), 'look_back'),
    ...as([span], 'force'),
  ]);
}

/** What of the days `from` to `to` is not here for good yet; with `force`, all of them. The look-back is the routine's business. */
export function owedBackfill(track: Track, from: number, to: number, context: PlanContext): Owed[] {
  const span = clip({ from, to }, context.oldest(track.retentionMonths), lastDayOf(track, context))[0];
  if (!span) return [];
  const early = movingDays(track, span.from, span.to, context).owed.filter(({ reason }) => reason === 'read_early');
  const owed = claimed([
    ...as(notGot(track, span.from, span.to, context), 'not_got'),
    ...as(holes(track.reads, span.from, span.to), 'gap'),
    ...as(context.input.force ? [span] : [], 'force'),
    ...early,
  ]);
  return soonGone(without(owed, context.input.inLine.filter(mine(track)).map(toSpan)), track, context);
}

/** Days of earlier imports that failed and that no later reading got. */
function notGot(track: Track, first: number, last: number, { input }: PlanContext): Span[] {
  const wanted = input.notGot.filter(mine(track)).flatMap((days) =>
    without(
      clip(toSpan(days), first, last),
      track.reads.filter((read) => read.readAt >= days.since),
    ),
  );
  return without(wanted, input.inLine.filter(mine(track)).map(toSpan));
}

/**
 * Days last read before they were final, and not today, or long enough ago for whoever asks. A track that is read again only now and
 * then waits until one of them has its turn and then takes them all: one request either way.
 */
function movingDays(
  track: Track,
  first: number,
  last: number,
  { input, today, lookbackDays }: PlanContext,
): { owed: Owed[]; restUntil: number | null } {
  const longAgo = ({ readAt }: Read): boolean =>
    track.dataset === null && input.againAfterMs !== null && input.now - readAt >= input.againAfterMs;
  const unsettled = track.reads.flatMap((read) =>
    read.readDay >= today && !longAgo(read)
      ? []
      : clip(read, Math.max(first, read.readDay - lookbackDays), last).map((span) => ({
          ...span,
          readDay: read.readDay,
        })),
  );
  const oldestReading = unsettled.reduce((oldest, { readDay }) => Math.min(oldest, readDay), today);
  const due = today - oldestReading >= track.everyDays || unsettled.some(({ readDay }) => readDay >= today);
  // Read while the day still ran: a part of a day is not left standing for a week.
  const owed = due ? unsettled : unsettled.flatMap((span) => clip(span, span.readDay, span.to));
  return {
    owed: owed.flatMap((span) => [
      ...as(clip(span, span.from, today - lookbackDays - 2), 'read_early'),
      ...as(clip(span, today - lookbackDays - 1, span.to), 'look_back'),
    ]),
    restUntil: due || unsettled.length === 0 ? null : oldestReading + track.everyDays,
  };
}

const MAY_EXPIRE: ReadonlySet<PlanReason> = new Set(['gap', 'not_got', 'read_early']);

/** What the platform keeps for a few more weeks only is told apart, because it goes first. */
function soonGone(owed: readonly Owed[], track: Track, context: PlanContext): Owed[] {
  const kept = context.oldestSoon(track.retentionMonths);
  return owed.flatMap((span) =>
    MAY_EXPIRE.has(span.reason)
      ? [...as(clip(span, span.from, kept - 1), 'expires'), ...clip(span, kept, span.to)]
      : [span],
  );
}

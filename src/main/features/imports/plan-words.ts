import { BREAKDOWNS, type Dataset } from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { addDays, fromEpochDay } from '../../domain/days.ts';
import { countDays, joined, type Span } from './day-spans.ts';
import type { PlanContext } from './plan-context.ts';
import type { Owed } from './plan-days.ts';
import type { ImportPlan, PlanReason, PutOff } from './plan-input.ts';
import { t } from '../../../words/text.ts';

/** How the line of a first import begins. */
export const FIRST_WORDS = 'first import';

export const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
const requests = (count: number): string => (count === 1 ? '1 request' : `${count} requests`);
const stretch = ({ from, to }: Span): string =>
  from === to ? fromEpochDay(from) : `${fromEpochDay(from)} to ${fromEpochDay(to)}`;

function stretches(spans: readonly Span[]): string {
  const whole = joined(spans);
  const shown = whole.slice(0, 3).map(stretch).join(', ');
  return whole.length > 3 ? `${shown} and ${whole.length - 3} more stretches` : shown;
}

const LEVEL_WORDS: Record<Level, string> = {
  account: 'the ad account',
  campaign: 'campaigns',
  ad_group: 'ad groups',
  ad: 'ads',
};

/** How a dataset is called in a sentence: 'hours of campaigns', 'age and gender of campaigns', 'months of ads'. */
export function datasetName({ level, grain, breakdown }: Dataset): string {
  const of = LEVEL_WORDS[level];
  if (grain === 'month') return `months of ${of}`;
  if (grain === 'range') return `whole ranges of ${of}`;
  return `${breakdown === 'hour' ? 'hours' : t(BREAKDOWNS[breakdown].label).toLowerCase()} of ${of}`;
}

/** The plan in words: one line for a history, and one sentence per reason for whoever asks why. `core`: owed days of all levels. */
export function explain(
  plan: Pick<ImportPlan, 'kind' | 'items' | 'putOff'>,
  core: readonly Owed[],
  context: PlanContext,
  { datasets, complete }: { datasets: ReadonlyMap<string, Dataset>; complete: readonly string[] },
): { why: string; sentences: string[] } {
  const of = (...reasons: PlanReason[]): Span[] => joined(core.filter(({ reason }) => reasons.includes(reason)));
  const beforeToday = (spans: Span[]): Span[] => spans.flatMap((span) => cutAt(span, context.today - 1));
  const count = (...reasons: PlanReason[]): number => countDays(beforeToday(of(...reasons)));
  const { input, lookbackDays } = context;
  const sentences: string[] = [];
  const fresh = count('new');
  const gaps = count('gap');
  const left = count('not_got', 'read_early');
  const again = count('look_back');
  const restated = count('api_version');
  const expiring = of('expires');

  if (plan.kind === 'first') sentences.push(`First import: ${firstDays(fresh)}.`);
  if (plan.kind === 'chosen') sentences.push('The range you chose, whatever of it is here already.');
  if (plan.kind === 'backfill') {
    const elsewhere = left > 0 || restated > 0 || expiring.length > 0 || count('force') > 0;
    if (gaps > 0) sentences.push(`${days(gaps)} that are not here yet: ${stretches(of('gap'))}.`);
    else if (!elsewhere) sentences.push(...allHere(plan));
    if (complete.length > 0) sentences.push(`Left as it is, because it is complete: ${complete.join(', ')}.`);
  }
  if (plan.kind === 'routine') {
    sentences.push('Today so far.');
    if (fresh > 0) sentences.push(`${days(fresh)} not read yet: ${stretches(beforeToday(of('new')))}.`);
    if (again > 0)
      sentences.push(
        `${days(again)} again: a day is read again until ${lookbackDays} days after it${
          lookbackDays > input.capabilities.lookbackDays ? ", the ad account's longest conversion window" : ''
        }, because the platform may still correct it.`,
      );
  }
  if (plan.kind === 'routine' && gaps > 0)
    sentences.push(`${days(gaps)} missing among those that are here: ${stretches(of('gap'))}.`);
  if (left > 0)
    sentences.push(
      `${days(left)} earlier imports did not get, or read before they were final: ${stretches(of('not_got', 'read_early'))}.`,
    );
  if (restated > 0)
    sentences.push(
      `${days(restated)} again in whole, because the platform's interface moved from ${input.conversionsApiVersion ?? ''} to ${input.capabilities.apiVersion} and may count conversions differently: ${stretches(of('api_version'))}.`,
    );
  if (input.force && count('force') > 0) sentences.push(`${days(count('force'))} again because you asked for it.`);
  const soon = plan.items.find(({ reason }) => reason === 'expires');
  if (soon)
    sentences.push(
      `${expiring.length > 0 ? `${days(countDays(expiring))} go first` : 'Some go first'}: after ${soon.expiresOn} the platform no longer has the oldest of them.`,
    );
  sentences.push(...datasetSentences(plan, datasets));

  const also = [
    gaps > 0 && plan.kind === 'routine' ? `${days(gaps)} missing in between` : '',
    countDays(expiring) > 0 ? `${days(countDays(expiring))} the platform will soon forget` : '',
    left > 0 ? `${days(left)} earlier imports left open` : '',
    restated > 0 ? `${days(restated)} again for a new version of the platform's interface` : '',
  ]
    .filter((part) => part !== '')
    .map((part) => `, and ${part}`)
    .join('');
  return { why: usualWords(plan.kind, fresh, again) + also, sentences };
}

/** What is said first when no daily figure is owed: a plan that still asks for something must not read as if there were nothing to do. */
function allHere({ items }: Pick<ImportPlan, 'items'>): string[] {
  return [
    items.some(({ dataset }) => dataset !== null && dataset !== undefined)
      ? 'The daily figures are all here; of hours, breakdowns or months some are not.'
      : 'Of these days none is missing.',
  ];
}

/** Of a first import taken up again no day may be new: all of them were asked for before. */
function firstDays(fresh: number): string {
  return fresh > 0 ? `the last ${days(fresh)} and today so far` : 'today so far';
}

function usualWords(kind: ImportPlan['kind'], fresh: number, again: number): string {
  if (kind === 'first') return `${FIRST_WORDS}: ${firstDays(fresh)}`;
  if (kind === 'chosen') return 'the range you chose';
  if (kind === 'backfill') return 'older days';
  const today = fresh > 0 ? `${days(fresh)} not read yet, today so far` : 'today so far';
  return again > 0 ? `${today}, and ${days(again)} read again, which the platform may still correct` : today;
}

function cutAt(span: Span, last: number): Span[] {
  return span.from <= last ? [{ from: span.from, to: Math.min(span.to, last) }] : [];
}

const isLevel = (what: string): what is Level => Object.hasOwn(LEVEL_WORDS, what);
const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function datasetSentences(
  plan: Pick<ImportPlan, 'items' | 'putOff'>,
  datasets: ReadonlyMap<string, Dataset>,
): string[] {
  const name = (id: string): string => {
    const dataset = datasets.get(id);
    return dataset ? datasetName(dataset) : id;
  };
  const names = (ids: Iterable<string>): string => [...new Set(ids)].map(name).join(', ');
  const asked = plan.items.flatMap((item) => item.dataset ?? []);
  const off = (why: PutOff['why']): PutOff[] => plan.putOff.filter((item) => item.why === why);
  const quota = off('quota');
  const cadence = off('cadence');
  const withheld = off('withheld');
  const failing = off('failing');
  return [
    ...(asked.length > 0 ? [`${requests(asked.length)} for ${names(asked)}.`] : []),
    ...(quota.length > 0
      ? [
          `${requests(quota.reduce((sum, { calls }) => sum + calls, 0))} put off, because the platform's quota for today does not suffice: ${names(quota.map(({ dataset }) => dataset))}.`,
        ]
      : []),
    ...[...Map.groupBy(cadence, ({ until }) => until ?? '')].map(
      ([until, list]) =>
        `Not every day${until === '' ? '' : `, again on ${until}`}: ${names(list.map(({ dataset }) => dataset))}.`,
    ),
    ...failing.map(
      ({ dataset, from, to, until }) =>
        `${isLevel(dataset) ? `Days of ${LEVEL_WORDS[dataset]}` : upperFirst(name(dataset))} from ${from} to ${to} failed again and again: asked again on ${until}. Retry asks at once.`,
    ),
    ...(withheld.length > 0
      ? [`Not given by the platform for this ad account: ${names(withheld.map(({ dataset }) => dataset))}.`]
      : []),
  ];
}

/** The datasets that are kept for less long than what was asked, one sentence per retention. */
export function clampSentences(cut: readonly { dataset: Dataset; oldest: number }[]): string[] {
  return [...Map.groupBy(cut, ({ dataset }) => dataset.retentionMonths)].map(([months, list]) => {
    const names = list.map(({ dataset }) => datasetName(dataset)).join(', ');
    return `The platform keeps ${names} for ${months} months: they begin on ${fromEpochDay(list[0]?.oldest ?? 0)}.`;
  });
}

/** Days never read that the platform no longer keeps. */
export function lostSentence(from: number, oldest: number): string {
  const to = addDays(fromEpochDay(oldest), -1);
  return `The days from ${fromEpochDay(from)} to ${to} were never read and the platform no longer keeps them.`;
}

/** The clock is so far ahead of what is here that it may be wrong. */
export function doubtSentence(newest: number, today: number): string {
  return `The newest day here is ${fromEpochDay(newest)}, and this computer's clock says ${fromEpochDay(today)}. If that is not today, set its date first.`;
}

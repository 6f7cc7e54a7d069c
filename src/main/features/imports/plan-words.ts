import { BREAKDOWNS, type Dataset } from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { addDays, fromEpochDay } from '../../domain/days.ts';
import { countDays, joined, type Span } from './day-spans.ts';
import type { PlanContext } from './plan-context.ts';
import type { Owed } from './plan-days.ts';
import type { ImportPlan, PlanReason, PutOff } from './plan-input.ts';
import { t, type Message } from '../../../words/text.ts';
import { m } from './messages-plan.ts';

/** How the line of a first import begins. That line is stored and read again by this beginning: it stays English. */
export const FIRST_WORDS = 'first import';

export const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);
const stretch = ({ from, to }: Span): string =>
  from === to ? fromEpochDay(from) : t(m.stretch, { from: fromEpochDay(from), to: fromEpochDay(to) });

function stretches(spans: readonly Span[]): string {
  const whole = joined(spans);
  const shown = whole.slice(0, 3).map(stretch).join(', ');
  return whole.length > 3 ? t(m.moreStretches, { shown, more: whole.length - 3 }) : shown;
}

const LEVEL_WORDS: Record<Level, Message> = {
  account: m.ofAccount,
  campaign: m.ofCampaigns,
  ad_group: m.ofAdGroups,
  ad: m.ofAds,
};

/** How a dataset is called in a sentence: 'hours of campaigns', 'age and gender of campaigns', 'months of ads'. */
export function datasetName({ level, grain, breakdown }: Dataset): string {
  const of = { level: t(LEVEL_WORDS[level]) };
  if (grain === 'month') return t(m.months, of);
  if (grain === 'range') return t(m.ranges, of);
  if (breakdown === 'hour') return t(m.hours, of);
  return t(m.breakdown, { ...of, breakdown: t(BREAKDOWNS[breakdown].label).toLowerCase() });
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

  if (plan.kind === 'first') sentences.push(fresh > 0 ? t(m.first, { count: fresh }) : t(m.firstToday));
  if (plan.kind === 'chosen') sentences.push(t(m.chosen));
  if (plan.kind === 'backfill') {
    const elsewhere = left > 0 || restated > 0 || expiring.length > 0 || count('force') > 0;
    if (gaps > 0) sentences.push(t(m.notHere, { count: gaps, stretches: stretches(of('gap')) }));
    else if (!elsewhere) sentences.push(...allHere(plan));
    if (complete.length > 0) sentences.push(t(m.complete, { names: complete.join(', ') }));
  }
  if (plan.kind === 'routine') {
    sentences.push(t(m.today));
    if (fresh > 0) sentences.push(t(m.notRead, { count: fresh, stretches: stretches(beforeToday(of('new'))) }));
    if (again > 0)
      sentences.push(
        t(lookbackDays > input.capabilities.lookbackDays ? m.againWindow : m.again, {
          count: again,
          lookBack: lookbackDays,
        }),
      );
  }
  if (plan.kind === 'routine' && gaps > 0) sentences.push(t(m.gaps, { count: gaps, stretches: stretches(of('gap')) }));
  if (left > 0) sentences.push(t(m.left, { count: left, stretches: stretches(of('not_got', 'read_early')) }));
  if (restated > 0)
    sentences.push(
      t(m.restated, {
        count: restated,
        before: input.conversionsApiVersion ?? '',
        after: input.capabilities.apiVersion,
        stretches: stretches(of('api_version')),
      }),
    );
  if (input.force && count('force') > 0) sentences.push(t(m.forced, { count: count('force') }));
  const soon = plan.items.find(({ reason }) => reason === 'expires');
  if (soon)
    sentences.push(
      expiring.length > 0
        ? t(m.goFirst, { count: countDays(expiring), day: soon.expiresOn ?? '' })
        : t(m.someGoFirst, { day: soon.expiresOn ?? '' }),
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
  return [items.some(({ dataset }) => dataset !== null && dataset !== undefined) ? t(m.dailyHere) : t(m.allHere)];
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
    ...(asked.length > 0 ? [t(m.requests, { count: asked.length, names: names(asked) })] : []),
    ...(quota.length > 0
      ? [
          t(m.putOff, {
            count: quota.reduce((sum, { calls }) => sum + calls, 0),
            names: names(quota.map(({ dataset }) => dataset)),
          }),
        ]
      : []),
    ...[...Map.groupBy(cadence, ({ until }) => until ?? '')].map(([day, list]) => {
      const told = { names: names(list.map(({ dataset }) => dataset)) };
      return day === '' ? t(m.notEveryDay, told) : t(m.notEveryDayUntil, { ...told, day });
    }),
    ...failing.map(({ dataset, from, to, until }) => {
      const told = { from: from ?? '', to: to ?? '', day: until ?? '' };
      return isLevel(dataset)
        ? t(m.failingDays, { ...told, level: t(LEVEL_WORDS[dataset]) })
        : t(m.failing, { ...told, what: upperFirst(name(dataset)) });
    }),
    ...(withheld.length > 0 ? [t(m.withheld, { names: names(withheld.map(({ dataset }) => dataset)) })] : []),
  ];
}

/** The datasets that are kept for less long than what was asked, one sentence per retention. */
export function clampSentences(cut: readonly { dataset: Dataset; oldest: number }[]): string[] {
  return [...Map.groupBy(cut, ({ dataset }) => dataset.retentionMonths)].map(([months, list]) => {
    const names = list.map(({ dataset }) => datasetName(dataset)).join(', ');
    return t(m.keptFor, { names, months, day: fromEpochDay(list[0]?.oldest ?? 0) });
  });
}

/** Days never read that the platform no longer keeps. */
export function lostSentence(from: number, oldest: number): string {
  const to = addDays(fromEpochDay(oldest), -1);
  return t(m.lost, { from: fromEpochDay(from), to });
}

/** The clock is so far ahead of what is here that it may be wrong. */
export function doubtSentence(newest: number, today: number): string {
  return t(m.doubt, { newest: fromEpochDay(newest), today: fromEpochDay(today) });
}

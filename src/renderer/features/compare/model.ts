import { businessMetric, metricOf } from '../../../contract/business-metrics.ts';
import type { BusinessMetricInfo } from '../../../contract/client-profile.ts';
import type { CompareView } from '../../../contract/comparison.ts';
import type { Unlike } from '../../../contract/dashboards.ts';
import { labelOf, type MetricDefinition, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import type { Range } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { csvMetric, csvPercent, csvText, csvValue, type CsvCell } from '../../ui/csv.ts';
import { isDay, lengthOf } from '../../ui/days.ts';
import type { Delta } from '../../ui/deltas.ts';
import type { OverlayPoint } from '../../ui/overlay-model.ts';
import { t, type Message } from '../../ui/text.ts';
import { resolveComparison, type Comparison } from '../../ui/view-state.ts';
import { m } from './messages.ts';

/** Two periods against each other, from what the engine answered. Pure. */
export type Block = CompareView['blocks'][number];
export type Contribution = Block['contributions'][number];

/** What B is: the global comparison, or two days of its own in the address. */
export type Against = 'previous' | 'year' | 'custom';
export const AGAINST: readonly { value: Against; label: Message }[] = [
  { value: 'previous', label: m.previous },
  { value: 'year', label: m.lastYear },
  { value: 'custom', label: m.custom },
];

const rangeFromText = (text: string | undefined): Range | null => {
  const [from, to] = (text ?? '').split('_');
  return from && to && isDay(from) && isDay(to) && from <= to ? { from, to } : null;
};

/** Period B before weekdays are matched. No comparison chosen for other screens still compares with the period before here. */
export const periodB = (
  own: string | undefined,
  comparison: Comparison,
  rangeWord: string,
  a: Range,
): { against: Against; b: Range } => {
  const custom = rangeFromText(own);
  if (custom !== null) return { against: 'custom', b: custom };
  const against = comparison === 'year' ? 'year' : 'previous';
  const b = resolveComparison(against, rangeWord, a);
  return { against, b: b ?? a };
};

/** The currency somebody came for above the others; the rest stays in its order. */
export const chosenFirst = (view: CompareView, currency: string | undefined): CompareView => ({
  ...view,
  blocks: view.blocks.toSorted((x, y) => Number(y.currency === currency) - Number(x.currency === currency)),
});

/** What matching weekdays did to B, for whoever knows the same comparison from other screens; null when B stayed where it was. */
export const movedB = (
  asked: Range,
  compared: Range,
  against: Against,
  inWords: (range: Range) => string,
): string | null => {
  if (asked.from === compared.from) return null;
  const earlier = compared.from < asked.from;
  const days =
    lengthOf(earlier ? { from: compared.from, to: asked.from } : { from: asked.from, to: compared.from }) - 1;
  const range = inWords(asked);
  const moved = t(earlier ? m.bEarlier : m.bLater, { days, range });
  return against === 'custom' ? moved : t(m.bElsewhere, { moved, range });
};

/** What a change can be laid out by: only what adds up over campaigns. */
export const additiveMetrics = (business: readonly BusinessMetricInfo[], clientSafe: boolean): MetricDefinition[] =>
  [...Object.values(METRICS), ...business.map((one) => businessMetric(one).count)].filter(
    (metric) => metric.additivity === 'sum' && !(clientSafe && metric.revealsCost),
  );

/** The metric of the address; what is not there, or may not be shown, is the first one that is. */
export const chosenMetric = (id: string | undefined, clientSafe: boolean): string => {
  const fallback = clientSafe ? 'conversions' : 'spend';
  if (id === undefined) return fallback;
  const known = id in METRICS ? METRICS[id as MetricKey] : null;
  if (known === null) return /^named:./.test(id) ? id : fallback;
  return known.additivity !== 'sum' || (clientSafe && known.revealsCost) ? fallback : id;
};

const KPIS: readonly MetricKey[] = [
  'spend',
  'impressions',
  'reach',
  'clicks',
  'ctr',
  'cpc',
  'cpm',
  'conversions',
  'conversionRate',
  'cpa',
  'conversionValue',
  'roas',
];

/** The figures of the paired table, in their order; what never adds up only where the platform told it of these very periods. */
export const kpiMetrics = (
  business: readonly BusinessMetricInfo[],
  clientSafe: boolean,
  block: Pick<Block, 'a' | 'b'> | null,
): MetricDefinition[] =>
  [
    ...KPIS.map((key) => METRICS[key]),
    ...business.flatMap((one) => {
      const { count, costPer } = businessMetric(one);
      return [count, costPer];
    }),
  ].filter(
    (metric) =>
      !(clientSafe && metric.revealsCost) &&
      (metric.additivity !== 'none' ||
        (block !== null && (metric.derive(block.a) !== null || metric.derive(block.b) !== null))),
  );

/** 'better', 'worse' or nothing: the word beside the arrow. */
export const judgementWord = (delta: Delta): string =>
  delta.reason !== null || delta.judgement === 'neutral' ? '' : t(delta.judgement === 'better' ? m.better : m.worse);

/** The compared metric with its definition; a name that went away is null. */
export const metricOfView = (view: CompareView): MetricDefinition | null => metricOf(view.metric, view.business);

/** One table of all that is on screen: the paired figures, then what moved the chosen one, block by block. */
export const compareCsv = (
  view: CompareView,
  kpisOf: (block: Block) => readonly MetricDefinition[],
  order: (rows: readonly Contribution[]) => readonly Contribution[],
): { header: string[]; rows: CsvCell[][] } => {
  const header = [
    t(m.csvPart),
    t(m.csvCurrency),
    t(m.metric),
    t(m.campaign),
    t(m.platform),
    t(m.csvPeriodA, view.a),
    t(m.csvPeriodB, view.b),
    t(m.csvChange),
    t(m.csvShare),
  ];
  const moved = metricOfView(view);
  const rows = view.blocks.flatMap((block): CsvCell[][] => [
    ...kpisOf(block).map((metric): CsvCell[] => {
      const [a, b] = [metric.derive(block.a), metric.derive(block.b)];
      const change = a === null || b === null || block.reason !== null ? null : a - b;
      return [
        t(m.figures),
        block.currency,
        labelOf(metric),
        null,
        null,
        csvMetric(metric, block.a),
        csvMetric(metric, block.b),
        csvValue(metric, change),
        null,
      ];
    }),
    ...(moved === null
      ? []
      : [
          ...order(block.contributions).map((one): CsvCell[] => [
            t(m.csvMoved),
            block.currency,
            labelOf(moved),
            csvText(one.name),
            PLATFORM_LABELS[one.platform].name,
            csvValue(moved, one.a),
            csvValue(moved, one.b),
            csvValue(moved, one.delta),
            csvPercent(one.share),
          ]),
          ...restRows(block).map(({ label, delta, share }): CsvCell[] => [
            t(m.csvMoved),
            block.currency,
            labelOf(moved),
            label,
            null,
            null,
            null,
            csvValue(moved, delta),
            csvPercent(share),
          ]),
        ]),
  ]);
  return { header, rows };
};

/** What the listed campaigns leave of the change. */
export const restRows = (block: Block): { id: string; label: string; delta: number; share: number | null }[] => [
  ...(block.others === null
    ? []
    : [{ id: 'others', label: t(m.otherCampaigns, { count: block.others.campaigns }), ...pick(block.others) }]),
  ...(block.unexplained === null ? [] : [{ id: 'unexplained', label: t(m.notByCampaign), ...pick(block.unexplained) }]),
];
const pick = ({ delta, share }: { delta: number; share: number | null }) => ({ delta, share });

/** Whether any day of a period was read: a dash then means that nothing was reported, not that nothing is imported. */
export const readOf = (block: Pick<Block, 'daily'>, side: 'a' | 'b'): boolean =>
  block.daily.some((day) => day[side] !== null && day[side].state !== 'missing');

/** The periods days of which were never read, with all of their days: what has to be imported before they can be compared. */
export const unreadPeriods = (
  { a, b }: Pick<CompareView, 'a' | 'b'>,
  { reason, missing }: Pick<Block, 'reason' | 'missing'>,
): { period: 'a' | 'b'; range: Range }[] => {
  if (reason === null) return [];
  const neither = missing.a === 0 && missing.b === 0;
  return [
    ...(neither || missing.a > 0 ? [{ period: 'a' as const, range: a }] : []),
    ...(neither || missing.b > 0 ? [{ period: 'b' as const, range: b }] : []),
  ];
};

/** Which days keep a change from being told, in words; null when it is told. */
export const unreadWords = ({ reason, missing }: Pick<Block, 'reason' | 'missing'>): string | null => {
  if (reason === null) return null;
  const { a, b } = missing;
  if (a === 0 && b === 0) return t(m.nothingRead);
  return [...(a > 0 ? [t(m.unreadOfA, { days: a })] : []), ...(b > 0 ? [t(m.unreadOfB, { days: b })] : [])].join(' ');
};

/** What keeps a change from being better or worse: a day of either period that is not over. */
export const unlikeOf = (block: Pick<Block, 'daily'>): Unlike =>
  block.daily.some(({ a, b }) => a?.state === 'partial' || b?.state === 'partial') ? 'unfinished' : null;

/** The days of both periods for the chart. */
export const pointsOf = (block: Block, metric: MetricDefinition): OverlayPoint[] => {
  const side = (told: Block['daily'][number]['a']): OverlayPoint['a'] =>
    told === null ? null : { day: told.day, state: told.state, value: metric.derive(told.sums) };
  return block.daily.map((day) => ({ index: day.index, a: side(day.a), b: side(day.b) }));
};

/** One sentence: what the figure did and which campaign did most of it. */
export const movedSentence = (
  block: Block,
  metric: MetricDefinition,
  words: { amount(value: number): string; percent(share: number): string },
): string | null => {
  const { delta } = block.change;
  if (block.reason !== null || delta === null) return null;
  if (delta === 0) return t(m.unchanged, { metric: labelOf(metric) });
  const top = block.contributions[0];
  const rose = delta > 0;
  const whole = { metric: labelOf(metric), amount: words.amount(Math.abs(delta)) };
  if (top === undefined || top.delta === 0) return t(rose ? m.rose : m.fell, whole);
  const own = { ...whole, campaign: top.name, campaignAmount: words.amount(Math.abs(top.delta)) };
  if (top.delta > 0 !== rose) return t(rose ? m.roseAlthough : m.fellAlthough, own);
  return top.share !== null && top.share <= 1
    ? t(rose ? m.roseMadeBy : m.fellMadeBy, { ...whole, campaign: top.name, share: words.percent(top.share) })
    : t(rose ? m.roseOthersAgainst : m.fellOthersAgainst, own);
};

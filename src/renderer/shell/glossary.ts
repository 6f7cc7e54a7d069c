import type { MetricDefinition, MetricKey } from '../../contract/metrics.ts';
import { say, t } from '../ui/text.ts';
import { glossaryMeanings, glossaryMessages as m } from './messages-glossary.ts';

const ADDITIVITY = {
  sum: m.addsUp,
  ratio: m.workedOut,
  none: m.toldPerPeriod,
} as const satisfies Record<MetricDefinition['additivity'], unknown>;

/** What a metric of the registry means, whether it adds up and what to make of it, in sentences. */
export const glossaryText = (key: MetricKey, metric: MetricDefinition): string =>
  [
    t(glossaryMeanings[key]),
    t(metric.additivity === 'sum' && metric.unit === 'currency' ? m.addsUpInCurrency : ADDITIVITY[metric.additivity]),
    t(metric.better === 'neutral' ? m.neutral : metric.better === 'up' ? m.higherBetter : m.lowerBetter),
    metric.settling ? t(m.lastDaysRise) : '',
    metric.minimum ? t(m.lowDataUnder, { count: String(metric.minimum.count), counted: say(metric.minimum.of) }) : '',
  ]
    .filter(Boolean)
    .join(' ');

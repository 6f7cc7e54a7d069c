import { said, type Message } from '../words/text.ts';
import type { BusinessMetricInfo, ConversionKind } from './client-profile.ts';
import type { Sums } from './primitives.ts';
import { metricMessages as m } from './messages-metrics.ts';
import { METRICS, ratio, type MetricDefinition, type MetricId, type MetricKey } from './metrics.ts';

/** A client's names for conversions as metrics like all others: how many, and what one costs. */
type Named = Pick<BusinessMetricInfo, 'name' | 'kind'>;

const COST_LABELS: Partial<Record<ConversionKind, Message>> = {
  lead: m.costPerLeadShort,
};

/** What English plurals people call conversions by are one of. A name is theirs: what is not known here stays as it is. */
const SINGULAR: Record<string, string> = {
  appointments: 'appointment',
  applications: 'application',
  bookings: 'booking',
  calls: 'call',
  checkouts: 'checkout',
  contacts: 'contact',
  conversions: 'conversion',
  donations: 'donation',
  downloads: 'download',
  enquiries: 'enquiry',
  inquiries: 'inquiry',
  installs: 'install',
  leads: 'lead',
  memberships: 'membership',
  messages: 'message',
  orders: 'order',
  purchases: 'purchase',
  registrations: 'registration',
  reservations: 'reservation',
  results: 'result',
  sales: 'sale',
  signups: 'signup',
  'sign-ups': 'sign-up',
  subscribers: 'subscriber',
  subscriptions: 'subscription',
  tickets: 'ticket',
  trials: 'trial',
  views: 'view',
  visits: 'visit',
};
/** 'Online purchases' → 'online purchase'. */
const oneOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\p{L}-]+$/u, (last) => (Object.hasOwn(SINGULAR, last) ? (SINGULAR[last] ?? last) : last));

/**
 * Micros the platforms counted under a name spent in these rows: a name that only one platform's conversions are mapped to costs only
 * what that platform took. Null = not known, undefined = none of them is in these rows.
 */
export function spendForName(sums: Pick<Sums, 'spendMicros' | 'named' | 'namedSpendMicros'>, name: string) {
  const told = sums.namedSpendMicros;
  if (told !== undefined && Object.hasOwn(told, name)) return told[name];
  return sums.named !== undefined && Object.hasOwn(sums.named, name) ? sums.spendMicros : undefined;
}

/** The two metrics of a name: its count (`named:Leads`) and its cost (`costPer:Leads`). */
export function businessMetric({ name, kind }: Named): { count: MetricDefinition; costPer: MetricDefinition } {
  const count = (named: Sums['named']): number | null =>
    named !== undefined && Object.hasOwn(named, name) ? (named[name] ?? null) : null;
  return {
    count: {
      key: `named:${name}`,
      label: name,
      short: name,
      derive: (s) => count(s.named),
      better: 'up',
      unit: 'count',
      decimals: 1,
      additivity: 'sum',
      revealsCost: false,
      settling: true,
      minimum: null,
    },
    costPer: {
      key: `costPer:${name}`,
      label: said(m.costPerNamed, { name: oneOf(name) }),
      short: COST_LABELS[kind] ?? said(m.costPerNamedShort, { name: oneOf(name) }),
      derive: (s) => ratio(spendForName(s, name), count(s.named)),
      better: 'down',
      unit: 'currency',
      decimals: 2,
      additivity: 'ratio',
      revealsCost: true,
      settling: true,
      minimum: { of: name.toLowerCase(), base: (s) => count(s.named), count: 10 },
    },
  };
}

const ENDS: readonly ConversionKind[] = ['lead', 'purchase', 'reservation'];

/** What a client advertises for: the first of its names that is no mere step on the way, else all conversions. */
export function resultMetric(business: readonly Named[]): MetricDefinition {
  const end = business.find((one) => ENDS.includes(one.kind));
  return end === undefined ? METRICS.conversions : businessMetric(end).count;
}

/** Every metric a view has: the registry's, then two per name of the client. */
export function metricsOf(business: readonly Named[]): MetricDefinition[] {
  return [
    ...Object.values(METRICS),
    ...business.flatMap((one) => {
      const { count, costPer } = businessMetric(one);
      return [count, costPer];
    }),
  ];
}

/** The metric of an id, or null when neither the registry nor the client has it. */
export function metricOf(id: string, business: readonly Named[]): MetricDefinition | null {
  if (Object.hasOwn(METRICS, id)) return METRICS[id as MetricKey];
  return metricsOf(business).find((metric) => metric.key === id) ?? null;
}

export const isMetricKey = (id: MetricId): id is MetricKey => Object.hasOwn(METRICS, id);

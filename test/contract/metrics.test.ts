import { expect, test } from 'vitest';
import { businessMetric, metricOf, metricsOf } from '../../src/contract/business-metrics.ts';
import { isClientSafe, labelOf, METRICS, shortOf, SUM_METRICS } from '../../src/contract/metrics.ts';
import { sums } from '../../src/contract/primitives.ts';
import { setLanguage } from '../../src/words/text.ts';

const FIGURES = {
  spendMicros: 100_000_000,
  impressions: 10_000,
  clicks: 200,
  linkClicks: 150,
  conversions: 20,
  conversionValueMicros: 500_000_000,
  videoViews: 2_500,
  videoPlays: 6_000,
  thruPlays: 900,
  named: { Leads: 8, Reservations: 0 },
  uniques: { reach: 4_000, frequency: null, impressionShare: 0.42 },
};
const LEADS = { name: 'Leads', kind: 'lead' as const };

test('a metric reveals cost exactly when its value moves with spend', () => {
  for (const metric of metricsOf([LEADS])) {
    const moves = metric.derive(FIGURES) !== metric.derive({ ...FIGURES, spendMicros: 300_000_000 });
    expect([metric.key, metric.revealsCost]).toEqual([metric.key, moves]);
    // Without spend nothing that is safe changes, and nothing else can be computed.
    const { spendMicros: _, ...hidden } = FIGURES;
    expect([metric.key, metric.derive(hidden)]).toEqual([
      metric.key,
      isClientSafe(metric) ? metric.derive(FIGURES) : null,
    ]);
  }
});

test('each metric has its words under its own name, and says them in the language', () => {
  for (const metric of Object.values(METRICS))
    expect([metric.label, metric.short]).toMatchObject([
      { id: `metric.${metric.key}` },
      { id: `metric.${metric.key}Short` },
    ]);
  setLanguage('pl', { 'metric.spend': 'Wydatki', 'metric.costPerNamed': 'Koszt: {name}' });
  try {
    expect([labelOf(METRICS.spend), shortOf(METRICS.spend)]).toEqual(['Wydatki', 'Spend']);
    expect(labelOf(businessMetric({ name: 'Rezerwacje', kind: 'other' }).costPer)).toBe('Koszt: rezerwacje');
  } finally {
    setLanguage('en', {});
  }
});

test('what is told per entity and period has no value in sums', () => {
  const { uniques: _, ...total } = FIGURES;
  const unique = Object.values(METRICS).filter((metric) => metric.additivity === 'none');
  expect(unique.map((metric) => [metric.key, metric.derive(FIGURES), metric.derive(total)])).toEqual([
    ['reach', 4_000, null],
    ['frequency', 2.5, null],
    ['impressionShare', 42, null],
  ]);
});

test("a client's name is two metrics: how many, and what one costs", () => {
  const { count, costPer } = businessMetric(LEADS);
  expect([count.derive(FIGURES), costPer.derive(FIGURES)]).toEqual([8, 12_500_000]);
  expect([count.key, costPer.key, shortOf(costPer), costPer.better]).toEqual([
    'named:Leads',
    'costPer:Leads',
    'CPL',
    'down',
  ]);
  expect(costPer.minimum?.base(FIGURES)).toBe(8);
  const none = businessMetric({ name: 'Reservations', kind: 'reservation' });
  expect([none.count.derive(FIGURES), none.costPer.derive(FIGURES)]).toEqual([0, null]);
  const odd = businessMetric({ name: 'constructor', kind: 'other' });
  expect([odd.count.derive(FIGURES), odd.costPer.derive(FIGURES)]).toEqual([null, null]);
  const unknown = businessMetric({ name: 'Calls', kind: 'other' });
  expect([unknown.count.derive(FIGURES), unknown.costPer.derive(FIGURES)]).toEqual([null, null]);
});

test('metrics are found by their id, and names the client does not have are not', () => {
  expect(metricOf('cpa', [])).toBe(METRICS.cpa);
  expect(metricOf('named:Leads', [LEADS])?.label).toBe('Leads');
  expect(metricOf('named:Leads', [])).toBeNull();
  expect(metricOf('toString', [LEADS])).toBeNull();
});

test('every field of sums is the value of one additive metric', () => {
  expect(Object.keys(SUM_METRICS).sort()).toEqual(
    Object.keys(sums.shape)
      .filter((key) => !key.startsWith('named'))
      .sort(),
  );
  for (const [field, key] of Object.entries(SUM_METRICS)) {
    expect(METRICS[key].additivity).toBe('sum');
    expect(METRICS[key].derive(FIGURES)).toBe(FIGURES[field as keyof typeof SUM_METRICS]);
  }
});

test('a cost is of one: known English plurals are singular, anybody else’s names stay', () => {
  const label = (name: string) => labelOf(businessMetric({ name, kind: 'other' }).costPer);
  expect(['Purchases', 'Online bookings', 'Sign-ups', 'Rezerwacje', 'Glass', 'constructor'].map(label)).toEqual([
    'Cost per purchase',
    'Cost per online booking',
    'Cost per sign-up',
    'Cost per rezerwacje',
    'Cost per glass',
    'Cost per constructor',
  ]);
});

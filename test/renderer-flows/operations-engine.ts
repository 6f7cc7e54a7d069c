import type { Alert } from '../../src/contract/alerts.ts';
import type { BackfillInput, BackfillJob } from '../../src/contract/backfill.ts';
import type { DataHealthView, MonthCell } from '../../src/contract/data-health.ts';
import type { ScheduleList, ScheduleRule } from '../../src/contract/schedules.ts';
import type { Comparison, Gap } from '../../src/contract/validation.ts';
import { NOW } from '../renderer/fixture-data.ts';

/** What the screens of operations read and write in a flow test: schedules, alerts, checks, months, older days. */
export type Operations = {
  schedules: ScheduleList;
  alerts: Alert[];
  gaps: Gap[];
  health: DataHealthView;
  jobs: BackfillJob[];
  comparison: Comparison;
};

const after = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();
const HOUR = 3_600_000;

export const rule: ScheduleRule = { enabled: true, platforms: null, everyHours: null, atMinute: 180 };

export const alert = (over: Partial<Alert> = {}): Alert => ({
  id: 'a1',
  kind: 'gap',
  severity: 'warning',
  clientId: 'client-2',
  client: 'Epoca',
  platform: 'meta',
  adAccountId: 'meta-2',
  connectionId: 'c1',
  title: 'Figures of Epoca do not add up',
  body: 'Meta Ads: the parts differ from their sums on 2 days. Data health names what is missing.',
  fix: 'open_health',
  count: 2,
  firstAt: after(-5 * HOUR),
  lastAt: after(-HOUR),
  resolvedAt: null,
  dismissedAt: null,
  ...over,
});

export const gap = (over: Partial<Gap> = {}): Gap => ({
  clientId: 'client-2',
  client: 'Epoca',
  platform: 'meta',
  adAccountId: 'meta-2',
  adAccountName: 'Epoca San Diego',
  currency: 'USD',
  check: 'campaign=account',
  dataset: null,
  from: '2026-09-25',
  to: '2026-09-25',
  entity: { level: 'account', id: 'meta-2', name: 'Epoca San Diego' },
  metric: 'spendMicros',
  expected: 567_100_000,
  actual: 561_000_000,
  state: 'open',
  sentence: 'Campaigns add up to 6.10 USD less than the account.',
  foundAt: after(-5 * HOUR),
  lastSeenAt: after(-HOUR),
  resolvedAt: null,
  ...over,
});

export const month = (state: MonthCell['state'], over: Partial<MonthCell> = {}): MonthCell => ({
  state,
  days: state === 'rich' || state === 'totals' ? 30 : 0,
  wanted: state === 'pending' ? 0 : 30,
  checkedAt: state === 'rich' ? after(-HOUR) : null,
  expiresOn: null,
  ...over,
});

export const comparison = (over: Partial<Comparison> = {}): Comparison => ({
  fileName: 'export.csv',
  platform: 'meta',
  adAccountId: 'meta-2',
  adAccountName: 'Epoca San Diego',
  currency: 'USD',
  level: 'campaign',
  from: '2026-09-01',
  to: '2026-09-30',
  verdict: 'within',
  sentence: '1 of 30 rows differs by 0.4 %. Most likely: conversions that came in later.',
  counts: { matched: 28, differs: 1, missing: 1, extra: 0, unreadable: 0, totals: 1 },
  totals: [{ metric: 'spend', file: '1234.50', stored: '1229.50', difference: '-5.00', percent: -0.405 }],
  lines: [
    {
      lines: [4],
      status: 'differs',
      entity: 'Brand Awareness',
      from: '2026-09-03',
      to: '2026-09-03',
      figures: [
        {
          metric: 'conversions',
          file: '12',
          stored: '11',
          difference: '-1',
          cause: 'attribution_window',
          sentence: 'The export counts 28 days after a click.',
        },
      ],
      cause: null,
      sentence: null,
    },
    {
      lines: [9],
      status: 'missing',
      entity: 'Old campaign',
      from: '2026-09-04',
      to: '2026-09-04',
      figures: [{ metric: 'spend', file: '5.00', stored: null, difference: '-5.00', cause: null, sentence: null }],
      cause: 'not_imported',
      sentence: 'This day was never read.',
    },
  ],
  unreadable: [],
  comparedColumns: ['Day', 'Campaign name', 'Amount spent (USD)'],
  ignoredColumns: ['Delivery'],
  ...over,
});

export const job = (params: BackfillInput, over: Partial<BackfillJob> = {}): BackfillJob => ({
  id: 'job1',
  createdAt: NOW,
  params,
  status: 'running',
  percent: 40,
  requests: 42,
  slices: { done: 4, failed: 0, total: 10 },
  runs: { open: 1, ended: 0, failed: 0 },
  runIds: ['r1'],
  finishedAt: null,
  ...over,
});

const clientSchedule = (index: number, client: string, own: Partial<ScheduleRule> | null = null) => ({
  clientId: `client-${index}`,
  client,
  inherited: own === null,
  rule: { ...rule, ...own },
  adAccounts: 1,
  timeZones: ['Europe/Warsaw'],
  nextRunAt: after(7 * HOUR),
  needsSignIn: false,
  lastRun: { at: after(-9 * HOUR), status: 'succeeded' as const },
});

export const createOperations = (): Operations => ({
  schedules: {
    default: rule,
    state: { nextRunAt: after(7 * HOUR), pausedUntil: null, holding: null, due: 0 },
    clients: [
      clientSchedule(2, 'Epoca'),
      clientSchedule(1, 'Restaurant ABC', { everyHours: 6 }),
      { ...clientSchedule(0, 'Hotel XYZ'), needsSignIn: true, lastRun: { at: after(-9 * HOUR), status: 'failed' } },
    ],
  },
  alerts: [
    alert({ id: 'a1' }),
    alert({
      id: 'a2',
      kind: 'sign_in_expired',
      severity: 'critical',
      clientId: null,
      client: null,
      title: 'Meta Ads sign-in expired',
      body: 'Anna Kowalska: 1 client cannot be imported until you sign in again.',
      fix: 'sign_in_again',
    }),
  ],
  gaps: [gap()],
  health: {
    months: ['2026-08', '2026-09'],
    rows: [
      {
        clientId: 'client-2',
        client: 'Epoca',
        platform: 'meta',
        adAccounts: 1,
        cells: [month('partial', { days: 22, expiresOn: '2026-08-03' }), month('rich')],
      },
      {
        clientId: 'client-0',
        client: 'Hotel XYZ',
        platform: 'google',
        adAccounts: 2,
        cells: [month('missing'), month('totals')],
      },
    ],
    failed: [
      {
        clientId: 'client-0',
        client: 'Hotel XYZ',
        platform: 'google',
        adAccountId: 'g-0',
        adAccountName: 'Hotel',
        connectionId: 'c2',
        problem: { code: 'X', sentence: 'Google Ads did not answer.', detail: null, fix: 'retry' },
        lastImportedAt: after(-50 * HOUR),
      },
    ],
    lastAutomated: {
      startedAt: after(-9 * HOUR),
      finishedAt: after(-9 * HOUR + 250_000),
      succeeded: 14,
      unchanged: 8,
      partial: 0,
      failed: 1,
      cancelled: 0,
      open: 0,
    },
  },
  jobs: [],
  comparison: comparison(),
});

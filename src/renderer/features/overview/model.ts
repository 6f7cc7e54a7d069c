import type { Annotation } from '../../../contract/annotations.ts';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { Flag } from '../../../contract/events.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import type { Figures, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import type { ChartNote } from '../../ui/chart-notes.tsx';
import type { ChartPoint } from '../../ui/chart-model.ts';

/** What the Overview shows, from what the engine answered. Pure. */
export const KPIS: readonly MetricKey[] = ['spend', 'impressions', 'clicks', 'ctr', 'conversions', 'cpa'];
const SAFE_KPIS: readonly MetricKey[] = ['impressions', 'clicks', 'ctr', 'conversions', 'conversionRate'];
export const kpisOf = (clientSafe: boolean): readonly MetricKey[] => (clientSafe ? SAFE_KPIS : KPIS);

type Block = Overview['blocks'][number];

/** Spend as the line, conversions as the bars. */
export const chartPoints = (block: Block, clientSafe = false): ChartPoint[] => {
  // Where costs must not be seen: impressions as the line, clicks as the bars.
  const line = (sums: Sums): number | null => (clientSafe ? sums.impressions : (sums.spendMicros ?? null));
  const bar = (sums: Sums): number | null => (clientSafe ? sums.clicks : sums.conversions);
  // Today stands behind the period and belongs to none of its totals.
  return [...block.daily, ...(block.today ? [block.today] : [])].map((point) => ({
    day: point.day,
    state: point.state,
    line: point.state === 'missing' ? null : line(point),
    bar: point.state === 'missing' ? null : bar(point),
    previousDay: point.previousDay,
    previousLine: point.previous === null ? null : line(point.previous),
    previousBar: point.previous === null ? null : bar(point.previous),
    restated: point.restated,
  }));
};

/** A tile's trend: finished days only, or today's part would look like a fall. */
export const trendOf = (block: Block, metric: MetricKey): (number | null)[] =>
  block.daily
    .filter((point) => point.state !== 'partial')
    .map((point) => (point.state === 'missing' ? null : METRICS[metric].derive(point)));

export const deliveryWords: Record<
  Overview['delivery'],
  { kind: 'on' | 'paused' | 'warning' | 'never'; text: string }
> = {
  running: { kind: 'on', text: 'Ads running' },
  paused: { kind: 'paused', text: 'Ads paused' },
  no_delivery: { kind: 'warning', text: 'No delivery in this period' },
  no_data: { kind: 'never', text: 'No data yet' },
};

/** Share of a block's spend or impressions, 0–1, for the length of a bar; null when it cannot be told. */
export const shareOf = (block: Block, part: Figures, metric: 'spend' | 'impressions'): number | null => {
  const [own, all] = [METRICS[metric].derive(part), METRICS[metric].derive(block.totals.current)];
  return own === null || all === null || all === 0 ? null : own / all;
};

/** Platforms none of the client's ad accounts are on. */
export const unconnected = (overview: Overview, asked: PlatformId | null): PlatformId[] =>
  PLATFORM_IDS.filter(
    (id) => (asked === null || asked === id) && !overview.adAccounts.some((one) => one.platform === id),
  );

export type AccountNotice = {
  id: string;
  tone: 'bad' | 'warn';
  text: string;
  fix: 'sign_in_again' | 'import' | 'none';
  connectionId: string | null;
};

/** Days that had not been read at the moment the view is seen from. Nothing that is done now changes that. */
const gapsOfThen = (overview: Overview, days: number): AccountNotice[] =>
  overview.adAccounts.flatMap((account): AccountNotice[] =>
    account.missingDays === 0
      ? []
      : [
          {
            id: `${account.platform}:${account.adAccountId}`,
            connectionId: account.connectionId,
            tone: 'warn',
            text:
              account.missingDays >= days
                ? `${PLATFORM_LABELS[account.platform].name}: nothing of this period had been imported then.`
                : `${PLATFORM_LABELS[account.platform].name}: ${account.missingDays} of ${days} days had not been imported then, totals leave them out.`,
            fix: 'none',
          },
        ],
  );

/** What is wrong or missing per ad account: a block never pretends to be whole. */
export const accountNotices = (overview: Overview, days: number, known: boolean): AccountNotice[] => {
  // Problems and states of ad accounts are those of now: under figures of a past day they would be taken for those of then.
  if (known) return gapsOfThen(overview, days);
  const others = (id: string): string => {
    const good = overview.adAccounts.filter(
      (one) => one.adAccountId !== id && one.problem === null && one.missingDays === 0,
    );
    const names = [...new Set(good.map((one) => PLATFORM_LABELS[one.platform].name))];
    return names.length > 0 ? ` ${names.join(' and ')} is complete.` : '';
  };
  return overview.adAccounts.flatMap((account): AccountNotice[] => {
    const name = PLATFORM_LABELS[account.platform].name;
    const base = { id: `${account.platform}:${account.adAccountId}`, connectionId: account.connectionId };
    const gap =
      account.missingDays === 0
        ? ''
        : account.missingDays >= days
          ? `${name}: nothing imported for this period.`
          : `${name}: ${account.missingDays} of ${days} days are not imported, totals leave them out.`;
    if (account.problem)
      return [
        {
          ...base,
          tone: 'bad',
          text: [account.problem.sentence, gap].filter(Boolean).join(' ') + others(account.adAccountId),
          fix:
            account.problem.fix === 'sign_in_again'
              ? 'sign_in_again'
              : account.problem.fix === 'retry'
                ? 'import'
                : 'none',
        },
      ];
    if (account.status === 'disabled' || account.status === 'closed')
      return [
        {
          ...base,
          tone: 'warn',
          text: `This ad account is disabled in ${name}. Saved data stays available. ${gap}`.trim(),
          fix: 'none',
        },
      ];
    if (account.status === 'no_access')
      return [
        {
          ...base,
          tone: 'bad',
          text: `No access to this ad account at ${name}. Ask its owner for permission to view performance. ${gap}`.trim(),
          fix: 'none',
        },
      ];
    // A client nobody imported yet says so once, in the middle of the screen.
    if (gap !== '' && account.freshness.state !== 'never')
      return [{ ...base, tone: 'warn', text: gap + others(account.adAccountId), fix: 'import' }];
    return [];
  });
};

/** Distinct words of the ad accounts, for the header line: 'Europe/Warsaw', 'PLN · EUR'. */
export const distinct = (words: readonly string[]): string => [...new Set(words)].join(' · ');

/** Most days of the period any ad account of the currency was read for; 0 = nobody asked the platforms yet. */
export const lengthRead = (overview: Overview, currency: string, days: number): number =>
  Math.max(0, ...overview.adAccounts.filter((one) => one.currency === currency).map((one) => days - one.missingDays));

const FLAGGED: readonly Flag['kind'][] = ['budget', 'gap'];

/** What stands over the days: notes, budgets that changed, days that were not imported. */
export const chartFlags = (
  flags: readonly Pick<Flag, 'kind' | 'day' | 'title'>[],
  notes: readonly Annotation[],
): ChartNote[] => [
  ...notes.map(({ day, text }) => ({ day, text })),
  ...flags.filter(({ kind }) => FLAGGED.includes(kind)).map(({ day, title }) => ({ day, text: title })),
];

// What was agreed.

type Pace = NonNullable<Block['pace']>;
/** From here on a month is off its pace. */
const AHEAD = 1.1;
const BEHIND = 0.8;

/** How the pace reads: shape and word. Null when it cannot be told. */
export const paceJudgement = (pace: number | null): { kind: 'ok' | 'warning'; word: string } | null =>
  pace === null
    ? null
    : pace > AHEAD
      ? { kind: 'warning', word: 'too fast' }
      : pace < BEHIND
        ? { kind: 'warning', word: 'too slow' }
        : { kind: 'ok', word: 'on pace' };

/**
 * Lengths of the bullet bar as shares of its whole: the budget, or what was spent where that is more. `today` is where an even month
 * would stand. Null when nothing of the month is known.
 */
export const bulletOf = ({
  budgetMicros,
  spentMicros,
  elapsedShare,
}: Pick<Pace, 'budgetMicros' | 'spentMicros' | 'elapsedShare'>): {
  budget: number;
  spent: number;
  today: number;
} | null => {
  if (spentMicros === null || budgetMicros <= 0) return null;
  const whole = Math.max(budgetMicros, spentMicros);
  return {
    budget: budgetMicros / whole,
    spent: Math.max(0, spentMicros) / whole,
    today: (budgetMicros * Math.min(1, Math.max(0, elapsedShare))) / whole,
  };
};

export const targetJudgement = ({
  met,
  lowData,
}: Pick<NonNullable<Block['targets']>[number], 'met' | 'lowData'>): {
  kind: 'ok' | 'warning' | 'never';
  word: string;
} =>
  met === null
    ? { kind: 'never', word: 'not known yet' }
    : lowData
      ? { kind: 'never', word: 'low data' }
      : met
        ? { kind: 'ok', word: 'Reached' }
        : { kind: 'warning', word: 'missed' };

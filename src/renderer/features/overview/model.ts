import type { Annotation } from '../../../contract/annotations.ts';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { Flag } from '../../../contract/events.ts';
import type { Overview } from '../../../contract/dashboards.ts';
import type { Figures, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import type { ChartNote } from '../../ui/chart-notes.tsx';
import type { Formats } from '../../ui/index.ts';
import { dayIn } from '../../ui/days.ts';
import type { ChartPoint } from '../../ui/chart-model.ts';
import { listOf, t, type Message } from '../../ui/text.ts';
import { ofBlock } from './messages-block.ts';
import { m } from './messages.ts';

/** What the Overview shows, from what the engine answered. Pure. */
export const KPIS: readonly MetricKey[] = ['spend', 'impressions', 'clicks', 'ctr', 'conversions', 'cpa'];
const SAFE_KPIS: readonly MetricKey[] = ['impressions', 'clicks', 'ctr', 'conversions', 'conversionRate'];
export const kpisOf = (clientSafe: boolean): readonly MetricKey[] => (clientSafe ? SAFE_KPIS : KPIS);

type Block = Overview['blocks'][number];

/** The title of a card; where a client spends in several currencies, with the one it is about. */
export type Titled = (title: string) => string;

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

/**
 * 'today so far, to 14:05' for figures that count the running day of an ad account of theirs, 'to 14:05 of 20 Nov' where that day is over by
 * now and was not read again; null where every day was over. `now` in epoch ms.
 */
export const partialWords = (
  block: Pick<Block, 'currency' | 'daily'> & { totals: Pick<Block['totals'], 'unlike'> },
  { adAccounts, asOf }: Pick<Overview, 'adAccounts' | 'asOf'>,
  now: number,
  f: Pick<Formats, 'time' | 'day'>,
): string | null => {
  const day = block.daily.findLast(({ state }) => state === 'partial')?.day;
  // A day that was read for some ad accounts only is partial too, and nobody's today.
  if (block.totals.unlike !== 'unfinished' || day === undefined) return null;
  const isToday = adAccounts.some(
    ({ currency, timezone }) => currency === block.currency && dayIn(timezone, now) <= day,
  );
  if (!isToday) return t(m.dayNotOver, { day: f.day(day) });
  return asOf === null ? t(m.todaySoFar) : t(m.todayTo, { time: f.time(asOf) });
};

/** A tile's trend: finished days only, or today's part would look like a fall. */
export const trendOf = (block: Block, metric: MetricKey): (number | null)[] =>
  block.daily
    .filter((point) => point.state !== 'partial')
    .map((point) => (point.state === 'missing' ? null : METRICS[metric].derive(point)));

/** Whether ads are shown, or why that cannot be said: nothing was ever imported, or only other days were. */
export const deliveryOf = ({ delivery, adAccounts }: Pick<Overview, 'delivery' | 'adAccounts'>) =>
  delivery === 'no_data' && adAccounts.some(({ freshness }) => freshness.lastImportedAt !== null)
    ? { kind: 'never' as const, words: m.noDataHere }
    : deliveryWords[delivery];

export const deliveryWords: Record<
  Overview['delivery'],
  { kind: 'on' | 'paused' | 'warning' | 'never'; words: Message<string> }
> = {
  running: { kind: 'on', words: m.running },
  paused: { kind: 'paused', words: m.paused },
  no_delivery: { kind: 'warning', words: m.noDelivery },
  no_data: { kind: 'never', words: m.noData },
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
  /** import = try again what failed; import_days = the days that are missing. */
  fix: 'sign_in_again' | 'import' | 'import_days' | 'none';
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
                ? t(m.goneThen, { platform: PLATFORM_LABELS[account.platform].name })
                : t(m.gapThen, {
                    platform: PLATFORM_LABELS[account.platform].name,
                    missing: account.missingDays,
                    days,
                  }),
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
    return names.length > 0 ? ` ${t(m.complete, { count: names.length, platforms: listOf(names) })}` : '';
  };
  return overview.adAccounts.flatMap((account): AccountNotice[] => {
    const name = PLATFORM_LABELS[account.platform].name;
    const base = { id: `${account.platform}:${account.adAccountId}`, connectionId: account.connectionId };
    const gap =
      account.missingDays === 0
        ? ''
        : account.missingDays >= days
          ? t(m.gone, { platform: name })
          : t(m.gap, { platform: name, missing: account.missingDays, days });
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
          text: `${t(m.disabled, { platform: name })} ${gap}`.trim(),
          fix: 'none',
        },
      ];
    if (account.status === 'no_access')
      return [
        {
          ...base,
          tone: 'bad',
          text: `${t(m.noAccess, { platform: name })} ${gap}`.trim(),
          fix: 'none',
        },
      ];
    // A client nobody imported yet says so once, in the middle of the screen.
    if (gap !== '' && account.freshness.state !== 'never')
      return [{ ...base, tone: 'warn', text: gap + others(account.adAccountId), fix: 'import_days' }];
    return [];
  });
};

/** What is worth doing next; judged by how things stand now, so figures of a past day have none beside them. */
export const suggestionBeside = <T>(suggestion: T | null | undefined, asKnownOn: string | null): T | null =>
  asKnownOn === null ? (suggestion ?? null) : null;

/** Distinct words of the ad accounts, for the header line: 'Europe/Warsaw', 'PLN · EUR'. */
export const distinct = (words: readonly string[]): string => [...new Set(words)].join(' · ');

/** Most days of the period any ad account of the currency (on one platform) was read for; 0 = nobody asked the platforms yet. */
export const lengthRead = (
  overview: Overview,
  currency: string,
  days: number,
  platform: PlatformId | null = null,
): number =>
  Math.max(
    0,
    ...overview.adAccounts
      .filter((one) => one.currency === currency && (platform === null || one.platform === platform))
      .map((one) => days - one.missingDays),
  );

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
      ? { kind: 'warning', word: t(ofBlock.tooFast) }
      : pace < BEHIND
        ? { kind: 'warning', word: t(ofBlock.tooSlow) }
        : { kind: 'ok', word: t(ofBlock.onPace) };

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
    ? { kind: 'never', word: t(ofBlock.notKnown) }
    : lowData
      ? { kind: 'never', word: t(ofBlock.lowData) }
      : met
        ? { kind: 'ok', word: t(ofBlock.reached) }
        : { kind: 'warning', word: t(ofBlock.missed) };

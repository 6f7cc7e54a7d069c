import type { BreakdownView } from '../../../contract/breakdowns.ts';
import { BREAKDOWNS, type AdditiveMetric, type Breakdown } from '../../../contract/datasets.ts';
import type { Range, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { addSums, lengthOf, type Formats } from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import { segmentLabel } from './labels.ts';
import { cell } from './messages-cells.ts';
import { m } from './messages.ts';

/** What the Breakdowns tab shows, from what the engine answered. Pure. */
export type Part = BreakdownView['parts'][number];
export type AskedBreakdown = Exclude<Breakdown, 'none' | 'hour'>;

/** A question of a person and the breakdowns that answer it, as platforms name them; the first that a platform offers is the finest. */
export const TABS = {
  people: { label: m.people, what: m.byPeople, breakdowns: ['age_gender', 'age', 'gender'] },
  device: { label: m.device, what: m.byDevice, breakdowns: ['device', 'publisher_device'] },
  placement: { label: m.placement, what: m.byPlacement, breakdowns: ['placement', 'network'] },
  place: { label: m.place, what: m.byPlace, breakdowns: ['country', 'region', 'geo'] },
  action: { label: m.action, what: m.byAction, breakdowns: ['conversion_action'] },
  weekday: { label: m.weekday, what: m.byWeekday, breakdowns: [] },
} as const satisfies Record<string, { label: unknown; what: unknown; breakdowns: readonly AskedBreakdown[] }>;
export type TabId = keyof typeof TABS;
export const TAB_IDS = Object.keys(TABS) as [TabId, ...TabId[]];

export type Found = { breakdown: AskedBreakdown; part: Part };

/** Breakdowns a combined one already holds: shown beside it only while it was never read. */
const HELD_BY: Partial<Record<AskedBreakdown, AskedBreakdown>> = { age: 'age_gender', gender: 'age_gender' };

/** The parts worth showing: offered or read, and none whose cells another part shows more finely. */
export const partsToShow = (found: readonly Found[]): Found[] =>
  found.filter(({ breakdown, part }) => {
    if (!part.offered && part.coverage.read === 0) return false;
    const finer = HELD_BY[breakdown];
    const held = found.find((other) => other.breakdown === finer && sameSource(other.part, part));
    if (!held?.part.offered) return true;
    return held.part.coverage.read === 0 && part.coverage.read > 0;
  });

const sameSource = (a: Part, b: Part): boolean => a.platform === b.platform && a.currency === b.currency;

/** Platforms that were asked about and tell nothing of the kind. */
export const silentPlatforms = (found: readonly Found[]): PlatformId[] => {
  const shown = new Set(partsToShow(found).map(({ part }) => part.platform));
  return [...new Set(found.map(({ part }) => part.platform))].filter((platform) => !shown.has(platform));
};

/** What a routine import does not read, or did not get: the datasets of the tab with days that were never read. */
export const unread = (shown: readonly Found[]): { platforms: PlatformId[]; datasets: string[] } => {
  const open = shown.filter(
    ({ part }) => part.offered && part.withheld === undefined && part.coverage.read < part.coverage.asked,
  );
  return {
    platforms: [...new Set(open.map(({ part }) => part.platform))],
    datasets: [...new Set(open.map(({ part }) => part.dataset))],
  };
};

export type CellRow = {
  id: string;
  label: string;
  sums: Sums;
  /** 0–1 of the base; null where the platform reports none or the base is zero. */
  spendShare: number | null;
  conversionShare: number | null;
  /** Days behind the row, where that differs from row to row. */
  days: number | null;
};

export type Cells = {
  rows: CellRow[];
  /** All cells together. */
  total: Sums;
  /** What the days' own figures have and no cell explains; null where cells are not promised to add up. */
  rest: Sums | null;
  /** Metrics no cell reports although the days were read. */
  silent: AdditiveMetric[];
};

const METRICS = ['spendMicros', 'impressions', 'clicks', 'linkClicks', 'conversions', 'conversionValueMicros'] as const;

export const share = (value: number | null | undefined, base: number | null | undefined): number | null =>
  value == null || base == null || base <= 0 ? null : value / base;

/** Rows with their shares. Shares are of the days' own figures where the cells are promised to add up to them, else of all cells. */
export const cellsOf = ({ breakdown, part }: Found, locale: string | undefined): Cells => {
  const total = addSums(part.rows.map((row) => row.sums));
  // Absent where costs are left out.
  const unexplained = (metric: AdditiveMetric): number | null => part.unexplained[metric]?.difference ?? null;
  const base = (metric: AdditiveMetric): number | null =>
    (unexplained(metric) === null ? total[metric] : part.days[metric]) ?? null;
  const rest = Object.fromEntries(METRICS.map((metric) => [metric, unexplained(metric)])) as unknown as Sums;
  // Where no spend is told, conversions say which cells matter.
  const told = part.rows.every((row) => row.sums.spendMicros == null && row.sums.impressions === null)
    ? part.rows.toSorted((a, b) => (b.sums.conversions ?? -1) - (a.sums.conversions ?? -1))
    : part.rows;
  const labels = told.map((row) => segmentLabel(breakdown, row, locale));
  const twice = new Set(labels.filter((label, index) => labels.indexOf(label) !== index));
  return {
    rows: told.map((row, index) => ({
      id: JSON.stringify(row.segment),
      label: twice.has(labels[index] ?? '')
        ? t(cell.twice, { name: labels[index] ?? '', codes: Object.values(row.segment).join(', ') })
        : (labels[index] ?? ''),
      sums: row.sums,
      spendShare: share(row.sums.spendMicros, base('spendMicros')),
      conversionShare: share(row.sums.conversions, base('conversions')),
      days: null,
    })),
    total,
    rest: METRICS.some((metric) => (rest[metric] ?? 0) !== 0) ? rest : null,
    // What was left out of a client-safe answer is not the platform's silence.
    silent: METRICS.filter(
      (metric) => total[metric] === null && part.rows.some((row) => row.sums[metric] !== undefined),
    ),
  };
};

export type Bar = { id: string; label: string; spendShare: number | null; conversionShare: number | null };
const MOST_BARS = 8;

/** The longest bars first, the rest as one: by spend, or by conversions where no spend is told. */
export const barsOf = (rows: readonly CellRow[]): Bar[] => {
  const bySpend = rows.some((row) => row.spendShare !== null);
  const length = (row: CellRow): number => (bySpend ? row.spendShare : row.conversionShare) ?? -1;
  const sorted = rows.toSorted((a, b) => length(b) - length(a));
  const others = sorted.slice(MOST_BARS);
  const together = (key: 'spendShare' | 'conversionShare'): number | null =>
    others.every((row) => row[key] === null) ? null : others.reduce((sum, row) => sum + (row[key] ?? 0), 0);
  return [
    ...sorted.slice(0, MOST_BARS),
    ...(others.length === 0
      ? []
      : [
          {
            id: 'other',
            label: t(m.others, { cells: others.length }),
            spendShare: together('spendShare'),
            conversionShare: together('conversionShare'),
          },
        ]),
  ];
};

/** '27 of 30 days read'; days of several ad accounts are counted one by one. */
export const coverageWords = ({ coverage }: Pick<Part, 'coverage'>, range: Range): string => {
  const accounts = Math.max(1, Math.round(coverage.asked / lengthOf(range)));
  const { read, asked } = coverage;
  if (accounts === 1) return read === asked ? t(m.readAll, { asked }) : t(m.readSome, { read, asked });
  return read === asked ? t(m.readAllOf, { asked, accounts }) : t(m.readSomeOf, { read, asked, accounts });
};

const SILENT_WORDS = {
  spendMicros: m.spend,
  impressions: m.impressions,
  clicks: m.clicks,
  linkClicks: m.linkClicks,
  conversions: m.conversions,
  conversionValueMicros: m.conversionValue,
} as const satisfies Record<AdditiveMetric, unknown>;

/**
 * 'Meta Ads does not report conversions by region.', for the cells that stay a dash; null when every column has figures. What the platform
 * says of the breakdown as a whole (reach only for some months) is not the reason, and stands on a line of its own.
 */
export const silentWords = (
  silent: readonly AdditiveMetric[],
  { platform }: Pick<Part, 'platform'>,
  by: string,
): string | null => {
  // Link clicks are one platform's own: their absence elsewhere is no news.
  const told = silent.filter((metric) => metric !== 'linkClicks').map((metric) => t(SILENT_WORDS[metric]));
  if (told.length === 0) return null;
  return t(m.silent, { platform: PLATFORM_LABELS[platform].name, metrics: listOf(told), what: by });
};

/**
 * Conversions of the cells beside those of the days, where the platform does not promise that they are the same: other figures have
 * a line of their own for the rest. Null when they agree or one of them is not known.
 */
export const apartWords = (
  total: Sums,
  { platform, days, unexplained, coverage }: Pick<Part, 'platform' | 'days' | 'unexplained' | 'coverage'>,
  f: Pick<Formats, 'count'>,
): string | null => {
  if (coverage.read === 0 || unexplained.conversions.difference !== null) return null;
  if (days.conversions === null || total.conversions === null || days.conversions === total.conversions) return null;
  return t(m.apart, {
    ofDays: f.count(days.conversions, 1),
    ofCells: f.count(total.conversions, 1),
    platform: PLATFORM_LABELS[platform].name,
  });
};

export const byWords = (breakdown: AskedBreakdown): string => t(BREAKDOWNS[breakdown].label).toLowerCase();

import type { BreakdownView } from '../../../contract/breakdowns.ts';
import { ADDITIVE_METRICS, type AdditiveMetric, type Breakdown, type Dataset } from '../../../contract/datasets.ts';
import { dayToInt } from '../../domain/days.ts';
import { fromMillionths, isoOrNull, LEVEL_CODES } from '../codes.ts';
import { all, prepared, snapshot, type Db } from '../db.ts';
import { factsSql } from './as-known.ts';
import {
  accountsOf,
  coveredDaysOf,
  entitiesOf,
  findDataset,
  OF_DATASET,
  OF_ENTITIES,
  partsOf,
  type CoveredCell,
  type DatasetArgs,
  type FoundDataset,
} from './datasets.ts';
import { countDays } from './day-states.ts';
import type { ClientAccount } from './health.ts';
import {
  addTally,
  DAY_SUMS,
  emptyTally,
  OF_LEVEL,
  RAW,
  tallyAt,
  toSums,
  type Tally,
  type TallyColumns,
} from './sums.ts';
import { withheldDatasets } from './withheld.ts';

type Part = BreakdownView['parts'][number];
type Row = [number, ...TallyColumns];

/**
 * A client's figures by the cells of a breakdown, with how much of the days' own figures the cells do not explain; null when there
 * is no such client. Both are of the days the dataset was read for: a day that was not asked for explains nothing and is no gap.
 */
export function breakdown(db: Db, args: DatasetArgs & { breakdown: Breakdown }): BreakdownView | null {
  return snapshot(db, () => {
    const accounts = accountsOf(db, args);
    if (accounts === null) return null;
    return { parts: partsOf(accounts).map((group) => partOf(db, group, args)) };
  });
}

function partOf(db: Db, group: readonly ClientAccount[], args: DatasetArgs & { breakdown: Breakdown }): Part {
  const [{ platform, currency }] = group as [ClientAccount];
  const found = findDataset(db, args, platform, 'day', args.breakdown);
  const cells = new Map<number, Tally>();
  const days = emptyTally();
  const read: CoveredCell[] = [];
  const names = new Map<number, string>();
  for (const account of found.key === null ? [] : group) {
    const covered = coveredDaysOf(db, account, found.key as number, args.range);
    read.push(...covered);
    const { narrowed, bound } = question(db, account, args);
    const asked = { ...bound, dataset: found.key, days: JSON.stringify(covered.map((one) => one.day)) };
    for (const row of rowsOf(db, cellsSql(account, narrowed), asked)) {
      const cell = cells.get(row[0]) ?? emptyTally();
      cells.set(row[0], cell);
      addTally(cell, tallyAt(row, 1));
    }
    if (NAMED[args.breakdown] === true)
      for (const [key, , name] of prepared(db, namesSql(account, narrowed)).raw().all(asked) as NameRow[])
        if (name !== null) names.set(key, name);
    for (const row of rowsOf(db, daysSql(account, narrowed), asked)) addTally(days, tallyAt(row, 1));
  }
  return {
    ...aboutDataset(platform, currency, found, read, group.length * countDays(args.range)),
    rows: named(db, cells, names),
    days: toSums(days),
    unexplained: unexplained(days, total(cells.values()), found.declared),
    ...withheldFrom(db, group, found.id, args),
  };
}

/** What the platform said when it refused the dataset, where it refuses it to every ad account of the part. */
function withheldFrom(
  db: Db,
  group: readonly ClientAccount[],
  dataset: string,
  args: DatasetArgs,
): Pick<Part, 'withheld'> {
  // What is withheld is known of now only.
  if (args.asKnownOn != null) return {};
  const refusals = group.map(({ key }) => withheldDatasets(db, key).find((one) => one.dataset === dataset));
  const [first] = refusals;
  return first === undefined || refusals.includes(undefined) ? {} : { withheld: first.sentence };
}

/** What every part of an answer about a dataset begins with. */
export function aboutDataset(
  platform: ClientAccount['platform'],
  currency: string,
  found: FoundDataset,
  read: readonly CoveredCell[],
  asked: number,
): Pick<Part, 'platform' | 'currency' | 'dataset' | 'offered' | 'caveat' | 'coverage'> {
  const newest = read.reduce<number | null>((at, one) => Math.max(at ?? 0, one.readAt), null);
  return {
    platform,
    currency,
    dataset: found.id,
    offered: found.declared !== null,
    caveat: found.declared?.caveat ?? null,
    coverage: { asked, read: read.length, asOf: isoOrNull(newest) },
  };
}

/** The entities asked about and the values every statement about them is bound with. */
export function question(db: Db, account: ClientAccount, args: DatasetArgs) {
  const { named: entities, narrowed } = entitiesOf(db, account, args);
  return {
    narrowed,
    bound: {
      account: account.key,
      level: LEVEL_CODES[args.level],
      from: dayToInt(args.range.from),
      to: dayToInt(args.range.to),
      known: account.knownAt,
      entities: narrowed ? JSON.stringify([...entities.keys()]) : null,
    },
  };
}

/** Rows of an interrupted answer belong to days that do not count as read. */
const OF_DAYS = ' AND day IN (SELECT value FROM json_each(@days))';

function cellsSql(account: ClientAccount, narrowed: boolean): string {
  const where = `${OF_DATASET}${OF_DAYS}${narrowed ? OF_ENTITIES : ''}`;
  return `SELECT segment_key, ${DAY_SUMS} FROM ${factsSql('insight_segment', `segment_key, ${RAW}`, where, account.knownAt)}
    GROUP BY segment_key`;
}

/** Breakdowns whose cells are ids; what the platform calls them travels with the rows. */
const NAMED: Partial<Record<Breakdown, true>> = { conversion_action: true };
type NameRow = [number, number, string | null];

/** The newest name told of each cell: of several values beside a max(), SQLite takes the row that has it. */
function namesSql(account: ClientAccount, narrowed: boolean): string {
  const where = `${OF_DATASET}${OF_DAYS}${narrowed ? OF_ENTITIES : ''} AND extra IS NOT NULL`;
  return `SELECT segment_key, max(day), json_extract(extra, '$.conversionActionName')
    FROM ${factsSql('insight_segment', 'segment_key, day, extra', where, account.knownAt)} GROUP BY segment_key`;
}

function daysSql(account: ClientAccount, narrowed: boolean): string {
  const where = `${OF_LEVEL}${OF_DAYS}${narrowed ? OF_ENTITIES : ''}`;
  return `SELECT 0, ${DAY_SUMS} FROM ${factsSql('insight_day', RAW, where, account.knownAt)}`;
}

function rowsOf(db: Db, sql: string, bound: Record<string, unknown>): Row[] {
  return prepared(db, sql).raw().all(bound) as Row[];
}

function total(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

/** The segments of these keys as they were told. */
export function segmentsOf(db: Db, keys: Iterable<number>): Map<number, Record<string, string>> {
  const rows = all<{ id: number; value: string }>(
    db,
    'SELECT id, value FROM segment WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify([...keys]),
  );
  return new Map(rows.map((row) => [row.id, JSON.parse(row.value) as Record<string, string>]));
}

/** Cells in words, largest spend first, then most impressions (some datasets carry no spend). */
function named(db: Db, cells: ReadonlyMap<number, Tally>, names: ReadonlyMap<number, string>): Part['rows'] {
  const segments = segmentsOf(db, cells.keys());
  return [...cells]
    .map(([key, tally]) => {
      const segment = segments.get(key) ?? {};
      return { segment, label: names.get(key) ?? Object.values(segment).join(' · '), sums: toSums(tally) };
    })
    .sort(
      (a, b) =>
        (b.sums.spendMicros ?? -1) - (a.sums.spendMicros ?? -1) ||
        (b.sums.impressions ?? -1) - (a.sums.impressions ?? -1) ||
        (a.label < b.label ? -1 : 1),
    );
}

function unexplained(days: Tally, cells: Tally, declared: Dataset | null): Part['unexplained'] {
  const of = (metric: AdditiveMetric): Part['unexplained'][AdditiveMetric] => {
    const key = metric === 'conversions' ? 'conversionsMillionths' : metric;
    const whole = days[key];
    if (declared?.addsUp.includes(metric) !== true || whole === null) return { difference: null, share: null };
    const difference = whole - (cells[key] ?? 0);
    return {
      difference: metric === 'conversions' ? fromMillionths(difference) : difference,
      share: whole === 0 ? (difference === 0 ? 0 : null) : difference / whole,
    };
  };
  return Object.fromEntries(ADDITIVE_METRICS.map((metric) => [metric, of(metric)])) as Part['unexplained'];
}

import type { CompareView } from '../../../contract/comparison.ts';
import { metricOf } from '../../../contract/business-metrics.ts';
import type { MetricDefinition } from '../../../contract/metrics.ts';
import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, dayToInt, daysInRange, eachDay, epochDay } from '../../domain/days.ts';
import { isoOrNull } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';
import { accountPeriod, byCurrency, type AccountPeriod } from './account-periods.ts';
import { businessMetricsOf } from './client-profile.ts';
import { combinedState, type SettleDays } from './day-states.ts';
import { levelPeriod, type LevelPeriod } from './entity-rows.ts';
import { clientAccounts } from './health.ts';
import { namesInfo } from './named.ts';
import { addTally, emptyTally, toSums, type Tally } from './sums.ts';
import { withVideo } from './video.ts';

export type CompareArgs = {
  clientId: string;
  a: Range;
  b: Range;
  matchWeekday: boolean;
  metric: string;
  platforms: readonly PlatformId[] | null;
  asKnownOn?: AsKnownOn | null;
  limit: number;
  now: number;
  settle: SettleDays;
};

type Block = CompareView['blocks'][number];
type Part = AccountPeriod & { campaigns: LevelPeriod };
type Value = (tally: Tally) => number | null;

const shares = (a: Range, b: Range): boolean => a.from <= b.to && b.from <= a.to;

/**
 * B moved by the fewest days so that it begins on A's weekday: at most three, or up to six away from A where fewer would put days of A
 * into B. Days both have in common are counted twice, so only a B that was chosen over A keeps them. Both ranges stay as long as they are.
 */
export function matchedWeekday(a: Range, b: Range): Range {
  const ahead = (((epochDay(a.from) - epochDay(b.from)) % 7) + 7) % 7;
  const moved = (ahead > 3 ? [ahead - 7, ahead] : [ahead, ahead - 7]).map((shift) => ({
    from: addDays(b.from, shift),
    to: addDays(b.to, shift),
  })) as [Range, Range];
  return shares(a, b) || !shares(a, moved[0]) ? moved[0] : moved[1];
}

/**
 * Two periods against each other with what moved the metric by campaign; null when there is no such client, 'not_additive' for a
 * metric the client does not have or whose change is not the sum of its campaigns' changes.
 */
export function compare(db: Db, args: CompareArgs): CompareView | 'not_additive' | null {
  return snapshot(db, () => {
    const clientId = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientId) === undefined) return null;
    const metrics = businessMetricsOf(db, clientId);
    const metric = metricOf(args.metric, metrics);
    if (metric?.additivity !== 'sum') return 'not_additive';
    const b = args.matchWeekday ? matchedWeekday(args.a, args.b) : args.b;
    const view = { ...args, range: args.a, compare: b };
    const asked = withVideo(metrics);
    const parts = clientAccounts(db, { ...args, clientId }).map((account): Part => ({
      ...accountPeriod(db, account, view, asked),
      campaigns: levelPeriod(db, account, 'campaign', view, asked),
    }));
    const reads = parts.flatMap((part) => [part.ledger.newestRead ?? [], part.previousLedger?.newestRead ?? []].flat());
    return {
      a: args.a,
      b,
      metric: args.metric,
      business: namesInfo(
        metrics,
        parts.map(({ account, names }) => ({ account, reading: names })),
      ),
      asOf: reads.length === 0 ? null : isoOrNull(Math.max(...reads)),
      blocks: [...byCurrency(parts)].map(([currency, group]) =>
        blockOf(db, currency, group as Part[], { a: args.a, b, metric, limit: args.limit }),
      ),
    };
  });
}

type BlockArgs = { a: Range; b: Range; metric: MetricDefinition; limit: number };

function blockOf(db: Db, currency: string, parts: readonly Part[], args: BlockArgs): Block {
  const valueOf: Value = (tally) => args.metric.derive(toSums(tally));
  const a = total(parts.map((part) => part.current));
  const b = total(parts.map((part) => part.previous));
  // An ad account nothing was ever read of in either period lacks nothing.
  const counted = parts.filter((part) => part.known || (part.previousLedger?.covered ?? 0) > 0);
  const missing = {
    a: missingDays(
      args.a,
      counted.map((part) => part.ledger.covered),
    ),
    b: missingDays(
      args.b,
      counted.map((part) => part.previousLedger?.covered ?? 0),
    ),
  };
  const reason = reasonOf(counted.length, missing);
  const [now, before] = [valueOf(a), valueOf(b)];
  const delta = reason !== null || (now === null && before === null) ? null : (now ?? 0) - (before ?? 0);
  return {
    currency,
    a: toSums(a),
    b: toSums(b),
    missing,
    reason,
    daily: dailyOf(counted, args.a, args.b),
    change: { a: now, b: before, delta },
    ...(delta === null
      ? { contributions: [], others: null, unexplained: null }
      : contributionsOf(db, parts, valueOf, delta, args.limit)),
  };
}

function total(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

function missingDays(range: Range, covered: readonly number[]): number {
  const days = daysInRange(range.from, range.to);
  return covered.reduce((sum, read) => sum + days - read, 0);
}

function reasonOf(counted: number, missing: { a: number; b: number }): string | null {
  if (counted === 0) return 'Nothing is imported for these periods.';
  const parts = [
    missing.a > 0 ? `${days(missing.a)} of the first period` : null,
    missing.b > 0 ? `${days(missing.b)} of the second period` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `Changes cannot be told. Not imported: ${parts.join(', ')}.`;
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

function dailyOf(parts: readonly Part[], a: Range, b: Range): Block['daily'] {
  const [left, right] = [eachDay(a.from, a.to), eachDay(b.from, b.to)];
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const [dayA, dayB] = [left[index], right[index]];
    return {
      index,
      a: dayA === undefined ? null : dayOf(parts, dayA, (part) => [part.days, part.ledger]),
      b: dayB === undefined ? null : dayOf(parts, dayB, (part) => [part.previousDays, part.previousLedger]),
    };
  });
}

function dayOf(
  parts: readonly Part[],
  day: string,
  side: (part: Part) => [ReadonlyMap<number, Tally>, AccountPeriod['previousLedger']],
): Block['daily'][number]['a'] {
  const dayInt = dayToInt(day);
  const sum = emptyTally();
  const states = parts.map((part) => {
    const [tallies, ledger] = side(part);
    const tally = tallies.get(dayInt);
    if (tally !== undefined) addTally(sum, tally);
    return ledger?.state(dayInt) ?? 'missing';
  });
  return { day, state: combinedState(states), sums: toSums(sum) };
}

type Contribution = { period: LevelPeriod; key: number; a: number | null; b: number | null; delta: number };

function contributionsOf(
  db: Db,
  parts: readonly Part[],
  valueOf: Value,
  whole: number,
  limit: number,
): Pick<Block, 'contributions' | 'others' | 'unexplained'> {
  const share = (delta: number): number | null => (whole === 0 ? null : delta / whole);
  const found = parts.flatMap(({ campaigns }) => {
    const keys = new Set([...campaigns.current.keys(), ...(campaigns.previous?.keys() ?? [])]);
    return [...keys].flatMap((key): Contribution[] => {
      const at = (tallies: ReadonlyMap<number, Tally> | null): number | null => {
        const tally = tallies?.get(key);
        return tally === undefined ? null : valueOf(tally);
      };
      const [a, b] = [at(campaigns.current), at(campaigns.previous)];
      return a === null && b === null ? [] : [{ period: campaigns, key, a, b, delta: (a ?? 0) - (b ?? 0) }];
    });
  });
  found.sort((x, y) => Math.abs(y.delta) - Math.abs(x.delta) || x.key - y.key);
  const shown = found.slice(0, limit);
  const rest = found.slice(limit);
  const sum = (list: readonly Contribution[]): number => list.reduce((all, one) => all + one.delta, 0);
  const names = new Map(
    all<{ key: number; entityId: string; name: string }>(
      db,
      `SELECT id AS key, entity_id AS entityId, coalesce(name, entity_id) AS name FROM entity
       WHERE id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(shown.map((one) => one.key)),
    ).map((row) => [row.key, row]),
  );
  const left = whole - sum(found);
  return {
    contributions: shown.map(({ period: { account }, key, a, b, delta }) => ({
      platform: account.platform,
      adAccountId: account.adAccountId,
      entityId: names.get(key)?.entityId ?? '',
      name: names.get(key)?.name ?? '',
      a,
      b,
      delta,
      share: share(delta),
    })),
    others: rest.length === 0 ? null : { campaigns: rest.length, delta: sum(rest), share: share(sum(rest)) },
    // Fractions of conversions leave dust.
    unexplained: Math.abs(left) < 1e-6 ? null : { delta: left, share: share(left) },
  };
}

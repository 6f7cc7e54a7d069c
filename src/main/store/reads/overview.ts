import type { z } from 'zod';
import type { Overview, dailyPoint } from '../../../contract/dashboards.ts';
import type { Range, Uniques } from '../../../contract/primitives.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, dayToInt, eachDay } from '../../domain/days.ts';
import { isoOrNull, LEVEL_CODES } from '../codes.ts';
import { first, snapshot, type Db } from '../db.ts';
import {
  accountPeriod,
  addPeriods,
  byCurrency,
  daysRead,
  unlikePeriods,
  type AccountPeriod,
  type ViewArgs,
} from './account-periods.ts';
import { combinedState, knownRows, restatements, settleDaysOf, type ReadLedger } from './day-states.ts';
import { byImpressions, bySpend } from './entities.ts';
import { levelPeriod, rowsOfKeys, type LevelPeriod } from './entity-rows.ts';
import { businessMetricsOf, goalsOf } from './client-profile.ts';
import { accountProblem, clientAccounts, freshnessOf, type ClientAccount } from './health.ts';
import { namesInfo } from './named.ts';
import { paceOf, targetsOf } from './pace.ts';
import { uniquesOf } from './periods.ts';
import { addTally, emptyTally, toSums } from './sums.ts';

type DailyPoint = z.infer<typeof dailyPoint>;
type Block = Overview['blocks'][number];
const TOP_CAMPAIGNS = 5;

/** One account with what its days need. */
type DayPart = AccountPeriod & {
  restated: ReadonlyMap<number, number>;
  found: ReadonlyMap<number, { absent: number }>;
};
/** With all the overview needs of it. */
type Part = DayPart & { campaigns: LevelPeriod };

/** A client's page; null when there is no such client. Whole months come from the rollup, days at the edges from the facts. */
export function overview(db: Db, args: ViewArgs & { clientId: string }): Overview | null {
  return snapshot(db, () => {
    const client = first<{ id: number; name: string; city: string | null }>(
      db,
      'SELECT id, name, city FROM client WHERE id = ?',
      Number(args.clientId),
    );
    if (client === undefined) return null;
    const metrics = businessMetricsOf(db, client.id);
    const goals = goalsOf(db, client.id);
    // A budget is for all channels, whatever the view shows.
    const spending = goals.length === 0 ? [] : clientAccounts(db, { ...args, platforms: null, clientId: client.id });
    const accounts = clientAccounts(db, { ...args, clientId: client.id });
    const days = eachDay(args.range.from, args.range.to);
    const parts = accounts.map((account): Part => ({
      ...accountPeriod(db, account, args, metrics),
      restated: restatements(db, account, 0, args.range),
      found: knownRows(db, account, 0, args.range),
      campaigns: levelPeriod(db, account, 'campaign', args, metrics),
    }));
    const next = addDays(args.range.to, 1);
    const blocks = [...byCurrency(parts)].map(([currency, group]) => {
      const one = {
        ...block(db, currency, group, days, args),
        today: todayPoint(
          db,
          group.map((part) => part.account),
          next,
          args,
        ),
      };
      const goal = goals.find((agreed) => agreed.currency === currency) ?? null;
      return {
        ...one,
        goal,
        pace: goal === null ? null : paceOf(db, goal, spending, args, daysRead(parts, args)),
        targets: goal === null ? [] : targetsOf(goal, one.totals.current),
      };
    });
    const newest = parts.flatMap((part) => [part.ledger.newestRead ?? [], part.campaigns.newestRead ?? []].flat());
    return {
      client: { id: String(client.id), name: client.name, city: client.city },
      delivery: deliveryOf(db, parts, days),
      adAccounts: parts.map(({ account, ledger }) => ({
        platform: account.platform,
        adAccountId: account.adAccountId,
        name: account.name,
        currency: account.currency,
        timezone: account.timezone,
        status: account.status,
        freshness: freshnessOf(account, args.now),
        missingDays: days.length - ledger.covered,
        settledThrough: settledThrough(
          ledger,
          days,
          dayInZone(account.knownAt ?? args.now, account.timezone),
          settleDaysOf(account, args.settle),
        ),
        problem: accountProblem(account),
        connectionId: account.connectionId,
      })),
      blocks,
      business: namesInfo(
        metrics,
        parts.map(({ account, names }) => ({ account, reading: names })),
      ),
      asOf: newest.length === 0 ? null : isoOrNull(Math.max(...newest)),
      settling: settlingRange(blocks),
    };
  });
}

function block(
  db: Db,
  currency: string,
  parts: readonly Part[],
  days: readonly Day[],
  args: ViewArgs,
): Omit<Block, 'goal' | 'pace' | 'targets' | 'today'> {
  const { current, previous } = addPeriods(parts);
  return {
    currency,
    totals: {
      currency,
      current: { ...toSums(current), ...uniquesOfOne(db, parts, args.range) },
      previous: previous === null ? null : { ...toSums(previous), ...uniquesOfOne(db, parts, args.compare) },
      unlike: unlikePeriods(parts, args.range),
      daysRead: Math.max(...parts.map(({ ledger }) => ledger.covered)),
    },
    daily: dailyPoints(parts, days, args.compare),
    channels: [...Map.groupBy(parts, (part) => part.account.platform)]
      .map(([platform, group]) => {
        const sums = addPeriods(group);
        return {
          platform,
          current: toSums(sums.current),
          previous: sums.previous === null ? null : toSums(sums.previous),
          unlike: unlikePeriods(group, args.range),
          campaigns: group.reduce((count, part) => count + part.campaigns.current.size, 0),
        };
      })
      .sort((a, b) =>
        args.clientSafe === true
          ? (b.current.impressions ?? 0) - (a.current.impressions ?? 0)
          : (b.current.spendMicros ?? 0) - (a.current.spendMicros ?? 0),
      ),
    topCampaigns: topCampaigns(db, parts, args.clientSafe === true),
  };
}

/** People of several ad accounts never add up: only a single one has unique figures in its totals. */
function uniquesOfOne(db: Db, parts: readonly Part[], range: Range | null): { uniques?: Uniques | null } {
  const [part, ...others] = parts;
  if (part === undefined || others.length > 0 || range === null) return {};
  const uniques = uniquesOf(db, part.account, 'account', range);
  return { uniques: uniques === null ? null : (uniques.values().next().value ?? null) };
}

/** Names are looked up only for the few rows that are shown. */
function topCampaigns(db: Db, parts: readonly Part[], clientSafe: boolean): Block['topCampaigns'] {
  const candidates = parts.flatMap((part) =>
    [...part.campaigns.current].map(([key, tally]) => ({
      period: part.campaigns,
      key,
      size: (clientSafe ? tally.impressions : tally.spendMicros) ?? -1,
    })),
  );
  candidates.sort((a, b) => b.size - a.size || a.key - b.key);
  return rowsOfKeys(db, candidates.slice(0, TOP_CAMPAIGNS)).sort(clientSafe ? byImpressions : bySpend);
}

/**
 * Today behind a range that ends yesterday, as far as it was read: only of accounts whose own day it is. It belongs to no total, because a
 * day that is not over would look like a fall.
 */
function todayPoint(db: Db, accounts: readonly ClientAccount[], next: Day, args: ViewArgs): DailyPoint | null {
  const range = { from: next, to: next };
  const parts = accounts
    .filter((account) => dayInZone(account.knownAt ?? args.now, account.timezone) === next)
    .map((account): DayPart => ({
      ...accountPeriod(db, account, { ...args, range, compare: null }),
      restated: new Map(),
      found: knownRows(db, account, 0, range),
    }))
    .filter((part) => part.known);
  const [point] = dailyPoints(parts, [next], null);
  return point === undefined || point.state === 'missing' ? null : { ...point, state: 'partial' };
}

function dailyPoints(parts: readonly DayPart[], days: readonly Day[], compare: Range | null): DailyPoint[] {
  const previousDays = compare === null ? [] : eachDay(compare.from, compare.to);
  const known = parts.filter((part) => part.known);
  return days.map((day, index): DailyPoint => {
    const dayInt = dayToInt(day);
    const sum = emptyTally();
    for (const part of parts) {
      const tally = part.days.get(dayInt);
      if (tally !== undefined) addTally(sum, tally);
    }
    const previousDay = previousDays[index] ?? null;
    return {
      ...toSums(sum),
      day,
      state: combinedState(known.map((part) => part.ledger.state(dayInt))),
      restated: parts.some((part) => part.restated.has(dayInt)),
      noLongerOffered: parts.some((part) => (part.found.get(dayInt)?.absent ?? 0) > 0),
      notReported:
        known.length > 0 && known.every((part) => part.ledger.readAt(dayInt) !== undefined && !part.found.has(dayInt)),
      previousDay,
      previous: previousDay === null ? null : previousSums(known, dayToInt(previousDay)),
    };
  });
}

function previousSums(parts: readonly DayPart[], day: number): DailyPoint['previous'] {
  if (parts.length === 0 || parts.some((part) => part.previousLedger?.state(day) === 'missing')) return null;
  const sum = emptyTally();
  for (const part of parts) {
    const tally = part.previousDays.get(day);
    if (tally !== undefined) addTally(sum, tally);
  }
  return toSums(sum);
}

/** The last day before the first one that may still change: by the calendar, and by when our own numbers were read. */
function settledThrough(ledger: ReadLedger, days: readonly Day[], today: Day, settleDays: number): Day | null {
  if (ledger.covered === 0) return null;
  const calendar = addDays(today, -(settleDays + 1));
  const open = days.find((day) => {
    const state = ledger.state(dayToInt(day));
    return state === 'settling' || state === 'partial';
  });
  if (open === undefined) return calendar;
  const before = addDays(open, -1);
  return before < calendar ? before : calendar;
}

function settlingRange(blocks: readonly Block[]): Range | null {
  const open = blocks
    .flatMap((one) => one.daily)
    .filter((point) => point.state === 'settling' || point.state === 'partial')
    .map((point) => point.day)
    .sort();
  const [from, to] = [open[0], open.at(-1)];
  return from === undefined || to === undefined ? null : { from, to };
}

/** Whether ads are being shown: judged by impressions in the last read week of the range and by the campaigns' status. */
function deliveryOf(db: Db, parts: readonly Part[], days: readonly Day[]): Overview['delivery'] {
  const known = parts.filter((part) => part.known);
  if (known.length === 0) return 'no_data';
  const lastRead = days.findLast((day) => known.some((part) => part.ledger.state(dayToInt(day)) !== 'missing'));
  const recent = lastRead === undefined ? [] : eachDay(addDays(lastRead, -6), lastRead).map(dayToInt);
  const delivered = known.some((part) => recent.some((day) => (part.days.get(day)?.impressions ?? 0) > 0));
  const counts = first<{ active: number; known: number }>(
    db,
    `SELECT coalesce(sum(status = 'active'), 0) AS active, count(*) AS known FROM entity
     WHERE ad_account_key IN (SELECT value FROM json_each(?)) AND level = ? AND status <> 'unknown'`,
    JSON.stringify(known.map((part) => part.account.key)),
    LEVEL_CODES.campaign,
  );
  if (counts !== undefined && counts.known > 0 && counts.active === 0) return 'paused';
  return delivered ? 'running' : 'no_delivery';
}

import type { AdditiveMetric } from '../../../contract/datasets.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Gap, GapState, GapsView } from '../../../contract/validation.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, dayToInt, intToDay } from '../../domain/days.ts';
import { decimalFromMicros } from '../../domain/money.ts';
import { fromMillionths, iso, isoOrNull, levelOf } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';
import type { SettleDays } from './day-states.ts';
import { t } from '../../../words/text.ts';

export type GapsArgs = {
  clientId: string | null;
  range: Range | null;
  resolved: boolean;
  settle: SettleDays;
  /** Only of this ad account; for the checks themselves. */
  adAccountKey?: number;
};

type Row = {
  adAccountKey: number;
  clientId: number;
  client: string;
  platform: PlatformId;
  adAccountId: string;
  adAccountName: string;
  currency: string;
  timeZone: string;
  conversionWindowDays: number | null;
  checkName: string;
  day: number;
  level: number;
  entityId: string;
  entityName: string;
  metric: AdditiveMetric;
  expected: number | null;
  actual: number | null;
  foundAt: number;
  lastSeenAt: number;
  resolvedAt: number | null;
};

const MOST = 1_000;
/** Two sides read further apart than this may have been changed by the platform in between. */
const APART_MS = 12 * 3_600_000;
const NAMES: Record<AdditiveMetric, string> = {
  spendMicros: 'spend',
  impressions: 'impressions',
  clicks: 'clicks',
  linkClicks: 'link clicks',
  conversions: 'conversions',
  conversionValueMicros: 'conversion value',
};

/**
 * The sums that do not add up, newest days first, each with its state as it follows from when its two sides were read; of the open, the
 * waiting and the resolved ones the newest 1,000 each, and how many there are of each state.
 */
export function gapsView(db: Db, args: GapsArgs): GapsView {
  return snapshot(db, () => {
    const { range } = args;
    const rows = all<Row>(
      db,
      `SELECT g.ad_account_key AS adAccountKey, c.id AS clientId, c.name AS client, a.platform, a.ad_account_id AS adAccountId,
         a.name AS adAccountName, a.currency, a.time_zone AS timeZone, a.conversion_window_days AS conversionWindowDays,
         g.check_name AS checkName, g.day, e.level, e.entity_id AS entityId,
         CASE e.level WHEN 0 THEN a.name ELSE coalesce(e.name, e.entity_id) END AS entityName, g.metric, g.expected, g.actual,
         g.found_at AS foundAt, g.last_seen_at AS lastSeenAt, g.resolved_at AS resolvedAt
       FROM reconciliation_gap g JOIN ad_account a ON a.id = g.ad_account_key JOIN client c ON c.id = a.client_id
         JOIN entity e ON e.id = g.entity_key
       WHERE (@client IS NULL OR c.id = @client) AND (@key IS NULL OR a.id = @key) AND g.day BETWEEN @from AND @to
         AND (@resolved = 1 OR g.resolved_at IS NULL)
       ORDER BY g.day DESC, c.name, a.id, g.check_name, g.entity_key, g.metric`,
      {
        client: args.clientId === null ? null : Number(args.clientId),
        key: args.adAccountKey ?? null,
        from: range === null ? 0 : dayToInt(range.from),
        to: range === null ? 99_999_999 : dayToInt(range.to),
        resolved: args.resolved ? 1 : 0,
      },
    );
    const counts = { open: 0, notSettled: 0, readApart: 0, resolved: 0 };
    // Each list by itself: a thousand that wait must not hide one that is open.
    const listed = { open: 0, waiting: 0, resolved: 0 };
    const gaps: Gap[] = [];
    for (const row of rows) {
      const sides = row.resolvedAt === null ? sidesOf(db, row) : { to: row.day, readAt: [] };
      const state = row.resolvedAt === null ? stateOf(row, sides, args.settle) : 'resolved';
      counts[COUNTED[state]] += 1;
      const list = state === 'open' || state === 'resolved' ? state : 'waiting';
      listed[list] += 1;
      if (listed[list] <= MOST) gaps.push(gapOf(row, sides.to, state));
    }
    return { gaps, counts };
  });
}

const COUNTED = { open: 'open', not_settled: 'notSettled', read_apart: 'readApart', resolved: 'resolved' } as const;
const LEVELS_OF: Record<string, readonly [number, number]> = {
  'campaign=account': [0, 1],
  'ad_group=campaign': [1, 2],
  'ad=ad_group': [2, 3],
};

/** Not a sum: rows that were known and that an answer lacked in whole; the name of what was asked for follows. */
const EMPTY_ANSWER = 'answer=account';

type Sides = { to: number; readAt: number[] };

/** When the figures a gap compares were read, and the last day they are about. */
function sidesOf(db: Db, row: Row): Sides {
  const levels = LEVELS_OF[row.checkName];
  const times = (sql: string, ...binds: unknown[]): number[] =>
    all<{ at: number | null }>(db, sql, ...binds).flatMap(({ at }) => at ?? []);
  const ofLevel = 'SELECT read_at AS at FROM coverage WHERE ad_account_key = ? AND level = ? AND day = ?';
  if (levels !== undefined)
    return { to: row.day, readAt: levels.flatMap((level) => times(ofLevel, row.adAccountKey, level, row.day)) };
  const [check, name] = row.checkName.split(' ');
  // What was answered without rows has no reading of its own that could be set against the ad account's.
  if (check === EMPTY_ANSWER) return { to: row.day, readAt: times(ofLevel, row.adAccountKey, row.level, row.day) };
  const dataset = 'SELECT id FROM dataset WHERE platform = ? AND name = ?';
  const key = first<{ id: number }>(db, dataset, row.platform, name)?.id ?? -1;
  if (check !== 'month=days') {
    const ofDataset =
      'SELECT read_at AS at FROM dataset_coverage WHERE ad_account_key = ? AND dataset_key = ? AND day = ?';
    return {
      to: row.day,
      readAt: [
        ...times(ofLevel, row.adAccountKey, row.level, row.day),
        ...times(ofDataset, row.adAccountKey, key, row.day),
      ],
    };
  }
  const period = first<{ to: number; at: number }>(
    db,
    `SELECT to_day AS "to", read_at AS at FROM period_coverage WHERE ad_account_key = ? AND dataset_key = ? AND from_day = ?
     ORDER BY to_day DESC LIMIT 1`,
    row.adAccountKey,
    key,
    row.day,
  );
  if (period === undefined) return { to: row.day, readAt: [] };
  // The newest reading of the days counts: older days were read for the last time when they had settled.
  const days = 'SELECT max(read_at) AS at FROM coverage WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?';
  return { to: period.to, readAt: [period.at, ...times(days, row.adAccountKey, row.level, row.day, period.to)] };
}

function stateOf(row: Row, sides: Sides, settle: SettleDays): GapState {
  if (sides.readAt.length === 0) return 'not_settled';
  const earliest = Math.min(...sides.readAt);
  const { deliverySettleDays, conversionSettleDays } = settle[row.platform];
  const converted = row.metric === 'conversions' || row.metric === 'conversionValueMicros';
  const days = converted ? (row.conversionWindowDays ?? conversionSettleDays) : deliverySettleDays;
  const settledThrough = dayToInt(addDays(dayInZone(earliest, row.timeZone), -(days + 1)));
  if (sides.to > settledThrough) return 'not_settled';
  return Math.max(...sides.readAt) - earliest > APART_MS ? 'read_apart' : 'open';
}

function gapOf(row: Row, to: number, state: GapState): Gap {
  const [check = '', dataset = null] = row.checkName.split(' ');
  const inUnits = (value: number | null): number | null =>
    row.metric === 'conversions' ? fromMillionths(value) : value;
  return {
    clientId: String(row.clientId),
    client: row.client,
    platform: row.platform,
    adAccountId: row.adAccountId,
    adAccountName: row.adAccountName,
    currency: row.currency,
    check,
    dataset: check === EMPTY_ANSWER ? null : dataset,
    from: intToDay(row.day),
    to: intToDay(to),
    entity: { level: levelOf(row.level), id: row.entityId, name: row.entityName },
    metric: row.metric,
    expected: inUnits(row.expected),
    actual: inUnits(row.actual),
    state,
    sentence: sentenceOf(row, check, to),
    foundAt: iso(row.foundAt),
    lastSeenAt: iso(row.lastSeenAt),
    resolvedAt: isoOrNull(row.resolvedAt),
  };
}

/** Exact, and with the decimals its currency is written with at least: '638.30', '0.000001', '12' yen. */
function amountText(micros: number, currency: string): string {
  const exact = decimalFromMicros(micros);
  const digits = /^[A-Z]{3}$/.test(currency)
    ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().minimumFractionDigits ?? 2)
    : 2;
  const [whole, fraction = ''] = exact.split('.');
  const padded = fraction.padEnd(digits, '0');
  return padded === '' ? (whole ?? exact) : `${whole}.${padded}`;
}

function sentenceOf(row: Row, check: string, to: number): string {
  const amount = (value: number): string => {
    if (row.metric === 'spendMicros' || row.metric === 'conversionValueMicros')
      return `${amountText(value, row.currency)} ${row.currency}`;
    const count = row.metric === 'conversions' ? decimalFromMicros(value) : String(value);
    return `${count} ${count === '1' ? NAMES[row.metric].slice(0, -1) : NAMES[row.metric]}`;
  };
  const level = levelOf(row.level);
  const groups = `${t(PLATFORM_LABELS[row.platform].adGroupName).toLowerCase()}s`;
  const word = {
    account: 'Ad account',
    campaign: 'Campaign',
    ad_group: t(PLATFORM_LABELS[row.platform].adGroupName),
    ad: 'Ad',
  };
  const who = `${word[level]} ${row.entityName}`;
  const when = to === row.day ? intToDay(row.day) : `${intToDay(row.day)} to ${intToDay(to)}`;
  const { expected, actual } = row;
  if (check === EMPTY_ANSWER)
    return `${PLATFORM_LABELS[row.platform].name} answered without a row for ${row.checkName.slice(check.length + 1)} on ${when}, although it tells ${amount(expected ?? 0)} there. What was known is kept and asked for again.`;
  const short = amount(Math.abs((expected ?? 0) - (actual ?? 0)));
  const metric = NAMES[row.metric];
  if (check === 'campaign=account' && level === 'campaign')
    return `${who} is missing among the campaigns of ${when}: ${short} of the ad account's ${metric}.`;
  const parts = {
    'campaign=account': 'campaigns',
    'ad_group=campaign': groups,
    'ad=ad_group': 'ads',
    'hours=day': 'hours',
    'cells=day': 'parts of the breakdown',
    'month=days': 'days',
  }[check];
  if (expected === null)
    return `${who} has no row of its own on ${when}, but its ${parts} have ${amount(actual ?? 0)}.`;
  if (actual === null) return `${who} has ${amount(expected)} on ${when}, but no ${parts}.`;
  const way = actual < expected ? 'less' : 'more';
  return `The ${parts} of ${who} add up to ${amount(actual)} on ${when}, ${short} ${way} than its own ${amount(expected)}.`;
}

import type { EventsView, Flag } from '../../../contract/events.ts';
import type { Range } from '../../../contract/primitives.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, dayToInt, eachDay, intToDay } from '../../domain/days.ts';
import { iso, levelOf } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';
import { annotationsOf } from './annotations.ts';
import { readLedger } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';
import { dismissedSuggestions, suggestions, type SuggestionArgs } from './suggestions.ts';

const MOST_FLAGS = 500;

/**
 * What happened on the days of a range, oldest first (the newest 500 are listed), and the most pressing suggestion nobody dismissed;
 * null when there is no such client.
 */
export function events(db: Db, args: SuggestionArgs): EventsView | null {
  return snapshot(db, () => {
    const clientId = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientId) === undefined) return null;
    const accounts = clientAccounts(db, { ...args, clientId });
    const flags = [
      ...accounts.flatMap((account) => [...changeFlags(db, account, args.range), ...gapFlags(db, account, args)]),
      ...noteFlags(db, clientId, args.range),
    ].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.id < b.id ? -1 : 1));
    const dismissed = dismissedSuggestions(db);
    return {
      flags: flags.slice(-MOST_FLAGS),
      total: flags.length,
      suggestion: suggestions(db, args).find((one) => !dismissed.has(one.id)) ?? null,
    };
  });
}

type ChangeRow = {
  id: number;
  at: number;
  field: 'name' | 'status' | 'daily_budget_micros' | 'lifetime_budget_micros';
  old: string | null;
  new: string | null;
  level: number;
  entityId: string;
  name: string;
};

// Driven by the account's entities: a client has thousands at most, the history of all clients may hold millions.
const CHANGES = `SELECT h.id, h.changed_at AS at, h.field, h.old_value AS old, h.new_value AS new, e.level, e.entity_id AS entityId,
    coalesce(e.name, e.entity_id) AS name
  FROM entity e CROSS JOIN entity_history h ON h.entity_key = e.id AND h.changed_at BETWEEN @since AND @until
  WHERE e.ad_account_key = @account AND e.level BETWEEN 1 AND 3`;
const DAY_MS = 86_400_000;

/** Budgets, statuses and names that changed, on the day of the account's zone on which it was seen. */
function changeFlags(db: Db, account: ClientAccount, range: Range): Flag[] {
  // Zones reach 14 hours either way; the day is judged exactly below.
  const rows = all<ChangeRow>(db, CHANGES, {
    account: account.key,
    since: Date.parse(range.from) - DAY_MS,
    until: Date.parse(range.to) + 2 * DAY_MS,
  });
  return rows.flatMap((row): Flag[] => {
    const day = dayInZone(row.at, account.timezone);
    if (day < range.from || day > range.to) return [];
    return [
      {
        ...changeOf(row, account.currency),
        id: `change:${row.id}`,
        day,
        to: day,
        seenAt: iso(row.at),
        platform: account.platform,
        level: levelOf(row.level),
        entityId: row.entityId,
        entityName: row.name,
        annotationId: null,
      },
    ];
  });
}

function changeOf(row: ChangeRow, currency: string): Pick<Flag, 'kind' | 'title' | 'old' | 'new' | 'amounts'> {
  if (row.field === 'name')
    return { kind: 'name', title: `${row.old} is now called ${row.new}`, old: row.old, new: row.new, amounts: null };
  if (row.field === 'status')
    return { kind: 'status', title: `${row.name}: ${row.old} → ${row.new}`, old: row.old, new: row.new, amounts: null };
  const micros = (text: string | null): number | null => (text === null ? null : Number(text));
  const [oldMicros, newMicros] = [micros(row.old), micros(row.new)];
  const period = row.field === 'daily_budget_micros' ? ('daily' as const) : ('lifetime' as const);
  return {
    kind: 'budget',
    title: `${row.name}: ${period} budget ${budgetWord(oldMicros, newMicros)}`,
    old: null,
    new: null,
    amounts: { currency, oldMicros, newMicros, period },
  };
}

function budgetWord(before: number | null, after: number | null): string {
  if (before === null) return 'set';
  if (after === null) return 'removed';
  return after > before ? 'raised' : 'lowered';
}

/** Days over and never read, between the account's first read day and its last one to come: runs of them as one flag. */
function gapFlags(db: Db, account: ClientAccount, args: SuggestionArgs): Flag[] {
  const began = first<{ day: number | null }>(
    db,
    'SELECT min(day) AS day FROM coverage WHERE ad_account_key = ? AND level = 0',
    account.key,
  )?.day;
  if (began == null) return [];
  const yesterday = addDays(dayInZone(args.now, account.timezone), -1);
  const from = later(args.range.from, intToDay(began));
  const to = args.range.to < yesterday ? args.range.to : yesterday;
  if (from > to) return [];
  const ledger = readLedger(db, account, 0, { from, to }, args.settle);
  const gaps: { from: Day; to: Day; days: number }[] = [];
  for (const day of eachDay(from, to)) {
    if (ledger.state(dayToInt(day)) !== 'missing') continue;
    const last = gaps.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) {
      last.to = day;
      last.days += 1;
    } else gaps.push({ from: day, to: day, days: 1 });
  }
  return gaps.map((gap) => ({
    id: `gap:${account.key}:${gap.from}`,
    kind: 'gap' as const,
    day: gap.from,
    to: gap.to,
    seenAt: null,
    title: `${gap.days === 1 ? '1 day' : `${gap.days} days`} of ${account.name} not imported`,
    platform: account.platform,
    level: null,
    entityId: null,
    entityName: null,
    old: null,
    new: null,
    amounts: null,
    annotationId: null,
  }));
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);

function noteFlags(db: Db, clientId: number, range: Range): Flag[] {
  return annotationsOf(db, { clientId, range }).map((note) => ({
    id: `note:${note.id}`,
    kind: 'note' as const,
    day: note.day,
    to: note.day,
    seenAt: null,
    title: note.text,
    platform: null,
    level: null,
    entityId: null,
    entityName: null,
    old: null,
    new: null,
    amounts: null,
    annotationId: note.id,
  }));
}

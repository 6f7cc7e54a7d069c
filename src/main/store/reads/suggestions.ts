import type { Suggestion } from '../../../contract/events.ts';
import type { Range } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, dayToInt } from '../../domain/days.ts';
import { paceAlarm, paceWords, SIGN_IN_DAYS } from '../../domain/suggestions.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, snapshot, type Db } from '../db.ts';
import { accountPeriod } from './account-periods.ts';
import { goalsOf } from './client-profile.ts';
import { readLedger, type SettleDays } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';
import { paceOf } from './pace.ts';
import { costChange, costTitle, costWords } from './performance.ts';
import { ripening } from './ripe.ts';

/** Ids of suggestions that were waved away. */
export function dismissedSuggestions(db: Db): Set<string> {
  return new Set(all<{ id: string }>(db, 'SELECT id FROM dismissed_suggestion').map((row) => row.id));
}

export type SuggestionArgs = {
  clientId: string;
  range: Range;
  compare: Range | null;
  platforms: readonly PlatformId[] | null;
  now: number;
  settle: SettleDays;
};

const DAY_MS = 86_400_000;

/**
 * Everything a client calls for, most pressing first. Ids are made of what it is about and of the stretch it lasts (a sign-in's end, a
 * month, a week), so that what was dismissed comes back when it happens again and not before.
 */
export function suggestions(db: Db, args: SuggestionArgs): Suggestion[] {
  return snapshot(db, () => {
    const clientId = Number(args.clientId);
    const accounts = clientAccounts(db, { ...args, clientId });
    return [
      ...endingSignIns(db, clientId, args.now),
      ...accounts.flatMap((account) => silentCampaigns(db, account, args)),
      ...offPace(db, clientId, args),
      ...dearer(db, clientId, accounts, args),
    ];
  });
}

function endingSignIns(db: Db, clientId: number, now: number): Suggestion[] {
  const rows = all<{ id: string; platform: PlatformId; a: number | null; b: number | null }>(
    db,
    `SELECT DISTINCT n.id, n.platform, n.expires_at AS a, n.data_access_expires_at AS b
     FROM ad_account x JOIN connection n ON n.id = x.connection_id WHERE x.client_id = ? AND n.state = 'connected' ORDER BY n.id`,
    clientId,
  );
  return rows.flatMap(({ id, platform, a, b }) => {
    const ends = Math.min(a ?? Infinity, b ?? Infinity);
    if (ends > now + SIGN_IN_DAYS * DAY_MS || ends <= now) return [];
    const days = Math.ceil((ends - now) / DAY_MS);
    return {
      id: `sign_in:${id}:${ends}`,
      rule: 'sign_in_expires' as const,
      title: `${PLATFORM_LABELS[platform].name} sign-in expires in ${days === 1 ? '1 day' : `${days} days`}`,
      body: 'Sign in again before it does, and imports go on without a gap.',
      action: 'sign_in_again' as const,
      platform,
      entityId: null,
      connectionId: id,
    };
  });
}

const ACTIVE = `SELECT id, entity_id AS entityId, coalesce(name, entity_id) AS name FROM entity
  WHERE ad_account_key = @account AND level = @level AND status = 'active'`;
const SHOWN = `SELECT entity_key AS id, max(day) AS lastDay FROM insight_day
  WHERE ad_account_key = @account AND level = @level AND day BETWEEN @since AND @day AND impressions > 0 GROUP BY entity_key`;
const SILENT_WITHIN_DAYS = 30;

/** Campaigns that are on and showed nothing on the last whole day, although they had shown something in the month before. */
function silentCampaigns(db: Db, account: ClientAccount, args: SuggestionArgs): Suggestion[] {
  const day = addDays(dayInZone(args.now, account.timezone), -1);
  const ledger = readLedger(db, account, LEVEL_CODES.campaign, { from: day, to: day }, args.settle);
  const state = ledger.state(dayToInt(day));
  // A day read before it was over, or not at all, proves nothing.
  if (account.status !== 'active' || state === 'missing' || state === 'partial') return [];
  const bound = {
    account: account.key,
    level: LEVEL_CODES.campaign,
    since: dayToInt(addDays(day, -SILENT_WITHIN_DAYS)),
    day: dayToInt(day),
  };
  const shown = new Map(all<{ id: number; lastDay: number }>(db, SHOWN, bound).map((row) => [row.id, row.lastDay]));
  return all<{ id: number; entityId: string; name: string }>(db, ACTIVE, bound)
    .flatMap((row) => {
      const lastDay = shown.get(row.id);
      return lastDay === undefined || lastDay === bound.day ? [] : [{ ...row, lastDay }];
    })
    .toSorted((a, b) => b.lastDay - a.lastDay || (a.name < b.name ? -1 : 1))
    .map(({ entityId, name, lastDay }) => ({
      id: `silent:${account.platform}:${entityId}:${lastDay}`,
      rule: 'no_impressions' as const,
      title: `${name} is on but shows nothing`,
      body: `No impressions on ${PLATFORM_LABELS[account.platform].name} for a whole day.`,
      action: 'open_campaign' as const,
      platform: account.platform,
      entityId,
      connectionId: null,
    }));
}

function offPace(db: Db, clientId: number, args: SuggestionArgs): Suggestion[] {
  const goals = goalsOf(db, clientId);
  if (goals.length === 0) return [];
  const accounts = clientAccounts(db, { ...args, platforms: null, clientId });
  return goals.flatMap((goal) => {
    const pace = paceOf(db, goal, accounts, args);
    const alarm = pace === null ? null : paceAlarm(pace);
    if (pace === null || alarm === null) return [];
    return {
      id: `pace:${clientId}:${pace.currency}:${pace.month}:${alarm}`,
      rule: 'pace' as const,
      title: alarm === 'over' ? 'Spending ahead of budget' : 'Spending behind budget',
      body: paceWords(pace),
      action: 'open_campaigns' as const,
      platform: null,
      entityId: null,
      connectionId: null,
    };
  });
}

function dearer(db: Db, clientId: number, accounts: readonly ClientAccount[], args: SuggestionArgs): Suggestion[] {
  const days = Math.round((Date.parse(args.range.to) - Date.parse(args.range.from)) / DAY_MS) + 1;
  const compare = args.compare ?? { from: addDays(args.range.from, -days), to: addDays(args.range.to, -days) };
  const view = { ...args, compare };
  const change = costChange(
    accounts.map((account) => ripening(accountPeriod(db, account, view), view)),
    view,
  );
  if (change === null) return [];
  return [
    {
      id: `cpa:${clientId}:${change.currency}:${args.range.to.slice(0, 7)}`,
      rule: 'cpa_worse',
      title: costTitle(change),
      body: costWords(change),
      action: 'compare',
      platform: null,
      entityId: null,
      connectionId: null,
      currency: change.currency,
      over: change.over,
    },
  ];
}

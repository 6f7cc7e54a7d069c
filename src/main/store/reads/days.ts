import type { DaysView, KnownDay } from '../../../contract/history.ts';
import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import type { Level, PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, dayToInt, eachDay } from '../../domain/days.ts';
import { isoOrNull, LEVEL_CODES } from '../codes.ts';
import { first, snapshot, type Db } from '../db.ts';
import { knownRows, readLedger, restatements, settleDaysOf, type DayState, type SettleDays } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';

export type DaysArgs = {
  clientId: string;
  range: Range;
  platforms: readonly PlatformId[] | null;
  level: Level;
  asKnownOn?: AsKnownOn | null;
  now: number;
  settle: SettleDays;
};

const WORDS: Record<DayState, KnownDay['states'][number]> = {
  missing: 'missing',
  partial: 'pending',
  settling: 'unsettled',
  settled: 'settled',
};

/** What is known of every day of a range, per ad account; null when there is no such client. */
export function days(db: Db, args: DaysArgs): DaysView | null {
  return snapshot(db, () => {
    const clientId = Number(args.clientId);
    if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientId) === undefined) return null;
    return {
      adAccounts: clientAccounts(db, { ...args, clientId }).map((account) => ({
        platform: account.platform,
        adAccountId: account.adAccountId,
        name: account.name,
        timezone: account.timezone,
        settleDays: settleDaysOf(account, args.settle),
        days: daysOf(db, account, args),
      })),
    };
  });
}

function daysOf(db: Db, account: ClientAccount, args: DaysArgs): KnownDay[] {
  const level = LEVEL_CODES[args.level];
  const ledger = readLedger(db, account, level, args.range, args.settle);
  const restated = restatements(db, account, level, args.range);
  const found = knownRows(db, account, level, args.range);
  const settleDays = settleDaysOf(account, args.settle);
  return eachDay(args.range.from, args.range.to).map((day) => {
    const dayInt = dayToInt(day);
    const times = ledger.times(dayInt);
    const state = ledger.state(dayInt);
    const { rows = 0, absent = 0 } = found.get(dayInt) ?? {};
    const changes = restated.get(dayInt) ?? 0;
    const states: KnownDay['states'] = [WORDS[state]];
    if (changes > 0) states.push('restated');
    if (absent > 0) states.push('no_longer_offered');
    if (times !== undefined && rows === 0) states.push('not_reported');
    return {
      day,
      states,
      firstReadAt: isoOrNull(times?.firstReadAt),
      lastReadAt: isoOrNull(times?.readAt),
      changes,
      mayChangeUntil: state === 'settled' ? null : addDays(day, settleDays),
      rows,
      absentRows: absent,
    };
  });
}

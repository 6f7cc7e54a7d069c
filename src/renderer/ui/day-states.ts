import type { DaysView } from '../../contract/history.ts';
import type { Formats } from './format.ts';

/** What is known of a day beside its figures, over the ad accounts behind them. */
export type DayAbout = {
  lastReadAt: string | null;
  /** The last day on which conversions may still be added to it; null once final. */
  mayChangeUntil: string | null;
  /** Values replaced after the day was over. */
  changes: number;
  /** Ad accounts it was read of, and how many there are. */
  read: number;
  accounts: number;
};

/** The looks a day can have. The first of a day's looks is one of the first four; the others are added to it. */
export type DayLook =
  | 'missing'
  | 'partial'
  | 'settling'
  | 'settled'
  | 'restated'
  | 'no_longer_offered'
  | 'not_reported';

export type LookedAtDay = {
  state: 'missing' | 'partial' | 'settling' | 'settled';
  restated: boolean;
  noLongerOffered?: boolean;
  notReported?: boolean;
  about?: DayAbout | null;
};

/** Days of several ad accounts as one: the newest read, the latest end of change. */
export const aboutDays = (adAccounts: DaysView['adAccounts']): Map<string, DayAbout> => {
  const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
  const days = new Map<string, DayAbout>();
  for (const account of adAccounts)
    for (const day of account.days) {
      const known = days.get(day.day);
      days.set(day.day, {
        lastReadAt: later(known?.lastReadAt ?? null, day.lastReadAt),
        mayChangeUntil: later(known?.mayChangeUntil ?? null, day.mayChangeUntil),
        changes: (known?.changes ?? 0) + day.changes,
        read: (known?.read ?? 0) + (day.lastReadAt === null ? 0 : 1),
        accounts: (known?.accounts ?? 0) + 1,
      });
    }
  return days;
};

export const looksOf = (day: LookedAtDay): DayLook[] => [
  day.state,
  ...(day.restated ? (['restated'] as const) : []),
  ...(day.noLongerOffered === true ? (['no_longer_offered'] as const) : []),
  ...(day.notReported === true ? (['not_reported'] as const) : []),
];

/** A look in a word or three, for tables and legends. */
export const LOOK_WORDS: Record<DayLook, string> = {
  missing: 'Not imported',
  partial: 'Partial',
  settling: 'May still rise',
  settled: 'Final',
  restated: 'Corrected',
  no_longer_offered: 'No longer offered',
  not_reported: 'No delivery',
};

const baseWords = (day: LookedAtDay, f: Pick<Formats, 'day'>): string => {
  const { about } = day;
  if (day.state === 'missing') return 'Not imported';
  if (day.state === 'partial')
    return about && about.read < about.accounts
      ? `Imported of ${about.read} of ${about.accounts} ad accounts only`
      : 'Partial: the day was not over when it was read';
  if (day.state === 'settling')
    return about?.mayChangeUntil
      ? `Conversions may still rise; settles on ${f.day(about.mayChangeUntil)}`
      : 'Conversions may still rise';
  return 'Final';
};

/** Everything there is to say of a day, a sentence each, without its figures. */
export const dayWords = (day: LookedAtDay, f: Pick<Formats, 'day' | 'instant'>): string[] => {
  const times = day.about?.changes ?? 0;
  return [
    baseWords(day, f),
    ...(day.restated
      ? [
          times > 0
            ? `Corrected by the platform since the day was over (${times === 1 ? '1 value' : `${times} values`})`
            : 'Corrected by the platform since the day was over',
        ]
      : []),
    ...(day.noLongerOffered === true ? ['Some of it is no longer offered by the platform: kept as last told'] : []),
    ...(day.notReported === true ? ['The platform reported nothing: no delivery'] : []),
    ...(day.about?.lastReadAt ? [`Last read ${f.instant(day.about.lastReadAt)}`] : []),
  ];
};

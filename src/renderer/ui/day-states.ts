import type { DaysView } from '../../contract/history.ts';
import type { Formats } from './format.ts';
import { m } from './messages-figures.ts';
import { t, type Message } from './text.ts';

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

const LOOKS: Record<DayLook, Message> = {
  missing: m.dayMissing,
  partial: m.dayPartial,
  settling: m.daySettling,
  settled: m.daySettled,
  restated: m.dayRestated,
  no_longer_offered: m.dayNoLongerOffered,
  not_reported: m.dayNotReported,
};
const STATES: Partial<Record<string, Message>> = {
  missing: m.saidMissing,
  partial: m.saidPartial,
  settling: m.saidSettling,
};

/** A look in a word or three, for tables and legends. */
export const lookWords = (look: DayLook): string => t(LOOKS[look]);

/** A day's figures as they are said, and what its state adds to them. */
export const withState = (said: string, state: string | null): string => {
  const message = STATES[state ?? ''];
  return message === undefined ? said : t(message, { said });
};

const baseWords = (day: LookedAtDay, f: Pick<Formats, 'day'>): string => {
  const { about } = day;
  if (day.state === 'missing') return t(m.dayMissing);
  if (day.state === 'partial')
    return about && about.read < about.accounts
      ? t(m.dayReadOfSome, { read: String(about.read), accounts: about.accounts })
      : t(m.dayNotOver);
  if (day.state === 'settling')
    return about?.mayChangeUntil ? t(m.daySettlesOn, { day: f.day(about.mayChangeUntil) }) : t(m.dayMayRise);
  return t(m.daySettled);
};

/** Everything there is to say of a day, a sentence each, without its figures. */
export const dayWords = (day: LookedAtDay, f: Pick<Formats, 'day' | 'instant'>): string[] => {
  const times = day.about?.changes ?? 0;
  return [
    baseWords(day, f),
    ...(day.restated ? [times > 0 ? t(m.dayCorrectedValues, { count: times }) : t(m.dayCorrected)] : []),
    ...(day.noLongerOffered === true ? [t(m.dayKeptAsTold)] : []),
    ...(day.notReported === true ? [t(m.dayNothingTold)] : []),
    ...(day.about?.lastReadAt ? [t(m.dayLastRead, { instant: f.instant(day.about.lastReadAt) })] : []),
  ];
};

import type { Pace } from '../../contract/goals.ts';

/** When a figure deserves a person's attention. Pure rules; the same ones speak on the Clients screen and in the status line. */
export const PACE_HIGH = 1.1;
export const PACE_LOW = 0.8;
/** On the first days of a month one purchase order more or less decides everything. */
const PACE_FROM_SHARE = 0.15;
/** A cost per conversion is worse from here on, and only when enough conversions stand behind both sides. */
export const CPA_WORSE = 0.3;
export const CPA_CONVERSIONS = 10;
/** Younger days lack conversions that will still be told: cost per conversion always looks worse there. */
export const RIPE_AFTER_DAYS = 7;
export const RIPE_DAYS = 7;
export const SIGN_IN_DAYS = 7;

/** Whether a budget is being overspent or left unspent; null = on pace, or nothing can be said. */
export function paceAlarm({ pace, elapsedShare }: Pick<Pace, 'pace' | 'elapsedShare'>): 'over' | 'under' | null {
  if (pace === null || elapsedShare < PACE_FROM_SHARE) return null;
  return pace > PACE_HIGH ? 'over' : pace < PACE_LOW ? 'under' : null;
}

export type Spent = { spendMicros: number | null; conversions: number | null };

/** By how much of itself (0.42 = 42 %) the cost per conversion became worse; null when it did not, or too little stands behind it. */
export function costWorse(now: Spent, before: Spent): number | null {
  const [a, b] = [costPer(now), costPer(before)];
  if (a === null || b === null) return null;
  const worse = a / b - 1;
  return worse > CPA_WORSE ? worse : null;
}

function costPer({ spendMicros, conversions }: Spent): number | null {
  return spendMicros === null || spendMicros <= 0 || conversions === null || conversions < CPA_CONVERSIONS
    ? null
    : spendMicros / conversions;
}

/** 'Spend is at 118% of pace, 9 days left.' Shares and days only: it may be read aloud in a meeting. */
export function paceWords(pace: Pick<Pace, 'pace' | 'daysLeft'>): string {
  const days = pace.daysLeft === 1 ? '1 day' : `${pace.daysLeft} days`;
  return `Spend is at ${percent(pace.pace ?? 0)} of pace, ${days} left.`;
}

const PERCENT = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
export const percent = (share: number): string => PERCENT.format(share);

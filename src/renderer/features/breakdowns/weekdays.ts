import type { Overview } from '../../../contract/dashboards.ts';
import type { Range } from '../../../contract/primitives.ts';
import { addSums } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { share, type CellRow, type Cells } from './model.ts';

type Block = Overview['blocks'][number];
/** Monday first, on days of any one week. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** 'Monday' … 'Sunday' in the person's language. */
export const weekdayNames = (locale: string | undefined, style: 'long' | 'short' = 'long'): string[] => {
  const format = new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, index) => format.format(MONDAY + index * DAY_MS));
};

const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The days of a range by day of the week; a day that was never read belongs to none. `read` = days behind all rows. */
export const weekdayCells = (
  block: Pick<Block, 'daily'>,
  range: Range,
  locale: string | undefined,
): Cells & { read: number; partial: string | null } => {
  const days = block.daily.filter(({ day, state }) => day >= range.from && day <= range.to && state !== 'missing');
  const total = addSums(days);
  const names = weekdayNames(locale);
  const byWeekday = Map.groupBy(days, ({ day }) => weekdayOf(day));
  return {
    rows: names.map((label, index): CellRow => {
      const list = byWeekday.get(index) ?? [];
      const sums = addSums(list);
      return {
        id: String(index),
        label,
        sums,
        spendShare: share(sums.spendMicros, total.spendMicros),
        conversionShare: share(sums.conversions, total.conversions),
        days: list.length,
      };
    }),
    total,
    rest: null,
    silent: [],
    read: days.length,
    partial: days.find(({ state }) => state === 'partial')?.day ?? null,
  };
};

/** '27 of 30 days read, 1 Oct only in part'; `partial` is that day as a person reads it, null when every day is whole. */
export const readWords = (read: number, asked: number, partial: string | null): string => {
  if (read === asked) return partial === null ? t(m.readAll, { asked }) : t(m.readAllPartly, { asked, day: partial });
  return partial === null ? t(m.readSome, { read, asked }) : t(m.readSomePartly, { read, asked, day: partial });
};

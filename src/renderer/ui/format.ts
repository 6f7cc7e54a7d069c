import { isBelowLeast, type MetricDefinition } from '../../contract/metrics.ts';
import { m } from './messages.ts';
import { languageTag, t } from './text.ts';

/**
 * Everything a person reads as a number, a day or an age. Intl only: separators, symbols and minor units are the locale's business.
 * Inputs: money in micros, days 'YYYY-MM-DD', instants ISO-8601. null never becomes a digit: it is DASH.
 */
export const DASH = '—';

/** How a currency is marked: its symbol where one currency is on screen, its code where several are. */
export type CurrencyMark = 'narrowSymbol' | 'code';

/** Exact decimal text of whole micros; fractional micros (a ratio's result) keep what a double holds. */
export const microsToMajor = (micros: number): string => {
  if (!Number.isSafeInteger(micros)) return String(micros / 1e6);
  const digits = String(Math.abs(micros)).padStart(7, '0');
  return `${micros < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
};

const DAY_MS = 86_400_000;

export type Formats = ReturnType<typeof createFormats>;

/** Formatters of one locale (BCP 47). An unknown locale falls back to the computer's own. */
export const createFormats = (requested: string) => {
  const locale = supported(requested);
  const cache = new Map<string, Intl.NumberFormat>();
  const number = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const key = JSON.stringify(options);
    const known = cache.get(key);
    if (known) return known;
    // 'always': without it Polish and Spanish drop the separator of four-digit numbers and columns stop lining up.
    // A code Intl does not take must not take the screen down: ISO 4217's sign for "some currency" stands in.
    const safe =
      options.currency === undefined || /^[A-Za-z]{3}$/.test(options.currency)
        ? options
        : { ...options, currency: 'XXX' };
    const made = new Intl.NumberFormat(locale, { useGrouping: 'always', signDisplay: 'negative', ...safe });
    cache.set(key, made);
    return made;
  };
  // Made when first needed: a start needs few of them, and each is a millisecond.
  const dates = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) => {
    let made: Intl.DateTimeFormat | null = null;
    return () => (made ??= new Intl.DateTimeFormat(locale, options));
  };
  const days = {
    short: dates({ day: 'numeric', month: 'short', timeZone: 'UTC' }),
    long: dates({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
    weekday: dates({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
  };
  const months = {
    long: dates({ month: 'long', year: 'numeric', timeZone: 'UTC' }),
    short: dates({ month: 'short', timeZone: 'UTC' }),
  };
  const moment = dates({ dateStyle: 'medium', timeStyle: 'short' });
  const clockTime = dates({ timeStyle: 'short' });

  const money = (micros: number | null, currency: string, mark: CurrencyMark = 'narrowSymbol'): string =>
    micros === null
      ? DASH
      : number({ style: 'currency', currency, currencyDisplay: mark }).format(microsToMajor(micros) as `${number}`);
  const compactMoney = (micros: number, currency: string, mark: CurrencyMark = 'narrowSymbol'): string =>
    Math.abs(micros) < 1e9
      ? money(micros, currency, mark)
      : number({
          style: 'currency',
          currency,
          currencyDisplay: mark,
          minimumFractionDigits: 0,
          ...(Math.abs(micros) < 1e12
            ? { maximumFractionDigits: 0 }
            : { notation: 'compact' as const, maximumFractionDigits: 1 }),
        }).format(micros / 1e6);
  const count = (value: number | null, decimals = 0): string => {
    if (value === null) return DASH;
    // Google's conversions may be fractional; whole numbers stay whole.
    const digits = Number.isInteger(value) ? 0 : decimals;
    return number({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  };
  const fixed = (value: number, decimals: number): string =>
    number({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
  const percent = (value: number | null, decimals = 2): string =>
    value === null
      ? DASH
      : number({ style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
          value / 100,
        );

  return {
    locale,
    money,
    count,
    percent,
    fixed,
    /** '+12.0%': always signed, for changes of neutral metrics. */
    signed: (value: number, decimals: number, unit: string): string =>
      `${number({ signDisplay: 'exceptZero', minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value)}${unit}`,
    /** '+$12.00', '-$3.00': a change of money is always signed, with the sign where the locale has it. */
    signedMoney: (micros: number, currency: string, mark: CurrencyMark = 'narrowSymbol'): string =>
      number({ style: 'currency', currency, currencyDisplay: mark, signDisplay: 'exceptZero' }).format(
        microsToMajor(micros) as `${number}`,
      ),
    /** A tile's short form: whole units from a thousand, '1.2M' from a million; the exact value belongs in the tooltip. */
    compactMoney,
    /** A line of subtotals: whole units, each with its currency code. */
    subtotal: (micros: number | null, currency: string): string =>
      micros === null ? `${currency} ${DASH}` : compactMoney(micros, currency, 'code'),
    axisMoney: (micros: number, currency: string): string =>
      number({
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      }).format(micros / 1e6),
    axisCount: (value: number): string => number({ notation: 'compact', maximumFractionDigits: 1 }).format(value),
    day: (day: string, style: keyof typeof days = 'short'): string =>
      days[style]().format(Date.parse(`${day}T00:00:00Z`)),
    /** `today` given, another year than its own is told: '1 – 30 Mar 2021'. */
    range: (from: string, to: string, today = to): string =>
      days[
        from.slice(0, 4) === to.slice(0, 4) && to.slice(0, 4) === today.slice(0, 4) ? 'short' : 'long'
      ]().formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)),
    /** With its year, for what is read outside the app: '2 Sep – 1 Oct 2026'. */
    fullRange: (from: string, to: string): string =>
      days.long().formatRange(Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)),
    /** 'September 2026' of '2026-09', or 'Sep'. */
    month: (month: string, style: keyof typeof months = 'long'): string =>
      months[style]().format(Date.parse(`${month}-01T00:00:00Z`)),
    instant: (instant: string): string => moment().format(Date.parse(instant)),
    time: (instant: string): string => clockTime().format(Date.parse(instant)),
    /** 'just now', '6 hours ago'; absolute from seven days on. `now` is epoch ms of the engine's clock. */
    relative: (instant: string, now: number): string => {
      const age = Math.max(0, now - Date.parse(instant));
      if (age < 60_000) return t(m.justNow);
      if (age < 3_600_000) return ago('always').format(-Math.floor(age / 60_000), 'minute');
      if (age < DAY_MS) return ago('always').format(-Math.floor(age / 3_600_000), 'hour');
      if (age < 7 * DAY_MS) return ago('auto').format(-Math.floor(age / DAY_MS), 'day');
      return moment().format(Date.parse(instant));
    },
    /** 'now', '2 h', '3 d': for a narrow column next to its full form. */
    age: (instant: string, now: number): string => {
      const age = Math.max(0, now - Date.parse(instant));
      if (age < 3_600_000) return age < 300_000 ? t(m.ageNow) : t(m.ageMinutes, { minutes: whole(age / 60_000) });
      if (age < 2 * DAY_MS) return t(m.ageHours, { hours: whole(age / 3_600_000) });
      return t(m.ageDays, { days: whole(age / DAY_MS) });
    },
    /** A metric's value at the registry's precision; `compact` for tiles. */
    metric: (
      metric: MetricDefinition,
      value: number | null,
      currency: string,
      options: { mark?: CurrencyMark; compact?: boolean } = {},
    ): string => {
      if (value === null) return DASH;
      if (isBelowLeast(metric, value)) return `< ${percent(metric.least ?? 0, 0)}`;
      if (metric.unit === 'currency')
        return options.compact ? compactMoney(value, currency, options.mark) : money(value, currency, options.mark);
      if (metric.unit === 'percent') return percent(value, metric.decimals);
      if (metric.unit === 'times') return `${fixed(value, metric.decimals)}×`;
      return options.compact && Math.abs(value) >= 1e6
        ? number({ notation: 'compact', maximumFractionDigits: 1 }).format(value)
        : count(value, metric.decimals);
    },
    duration: (ms: number): string => {
      const seconds = Math.round(ms / 1000);
      return seconds < 60
        ? t(m.seconds, { seconds: String(seconds) })
        : t(m.minutesSeconds, { minutes: whole(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') });
    },
  };
};

/** The longest texts `age` has within the first hundred days: what a column of ages needs room for. */
export const agesAtMost = (): string[] => [
  t(m.ageNow),
  t(m.ageMinutes, { minutes: '59' }),
  t(m.ageHours, { hours: '47' }),
  t(m.ageDays, { days: '99' }),
];

/** 'Hours ago' is words, whatever the formats: of the language that is spoken. */
const agoMade = new Map<string, Intl.RelativeTimeFormat>();
const ago = (numeric: 'always' | 'auto'): Intl.RelativeTimeFormat => {
  const key = `${languageTag()} ${numeric}`;
  const known = agoMade.get(key) ?? new Intl.RelativeTimeFormat(languageTag(), { numeric });
  agoMade.set(key, known);
  return known;
};

const whole = (value: number): string => String(Math.floor(value));

const supported = (requested: string): string | undefined => {
  try {
    return Intl.NumberFormat.supportedLocalesOf(requested)[0];
  } catch {
    return undefined;
  }
};

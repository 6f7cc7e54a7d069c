/** Decimals of what a file says of a sum of counts: fractions of conversions, without the noise of adding them in floating point. */
export const COUNT_DECIMALS = 6;
/** Decimals of ratios, percents and prices in a file. */
export const RATIO_DECIMALS = 4;

/** A number as a file holds it: a point, at most so many decimals, none of them a trailing zero, never an exponent or '-0'. */
export function plainNumber(value: number, decimals: number = RATIO_DECIMALS): string {
  const fixed = value.toFixed(decimals);
  const text = fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  return text === '-0' ? '0' : text;
}

/** A metric's value, or a change of it, as a file holds it. Amounts come in micros and are exact where they are sums. */
export function plainMetric(
  metric: { unit: string; additivity: string },
  value: number,
  money: (micros: number) => string,
): string {
  const summed = metric.additivity === 'sum';
  if (metric.unit !== 'currency') return plainNumber(value, summed ? COUNT_DECIMALS : RATIO_DECIMALS);
  return summed ? money(Math.round(value)) : plainNumber(value / 1_000_000);
}

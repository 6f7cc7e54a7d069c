/** Micros as exact decimal text in major units ('12.34', '0.07'); null stays null. The contract carries micros as safe integers. */
export function exactDecimal(micros: number | null): string | null {
  if (micros === null) return null;
  const sign = micros < 0 ? '-' : '';
  const digits = BigInt(Math.abs(micros)).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

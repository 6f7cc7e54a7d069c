/** Micros as exact decimal text in major units ('12.34', '0.07'); null stays null. The contract carries micros as safe integers. */
export function exactDecimal(micros: number | null): string | null {
  if (micros === null) return null;
  const sign = micros < 0 ? '-' : '';
  const digits = BigInt(Math.abs(micros)).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Micros as people read an amount: with the decimals of its currency ('12.30' EUR, '12' JPY); a dash for what is not known. */
export function moneyText(micros: number | null, currency: string): string {
  const exact = exactDecimal(micros);
  if (exact === null) return '—';
  const { maximumFractionDigits: digits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return decimalText(exact, { digits: digits ?? 2, grouped: false });
}

/** An exact decimal ('1234567.8') for people ('1,234,567.8'); what is no number stays. Never through floating point. */
export function decimalText(exact: string, { digits, grouped }: { digits?: number; grouped: boolean }): string {
  if (!/^-?\d+(\.\d+)?$/.test(exact)) return exact;
  const told = exact.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat('en', {
    useGrouping: grouped,
    minimumFractionDigits: digits ?? told,
    maximumFractionDigits: digits ?? told,
  }).format(exact as Intl.StringNumericLiteral);
}

/** Rows under their headings, columns aligned, numbers to the right; what is not known is a dash. */
export function table(
  header: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const cells = rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '—' : String(cell))));
  const widths = header.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => (row.length === header.length ? (row[column]?.length ?? 0) : 0))),
  );
  const numeric = header.map((_, column) => rows.every((row) => /^-?[\d.]+\*?$|^$/.test(String(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        numeric[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [header, ...cells].map(line).join('\n');
}

/** Micros as exact decimal text in major units ('12.34', '0.07'); null stays null. The contract carries micros as safe integers. */
export function exactDecimal(micros: number | null): string | null {
  if (micros === null) return null;
  const sign = micros < 0 ? '-' : '';
  const digits = BigInt(Math.abs(micros)).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
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

/** Exports as Ads Manager and Google Ads write them: the same rows in another language, encoding, order and form. */
export type Row = {
  day: string;
  campaign: { id: string; name: string };
  group?: { id: string; name: string };
  ad?: { id: string; name: string };
  /** Micros. */
  spend: number;
  impressions: number;
  clicks: number;
  linkClicks: number;
  conversions: number;
};

export type Form = {
  columns: readonly (readonly [header: string, cell: (row: Row, form: Form) => string])[];
  delimiter: ',' | ';' | '\t';
  decimal: '.' | ',';
  thousands: '' | ',' | '.' | ' ' | '\u00a0' | '\u202f' | "'";
  above?: readonly string[];
  below?: readonly string[];
  encode?: (text: string) => Uint8Array;
  lineBreak?: string;
};

/** Micros or counts as a person of that country reads them, money with two decimals. */
export function number(value: number, form: Pick<Form, 'decimal' | 'thousands'>, decimals = 0): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, form.thousands);
  return fraction === undefined ? grouped : `${grouped}${form.decimal}${fraction}`;
}

export const money = (row: Row, form: Form): string => number(row.spend / 1_000_000, form, 2);
export const count =
  (metric: 'impressions' | 'clicks' | 'linkClicks') =>
  (row: Row, form: Form): string =>
    number(row[metric], form);
export const conversions = (row: Row, form: Form): string => number(row.conversions, form, 2);
export const german = ({ day }: Row): string => `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`;
export const american = ({ day }: Row): string =>
  `${Number(day.slice(5, 7))}/${Number(day.slice(8))}/${day.slice(0, 4)}`;

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export function exported(rows: readonly Row[], form: Form): string {
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => quoted(cell, form.delimiter)).join(form.delimiter);
  const text = [
    ...(form.above ?? []),
    line(form.columns.map(([header]) => header)),
    ...rows.map((row) => line(form.columns.map(([, cell]) => cell(row, form)))),
    ...(form.below ?? []),
  ].join(form.lineBreak ?? '\n');
  return Buffer.from((form.encode ?? utf8)(text)).toString('base64');
}

export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
export const utf8Bom = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf8');
export const utf16le = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Encodes by what the encoding's own decoder says its 256 bytes mean. */
export function singleByte(encoding: string): (text: string) => Uint8Array {
  const letters = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) letters.set(new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte);
  return (text) => Uint8Array.from(text.split(''), (letter) => letters.get(letter) ?? 0x3f);
}

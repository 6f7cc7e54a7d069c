/**
 * Spreadsheet injection (promise X1, CWE-1236): a text cell a spreadsheet would run as a formula is given a leading apostrophe.
 * csv-stringify guards the plain cases; a formula behind a BOM, spaces, control characters or a full-width sign is still run by
 * some programs, so the guard looks behind those too. Numbers never pass through here.
 */
const RUNS_AS_FORMULA =
  /^[\s\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const STARTS_WITH_CONTROL = /^[\t\r\n\u0000]/;

/** Text made safe for a CSV cell. NUL and lone surrogates, which no spreadsheet can hold, become the replacement character. */
export function safeCsvText(text: string): string {
  const clean = text.toWellFormed().replaceAll('\u0000', '\ufffd');
  return RUNS_AS_FORMULA.test(clean) || STARTS_WITH_CONTROL.test(text) ? `'${clean}` : clean;
}

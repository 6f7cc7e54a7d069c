import { Refusal } from '../../kernel/failure.ts';

/** The largest file taken: a year of a large agency's ads by day is a tenth of it. */
export const MOST_BYTES = 50_000_000;

export function badFile(sentence: string): Refusal {
  return new Refusal('BAD_INPUT', sentence, { field: 'file' });
}

/**
 * The text of a CSV file as Ads Manager, Google Ads and spreadsheets write it: UTF-8 with or without BOM, UTF-16, else one of the
 * encodings of Central Europe. Throws Refusal for what is no text file.
 */
export function decodeCsv(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) {
    throw badFile('The file is larger than 50 MB. Export a shorter range, or fewer columns, and compare the parts.');
  }
  const text = textOf(bytes);
  if (text.trim() === '') throw badFile('The file is empty. Export it again and choose the file that was saved.');
  // Editors and scripts leave both kinds of line ends in one file; the parser goes by the first one it meets.
  return text.replaceAll('\r\n', '\n');
}

function textOf(bytes: Uint8Array): string {
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw badFile('This is an Excel workbook. Export as CSV instead, or save the sheet as CSV.');
  }
  if (starts(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (starts(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  const head = bytes.subarray(0, 4096);
  const zeros = head.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (zeros > 0) {
    const odd = head.filter((byte, index) => byte === 0 && index % 2 === 1).length;
    if (odd === zeros && zeros > head.length / 4) return new TextDecoder('utf-16le').decode(bytes);
  }
  if (bytes.includes(0)) throw badFile('This is not a text file. Choose the CSV file exported from the ad platform.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(centralEuropean(bytes)).decode(bytes);
  }
}

const starts = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** Windows-1250 and ISO 8859-2 agree but for a few letters: ą, ś, ź are 0xb9, 0x9c, 0x9f in the one and 0xb1, 0xb6, 0xbc in the other. */
function centralEuropean(bytes: Uint8Array): string {
  let latin2 = 0;
  let windows = 0;
  for (const byte of bytes) {
    if (byte === 0xb1 || byte === 0xb6 || byte === 0xbc) latin2 += 1;
    if (byte === 0xb9 || (byte >= 0x80 && byte < 0xa0)) windows += 1;
  }
  return latin2 > windows ? 'iso-8859-2' : 'windows-1250';
}

import { safeRecords } from './csv-records.ts';

/**
 * The engine's CSV holds every row of the level in its own order; the screen may be filtered and sorted. This picks the screen's rows
 * in the screen's order without touching a single record's text. Records are known by platform name, ad account and id.
 * Null when the file does not look as expected: then nothing may be left out silently.
 */
export const csvOfView = (csv: string, keys: readonly string[]): { csv: string; rows: number } | null => {
  const records = safeRecords(csv);
  const header = records[0];
  if (!header) return null;
  const names = header.fields.map((name) => name.replace(/^\uFEFF/, ''));
  const at = ['Platform', 'Ad account', 'ID'].map((name) => names.indexOf(name));
  if (at.includes(-1)) return null;
  const byKey = new Map(
    records
      .slice(1)
      .map((record) => [
        csvKey(...(at.map((index) => record.fields[index] ?? '') as [string, string, string])),
        record.text,
      ]),
  );
  const picked: string[] = [];
  for (const key of keys) {
    const text = byKey.get(key);
    if (text === undefined) return null;
    picked.push(text);
  }
  return { csv: header.text + picked.join(''), rows: picked.length };
};

/** How a record is known. */
export const csvKey = (platformName: string, adAccountId: string, entityId: string): string =>
  JSON.stringify([platformName, adAccountId, entityId]);

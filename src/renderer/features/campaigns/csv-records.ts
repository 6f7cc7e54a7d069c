export type CsvRecord = { text: string; fields: string[] };

/** Splits RFC 4180 text into records, keeping each record's exact text (line end included) beside its fields. */
export const safeRecords = (csv: string): CsvRecord[] => {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let start = 0;
  const close = (end: number): void => {
    fields.push(field);
    records.push({ text: csv.slice(start, end), fields });
    fields = [];
    field = '';
    start = end;
  };
  for (let at = 0; at < csv.length; at++) {
    const letter = csv[at];
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (csv[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') {
      fields.push(field);
      field = '';
    } else if (letter === '\n') close(at + 1);
    else if (letter !== '\r') field += letter;
  }
  if (start < csv.length) close(csv.length);
  return records;
};

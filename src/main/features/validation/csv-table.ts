import { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import type { CsvMetric } from '../../../contract/validation.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays } from '../../domain/days.ts';
import { badFile } from './csv-decode.ts';
import { columnOf, COUNT_FIELDS, fold, METRIC_FIELDS, type Column, type Field, type Language } from './csv-headers.ts';
import {
  dayOrder,
  decimalSign,
  parseDay,
  parseMonth,
  parseNumber,
  parseRange,
  type CellNumber,
  type DayOrder,
} from './csv-values.ts';

/** One line of an exported table: what it is about and what it says. */
export type CsvLine = {
  line: number;
  ids: { account: string; campaign: string; ad_group: string; ad: string };
  names: { account: string; campaign: string; ad_group: string; ad: string };
  /** The same names as the file writes them. */
  written: { campaign: string; ad_group: string; ad: string };
  from: Day;
  to: Day;
  values: Map<CsvMetric, CellNumber>;
  currency: string | null;
};

export type CsvTable = {
  lines: CsvLine[];
  unreadable: { line: number; reason: string }[];
  /** Lines of totals, which are not compared. */
  totals: number;
  columns: readonly Column[];
  ignoredColumns: string[];
};

const MOST_LINES = 300_000;
const HEADER_WITHIN = 30;
const DELIMITERS = [',', ';', '\t'] as const;
const TOTAL = /^(total|totals|grand total|razem|suma|łącznie|gesamt|gesamtsumme|summe)\s*(:|$)/;

type RawRecord = { cells: string[]; line: number };
type Head = {
  headers: string[];
  columns: (Column | null)[];
  line: number;
  range: { from: Day; to: Day } | null;
  delimiter: string;
};

/** Reads an exported table. Throws Refusal for what is none; a line that cannot be read is kept with its reason. */
export async function readTable(text: string): Promise<CsvTable> {
  const head = await findHead(text);
  const records: RawRecord[] = [];
  for await (const record of recordsOf(text, head.delimiter)) {
    if (record.line <= head.line) continue;
    records.push(record);
    if (records.length > MOST_LINES) {
      throw badFile('The file has more than 300,000 lines. Export a shorter range and compare the parts.');
    }
    if (records.length % 2000 === 0) await breathe();
  }
  return typed(head, records);
}

async function findHead(text: string): Promise<Head> {
  let best: (Head & { score: number }) | null = null;
  for (const delimiter of DELIMITERS) {
    const above: RawRecord[] = [];
    for (const record of await firstRecords(text.slice(0, 200_000), delimiter)) {
      const columns = record.cells.map(columnOf);
      const fields = new Set(columns.flatMap((column) => column?.field ?? []));
      const metrics = [...fields].filter((field) => METRIC_FIELDS.has(field)).length;
      if (metrics > 0 && fields.size >= 2 && fields.size > (best?.score ?? 0)) {
        const language = languageOf(columns);
        const range = above.map(({ cells }) => parseRange(cells.join(', '), language)).find((found) => found !== null);
        best = {
          headers: record.cells,
          columns,
          line: record.line,
          range: range ?? null,
          delimiter,
          score: fields.size,
        };
        break;
      }
      above.push(record);
    }
  }
  if (best !== null) return best;
  throw badFile(
    'No table of Ads Manager or Google Ads was found in the file. It needs a line with column names in English, Polish or German, such as Campaign name, Day, Amount spent and Impressions.',
  );
}

const TABLE = {
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: 1_000_000,
} as const;

/** The first lines with one delimiter, also of a text that ends inside a quoted cell or makes no sense further down. */
async function firstRecords(text: string, delimiter: string): Promise<RawRecord[]> {
  const records: RawRecord[] = [];
  const parser = parse({
    ...TABLE,
    delimiter,
    to: HEADER_WITHIN,
    on_record: (cells: string[], { lines }) => {
      records.push({ cells, line: lines });
      return null;
    },
  });
  try {
    for await (const _record of Readable.from(pieces(text), { objectMode: false }).pipe(parser));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return records;
}

async function* recordsOf(text: string, delimiter: string): AsyncGenerator<RawRecord> {
  const parser = Readable.from(pieces(text), { objectMode: false }).pipe(parse({ ...TABLE, delimiter, info: true }));
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      yield { cells: record, line: info.lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw badFile(
      `The file cannot be read as a table near line ${JSON.stringify(error['lines'] ?? 0)}. Export it again.`,
    );
  } finally {
    parser.destroy();
  }
}

function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += 65_536) yield text.slice(start, start + 65_536);
}

function languageOf(columns: readonly (Column | null)[]): Language {
  const votes = { en: 0, pl: 0, de: 0 };
  for (const column of columns)
    for (const language of column?.languages ?? []) votes[language] += column?.languages.size === 1 ? 3 : 1;
  return votes.pl > votes.en && votes.pl >= votes.de ? 'pl' : votes.de > votes.en ? 'de' : 'en';
}

async function typed(head: Head, records: readonly RawRecord[]): Promise<CsvTable> {
  const language = languageOf(head.columns);
  const at = new Map<Field, number>();
  head.columns.forEach((column, index) => {
    if (column !== null && !at.has(column.field)) at.set(column.field, index);
  });
  const cell = (record: RawRecord, field: Field): string => record.cells[at.get(field) ?? -1]?.trim() ?? '';
  const cellsOf = (fields: Iterable<Field>): string[] =>
    [...fields].flatMap((field) => (at.has(field) ? records.map((record) => cell(record, field)) : []));
  const decimals = [...METRIC_FIELDS].filter((field) => !COUNT_FIELDS.has(field));
  const decimal = decimalSign(cellsOf(COUNT_FIELDS), cellsOf(decimals), language);
  const order = dayOrder(cellsOf(['day', 'from', 'to', 'week', 'month']), language);
  const metrics = [...at.keys()].filter((field): field is CsvMetric => METRIC_FIELDS.has(field));
  const table: CsvTable = {
    lines: [],
    unreadable: [],
    totals: 0,
    columns: head.columns.filter((column, index) => column !== null && at.get(column.field) === index) as Column[],
    ignoredColumns: head.headers
      .filter((name, index) => head.columns[index] === null && name.trim() !== '')
      .map((name) => name.trim().slice(0, 100)),
  };
  const named = new Set(table.columns.map(({ field }) => field));
  const entityFields = (['campaign', 'group', 'ad'] as const).flatMap(
    (part) => [`${part}_name`, `${part}_id`] as const,
  );
  const ofEntities = entityFields.some((field) => named.has(field));
  const columnCurrency = table.columns.find((column) => column.currency !== null)?.currency ?? null;
  for (const [index, record] of records.entries()) {
    if (index % 2000 === 1999) await breathe();
    const words = record.cells.find((text) => text.trim() !== '') ?? '';
    const nothing = ofEntities && entityFields.every((field) => ['', '--'].includes(cell(record, field)));
    if (TOTAL.test(fold(words)) || nothing) {
      table.totals += 1;
      continue;
    }
    const line = lineOf(record, cell, { decimal, order, metrics, range: head.range, columnCurrency });
    if (typeof line === 'string') table.unreadable.push({ line: record.line, reason: line });
    else table.lines.push(line);
  }
  return table;
}

type How = {
  decimal: '.' | ',';
  order: DayOrder;
  metrics: readonly CsvMetric[];
  range: { from: Day; to: Day } | null;
  columnCurrency: string | null;
};

/** The line, or why it cannot be read. */
function lineOf(record: RawRecord, cell: (record: RawRecord, field: Field) => string, how: How): CsvLine | string {
  const text = (field: Field): string => {
    const value = cell(record, field);
    return value === '--' ? '' : value.replace(/^'(?=[=+\-@])/, '');
  };
  const period = periodOf(text, how);
  if (period === null) return 'It has no day and no range that can be read.';
  const values = new Map<CsvMetric, CellNumber>();
  for (const metric of how.metrics) {
    const value = parseNumber(text(metric), how.decimal);
    if (value === undefined) return `${JSON.stringify(text(metric).slice(0, 40))} is not a number.`;
    if (value !== null) values.set(metric, value);
  }
  return {
    line: record.line,
    ids: {
      account: idOf(text('account_id')),
      campaign: idOf(text('campaign_id')),
      ad_group: idOf(text('group_id')),
      ad: idOf(text('ad_id')),
    },
    names: {
      account: fold(text('account_name')),
      campaign: fold(text('campaign_name')),
      ad_group: fold(text('group_name')),
      ad: fold(text('ad_name')),
    },
    written: { campaign: text('campaign_name'), ad_group: text('group_name'), ad: text('ad_name') },
    ...period,
    values,
    currency: (text('currency') || how.columnCurrency)?.toUpperCase() ?? null,
  };
}

function periodOf(text: (field: Field) => string, how: How): { from: Day; to: Day } | null {
  if (text('day') !== '') {
    const day = parseDay(text('day'), how.order);
    return day === null ? null : { from: day, to: day };
  }
  if (text('week') !== '') {
    const from = parseDay(text('week').split(/\s+[-–—]\s+/)[0] ?? '', how.order);
    return from === null ? null : { from, to: addDays(from, 6) };
  }
  if (text('month') !== '') return parseMonth(text('month'), how.order);
  if (text('from') === '' && text('to') === '') return how.range;
  const from = parseDay(text('from'), how.order);
  const to = parseDay(text('to'), how.order);
  return from === null || to === null || from > to ? null : { from, to };
}

/** Ids as Ads Manager ('c:1202…'), Google ('123-456-7890') and spreadsheets ('="1202…"') write them. */
function idOf(text: string): string {
  const plain = text.replace(/^="?([^"=]*)"?$/, '$1').replace(/^(?:c|s|as|a|act_)[:]?(?=\d)/i, '');
  return /^[\d-]+$/.test(plain) ? plain.replaceAll('-', '') : '';
}

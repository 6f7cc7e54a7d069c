import { setImmediate as breathe } from 'node:timers/promises';
import type { ComparedLine, Comparison, DifferenceCause } from '../../../contract/validation.ts';
import { LEVELS, type Day } from '../../../contract/vocabulary.ts';
import { addDays, eachDay } from '../../domain/days.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Platforms } from '../../platforms/registry.ts';
import type { Db } from '../../store/db.ts';
import { comparedAccounts, type ComparedAccount } from '../../store/reads/csv-figures.ts';
import { explain, notImported, type CauseContext } from './csv-causes.ts';
import { badFile, decodeCsv } from './csv-decode.ts';
import { fold, METRIC_FIELDS } from './csv-headers.ts';
import {
  entitiesOfUnit,
  levelOfTable,
  precisionOf,
  same,
  sideOf,
  storedSum,
  storedValue,
  unitsOf,
  type Precision,
  type Side,
} from './csv-match.ts';
import { causesOf, decimal, totalsOf, verdictOf, verdictSentence, type Judged } from './csv-verdict.ts';
import { readTable, type CsvLine, type CsvTable } from './csv-table.ts';

const MOST_LINES_TOLD = 500;
const DELIVERY = ['spend', 'impressions', 'clicks'] as const;

type Candidate = {
  side: Side;
  judged: Judged[];
  known: number;
  matched: number;
  precision: Precision;
  foreign: CsvLine[];
};

/**
 * Matches a file exported from an ad platform with what is stored of a client, line by line. Changes nothing. Throws Refusal for a
 * file that is no such export, and for a client without ad accounts.
 */
export async function compareCsv(
  deps: { db: Db; platforms: Platforms },
  input: { clientId: string; fileName: string; base64: string },
): Promise<Comparison> {
  const { db } = deps;
  const accounts = comparedAccounts(db, input.clientId);
  if (accounts.length === 0) {
    throw new Refusal('NOT_FOUND', 'This client has no ad accounts to compare with.', { what: 'ad account' });
  }
  const table = await readTable(decodeCsv(Buffer.from(input.base64, 'base64')));
  if (table.lines.length === 0) {
    const [first] = table.unreadable;
    throw badFile(
      first === undefined
        ? 'The file has column names but no lines. Export it again with the days that are to be compared.'
        : `No line of the file can be read. Line ${first.line}: ${first.reason}`,
    );
  }
  const best = await bestCandidate(db, accounts, table);
  const settle = deps.platforms.get(best.side.account.platform)?.capabilities ?? {
    conversionSettleDays: 30,
    deliverySettleDays: 3,
  };
  return report(db, input.fileName, table, best, settle);
}

/** A file comes from one ad account and rarely says from which: the one that knows most of its lines, then the one that agrees most. */
async function bestCandidate(db: Db, accounts: readonly ComparedAccount[], table: CsvTable): Promise<Candidate> {
  const candidates: Candidate[] = [];
  for (const account of accounts) candidates.push(await judge(db, account, table));
  const [best] = candidates.toSorted(
    (a, b) => a.foreign.length - b.foreign.length || b.known - a.known || b.matched - a.matched,
  );
  if (best === undefined || best.judged.length === 0) {
    throw badFile(
      'The file belongs to an ad account that is not one of this client. Choose its client, or assign the ad account first.',
    );
  }
  return best;
}

function belongs(line: CsvLine, account: ComparedAccount): boolean {
  if (line.ids.account !== '') return line.ids.account === account.adAccountId;
  const { account: name } = line.names;
  return name === '' || name === fold(account.name) || name.replace(/\D/g, '') === account.adAccountId;
}

async function judge(db: Db, account: ComparedAccount, table: CsvTable): Promise<Candidate> {
  const level = levelOfTable(table);
  const own = table.lines.filter((line) => belongs(line, account));
  const units = await unitsOf(table, own, level);
  const { from, to } = rangeOf(table);
  // A day more on both sides: the neighbours tell another time zone.
  const side = sideOf(db, account, level, table, { from: addDays(from, -1), to: addDays(to, 1) });
  const precision = precisionOf(table, account.currency);
  const judged: Judged[] = [];
  for (const [index, unit] of units.entries()) {
    if (index % 500 === 499) await breathe();
    const figures: Judged['figures'] = [];
    for (const [metric, file] of unit.values) {
      const stored = storedValue(db, side, unit, metric);
      if (stored === undefined) continue;
      figures.push({ metric, file, stored, same: same(file, stored, precision, metric, unit.lines.length) });
    }
    judged.push({ unit, known: entitiesOfUnit(side, unit).length > 0, figures });
  }
  return {
    side,
    judged,
    precision,
    known: judged.filter(({ known }) => known).length,
    matched: judged.filter((one) => one.figures.every((figure) => figure.same)).length,
    foreign: table.lines.filter((line) => !belongs(line, account)),
  };
}

function rangeOf(table: CsvTable): { from: Day; to: Day } {
  let { from = '', to = '' } = table.lines[0] ?? {};
  for (const line of table.lines) {
    if (line.from < from) ({ from } = line);
    if (line.to > to) ({ to } = line);
  }
  if (eachDay(from, to).length > 3_700)
    throw badFile('The file spans more than ten years: check how its dates are written.');
  return { from, to };
}

async function report(
  db: Db,
  fileName: string,
  table: CsvTable,
  best: Candidate,
  settle: CauseContext['settle'],
): Promise<Comparison> {
  const { side, judged, precision } = best;
  const range = rangeOf(table);
  let parents: Side | null | undefined;
  const above = LEVELS[LEVELS.indexOf(side.level) - 1];
  const context: CauseContext = {
    db,
    side,
    precision,
    settle,
    parents: () => (parents ??= above === undefined ? null : sideOf(db, side.account, above, table, range)),
  };
  const counts = {
    matched: 0,
    differs: 0,
    missing: 0,
    extra: 0,
    unreadable: table.unreadable.length + best.foreign.length,
    totals: table.totals,
  };
  const lines: ComparedLine[] = [];
  for (const [index, one] of judged.entries()) {
    if (index % 100 === 99) await breathe();
    const line = lineOf(context, one);
    counts[line.status] += 1;
    if (line.status !== 'matched' && lines.length < MOST_LINES_TOLD) lines.push(line);
  }
  const extra = await extraLines(side, judged);
  counts.extra = extra.length;
  lines.push(...extra.slice(0, Math.max(0, MOST_LINES_TOLD - lines.length)));
  const totals = totalsOf(judged);
  const verdict = verdictOf(counts, totals);
  return {
    fileName,
    platform: side.account.platform,
    adAccountId: side.account.adAccountId,
    adAccountName: side.account.name,
    currency: side.account.currency,
    level: side.level,
    ...range,
    verdict,
    sentence: verdictSentence(verdict, counts, causesOf(lines)),
    counts,
    totals: totals.map(({ off: _off, ...total }) => total),
    lines,
    unreadable: [
      ...table.unreadable,
      ...best.foreign.map(({ line }) => ({
        line,
        reason: `It belongs to another ad account than ${side.account.name}.`,
      })),
    ].slice(0, MOST_LINES_TOLD),
    comparedColumns: table.columns.filter(({ field }) => METRIC_FIELDS.has(field)).map(({ name }) => name),
    ignoredColumns: table.ignoredColumns,
  };
}

function lineOf(context: CauseContext, { unit, known, figures }: Judged): ComparedLine {
  const differing = figures.filter((figure) => !figure.same);
  const base = {
    lines: unit.lines.map(({ line }) => line).slice(0, 100),
    entity: unit.told.slice(0, 300),
    from: unit.from,
    to: unit.to,
  };
  if (differing.length === 0) return { ...base, status: 'matched', figures: [], cause: null, sentence: null };
  if (!known || differing.every(({ stored }) => stored === null)) {
    const [first] = differing;
    const absent =
      notImported(context, unit) ??
      (known && first !== undefined
        ? explain(context, unit, first.metric)
        : { cause: 'not_imported' as const, sentence: UNKNOWN_ENTITY });
    return { ...base, status: 'missing', figures: differing.map((one) => told(one, null)), ...absent };
  }
  return {
    ...base,
    status: 'differs',
    figures: differing.map((one) => told(one, explain(context, unit, one.metric))),
    cause: null,
    sentence: null,
  };
}

function told(
  { metric, file, stored }: Judged['figures'][number],
  why: { cause: DifferenceCause; sentence: string } | null,
): ComparedLine['figures'][number] {
  return {
    metric,
    file: decimal(file),
    stored: stored === null ? null : decimal(stored),
    difference: decimal((stored ?? 0) - file),
    cause: why?.cause ?? null,
    sentence: why?.sentence ?? null,
  };
}

const UNKNOWN_ENTITY =
  'Nothing of that name or id is stored: it was renamed before the first import, or belongs to another client.';

/** Entities with delivery in a period of the file that has no line of theirs. */
async function extraLines(side: Side, judged: readonly Judged[]): Promise<ComparedLine[]> {
  const periods = new Map<string, { from: Day; to: Day; named: Set<number> }>();
  for (const { unit } of judged) {
    const key = `${unit.from} ${unit.to}`;
    const period = periods.get(key) ?? { from: unit.from, to: unit.to, named: new Set<number>() };
    periods.set(key, period);
    for (const entity of entitiesOfUnit(side, unit)) period.named.add(entity);
  }
  const found: ComparedLine[] = [];
  for (const { from, to, named } of periods.values()) {
    await breathe();
    const days = eachDay(from, to);
    for (const key of side.figures.keys()) {
      if (named.has(key)) continue;
      const figures = DELIVERY.map((metric) => ({ metric, stored: storedSum(side, [key], days, metric) }));
      if (figures.every(({ stored }) => stored === null || stored === 0)) continue;
      const entity = side.entities.get(key);
      found.push({
        lines: [],
        status: 'extra',
        entity: entity?.names[0] ?? entity?.entityId ?? '',
        from,
        to,
        figures: figures.map(({ metric, stored }) => ({
          metric,
          file: null,
          stored: stored === null ? null : decimal(stored),
          difference: null,
          cause: null,
          sentence: null,
        })),
        cause: 'filtered_export',
        sentence: 'Stored, but not in the file: the export is likely filtered, or leaves out what was deleted.',
      });
    }
  }
  return found.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.entity < b.entity ? -1 : 1));
}

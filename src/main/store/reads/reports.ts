import type { Range } from '../../../contract/primitives.ts';
import type { ReportEvent, ReportRow, ReportTexts } from '../../../contract/reports.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { iso } from '../codes.ts';
import { all, first, type Db } from '../db.ts';

type EventRow = {
  at: number;
  kind: ReportEvent['kind'];
  fileName: string | null;
  fromDay: number | null;
  toDay: number | null;
  costsShown: number;
};

const rangeOf = (from: number | null, to: number | null): Range | null =>
  from === null || to === null ? null : { from: intToDay(from), to: intToDay(to) };

/** What was decided for a client's reports; null = nothing yet. `sections` as stored. */
export function findReportSetup(
  db: Db,
  clientId: number,
): { costsShown: boolean; costsDecidedAt: string | null; sections: unknown } | null {
  const row = first<{ costsShown: number; costsDecidedAt: number | null; sections: string | null }>(
    db,
    'SELECT costs_shown AS costsShown, costs_decided_at AS costsDecidedAt, sections FROM report_setup WHERE client_id = ?',
    clientId,
  );
  return row === undefined
    ? null
    : {
        costsShown: row.costsShown === 1,
        costsDecidedAt: row.costsDecidedAt === null ? null : iso(row.costsDecidedAt),
        sections: row.sections === null ? null : (JSON.parse(row.sections) as unknown),
      };
}

/** What a person wrote for exactly this period; null = nothing. */
export function findReportTexts(db: Db, args: { clientId: number; range: Range }): ReportTexts | null {
  const row = first<{ lines: string | null; next: string }>(
    db,
    'SELECT lines, next_steps AS next FROM report_text WHERE client_id = ? AND from_day = ? AND to_day = ?',
    args.clientId,
    dayToInt(args.range.from),
    dayToInt(args.range.to),
  );
  return row === undefined
    ? null
    : { lines: row.lines === null ? null : (JSON.parse(row.lines) as string[]), next: row.next };
}

/** Files and decisions of a client, newest first. */
export function reportEvents(db: Db, args: { clientId: number; limit: number }): ReportEvent[] {
  return all<EventRow>(
    db,
    `SELECT at, kind, file_name AS fileName, from_day AS fromDay, to_day AS toDay, costs_shown AS costsShown
     FROM report_event WHERE client_id = ? ORDER BY at DESC, id DESC LIMIT ?`,
    args.clientId,
    args.limit,
  ).map((row) => ({
    at: iso(row.at),
    kind: row.kind,
    fileName: row.fileName,
    range: rangeOf(row.fromDay, row.toDay),
    costsShown: row.costsShown === 1,
  }));
}

type ListRow = {
  clientId: number;
  client: string;
  files: number;
  costsShown: number | null;
  at: number | null;
  kind: ReportRow['lastKind'];
  fromDay: number | null;
  toDay: number | null;
};

/** Every client with its youngest file, the youngest first, then those without one by name. */
export function reportClients(db: Db): ReportRow[] {
  return all<ListRow>(
    db,
    `SELECT c.id AS clientId, c.name AS client, s.costs_shown AS costsShown, coalesce(f.files, 0) AS files,
       e.at, e.kind, e.from_day AS fromDay, e.to_day AS toDay
     FROM client c
     LEFT JOIN report_setup s ON s.client_id = c.id
     LEFT JOIN (SELECT client_id, count(*) AS files, max(id) AS last FROM report_event
                WHERE file_name IS NOT NULL GROUP BY client_id) f ON f.client_id = c.id
     LEFT JOIN report_event e ON e.id = f.last
     WHERE c.archived_at IS NULL
     ORDER BY f.last DESC NULLS LAST, c.name_key`,
  ).map((row) => ({
    clientId: String(row.clientId),
    client: row.client,
    lastAt: row.at === null ? null : iso(row.at),
    lastRange: rangeOf(row.fromDay, row.toDay),
    lastKind: row.kind,
    files: row.files,
    costsShown: row.costsShown === 1,
  }));
}

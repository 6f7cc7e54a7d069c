import type { Range } from '../../../contract/primitives.ts';
import type { ReportEvent, ReportTexts } from '../../../contract/reports.ts';
import type { ReportSection } from '../../../contract/report-sections.ts';
import { dayToInt } from '../../domain/days.ts';
import { run, write, type Db } from '../db.ts';

/** Allows or forbids costs in a client's files, and writes down when: both or neither. */
export function setReportCosts(db: Db, args: { clientId: number; shown: boolean; now: number }): void {
  write(db, () => {
    run(
      db,
      `INSERT INTO report_setup (client_id, costs_shown, costs_decided_at) VALUES (@clientId, @shown, @now)
       ON CONFLICT DO UPDATE SET costs_shown = excluded.costs_shown, costs_decided_at = excluded.costs_decided_at`,
      { clientId: args.clientId, shown: args.shown ? 1 : 0, now: args.now },
    );
    addReportEvent(db, {
      clientId: args.clientId,
      at: args.now,
      kind: args.shown ? 'costs_shown' : 'costs_hidden',
      fileName: null,
      range: null,
      costsShown: args.shown,
    });
  });
}

export function setReportSections(db: Db, args: { clientId: number; sections: readonly ReportSection[] }): void {
  run(
    db,
    `INSERT INTO report_setup (client_id, costs_shown, sections) VALUES (?, 0, ?)
     ON CONFLICT DO UPDATE SET sections = excluded.sections`,
    args.clientId,
    JSON.stringify(args.sections),
  );
}

export function setReportTexts(db: Db, args: ReportTexts & { clientId: number; range: Range; now: number }): void {
  run(
    db,
    `INSERT INTO report_text (client_id, from_day, to_day, lines, next_steps, updated_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET lines = excluded.lines, next_steps = excluded.next_steps, updated_at = excluded.updated_at`,
    args.clientId,
    dayToInt(args.range.from),
    dayToInt(args.range.to),
    args.lines === null ? null : JSON.stringify(args.lines),
    args.next,
    args.now,
  );
}

/** One more line of the history. */
export function addReportEvent(db: Db, event: Omit<ReportEvent, 'at'> & { clientId: number; at: number }): void {
  run(
    db,
    `INSERT INTO report_event (client_id, at, kind, file_name, from_day, to_day, costs_shown) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    event.clientId,
    event.at,
    event.kind,
    event.fileName,
    event.range === null ? null : dayToInt(event.range.from),
    event.range === null ? null : dayToInt(event.range.to),
    event.costsShown ? 1 : 0,
  );
}

import type { z } from 'zod';
import type { Range } from '../../../contract/primitives.ts';
import { REPORT_SECTION_IDS, type ReportSection } from '../../../contract/report-sections.ts';
import type { noteFileInput, ReportRow, ReportSetup, ReportTexts } from '../../../contract/reports.ts';
import { Refusal } from '../../kernel/failure.ts';
import type { Log } from '../../kernel/log.ts';
import type { Db } from '../../store/db.ts';
import { unknownClients } from '../../store/reads/client-profile.ts';
import { findReportSetup, findReportTexts, reportClients, reportEvents } from '../../store/reads/reports.ts';
import { addReportEvent, setReportCosts, setReportSections, setReportTexts } from '../../store/writes/reports.ts';

/** What people decide and write about reports, and the history of files. Throws Refusal NOT_FOUND for clients that are not there. */
export type Reports = {
  list(): ReportRow[];
  /** `clientSafe`: for the client's eyes, so without decisions and history. */
  setup(clientId: string, clientSafe?: boolean): ReportSetup;
  /** Answers with what was before. */
  setCosts(clientId: string, shown: boolean): boolean;
  setSections(clientId: string, sections: readonly ReportSection[]): void;
  texts(clientId: string, range: Range): ReportTexts | null;
  setTexts(clientId: string, range: Range, texts: ReportTexts): void;
  noteFile(file: z.infer<typeof noteFileInput>): void;
};

const MOST_EVENTS = 50;

export function createReports(db: Db, deps: { now: () => number; log: Log; changed: () => void }): Reports {
  function keyOf(clientId: string): number {
    const key = /^\d{1,15}$/.test(clientId) ? Number(clientId) : -1;
    if (unknownClients(db, [key]).length === 0) return key;
    throw new Refusal('NOT_FOUND', 'That client does not exist any more.', { what: 'client' });
  }

  return {
    list: () => reportClients(db),
    setup(clientId, clientSafe = false) {
      const key = keyOf(clientId);
      const found = findReportSetup(db, key);
      const sections = sectionsOf(found?.sections);
      if (clientSafe) return { clientId, shown: false, decidedAt: null, sections, history: [] };
      return {
        clientId,
        shown: found?.costsShown ?? false,
        decidedAt: found?.costsDecidedAt ?? null,
        sections,
        history: reportEvents(db, { clientId: key, limit: MOST_EVENTS }),
      };
    },
    setCosts(clientId, shown) {
      const key = keyOf(clientId);
      const before = findReportSetup(db, key)?.costsShown ?? false;
      if (before === shown) return before;
      setReportCosts(db, { clientId: key, shown, now: deps.now() });
      deps.log('info', `Costs in files for client ${key} are ${shown ? 'shown' : 'hidden'} from now on.`);
      deps.changed();
      return before;
    },
    setSections(clientId, sections) {
      setReportSections(db, { clientId: keyOf(clientId), sections: sectionsOf([...sections]) });
    },
    texts: (clientId, range) => findReportTexts(db, { clientId: keyOf(clientId), range }),
    setTexts(clientId, range, texts) {
      setReportTexts(db, { ...texts, clientId: keyOf(clientId), range, now: deps.now() });
    },
    noteFile(file) {
      addReportEvent(db, { ...file, clientId: keyOf(file.clientId), at: deps.now() });
      deps.changed();
    },
  };
}

/** Stored sections in the order of the pages; a section of another version is left out, and nothing at all means every one. */
function sectionsOf(stored: unknown): ReportSection[] {
  return Array.isArray(stored) ? REPORT_SECTION_IDS.filter((id) => stored.includes(id)) : [...REPORT_SECTION_IDS];
}

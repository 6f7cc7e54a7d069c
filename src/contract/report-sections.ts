import { sectionMessages as m } from './messages.ts';

/** What a report is made of, in the order of its pages. Apart from the schemas, so that screens can hold it without their code. */
export const REPORT_SECTIONS = {
  summary: m.summary,
  kpis: m.kpis,
  trend: m.trend,
  channels: m.channels,
  campaigns: m.campaigns,
  changes: m.changes,
  next: m.next,
} as const;
export type ReportSection = keyof typeof REPORT_SECTIONS;
export const REPORT_SECTION_IDS = Object.keys(REPORT_SECTIONS) as [ReportSection, ...ReportSection[]];

/** Lines of the summary, and the letters one of them may have. */
export const SUMMARY_LINES = 3;
export const MOST_LINE_LETTERS = 240;
export const MOST_NEXT_LETTERS = 2_000;

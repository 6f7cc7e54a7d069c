import { z } from 'zod';
import { businessMetricInfo, goal } from './client-profile.ts';
import { currencySums, dailyPoint, entityRow, unlike, viewInput } from './dashboards.ts';
import { flag } from './events.ts';
import { pace, targetReached } from './goals.ts';
import { clientId, clientSafe, day, instant, platformId, range, sums } from './primitives.ts';
import { MOST_LINE_LETTERS, MOST_NEXT_LETTERS, REPORT_SECTION_IDS, SUMMARY_LINES } from './report-sections.ts';

/** Reports for a client: one model, made by the engine, which preview, print and CSV all read. */
const section = z.enum(REPORT_SECTION_IDS);
const sections = z.array(section).max(REPORT_SECTION_IDS.length);

/** `sections` null = those of the client's last report. Costs are in it only where the client's policy and `clientSafe` both allow them. */
export const reportInput = viewInput.extend({ clientId, sections: sections.nullable().default(null) });

/** A section that was not asked for is not in the model, so that nothing of it can reach a file. */
export const reportModel = z.object({
  client: z.object({ id: clientId, name: z.string(), city: z.string().nullable() }),
  range,
  compare: range.nullable(),
  /** Seen from a past day; null = now. */
  asKnownOn: z.string().nullable(),
  sections,
  /** True = neither costs nor anything that reveals them is in this model. */
  clientSafe: z.boolean(),
  demo: z.boolean(),
  /** '{client}-report-{from}_{to}', without an ending. */
  fileName: z.string(),
  asOf: instant.nullable(),
  timezones: z.array(z.string()),
  /** Days whose conversions may still rise, of the days in the range. */
  settling: range.nullable(),
  settlingDays: z.number().int(),
  /** Why changes of it are told and not judged. */
  unlike: unlike.optional(),
  /** Days no import has brought, per platform. */
  missing: z.array(z.object({ platform: platformId, days: z.number().int() })),
  lines: z.array(z.string()),
  /** Whether a person wrote the lines; else they are made of the figures. */
  written: z.boolean(),
  next: z.string(),
  business: z.array(businessMetricInfo),
  /** One per currency. */
  blocks: z.array(
    z.object({
      currency: z.string(),
      totals: currencySums.nullable(),
      daily: z.array(dailyPoint),
      channels: z.array(
        z.object({ platform: platformId, current: sums, previous: sums.nullable(), campaigns: z.number().int() }),
      ),
      campaigns: z.array(entityRow),
      /** What was agreed, and where the client stands: absent where costs are hidden, because every goal is one of cost. */
      goal: goal.nullable().optional(),
      pace: pace.nullable().optional(),
      targets: z.array(targetReached).optional(),
    }),
  ),
  /** Oldest first. */
  changes: z.array(flag.pick({ id: true, kind: true, day: true, title: true, platform: true })),
  /** Changes there were; those beyond the newest are not listed. */
  changesTotal: z.number().int(),
});
export type ReportModel = z.infer<typeof reportModel>;
export type ReportBlock = ReportModel['blocks'][number];

/** Lines null = made of the figures. */
export const reportTexts = z.object({
  lines: z.array(z.string().max(MOST_LINE_LETTERS)).max(SUMMARY_LINES).nullable(),
  next: z.string().max(MOST_NEXT_LETTERS),
});
export type ReportTexts = z.infer<typeof reportTexts>;
export const setTextsInput = reportTexts.extend({ clientId, range });

export const FILE_KINDS = ['pdf', 'csv', 'png', 'print'] as const;
const fileKind = z.enum(FILE_KINDS);
/** What was made or decided, newest first. `print` = handed to the system's print dialog, which tells nobody what became of it. */
export const reportEvent = z.object({
  at: instant,
  kind: z.enum([...FILE_KINDS, 'costs_shown', 'costs_hidden']),
  fileName: z.string().nullable(),
  range: range.nullable(),
  costsShown: z.boolean(),
});
export type ReportEvent = z.infer<typeof reportEvent>;

/** Where a client looks on, what the agency decided and made before is left out of it. */
export const setupInput = z.object({ clientId, clientSafe });
export const reportSetup = z.object({
  clientId,
  /** Whether costs may be in files for this client. */
  shown: z.boolean(),
  /** When costs were last shown or hidden by a person; null = nobody ever chose, so they are hidden. */
  decidedAt: instant.nullable(),
  sections,
  history: z.array(reportEvent),
});
export type ReportSetup = z.infer<typeof reportSetup>;
export const setCostsInput = z.object({ clientId, shown: z.boolean() });
export const costsChange = z.object({ before: z.boolean() });
export const setSectionsInput = z.object({ clientId, sections });

export const noteFileInput = z.object({
  clientId,
  kind: fileKind,
  fileName: z.string().min(1).max(200),
  range: z.object({ from: day, to: day }),
  costsShown: z.boolean(),
});

/** Every client, the one with the youngest report first. */
export const reportRow = z.object({
  clientId,
  client: z.string(),
  lastAt: instant.nullable(),
  lastRange: range.nullable(),
  lastKind: fileKind.nullable(),
  files: z.number().int(),
  costsShown: z.boolean(),
});
export type ReportRow = z.infer<typeof reportRow>;

import { z } from 'zod';
import { safeDay, safeNames, safeRow, safeTotals, withSums } from './client-safe-parts.ts';
import { reportModel } from './reports.ts';

const block = reportModel.shape.blocks.element;
const SHOWN_CHANGES = new Set<string>(['status', 'name'] satisfies z.infer<
  typeof reportModel
>['changes'][number]['kind'][]);

/** What a client may see of a report. Goals are all of cost, and budgets are the agency's: neither is listed. */
export const safeReport = z
  .object({
    ...reportModel.pick({
      client: true,
      range: true,
      compare: true,
      asKnownOn: true,
      sections: true,
      demo: true,
      fileName: true,
      asOf: true,
      timezones: true,
      settling: true,
      settlingDays: true,
      unlike: true,
      missing: true,
      lines: true,
      written: true,
      next: true,
      changesTotal: true,
    }).shape,
    clientSafe: z.unknown().transform(() => true),
    business: safeNames,
    blocks: z.array(
      z.object({
        currency: z.string(),
        totals: safeTotals.nullable(),
        daily: z.array(safeDay),
        channels: z.array(block.shape.channels.element.pick({ platform: true, campaigns: true }).extend(withSums)),
        campaigns: z.array(safeRow),
      }),
    ),
    changes: z
      .array(reportModel.shape.changes.element.pick({ id: true, kind: true, day: true, title: true, platform: true }))
      .transform((list) => list.filter((one) => SHOWN_CHANGES.has(one.kind))),
  })
  .transform((report) => ({ ...report, changesTotal: Math.max(report.changes.length, report.changesTotal) }));

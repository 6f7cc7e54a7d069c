import { z } from 'zod';
import { breakdownView, hoursView, periodsView } from './breakdowns.ts';
import { emptied, hidden, safeFigures, safeNames, safeSums } from './client-safe-parts.ts';
import { compareView } from './comparison.ts';
import { dailyPoint } from './dashboards.ts';
import { eventsView, flag } from './events.ts';
import { change, changesView, daysView } from './history.ts';

/** What a client may see of days, changes, breakdowns, comparisons and events; see client-safe-parts.ts. */
export const safeDays = z.object({ adAccounts: daysView.shape.adAccounts });

/** The metrics of a change carry their own names: those that are spend are taken out, and changes of nothing else with them. */
export const safeChanges = z.object({
  changes: z
    .array(
      change
        .pick({
          platform: true,
          adAccountId: true,
          level: true,
          entityId: true,
          entityName: true,
          day: true,
          currency: true,
          changes: true,
          firstSeenAt: true,
          supersededAt: true,
          seenAt: true,
        })
        .extend({
          metrics: change.shape.metrics.transform((metrics) =>
            metrics.filter(({ metric }) => hidden.every(([field]) => field !== metric)),
          ),
        }),
    )
    .transform((list) => list.filter((one) => one.metrics.length > 0)),
  total: changesView.shape.total,
  differences: z.array(
    changesView.shape.differences.element.pick({ currency: true, conversions: true, conversionValueMicros: true }),
  ),
  next: changesView.shape.next,
});

const about = {
  platform: true,
  currency: true,
  dataset: true,
  offered: true,
  caveat: true,
  coverage: true,
} as const;
const part = breakdownView.shape.parts.element;
const hoursPart = hoursView.shape.parts.element;
const period = periodsView.shape.periods.element;

export const safeBreakdown = z.object({
  parts: z.array(
    part.pick(about).extend({
      // In the engine's order the dearest cell comes first.
      rows: z
        .array(part.shape.rows.element.pick({ segment: true, label: true }).extend({ sums: safeSums }))
        .transform((rows) => rows.toSorted((a, b) => (b.sums.impressions ?? -1) - (a.sums.impressions ?? -1))),
      days: safeSums,
      unexplained: part.shape.unexplained.omit({ spendMicros: true }),
    }),
  ),
});

export const safeHours = z.object({
  parts: z.array(
    hoursPart.pick({ ...about, timezones: true, foldedDays: true, foldedDaysLeftOut: true }).extend({
      cells: z.array(
        hoursPart.shape.cells.element.pick({ weekday: true, hour: true, days: true, repeated: true }).extend({
          sums: safeSums,
        }),
      ),
    }),
  ),
});

export const safePeriods = z.object({
  periods: z.array(
    period
      .pick({
        platform: true,
        adAccountId: true,
        currency: true,
        month: true,
        range: true,
        offered: true,
        missing: true,
        through: true,
        asOf: true,
      })
      .extend({
        rows: z.array(
          period.shape.rows.element
            .pick({
              entityId: true,
              entityName: true,
              reach: true,
              impressionShare: true,
              frequency: true,
              uniqueClicks: true,
              uniqueLinkClicks: true,
              rankings: true,
            })
            .extend({ sums: safeSums }),
        ),
      }),
  ),
});

const compared = compareView.shape.blocks.element;
const side = z.object({ day: z.string(), state: dailyPoint.shape.state, sums: safeSums }).nullable();
/** Asked for a metric that may be shown (the engine refuses others), so its pairs may be too. */
export const safeCompare = z.object({
  ...compareView.pick({ a: true, b: true, metric: true, asOf: true }).shape,
  business: safeNames,
  blocks: z.array(
    compared
      .pick({
        currency: true,
        missing: true,
        reason: true,
        change: true,
        contributions: true,
        others: true,
        unexplained: true,
      })
      .extend({
        a: safeFigures,
        b: safeFigures,
        daily: z.array(z.object({ index: z.number().int(), a: side, b: side })),
      }),
  ),
});

const SHOWN_FLAGS = new Set<string>(['status', 'name', 'gap'] satisfies z.infer<typeof flag>['kind'][]);
/** Budgets and notes are the agency's own. */
export const safeEvents = z
  .object({
    flags: z
      .array(
        flag
          .pick({
            id: true,
            kind: true,
            day: true,
            to: true,
            seenAt: true,
            title: true,
            platform: true,
            level: true,
            entityId: true,
            entityName: true,
            old: true,
            new: true,
          })
          .extend({ annotationId: emptied }),
      )
      .transform((flags) => flags.filter((one) => SHOWN_FLAGS.has(one.kind))),
    total: eventsView.shape.total,
  })
  .transform((view) => ({ ...view, total: view.flags.length }));

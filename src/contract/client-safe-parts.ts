import { z } from 'zod';
import { businessMetricInfo } from './client-profile.ts';
import { currencySums, dailyPoint, entityRow } from './dashboards.ts';
import { isClientSafe, METRICS, SUM_METRICS } from './metrics.ts';
import { sums, uniques } from './primitives.ts';

/**
 * What a client may see of every answer. These shapes list what stays: a field nobody listed here does not leave the engine, so that a
 * new one is hidden until somebody decides. Sums follow the metrics registry.
 */
export const hidden = Object.entries(SUM_METRICS).filter(([, key]) => !isClientSafe(METRICS[key]));
export const safeSums = sums.omit({
  ...(Object.fromEntries(hidden.map(([field]) => [field, true as const])) as { spendMicros: true }),
  namedSpendMicros: true,
});
export const safeFigures = safeSums.extend({ uniques: uniques.nullable().optional() });
/** For texts and problems that are the agency's own business: the field stays, empty, because screens read it. */
export const emptied = z.unknown().transform(() => null);

export const safeTotals = currencySums
  .pick({ currency: true, unlike: true, daysRead: true })
  .extend({ current: safeFigures, previous: safeFigures.nullable() });
export const safeNames = z.array(businessMetricInfo.pick({ name: true, kind: true }).extend({ missing: emptied }));
export const withSums = { current: safeSums, previous: safeSums.nullable() };

export const safeRow = entityRow
  .pick({
    platform: true,
    adAccountId: true,
    level: true,
    entityId: true,
    name: true,
    parentId: true,
    parentName: true,
    status: true,
    platformStatus: true,
    objective: true,
    currency: true,
    settling: true,
    unlike: true,
    daysRead: true,
  })
  .extend({ current: safeFigures, previous: safeFigures.nullable() });

export const safeDay = dailyPoint
  .pick({
    day: true,
    state: true,
    restated: true,
    noLongerOffered: true,
    notReported: true,
    previousDay: true,
  })
  .extend({ ...safeSums.shape, previous: safeSums.nullable() });

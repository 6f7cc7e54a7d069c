import { z } from 'zod';
import { emptied, safeDay, safeNames, safeRow, safeTotals, withSums } from './client-safe-parts.ts';
import { clientRow, clientsView, entitiesView, insightRow, insightsView, overview } from './dashboards.ts';
import { entityDaysView } from './entity-days.ts';

/** What a client may see of the screens of figures; see client-safe-parts.ts. */
const account = overview.shape.adAccounts.element;
const block = overview.shape.blocks.element;
const asOf = overview.shape.asOf;

export const safeOverview = z.object({
  client: overview.shape.client,
  delivery: overview.shape.delivery,
  adAccounts: z.array(
    account
      .pick({
        platform: true,
        adAccountId: true,
        name: true,
        currency: true,
        timezone: true,
        status: true,
        freshness: true,
        missingDays: true,
        settledThrough: true,
      })
      .extend({ problem: emptied, connectionId: emptied }),
  ),
  blocks: z.array(
    z.object({
      currency: z.string(),
      totals: safeTotals,
      daily: z.array(safeDay),
      today: safeDay.nullable().optional(),
      channels: z.array(
        block.shape.channels.element.pick({ platform: true, unlike: true, campaigns: true }).extend(withSums),
      ),
      topCampaigns: z.array(safeRow),
    }),
  ),
  business: safeNames,
  asOf,
  settling: overview.shape.settling,
});

export const safeClients = z.object({
  rows: z.array(
    clientRow
      .pick({ id: true, name: true, city: true, platforms: true, freshness: true, conversions: true })
      .extend({ totals: z.array(safeTotals), trendCurrency: emptied, attention: emptied }),
  ),
  totals: z.array(safeTotals),
  business: safeNames,
  asOf: clientsView.shape.asOf,
});

export const safeEntities = z.object({
  rows: z.array(safeRow),
  totals: z.array(safeTotals),
  business: safeNames,
  asOf: entitiesView.shape.asOf,
});

export const safeInsights = z.object({
  rows: z.array(
    insightRow.pick({
      platform: true,
      adAccountId: true,
      level: true,
      entityId: true,
      entityName: true,
      period: true,
      currency: true,
      impressions: true,
      clicks: true,
      linkClicks: true,
      reach: true,
      impressionShare: true,
      videoViews: true,
      videoPlays: true,
      thruPlays: true,
      conversions: true,
      named: true,
      headlineConversions: true,
      conversionValueMicros: true,
      asOf: true,
      settled: true,
    }),
  ),
  totals: z.array(
    insightsView.shape.totals.element.pick({
      currency: true,
      impressions: true,
      clicks: true,
      videoViews: true,
      videoPlays: true,
      thruPlays: true,
      named: true,
    }),
  ),
  business: safeNames,
});

export const safeEntityDays = entityDaysView
  .pick({ currency: true, timezone: true, firstSeenAt: true, asOf: true })
  .extend({ daily: z.array(safeDay) });

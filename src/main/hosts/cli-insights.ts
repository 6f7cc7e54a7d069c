import type { InsightRow } from '../../contract/dashboards.ts';
import { VIDEO_FIELDS, type VideoField } from '../../contract/metrics.ts';
import type { Sums } from '../../contract/primitives.ts';
import type { AttributionWindow, Level, PlatformId } from '../../contract/vocabulary.ts';
import type { EngineClient } from './cli-engine.ts';
import { exactDecimal, moneyText } from './cli-format.ts';
import { checkRange, clientIdOf } from './cli-lookup.ts';
import type { CommandResult } from './cli-terminal.ts';

export type InsightsOptions = {
  client: string;
  from: string;
  to: string;
  level: Level;
  by: 'day' | 'month' | 'range';
  platforms?: PlatformId[];
  /** A day (its end in each ad account's zone) or an instant. */
  asKnownOn?: string;
  window: AttributionWindow;
};

/** Counts of video, null where one is not known of all that the row adds up. */
const videoDocument = (row: Pick<Sums, VideoField>): Pick<Sums, VideoField> =>
  Object.fromEntries(VIDEO_FIELDS.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]])));

function insightDocument(row: InsightRow, by: InsightsOptions['by']): Record<string, unknown> {
  return {
    platform: row.platform,
    adAccountId: row.adAccountId,
    level: row.level,
    entityId: row.entityId,
    entityName: row.entityName,
    ...(by === 'day' ? { date: row.period } : by === 'month' ? { month: row.period } : {}),
    currency: row.currency,
    spend: exactDecimal(row.spendMicros ?? null),
    impressions: row.impressions,
    clicks: row.clicks,
    linkClicks: row.linkClicks,
    reach: row.reach,
    ...(row.impressionShare == null ? {} : { impressionShare: row.impressionShare }),
    ...videoDocument(row),
    conversions: row.conversions,
    // The one count that screens call conversions; of the action types above some count the same people again.
    headlineConversions: row.headlineConversions,
    ...(row.named === undefined ? {} : { named: row.named }),
    conversionValue: exactDecimal(row.conversionValueMicros),
    asOf: row.asOf,
    settled: row.settled,
  };
}

/** Figures of a client at a level, as known now or as they were known on a day. */
export async function insights(client: EngineClient, options: InsightsOptions): Promise<CommandResult> {
  const range = checkRange(options.from, options.to);
  const clientId = await clientIdOf(client, options.client);
  const view = await client.dashboards.insights({
    clientId,
    range,
    level: options.level,
    by: options.by,
    platforms: options.platforms ?? null,
    asKnownOn: options.asKnownOn ?? null,
    window: options.window,
  });
  const totals = view.totals.map((total) => ({
    currency: total.currency,
    spend: exactDecimal(total.spendMicros ?? null),
    impressions: total.impressions,
    clicks: total.clicks,
    ...(total.named === undefined ? {} : { named: total.named }),
  }));
  return {
    json: {
      ...(options.asKnownOn === undefined ? {} : { asKnownOn: options.asKnownOn }),
      rows: view.rows.map((row) => insightDocument(row, options.by)),
      totals,
    },
    text: [
      ...(view.rows.length === 0 ? [nothingKnown(options)] : []),
      ...view.rows.map(
        (row) =>
          `${row.period ?? `${range.from} to ${range.to}`}  ${row.platform}:${row.adAccountId}  ${row.entityName}  ${moneyText(row.spendMicros ?? null, row.currency)} ${row.currency}  ${row.impressions ?? '—'} impressions  ${row.clicks ?? '—'} clicks${row.settled ? '' : '  (not settled yet)'}`,
      ),
      ...view.totals.map(
        (total) =>
          `Total  ${moneyText(total.spendMicros ?? null, total.currency)} ${total.currency}  ${total.impressions} impressions  ${total.clicks} clicks`,
      ),
    ].join('\n'),
  };
}

function nothingKnown({ asKnownOn, from, to }: InsightsOptions): string {
  return asKnownOn === undefined
    ? `Nothing is stored for ${from} to ${to}. "days" shows what was read; "import" reads it, "backfill" the months before.`
    : `Nothing was known of ${from} to ${to} on ${asKnownOn}: these days were first read later, or never. "days" shows when.`;
}

import { InvalidArgumentError } from 'commander';
import type { Level, PlatformId } from '../../contract/vocabulary.ts';
import type { EngineClient } from './cli-engine.ts';
import { exactDecimal, table } from './cli-format.ts';
import { checkRange, clientIdOf } from './cli-lookup.ts';
import type { CommandResult } from './cli-terminal.ts';

/** Commands about what is known of each day and what changed since. */
export type Common = {
  client: string;
  from: string;
  to: string;
  level: Level;
  platforms?: PlatformId[];
  asKnownOn?: string;
};

export const AS_KNOWN_ON = "as it was known at the end of a day in each ad account's zone, or at an instant";

/** A day or an instant with its zone, as typed. */
export function dayOrInstant(text: string): string {
  const whole = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  if (!whole || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError(
      `"${text}" is neither a day (2026-02-28) nor an instant with its zone (2026-02-28T09:30:00Z).`,
    );
  return text;
}

/** The part of a question every command about stored days shares. */
export const asked = async (client: EngineClient, options: Common) => ({
  clientId: await clientIdOf(client, options.client),
  range: checkRange(options.from, options.to),
  platforms: options.platforms ?? null,
  level: options.level,
  asKnownOn: options.asKnownOn ?? null,
});

export async function days(client: EngineClient, options: Common): Promise<CommandResult> {
  const view = await client.dashboards.days(await asked(client, options));
  return {
    json: view,
    text: view.adAccounts
      .map((account) =>
        [
          `${account.platform}:${account.adAccountId}  ${account.name}  ${account.timezone}`,
          table(
            ['day', 'state', 'last read', 'changes', 'settles after', 'rows', 'no longer offered'],
            account.days.map((day) => [
              day.day,
              day.states.join(', ').replaceAll('_', ' '),
              day.lastReadAt,
              day.changes,
              day.mayChangeUntil,
              day.rows,
              day.absentRows,
            ]),
          ),
        ].join('\n'),
      )
      .join('\n\n'),
  };
}

export type ChangesOptions = {
  client: string;
  since: string;
  from?: string;
  to?: string;
  level: Level;
  platforms?: PlatformId[];
  entity?: string;
  asKnownOn?: string;
  limit: number;
};

export async function changes(client: EngineClient, options: ChangesOptions): Promise<CommandResult> {
  const { from, to } = options;
  const view = await client.dashboards.changes({
    clientId: await clientIdOf(client, options.client),
    // A day alone means its beginning where this machine is.
    since: new Date(options.since.includes('T') ? options.since : `${options.since}T00:00:00`).toISOString(),
    range: from === undefined && to === undefined ? null : checkRange(from ?? '2000-01-01', to ?? '2099-12-31'),
    platforms: options.platforms ?? null,
    level: options.level,
    entityId: options.entity ?? null,
    asKnownOn: options.asKnownOn ?? null,
    limit: options.limit,
  });
  const value = (metric: string, told: number | null): string | number | null =>
    metric.endsWith('Micros') ? exactDecimal(told) : told;
  const list = view.changes.map(({ metrics, ...change }) => ({
    ...change,
    metrics: metrics.map((one) => ({
      metric: one.metric.replace('Micros', ''),
      old: value(one.metric, one.old),
      new: value(one.metric, one.new),
    })),
  }));
  return {
    json: {
      changes: list,
      total: view.total,
      differences: view.differences.map((one) => ({
        currency: one.currency,
        spend: exactDecimal(one.spendMicros ?? null),
        conversions: one.conversions,
        conversionValue: exactDecimal(one.conversionValueMicros),
      })),
    },
    text:
      list.length === 0
        ? 'Nothing was told differently since then.'
        : [
            table(
              ['day', 'ad account', 'name', 'metric', 'old', 'new', 'seen'],
              list.flatMap((one) =>
                one.metrics.map((metric) => [
                  one.day,
                  `${one.platform}:${one.adAccountId}`,
                  one.entityName,
                  metric.metric,
                  metric.old,
                  metric.new,
                  one.seenAt,
                ]),
              ),
            ),
            ...(view.total > list.length ? [`${list.length} of ${view.total}; --limit shows more`] : []),
          ].join('\n'),
  };
}

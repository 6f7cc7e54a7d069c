import { Option, type Command } from 'commander';
import { BREAKDOWNS, type Breakdown } from '../../contract/datasets.ts';
import type { Sums } from '../../contract/primitives.ts';
import { LEVELS, type PlatformId } from '../../contract/vocabulary.ts';
import type { EngineClient } from './cli-engine.ts';
import { exactDecimal, moneyText, table } from './cli-format.ts';
import { AS_KNOWN_ON, asked, changes, dayOrInstant, days, type ChangesOptions, type Common } from './cli-history.ts';
import type { CommandResult } from './cli-terminal.ts';
import { t } from '../../words/text.ts';

/** Commands about what is stored beside the daily figures. */
type Narrowed = Common & { parent?: string; entity?: string };
type HourMetric = keyof typeof HOUR_METRICS;

const HOUR_METRICS = {
  spend: (sums: Sums) => (sums.spendMicros == null ? null : sums.spendMicros / 1_000_000),
  impressions: (sums: Sums) => sums.impressions,
  clicks: (sums: Sums) => sums.clicks,
  conversions: (sums: Sums) => sums.conversions,
};
type DayBreakdown = Exclude<Breakdown, 'none' | 'hour'>;
const DAY_BREAKDOWNS = (Object.keys(BREAKDOWNS) as Breakdown[]).filter(
  (name): name is DayBreakdown => name !== 'none' && name !== 'hour',
);
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const narrowed = async (client: EngineClient, options: Narrowed) => ({
  ...(await asked(client, options)),
  parentId: options.parent ?? null,
  entityId: options.entity ?? null,
});

const figures = (sums: Sums): Record<string, unknown> => ({
  spend: exactDecimal(sums.spendMicros ?? null),
  impressions: sums.impressions,
  clicks: sums.clicks,
  linkClicks: sums.linkClicks,
  conversions: sums.conversions,
  conversionValue: exactDecimal(sums.conversionValueMicros),
});
const percent = (share: number | null): string => (share === null ? 'not told' : `${(share * 100).toFixed(1)} %`);

export async function breakdown(
  client: EngineClient,
  options: Narrowed & { by: DayBreakdown },
): Promise<CommandResult> {
  const question = await narrowed(client, options);
  const view = await client.dashboards.breakdown({ ...question, breakdown: options.by });
  const instead = view.parts.some(({ offered }) => !offered)
    ? await offeredInstead(client, question, options.by)
    : null;
  return {
    json: {
      parts: view.parts.map((part) => ({
        ...part,
        days: figures(part.days),
        rows: part.rows.map(({ sums, ...row }) => ({ ...row, ...figures(sums) })),
      })),
    },
    text: view.parts
      .map((part) =>
        [
          heading(part),
          ...(part.offered ? [] : [`  ${instead?.get(part.platform) ?? ''}`]),
          ...readHint(part, options),
          ...(part.rows.length === 0
            ? []
            : [
                table(
                  [t(BREAKDOWNS[options.by].label), `spend ${part.currency}`, 'impressions', 'clicks', 'conversions'],
                  part.rows.map(({ label, sums }) => [
                    label,
                    moneyText(sums.spendMicros ?? null, part.currency),
                    sums.impressions,
                    sums.clicks,
                    sums.conversions,
                  ]),
                ),
                `Not explained by these: ${percent(part.unexplained.spendMicros?.share ?? null)} of spend, ${percent(part.unexplained.impressions.share)} of impressions`,
              ]),
        ].join('\n'),
      )
      .join('\n\n'),
  };
}

type Part = {
  platform: PlatformId;
  dataset: string;
  offered: boolean;
  caveat: string | null;
  coverage: { asked: number; read: number };
};

function heading(part: Part): string {
  if (!part.offered) return `${part.platform}  ${part.dataset} is not offered at this level`;
  const caveat = part.caveat === null ? '' : `  (${part.caveat})`;
  return `${part.platform}  ${part.dataset}  ${part.coverage.read} of ${part.coverage.asked} days read${caveat}`;
}

/** What a command says that finds days unread: which one reads them. */
function readHint({ offered, coverage }: Part, { client, from, to }: Narrowed): string[] {
  if (!offered || coverage.read >= coverage.asked) return [];
  return [
    `  Read the rest with: tidemark import --client ${JSON.stringify(client)} --from ${from} --to ${to} --datasets all`,
  ];
}

/** For each platform that does not offer a breakdown at a level: the levels that have it, and what this level has. */
async function offeredInstead(
  client: EngineClient,
  question: Awaited<ReturnType<typeof narrowed>>,
  by: DayBreakdown,
): Promise<Map<PlatformId, string>> {
  const tried = [
    ...LEVELS.map((level) => ({ level, breakdown: by })),
    ...DAY_BREAKDOWNS.map((breakdown) => ({ level: question.level, breakdown })),
  ];
  const found = new Map<PlatformId, { levels: Set<string>; breakdowns: Set<string> }>();
  for (const { level, breakdown } of tried) {
    const { parts } = await client.dashboards.breakdown({
      ...question,
      level,
      breakdown,
      parentId: null,
      entityId: null,
    });
    for (const { platform, offered } of parts) {
      const known = found.get(platform) ?? { levels: new Set(), breakdowns: new Set() };
      found.set(platform, known);
      if (!offered) continue;
      if (breakdown === by) known.levels.add(level);
      else known.breakdowns.add(breakdown);
    }
  }
  const list = (names: Set<string>): string => (names.size === 0 ? 'none' : [...names].join(', '));
  return new Map(
    [...found].map(([platform, { levels, breakdowns }]) => [
      platform,
      `levels with --by ${by}: ${list(levels)}; at --level ${question.level}: ${list(breakdowns)}`,
    ]),
  );
}

export async function hours(client: EngineClient, options: Narrowed & { metric: HourMetric }): Promise<CommandResult> {
  const view = await client.dashboards.hours(await narrowed(client, options));
  const metric = HOUR_METRICS[options.metric];
  return {
    json: {
      parts: view.parts.map((part) => ({
        ...part,
        cells: part.cells.map(({ sums, ...cell }) => ({ ...cell, ...figures(sums) })),
      })),
    },
    text: view.parts
      .map((part) =>
        [
          `${heading(part)}  ${options.metric} per day`,
          ...readHint(part, options),
          table(
            ['', ...Array.from({ length: 24 }, (_, hour) => String(hour))],
            WEEKDAYS.map((name, weekday) => [
              name,
              ...part.cells.slice(weekday * 24, weekday * 24 + 24).map((cell) => {
                const value = metric(cell.sums);
                if (value === null || cell.days === 0) return null;
                return `${(value / cell.days).toFixed(1)}${cell.repeated > 0 ? '*' : ''}`;
              }),
            ]),
          ),
          ...(part.cells.some((cell) => cell.repeated > 0) ? ['* on some day this hour came twice'] : []),
          ...(part.foldedDaysLeftOut > 0
            ? [`${part.foldedDaysLeftOut} days are known only as averages of whole months and are left out`]
            : []),
        ].join('\n'),
      )
      .join('\n\n'),
  };
}

export async function periods(client: EngineClient, options: Narrowed): Promise<CommandResult> {
  const view = await client.dashboards.periods(await narrowed(client, options));
  const rows = view.periods.flatMap((period) => {
    const name = period.month ?? `${period.range.from} to ${period.range.to}`;
    const head = [
      period.through === null ? name : `${name} to ${period.through}`,
      `${period.platform}:${period.adAccountId}`,
    ];
    if (period.missing) return [[...head, '(the platform was not asked for this period)']];
    return period.rows.map((row) => [
      ...head,
      row.entityName,
      row.reach,
      row.frequency,
      row.impressionShare ?? null,
      row.uniqueClicks,
      row.uniqueLinkClicks,
      period.asOf,
    ]);
  });
  return {
    json: {
      periods: view.periods.map((period) => ({
        ...period,
        rows: period.rows.map(({ sums, ...row }) => ({ ...row, ...figures(sums) })),
      })),
    },
    text: table(
      [
        'period',
        'ad account',
        'name',
        'reach',
        'frequency',
        'impression share',
        'unique clicks',
        'unique link clicks',
        'as of',
      ],
      rows,
    ),
  };
}

/** Adds these commands to the program; the arguments are the program's own ways of making, running and parsing. */
export function addDatasetCommands(make: {
  command: (name: string, description: string) => Command;
  ranged: (command: Command) => Command;
  run: (work: (client: EngineClient) => Promise<CommandResult>) => Promise<void>;
  platforms: (text: string) => PlatformId[];
  day: (text: string) => string;
  count: (text: string) => number;
}): void {
  const common = (command: Command): Command =>
    command
      .addOption(new Option('--level <level>').choices([...LEVELS]).default('account'))
      .option('--platforms <list>', 'comma-separated', make.platforms)
      .option('--as-known-on <day>', AS_KNOWN_ON, dayOrInstant);
  const narrowing = (command: Command): Command =>
    common(make.ranged(command))
      .option('--parent <id>', 'only what belongs to this campaign or ad group')
      .option('--entity <id>', 'only this campaign, ad group or ad');
  const { command, run } = make;
  common(make.ranged(command('days', 'what is known of each day, and when it settles'))).action((options: Common) =>
    run((client) => days(client, options)),
  );
  common(command('changes', 'what platforms told differently since a moment'))
    .requiredOption('--client <name>', "the client's name")
    .requiredOption('--since <day>', 'a day or an instant', dayOrInstant)
    .option('--from <day>', 'first day that changed', make.day)
    .option('--to <day>', 'last day that changed', make.day)
    .option('--entity <id>', 'only this campaign, ad group or ad')
    .addOption(new Option('--limit <count>').default(100).argParser(make.count))
    .action((options: ChangesOptions) => run((client) => changes(client, options)));
  narrowing(command('breakdown', 'figures by age, device, placement and the like'))
    .addOption(
      new Option('--by <breakdown>')
        .choices(Object.keys(BREAKDOWNS).filter((name) => name !== 'none' && name !== 'hour'))
        .makeOptionMandatory(),
    )
    .action((options: Narrowed & { by: Exclude<Breakdown, 'none' | 'hour'> }) =>
      run((client) => breakdown(client, options)),
    );
  narrowing(command('hours', 'weekday by hour'))
    .addOption(new Option('--metric <metric>').choices(Object.keys(HOUR_METRICS)).default('spend'))
    .action((options: Narrowed & { metric: HourMetric }) => run((client) => hours(client, options)));
  narrowing(command('periods', 'reach, frequency and unique counts of exactly a range and of its months')).action(
    (options: Narrowed) => run((client) => periods(client, options)),
  );
}

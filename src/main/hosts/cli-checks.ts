import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ALERT_KINDS } from '../../contract/alerts.ts';
import { labelOf, METRICS } from '../../contract/metrics.ts';
import type { CsvMetric } from '../../contract/validation.ts';
import { PLATFORM_LABELS } from '../../contract/vocabulary.ts';
import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';
import { decimalText } from './cli-format.ts';
import { checkRange, clientIdOf } from './cli-lookup.ts';
import type { CommandResult } from './cli-terminal.ts';
import { t } from '../../words/text.ts';

const MOST_BYTES = 50_000_000;

export type CheckOptions = { client?: string; from?: string; to?: string; resolved?: boolean };

/** Sums that do not add up; exit code 3 when one is open. */
export async function check(client: EngineClient, options: CheckOptions): Promise<CommandResult> {
  if ((options.from === undefined) !== (options.to === undefined)) {
    throw new CommandFailure('WRONG_USAGE', 'Give --from and --to together, or neither.', EXIT.usage);
  }
  const { from, to } = options;
  const view = await client.validation.gaps({
    clientId: options.client === undefined ? null : await clientIdOf(client, options.client),
    range: from === undefined || to === undefined ? null : checkRange(from, to),
    resolved: options.resolved === true,
  });
  const lines = view.gaps.map(
    (gap) =>
      `${gap.state === 'open' ? 'NO ' : '   '} ${gap.client}  ${gap.platform}:${gap.adAccountId}  ${gap.check}${gap.dataset === null ? '' : ` (${gap.dataset})`}  ${gap.sentence}${gap.state === 'open' ? '' : `  [${gap.state.replace('_', ' ')}]`}`,
  );
  const { open, notSettled, readApart } = view.counts;
  return {
    json: view,
    text: [
      ...lines,
      open + notSettled + readApart === 0
        ? 'Everything that was read adds up.'
        : `${open} open, ${notSettled} on days that had not settled, ${readApart} read too far apart to tell.`,
    ].join('\n'),
    exit: open > 0 ? EXIT.partly : EXIT.done,
  };
}

/** As the columns of the app are called; what is no metric there ('results', 'leads') keeps its word. */
const columnOf = (metric: CsvMetric): string =>
  metric in METRICS ? labelOf(METRICS[metric as keyof typeof METRICS]).toLowerCase() : metric;

/** An exported CSV against the store; exit code 3 when a total differs by more than 5 %. */
export async function compare(client: EngineClient, file: string, options: { client: string }): Promise<CommandResult> {
  const path = resolve(file);
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) throw new CommandFailure('NOT_FOUND', `There is no file ${path}.`);
  if (found.size > MOST_BYTES) {
    throw new CommandFailure(
      'TOO_LARGE',
      'The file is larger than 50 MB. Export a shorter range and compare the parts.',
    );
  }
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailure('CANNOT_READ', `${path} cannot be read (${error.code ?? 'unknown reason'}).`);
  });
  const result = await client.validation.compareCsv({
    clientId: await clientIdOf(client, options.client),
    fileName: basename(path),
    base64: bytes.toString('base64'),
  });
  const { counts } = result;
  return {
    json: result,
    text: [
      ...result.lines.map((line) => {
        const where = line.lines.length === 0 ? 'store' : `line ${line.lines.join(', ')}`;
        const period = line.from === line.to ? line.from : `${line.from} to ${line.to}`;
        const figures = line.figures.map(
          (one) =>
            `${columnOf(one.metric)} ${one.file ?? '—'} in the file, ${one.stored ?? '—'} stored${one.cause === null ? '' : ` (${one.cause.replaceAll('_', ' ')}: ${one.sentence})`}`,
        );
        return `${where}  ${line.status}  ${line.entity || result.adAccountName}  ${period}  ${[line.sentence ?? '', ...figures].filter((part) => part !== '').join('; ')}`;
      }),
      ...result.unreadable.map(({ line, reason }) => `line ${line}  unreadable  ${reason}`),
      ...result.totals.map(
        (total) =>
          `Total ${columnOf(total.metric)}: ${decimalText(total.file, { grouped: true })} in the file, ${decimalText(total.stored, { grouped: true })} stored${total.percent === null ? '' : `, ${total.percent}% apart`}`,
      ),
      `${PLATFORM_LABELS[result.platform].name} ${result.adAccountName}, ${result.from} to ${result.to}: ${counts.matched} rows agree, ${counts.differs} differ, ${counts.missing} missing, ${counts.extra} not in the file.`,
      result.sentence,
    ].join('\n'),
    exit: result.verdict === 'differs' ? EXIT.partly : EXIT.done,
  };
}

export type AlertOptions = { client?: string; show: 'open' | 'dismissed' | 'resolved' | 'all'; limit: number };

export async function alerts(client: EngineClient, options: AlertOptions): Promise<CommandResult> {
  const view = await client.alerts.list({
    show: options.show,
    limit: options.limit,
    clientId: options.client === undefined ? null : await clientIdOf(client, options.client),
  });
  // An alert is about figures; an import that failed once is not one yet, and must not read as if all were well.
  const health = view.alerts.length > 0 || options.show !== 'open' ? null : await client.diagnostics.health({});
  const none =
    health === null || health.status === 'ok'
      ? 'No alerts.'
      : `No alerts, but health says ${health.status === 'failing' ? 'FAILING' : 'ATTENTION'}: ${health.reasons.join('; ')}. More with: health`;
  return {
    json: view,
    text:
      view.alerts
        .map(
          (one) =>
            `${one.id}  ${one.severity === 'critical' ? 'CRITICAL' : 'warning '}  ${t(ALERT_KINDS[one.kind].label)}: ${one.title}. ${one.body}${one.resolvedAt === null ? '' : '  (resolved)'}${one.dismissedAt === null ? '' : '  (dismissed)'}`,
        )
        .join('\n') || none,
  };
}

export async function dismissAlert(client: EngineClient, id: string, undo: boolean): Promise<CommandResult> {
  await (undo ? client.alerts.undoDismiss({ id }) : client.alerts.dismiss({ id }));
  return {
    json: { id, dismissed: !undo },
    text: undo ? 'The alert is back in the list.' : 'The alert is dismissed while its cause lasts.',
  };
}

/** Adds `check`, `compare` and `alerts` to the program. */
export function addCheckCommands(tools: {
  program: Command;
  command: (parent: Command, name: string, description: string) => Command;
  run: (kind: 'reading' | 'writing', work: (client: EngineClient) => Promise<CommandResult>) => Promise<void>;
  day: (text: string) => string;
  count: (text: string) => number;
}): void {
  const { program, command, run, day, count } = tools;
  command(program, 'check', 'sums that do not add up: levels, hours, breakdowns and months')
    .option('--client <name>', 'one client; all when left out')
    .option('--from <day>', 'first day', day)
    .option('--to <day>', 'last day', day)
    .option('--resolved', 'those that closed meanwhile, too')
    .action((options: CheckOptions) => run('reading', (client) => check(client, options)));
  command(program, 'compare', 'match a CSV exported from Ads Manager or Google Ads with what is stored')
    .argument('<file>', 'the exported file')
    .requiredOption('--client <name>', "the client's name")
    .action((file: string, options: { client: string }) => run('reading', (client) => compare(client, file, options)));
  const listed = command(program, 'alerts', 'what needs attention; alerts dismiss ID takes one out of the list')
    .option('--client <name>', 'one client; all when left out')
    .addOption(new Option('--show <which>').choices(['open', 'dismissed', 'resolved', 'all']).default('open'))
    .addOption(new Option('--limit <count>').default(200).argParser(count))
    .action((options: AlertOptions) => run('reading', (client) => alerts(client, options)));
  command(listed, 'dismiss', 'take an alert out of the list while its cause lasts')
    .argument('<id>')
    .option('--undo', 'put it back')
    .action((id: string, options: { undo?: boolean }) =>
      run('writing', (client) => dismissAlert(client, id, options.undo === true)),
    );
}

import { type Command, InvalidArgumentError } from 'commander';
import type { ClientSchedule, ScheduleRule, ScheduleState } from '../../contract/schedules.ts';
import type { PlatformId } from '../../contract/vocabulary.ts';
import { CommandFailure, EXIT, type EngineClient } from './cli-engine.ts';
import { clientIdOf } from './cli-lookup.ts';
import type { CommandResult } from './cli-terminal.ts';

export type ScheduleSetOptions = {
  client?: string[];
  default?: boolean;
  at?: number;
  everyHours?: number;
  daily?: boolean;
  platforms?: PlatformId[];
  allPlatforms?: boolean;
  on?: boolean;
  off?: boolean;
  inherit?: boolean;
};

/** '02:30' → 150; null for what is no time of day. */
export function minuteOfDay(text: string): number | null {
  const parts = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function ruleText(rule: ScheduleRule): string {
  if (!rule.enabled) return 'off';
  const when =
    rule.everyHours === null
      ? `daily ${clock(rule.atMinute)}`
      : `every ${rule.everyHours} h from ${clock(rule.atMinute)}`;
  return rule.platforms === null ? when : `${when} (${rule.platforms.join(', ')})`;
}

/** An instant on this computer's clock and in UTC: '2026-11-21 03:00 (02:00 UTC)'. */
export function bothClocks(iso: string, zone?: string): string {
  const at = new Date(iso);
  const text = (timeZone: string | undefined): string =>
    new Intl.DateTimeFormat('sv-SE', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    }).format(at);
  const [local, utc] = [text(zone), text('UTC')];
  return `${local} (${utc.slice(0, 10) === local.slice(0, 10) ? utc.slice(11) : utc} UTC)`;
}

function line(one: ClientSchedule): string {
  const last = one.lastRun === null ? 'never' : `${bothClocks(one.lastRun.at)} ${one.lastRun.status}`;
  const wait = one.needsSignIn ? '  waits for a sign-in' : '';
  return `${one.client}  ${ruleText(one.rule)}${one.inherited ? ' (default)' : ''}  next ${one.nextRunAt === null ? '–' : bothClocks(one.nextRunAt)}  last ${last}${wait}`;
}

function stateText(state: ScheduleState): string {
  const next = state.nextRunAt === null ? 'Nothing is scheduled.' : `Next run ${bothClocks(state.nextRunAt)}.`;
  if (state.pausedUntil !== null) return `Paused until ${bothClocks(state.pausedUntil)}. ${next}`;
  return state.holding === null ? next : `Waiting (${state.holding}). ${next}`;
}

export async function listSchedules(client: EngineClient): Promise<CommandResult> {
  const found = await client.schedules.list({});
  return {
    json: found,
    text: [
      `Default: ${ruleText(found.default)}`,
      "Times of rules are of each ad account's own zone; those of runs are this computer's, with UTC beside them.",
      stateText(found.state),
      ...found.clients.map(line),
    ].join('\n'),
  };
}

export async function setSchedule(client: EngineClient, options: ScheduleSetOptions): Promise<CommandResult> {
  if ((options.default === true) === (options.client !== undefined))
    throw new CommandFailure(
      'WRONG_USAGE',
      'Name clients with --client, or the default of all with --default.',
      EXIT.usage,
    );
  const clients =
    options.default === true
      ? [null]
      : await Promise.all((options.client ?? []).map((name) => clientIdOf(client, name)));
  const change: Partial<ScheduleRule> = {
    ...(options.at === undefined ? {} : { atMinute: options.at }),
    ...(options.everyHours === undefined ? {} : { everyHours: options.everyHours }),
    ...(options.daily === true ? { everyHours: null } : {}),
    ...(options.platforms === undefined ? {} : { platforms: options.platforms }),
    ...(options.allPlatforms === true ? { platforms: null } : {}),
    ...(options.on === true ? { enabled: true } : {}),
    ...(options.off === true ? { enabled: false } : {}),
  };
  if (options.inherit === true && Object.keys(change).length > 0)
    throw new CommandFailure(
      'WRONG_USAGE',
      '--inherit goes alone: the client then follows the default in everything.',
      EXIT.usage,
    );
  if (options.inherit !== true && Object.keys(change).length === 0)
    throw new CommandFailure(
      'WRONG_USAGE',
      'Say what to change: --at, --every-hours, --daily, --platforms, --on, --off or --inherit.',
      EXIT.usage,
    );
  if (options.inherit === true) await client.schedules.reset({ clients });
  else await client.schedules.set({ clients, change });
  const after = await client.schedules.list({});
  const wanted = new Set(clients);
  const changed = after.clients.filter((one) => wanted.has(one.clientId));
  return {
    json: { default: after.default, clients: changed },
    text: options.default === true ? `Default: ${ruleText(after.default)}` : changed.map(line).join('\n'),
  };
}

export async function pauseSchedules(client: EngineClient, length: 'hour' | 'until_tomorrow'): Promise<CommandResult> {
  const state = await client.schedules.pause({ for: length });
  return { json: state, text: stateText(state) };
}

export async function resumeSchedules(client: EngineClient): Promise<CommandResult> {
  const state = await client.schedules.resume({});
  return { json: state, text: stateText(state) };
}

/** `tidemark schedule …`. `reading` and `writing` run a command on an engine and print its result. */
export function addScheduleCommands(deps: {
  group: Command;
  command(parent: Command, name: string, description: string): Command;
  reading(work: (client: EngineClient) => Promise<CommandResult>): Promise<void>;
  writing(work: (client: EngineClient) => Promise<CommandResult>): Promise<void>;
  platforms(text: string): PlatformId[];
}): void {
  const { group, command, reading, writing } = deps;
  command(group, 'list', 'when each client is imported automatically').action(() => reading(listSchedules));
  command(group, 'set', 'change when clients are imported by themselves')
    .option('--client <name...>', 'clients by name')
    .option('--default', 'what every client without a schedule of its own follows')
    .option('--at <HH:MM>', "time of day in the ad account's own zone", (text) => {
      const minute = minuteOfDay(text);
      if (minute === null) throw new InvalidArgumentError(`"${text}" is not a time of day. Write it like 03:00.`);
      return minute;
    })
    .option('--every-hours <count>', 'several times a day, counted from --at', (text) => {
      const hours = Number(text);
      if (!Number.isInteger(hours) || hours < 1 || hours > 12)
        throw new InvalidArgumentError(`"${text}" is not a number of hours from 1 to 12; --daily is once a day.`);
      return hours;
    })
    .option('--daily', 'once a day')
    .option('--platforms <list>', 'comma-separated', deps.platforms)
    .option('--all-platforms', 'every platform of the client')
    .option('--on', 'switch on')
    .option('--off', 'switch off')
    .option('--inherit', 'follow the default again')
    .action((options: ScheduleSetOptions) => writing((client) => setSchedule(client, options)));
  command(group, 'pause', 'start nothing by itself for a while')
    .option('--until-tomorrow', 'until 08:00 after the coming night; an hour when left out')
    .action((options: { untilTomorrow?: boolean }) =>
      writing((client) => pauseSchedules(client, options.untilTomorrow === true ? 'until_tomorrow' : 'hour')),
    );
  command(group, 'resume', 'end a pause').action(() => writing(resumeSchedules));
}

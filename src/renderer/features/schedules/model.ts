import type { ClientSchedule, ScheduleChange, ScheduleList, ScheduleRule } from '../../../contract/schedules.ts';
import { PLATFORM_IDS, type PlatformId } from '../../../contract/vocabulary.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** Whose rule: a client's id, null for the default. */
export type Whose = string | null;

/** The list as it will be once the engine has saved: for showing a change at once. Next runs stay until the engine has told them. */
export function applied(list: ScheduleList, clients: readonly Whose[], change: Partial<ScheduleRule>): ScheduleList {
  const chosen = new Set(clients);
  const fallback = chosen.has(null) ? { ...list.default, ...change } : list.default;
  return {
    ...list,
    default: fallback,
    clients: list.clients.map((client) => {
      const rule = chosen.has(client.clientId)
        ? { ...client.rule, ...change }
        : client.inherited
          ? fallback
          : client.rule;
      if (rule === client.rule) return client;
      return {
        ...client,
        inherited: client.inherited && !chosen.has(client.clientId),
        rule,
        nextRunAt: rule.enabled ? client.nextRunAt : null,
      };
    }),
  };
}

/** The clients in the places they had; who was not there before stands last, and who is gone leaves no gap. */
export function inPlaces(clients: readonly ClientSchedule[], before: readonly ClientSchedule[]): ClientSchedule[] {
  const places = new Map(before.map((client, place) => [client.clientId, place]));
  const placeOf = ({ clientId }: ClientSchedule): number => places.get(clientId) ?? before.length;
  return clients.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** The list once these clients follow the default again. */
export function followed(list: ScheduleList, clients: readonly string[]): ScheduleList {
  const chosen = new Set(clients);
  return {
    ...list,
    clients: list.clients.map((client) =>
      chosen.has(client.clientId) ? { ...client, inherited: true, rule: list.default } : client,
    ),
  };
}

export type UndoStep = { reset: Whose[] } | { set: Whose[]; rule: ScheduleRule };

/** What takes a change back: rules as they were, one call per different rule; those that had none follow the default again. */
export function undoSteps({ before }: ScheduleChange): UndoStep[] {
  const reset = before.flatMap(({ client, rule }) => (rule === null ? [client] : []));
  const groups = new Map<string, { set: Whose[]; rule: ScheduleRule }>();
  for (const { client, rule } of before) {
    if (rule === null) continue;
    const key = JSON.stringify([rule.enabled, rule.platforms, rule.everyHours, rule.atMinute]);
    const group = groups.get(key);
    if (group) group.set.push(client);
    else groups.set(key, { set: [client], rule });
  }
  return [...(reset.length > 0 ? [{ reset }] : []), ...groups.values()];
}

/** A form over one rule or several: null = they differ, and it is left as it is. */
export type Draft = {
  enabled: boolean | null;
  /** 'daily', or hours between imports. */
  frequency: 'daily' | number | null;
  /** 'HH:MM'; '' = left as it is. */
  time: string;
  /** Null = left as it is. All of them stand for "whatever the client has". */
  platforms: readonly PlatformId[] | null;
};

export function draftOf(rules: readonly ScheduleRule[]): Draft {
  const same = <T>(of: (rule: ScheduleRule) => T): T | null => {
    const values = new Set(rules.map((rule) => JSON.stringify(of(rule))));
    const [first] = rules;
    return values.size === 1 && first !== undefined ? of(first) : null;
  };
  return {
    enabled: same((rule) => rule.enabled),
    frequency: same((rule) => rule.everyHours ?? ('daily' as const)),
    time: timeField(same((rule) => rule.atMinute)),
    platforms: same((rule) => rule.platforms ?? [...PLATFORM_IDS]),
  };
}

/** Minutes of a day as a time field writes them. */
function timeField(minute: number | null): string {
  if (minute === null) return '';
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

export function minuteOf(time: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute < 1440 ? minute : null;
}

/** What a form would change: only fields that were touched. Null when it says nothing that can be saved. */
export function changeOf(draft: Draft, before: Draft): Partial<ScheduleRule> | null {
  const atMinute = minuteOf(draft.time);
  if (draft.time !== '' && atMinute === null) return null;
  if (draft.platforms?.length === 0) return null;
  const change: Partial<ScheduleRule> = {};
  if (draft.enabled !== null && draft.enabled !== before.enabled) change.enabled = draft.enabled;
  if (draft.frequency !== null && draft.frequency !== before.frequency)
    change.everyHours = draft.frequency === 'daily' ? null : draft.frequency;
  if (atMinute !== null && draft.time !== before.time) change.atMinute = atMinute;
  const platforms = draft.platforms?.toSorted().join();
  if (draft.platforms && platforms !== before.platforms?.toSorted().join())
    change.platforms = draft.platforms.length === PLATFORM_IDS.length ? null : [...draft.platforms];
  return change;
}

/** '23 on · 1 off', of the clients there are; `count` writes a number as the locale does. */
export function countsText(clients: readonly ClientSchedule[], count: (value: number) => string = String): string {
  const on = clients.filter((client) => client.rule.enabled).length;
  return on === clients.length
    ? t(m.allOn, { on: count(on) })
    : t(m.someOn, { on: count(on), off: count(clients.length - on) });
}

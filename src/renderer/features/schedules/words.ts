import type { RunStatus } from '../../../contract/imports.ts';
import type { ClientSchedule, ScheduleRule, ScheduleState } from '../../../contract/schedules.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import type { Settings } from '../../../contract/workspace.ts';
import { DASH, type Formats } from '../../ui/format.ts';
import type { StatusKind } from '../../ui/status.tsx';
import { listOf, t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';

/** Minute of a day → '03:00' or '3:00 AM', as the locale writes times. */
export function minuteText(minute: number, locale: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(minute * 60_000);
}

/** 'Daily at 03:00', 'Every 6 hours, from 03:00', 'Every hour, at 15 past'. */
export function ruleText(rule: ScheduleRule, locale: string | undefined): string {
  const at = minuteText(rule.atMinute, locale);
  if (rule.everyHours === null) return t(m.dailyAt, { time: at });
  if (rule.everyHours === 1) return t(m.everyHourAt, { minute: String(rule.atMinute % 60) });
  return t(m.everyHoursFrom, { count: rule.everyHours, time: at });
}

export function platformsText(rule: ScheduleRule): string {
  return rule.platforms === null
    ? t(m.allPlatforms)
    : listOf(
        rule.platforms.map((platform) => PLATFORM_LABELS[platform].name),
        'unit',
      );
}

/** 'Europe/Warsaw', '3 time zones'. */
export function zonesText(zones: readonly string[]): string {
  return zones.length === 1 ? (zones[0] ?? '') : zones.length === 0 ? '' : t(m.timeZones, { count: zones.length });
}

/** The instant a client is imported next, for the narrow column: 'today, 03:00', 'tomorrow, 03:00', '24 Nov, 03:00'. */
export function nextText(at: string | null, now: number, f: Formats): string {
  if (at === null) return DASH;
  if (Date.parse(at) <= now) return t(m.dueNow);
  switch (dayNumber(Date.parse(at)) - dayNumber(now)) {
    case 0:
      return t(m.today, { time: f.time(at) });
    case 1:
      return t(m.tomorrow, { time: f.time(at) });
    default:
      return f.instant(at);
  }
}

/** Until when everything is held back, as a sentence of its own: the day's word stands inside it. */
function pausedText(until: string | null, now: number, f: Formats): string {
  if (until === null || Date.parse(until) <= now) return t(m.paused);
  switch (dayNumber(Date.parse(until)) - dayNumber(now)) {
    case 0:
      return t(m.pausedUntilToday, { time: f.time(until) });
    case 1:
      return t(m.pausedUntilTomorrow, { time: f.time(until) });
    default:
      return t(m.pausedUntil, { instant: f.instant(until) });
  }
}

function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/** Why nothing starts by itself at the moment; null when nothing is held back. */
export function holdingText(state: ScheduleState, now: number, f: Formats): { title: string; body: string } | null {
  const held = (title: string, body: Message): { title: string; body: string } => ({
    title,
    body: state.due === 0 ? t(body) : t(m.heldWaiting, { what: t(body), count: state.due }),
  });
  switch (state.holding) {
    case null:
      return null;
    case 'paused':
      return held(pausedText(state.pausedUntil, now, f), m.pausedBody);
    case 'offline':
      return held(t(m.offline), m.offlineBody);
    case 'battery':
      return held(t(m.battery), m.batteryBody);
    case 'metered':
      return held(t(m.metered), m.meteredBody);
  }
}

/** What happens when the computer sleeps at the time: the rule, in words. */
export function wakeText(settings: Pick<Settings, 'runMissed' | 'onBattery'>): string {
  if (!settings.runMissed) return t(m.missedSkipped);
  return t({ run: m.missedRuns, daily: m.missedRunsUnlessLow, pause: m.missedRunsOnMains }[settings.onBattery]);
}

export const RESULTS: Record<RunStatus, { kind: StatusKind; word: Message }> = {
  queued: { kind: 'waiting', word: m.queued },
  running: { kind: 'running', word: m.running },
  waiting: { kind: 'waiting', word: m.waiting },
  succeeded: { kind: 'ok', word: m.succeeded },
  partial: { kind: 'warning', word: m.partial },
  failed: { kind: 'failed', word: m.failed },
  cancelled: { kind: 'ended', word: m.cancelled },
};

/** Sorting by result: what needs a person first. */
export function resultRank(last: ClientSchedule['lastRun']): number | null {
  if (last === null) return null;
  return { failed: 6, partial: 5, waiting: 4, running: 3, queued: 2, cancelled: 1, succeeded: 0 }[last.status];
}

export const FREQUENCIES = [12, 8, 6, 4, 3, 2, 1] as const;
export function frequencyLabel(hours: number): string {
  return hours === 1 ? t(m.everyHour) : t(m.everyHours, { count: hours });
}

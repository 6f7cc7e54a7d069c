import type { RunStatus } from '../../../contract/imports.ts';
import type { ClientSchedule, ScheduleRule, ScheduleState } from '../../../contract/schedules.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import type { Settings } from '../../../contract/workspace.ts';
import type { Formats } from '../../ui/format.ts';
import type { StatusKind } from '../../ui/status.tsx';

/** Minute of a day → '03:00' or '3:00 AM', as the locale writes times. */
export function minuteText(minute: number, locale: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'UTC' }).format(minute * 60_000);
}

/** 'Daily at 03:00', 'Every 6 hours, from 03:00', 'Every hour, at 15 past'. */
export function ruleText(rule: ScheduleRule, locale: string | undefined): string {
  const at = minuteText(rule.atMinute, locale);
  if (rule.everyHours === null) return `Daily at ${at}`;
  if (rule.everyHours === 1) return `Every hour, at ${rule.atMinute % 60} past`;
  return `Every ${rule.everyHours} hours, from ${at}`;
}

export function platformsText(rule: ScheduleRule): string {
  return rule.platforms === null
    ? 'All platforms'
    : rule.platforms.map((platform) => PLATFORM_LABELS[platform].name).join(', ');
}

/** 'Europe/Warsaw', '3 time zones'. */
export function zonesText(zones: readonly string[]): string {
  return zones.length === 1 ? (zones[0] ?? '') : zones.length === 0 ? '' : `${zones.length} time zones`;
}

/** The instant a client is imported next, for the narrow column: 'today, 03:00', 'tomorrow, 03:00', '24 Nov, 03:00'. */
export function nextText(at: string | null, now: number, f: Formats): string {
  if (at === null) return '—';
  if (Date.parse(at) <= now) return 'Due now';
  const time = f.time(at);
  const day = dayNumber(Date.parse(at)) - dayNumber(now);
  if (day === 0) return `Today, ${time}`;
  if (day === 1) return `Tomorrow, ${time}`;
  return f.instant(at);
}

function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/** Why nothing starts by itself at the moment; null when nothing is held back. */
export function holdingText(state: ScheduleState, now: number, f: Formats): { title: string; body: string } | null {
  const waiting =
    state.due === 0 ? '' : ` ${state.due} ad ${state.due === 1 ? 'account is' : 'accounts are'} due and waiting.`;
  switch (state.holding) {
    case null:
      return null;
    case 'paused': {
      const until = state.pausedUntil === null ? '' : ` until ${lower(nextText(state.pausedUntil, now, f))}`;
      return { title: `Paused${until}.`, body: `Imports you start yourself still run.${waiting}` };
    }
    case 'offline':
      return { title: "You're offline.", body: `Scheduled imports start when you reconnect.${waiting}` };
    case 'battery':
      return {
        title: 'On battery.',
        body: `Scheduled imports wait for the mains, as chosen in Settings.${waiting}`,
      };
    case 'metered':
      return {
        title: 'On a metered network.',
        body: `Scheduled imports wait for another one, as chosen in Settings.${waiting}`,
      };
  }
}

const lower = (text: string): string => `${text.charAt(0).toLocaleLowerCase()}${text.slice(1)}`;

/** What happens when the computer sleeps at the time: the rule, in words. */
export function wakeText(settings: Pick<Settings, 'runMissed' | 'onBattery'>): string {
  if (!settings.runMissed)
    return 'A time that passes while this computer sleeps or Tidemark is closed is skipped; the next one runs.';
  const power = {
    run: '',
    daily: ' On battery under 30 % it waits for the mains; so do imports more than once a day.',
    pause: ' On battery it waits for the mains.',
  }[settings.onBattery];
  return `If this computer sleeps or Tidemark is closed at that time, the import runs once when it is back.${power}`;
}

export const RESULTS: Record<RunStatus, { kind: StatusKind; word: string }> = {
  queued: { kind: 'waiting', word: 'In line' },
  running: { kind: 'running', word: 'Importing' },
  waiting: { kind: 'waiting', word: 'Waiting' },
  succeeded: { kind: 'ok', word: 'Done' },
  partial: { kind: 'warning', word: 'Partly done' },
  failed: { kind: 'failed', word: 'Failed' },
  cancelled: { kind: 'ended', word: 'Cancelled' },
};

/** Sorting by result: what needs a person first. */
export function resultRank(last: ClientSchedule['lastRun']): number | null {
  if (last === null) return null;
  return { failed: 6, partial: 5, waiting: 4, running: 3, queued: 2, cancelled: 1, succeeded: 0 }[last.status];
}

export const FREQUENCIES = [12, 8, 6, 4, 3, 2, 1] as const;
export function frequencyLabel(hours: number): string {
  return hours === 1 ? 'Every hour' : `Every ${hours} hours`;
}

import type { ImportProgress } from '../../contract/imports.ts';
import type { ScheduleState } from '../../contract/schedules.ts';
import type { Activity } from '../kernel/engine-protocol.ts';
import { addDays } from '../domain/days.ts';
import { wallClock } from '../domain/zones.ts';
import { clockText } from '../features/schedules/rule.ts';
import { languageTag, t, type Message } from '../../words/text.ts';
import { activity as m } from './messages.ts';

/** What the tray and the taskbar say. Pure but for the wave of imports it remembers. */
export type ActivityInput = {
  progress: Pick<ImportProgress, 'imports' | 'counts'>;
  schedule: ScheduleState;
  /** Asked only when nothing runs. */
  upToDate: () => { clients: number; upToDate: number; lastAt: number | null };
  attention: { count: number; items: { text: string; path: string }[] };
  trayHidden: boolean;
  language: string;
  /** Epoch ms. */
  now: number;
  machineZone: string;
};

const MOST_ITEMS = 5;
const HELD: Record<Exclude<ScheduleState['holding'], null>, Message> = {
  paused: m.paused,
  offline: m.offline,
  battery: m.battery,
  metered: m.metered,
};

export function createActivity(): (input: ActivityInput) => Activity {
  /** Imports seen since the queue was last empty: 'Importing 3 of 142' counts through them. */
  let wave = new Set<string>();

  return ({ progress, schedule, upToDate, attention, trayHidden, language, now, machineZone }) => {
    const open = progress.imports.filter((item) => ['running', 'waiting', 'queued'].includes(item.status));
    const running = open.filter((item) => item.status === 'running');
    wave = open.length === 0 ? new Set() : new Set([...wave, ...open.map((item) => item.id)]);
    const clock = (iso: string | null): string | null =>
      iso === null ? null : shortTime(Date.parse(iso), now, machineZone);
    const paused = schedule.holding !== null;
    const percent =
      running.length === 0 ? null : Math.round(running.reduce((sum, item) => sum + item.percent, 0) / running.length);
    const next = clock(schedule.nextRunAt);
    return {
      percent,
      text: text(),
      state: running.length > 0 ? 'working' : paused ? 'paused' : 'idle',
      pausedByPerson: schedule.pausedUntil !== null,
      next: next === null ? null : nextText(next),
      attention: attention.count,
      items: attention.items.slice(0, MOST_ITEMS),
      trayHidden,
      language,
    };

    function nextText(at: string): string {
      // A pause has an end that is known; for the network or the mains nobody knows.
      if (schedule.due > 0 && schedule.holding !== 'paused') return t(m.nextSoon);
      // Rules are told in the ad accounts' own time: where that is another than the one on the wall, it is said whose this is.
      return t(schedule.otherClocks === true ? m.nextHere : m.next, { time: at });
    }

    function text(): string {
      const [only] = running;
      if (only !== undefined)
        return wave.size === 1
          ? t(m.importing, { client: only.client })
          : t(m.importingOf, {
              at: String(Math.min(wave.size, wave.size - open.length + 1)),
              all: String(wave.size),
            });
      if (schedule.holding === 'paused') {
        const time = clock(schedule.pausedUntil);
        return time === null ? t(m.pausedUntilResumed) : t(m.pausedUntil, { time });
      }
      if (schedule.holding !== null) return t(HELD[schedule.holding]);
      if (open.some((item) => item.status === 'waiting')) return t(m.waiting);
      const { clients, upToDate: good, lastAt } = upToDate();
      if (clients === 0) return t(m.noClients);
      const time = lastAt === null ? null : shortTime(lastAt, now, machineZone);
      if (good < clients) {
        const some = { clients, good: String(good) };
        return time === null ? t(m.someUpToDate, some) : t(m.someUpToDateAt, { ...some, time });
      }
      return time === null ? t(m.upToDate, { clients }) : t(m.upToDateAt, { clients, time });
    }
  };
}

/** '02:04' today, 'tomorrow 02:04', 'Tue 02:04' within a week, else '2026-11-21'. */
export function shortTime(at: number, now: number, timeZone: string): string {
  const today = wallClock(now, timeZone).day;
  const { day, minute } = wallClock(at, timeZone);
  const clock = clockText(minute);
  if (day === today) return clock;
  if (day === addDays(today, 1)) return t(m.tomorrow, { clock });
  if (day < addDays(today, -6) || day > addDays(today, 6)) return day;
  const weekday = new Intl.DateTimeFormat(languageTag(), { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
  return `${weekday} ${clock}`;
}

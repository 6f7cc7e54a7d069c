import { addDays } from '../../domain/days.ts';
import { instantInZone, wallClock } from '../../domain/zones.ts';
import type { PauseLength } from '../../../contract/schedules.ts';
import type { Conditions, HoldReason, SchedulePreferences } from './ports.ts';

/** Why work that is due is not started now. Pure. */
const HOUR_MS = 3_600_000;
/** Below this a battery is for the person. */
const LOW_BATTERY_PERCENT = 30;
const MORNING_MINUTE = 8 * 60;
/** "Tomorrow" begins after the night: at two in the morning it is the coming morning that is meant. */
const NIGHT_ENDS_MINUTE = 4 * 60;

/** What holds back every ad account alike; `often` = imported more than once a day. */
export function holdReason(args: {
  now: number;
  pausedUntil: number | null;
  conditions: Conditions;
  preferences: SchedulePreferences;
  often: boolean;
}): HoldReason | null {
  const { conditions, preferences } = args;
  if (args.pausedUntil !== null && args.pausedUntil > args.now) return 'paused';
  if (!conditions.online) return 'offline';
  if (conditions.onBattery && preferences.onBattery !== 'run') {
    const low = conditions.batteryPercent !== null && conditions.batteryPercent < LOW_BATTERY_PERCENT;
    if (low || preferences.onBattery === 'pause' || args.often) return 'battery';
  }
  if (conditions.metered && preferences.onMetered === 'pause') return 'metered';
  return null;
}

/** When a pause ends: in an hour, or at 08:00 on the wall clock of the machine's zone after the coming night. */
export function pauseEnd(length: PauseLength, now: number, machineZone: string): number {
  if (length === 'hour') return now + HOUR_MS;
  const { day, minute } = wallClock(now, machineZone);
  const morning = minute < NIGHT_ENDS_MINUTE ? day : addDays(day, 1);
  return instantInZone(morning, MORNING_MINUTE, machineZone) ?? now + 24 * HOUR_MS;
}

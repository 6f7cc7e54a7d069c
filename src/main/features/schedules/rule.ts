import type { PlatformId } from '../../../contract/vocabulary.ts';
import { addDays } from '../../domain/days.ts';
import { instantInZone, MINUTES_PER_DAY, wallClock } from '../../domain/zones.ts';

/**
 * When an ad account is imported by itself. Pure. A slot is a local time 'YYYY-MM-DDTHH:MM' on the wall clock of the ad account's zone:
 * it names what a run was for, so that no slot is run twice whatever the computer's clock does. Texts of slots sort by time.
 */
export type Rule = {
  enabled: boolean;
  /** Null = all. */
  platforms: readonly PlatformId[] | null;
  /** Null = once a day at `atMinute`; else every so many hours of the local day, counted from `atMinute`. */
  everyHours: number | null;
  /** Minute of the local day, 0–1439. */
  atMinute: number;
};
export type Cadence = Pick<Rule, 'everyHours' | 'atMinute'>;

/** A platform's day is about complete three hours after it ended (requirements F13), so that is when a client without a rule is imported. */
export const DEFAULT_RULE: Rule = { enabled: true, platforms: null, everyHours: null, atMinute: 180 };

/** `at` in epoch ms. */
export type Slot = { slot: string; at: number };

/** The first slot at or after the instant `after` + 1 ms. */
export function nextSlot(cadence: Cadence, timeZone: string, after: number): Slot {
  const { day } = wallClock(after, timeZone);
  for (const slot of slotsFrom(cadence, timeZone, addDays(day, -1))) if (slot.at > after) return slot;
  throw new RangeError('Days do not end.');
}

/** The last slot at or before the instant `now`. */
export function latestSlot(cadence: Cadence, timeZone: string, now: number): Slot {
  const { day } = wallClock(now, timeZone);
  // A day may be missing from a zone, so it can be further back than yesterday.
  for (let back = 1; ; back += 1) {
    let latest: Slot | null = null;
    for (const slot of slotsFrom(cadence, timeZone, addDays(day, -back))) {
      if (slot.at > now) break;
      latest = slot;
    }
    if (latest !== null) return latest;
  }
}

/** The slot that follows one that was run: the next day's for a daily schedule, even when its time was moved meanwhile. */
export function slotAfter(cadence: Cadence, timeZone: string, last: string): Slot {
  const day = last.slice(0, 10);
  const daily = cadence.everyHours === null;
  for (const slot of slotsFrom(cadence, timeZone, daily ? addDays(day, 1) : day)) if (slot.slot > last) return slot;
  throw new RangeError('Days do not end.');
}

/** The instant a stored slot stands for; null when the zone has no such day. */
export function slotInstant(slot: string, timeZone: string): number | null {
  return instantInZone(slot.slice(0, 10), Number(slot.slice(11, 13)) * 60 + Number(slot.slice(14, 16)), timeZone);
}

/** Every slot from a day on, in order, without end. */
function* slotsFrom({ everyHours, atMinute }: Cadence, timeZone: string, from: string): Generator<Slot> {
  const step = everyHours === null ? MINUTES_PER_DAY : everyHours * 60;
  for (let day = from; ; day = addDays(day, 1)) {
    for (let minute = atMinute % step; minute < MINUTES_PER_DAY; minute += step) {
      const at = instantInZone(day, minute, timeZone);
      if (at !== null) yield { slot: `${day}T${clockText(minute)}`, at };
    }
  }
}

/** 185 → '03:05'. */
export function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

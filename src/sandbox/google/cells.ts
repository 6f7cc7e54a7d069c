import type { Ad } from '../agency/entities.ts';
import type { Cell } from '../agency/split.ts';
import { dayStart, HOUR, MINUTE, zoneDay, zoneOffset, type Day } from '../calendar.ts';

const SPLITTING = ['segments.device', 'segments.ad_network_type', 'segments.hour'] as const;
export const isSplitting = (name: string): boolean => (SPLITTING as readonly string[]).includes(name);

/** How busy a clock hour is, and nothing at all when it is still to come or the clock skips it. */
function hourWeights(zone: string, day: Day, asOf: number): (readonly [hour: string, weight: number])[] {
  const busy = (hour: number): number => (hour < 6 ? 0.6 : hour < 18 ? 4 : 7);
  const start = dayStart(zone, day);
  const end = dayStart(zone, day + 1);
  const today = zoneDay(zone, asOf) === day;
  if (end - start === 24 * HOUR && !today)
    return Array.from({ length: 24 }, (_, hour) => [String(hour), busy(hour)] as const);
  // An hour that occurs twice keeps its one label and carries both.
  const halves = new Map<number, number>();
  for (let at = start; at < end && (!today || at <= asOf); at += 30 * MINUTE) {
    const hour = new Date(at + zoneOffset(zone, at)).getUTCHours();
    halves.set(hour, (halves.get(hour) ?? 0) + 0.5);
  }
  return [...halves].map(([hour, length]) => [String(hour), busy(hour) * length] as const);
}

const DEVICES = (channel: string): (readonly [string, number])[] => [
  ['MOBILE', 62],
  ['DESKTOP', 31],
  ['TABLET', 5],
  ['CONNECTED_TV', channel === 'VIDEO' ? 12 : 0.2],
];

function networks(channel: string): (readonly [string, number])[] {
  if (channel === 'SEARCH' || channel === 'SHOPPING')
    return [
      ['SEARCH', 88],
      ['SEARCH_PARTNERS', 12],
    ];
  if (channel === 'VIDEO')
    return [
      ['YOUTUBE', 95],
      ['CONTENT', 5],
    ];
  return [['CONTENT', 100]];
}

/** The cells an ad's day falls into under some of the splitting segments; remembered, because thousands of ad-days share them. */
export function cellMaker(names: readonly string[], asOf: number): (ad: Ad, day: Day) => Cell[] {
  const known = new Map<string, Cell[]>();
  const byHour = names.includes('segments.hour');
  return (ad, day) => {
    const { channel } = ad.campaign;
    const key = byHour ? `${channel} ${day}` : channel;
    let cells = known.get(key);
    if (cells !== undefined) return cells;
    cells = [{ labels: {}, weight: 1 }];
    for (const name of names) {
      const values =
        name === 'segments.device'
          ? DEVICES(channel)
          : name === 'segments.hour'
            ? hourWeights(ad.account.timezone, day, asOf)
            : networks(channel);
      cells = cells.flatMap((cell) =>
        values.map(([label, weight]) => ({ labels: { ...cell.labels, [name]: label }, weight: cell.weight * weight })),
      );
    }
    known.set(key, cells);
    return cells;
  };
}

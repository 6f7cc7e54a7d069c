import type { z } from 'zod';
import type { planItem, planReason, putOff } from '../../../contract/imports.ts';
import { BREAKDOWNS } from '../../../contract/datasets.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import type { PlannedRun } from './history.ts';

type PlanItem = z.infer<typeof planItem>;
export type PlanReason = z.infer<typeof planReason>;

const LEVEL_WORDS: Record<string, string> = {
  account: 'the ad account',
  campaign: 'campaigns',
  ad_group: 'ad groups',
  ad: 'ads',
};

/** What a step reads: 'Daily figures of campaigns', 'Hours of the ad account', 'Age and gender of campaigns', 'Months of ads'. */
export function whatText(level: string, dataset: string | null): string {
  const of = LEVEL_WORDS[level] ?? level.replace('_', ' ');
  if (dataset === null) return `Daily figures of ${of}`;
  const [, grain = '', breakdown = 'none'] = dataset.split('.');
  if (grain === 'hour') return `Hours of ${of}`;
  if (grain === 'month') return `Months of ${of}`;
  if (grain === 'range') return `Whole ranges of ${of}`;
  const name = Object.entries(BREAKDOWNS).find(([key]) => key === breakdown)?.[1].label ?? breakdown;
  return `${name} of ${of}`;
}

export const REASON_WORDS: Record<PlanReason, string> = {
  expires: 'about to be lost',
  not_got: 'not got earlier',
  gap: 'missing',
  new: 'not read yet',
  api_version: 'new API version',
  force: 'asked for again',
  read_early: 'read before they were final',
  look_back: 'read again, may still be corrected',
  period: 'a month as a whole',
};

export type PlanLine = {
  what: string;
  from: Day;
  to: Day;
  /** Most frequent first. */
  reasons: PlanReason[];
  calls: number;
  expiresOn: Day;
};

/** The requests of a plan, one line per kind of figures in the order they are asked for. */
export function planLines(items: readonly PlanItem[]): PlanLine[] {
  const groups = Map.groupBy(items, (item) => `${item.level} ${item.dataset ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const days = new Map<PlanReason, number>();
    for (const item of group)
      for (const [reason, count] of Object.entries(item.days) as [PlanReason, number][])
        days.set(reason, (days.get(reason) ?? 0) + count);
    return {
      what: whatText(one.level, one.dataset),
      from: group.reduce((low, item) => (item.from < low ? item.from : low), one.from),
      to: group.reduce((high, item) => (item.to > high ? item.to : high), one.to),
      reasons: [...days].toSorted((a, b) => b[1] - a[1]).map(([reason]) => reason),
      calls: group.reduce((sum, item) => sum + item.calls, 0),
      expiresOn: group.reduce((first, item) => (item.expiresOn < first ? item.expiresOn : first), one.expiresOn),
    };
  });
}

const PUT_OFF: Record<z.infer<typeof putOff>['why'], string> = {
  quota: "the day's quota does not suffice",
  cadence: 'it has its turn later',
  withheld: 'the platform withholds it',
};

/** 'Age of campaigns: it has its turn later (24 Nov)': what is left out of this import, and why. */
export function putOffText(off: z.infer<typeof putOff>, day: (day: Day) => string): string {
  const [level = ''] = off.dataset.split('.');
  return `${whatText(level, off.dataset)}: ${PUT_OFF[off.why]}${off.until === null ? '' : ` (${day(off.until)})`}`;
}

/** Requests of a whole plan. */
export function planRequests(plan: readonly PlannedRun[]): number {
  return plan.reduce((sum, run) => sum + run.requests, 0);
}

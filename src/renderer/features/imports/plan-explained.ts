import type { z } from 'zod';
import type { planItem, planReason, putOff } from '../../../contract/imports.ts';
import { BREAKDOWNS } from '../../../contract/datasets.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { t, type Message } from '../../ui/text.ts';
import type { PlannedRun } from './history.ts';
import { inspector, plan as m } from './messages-plan.ts';

type PlanItem = z.infer<typeof planItem>;
export type PlanReason = z.infer<typeof planReason>;

const LEVEL_WORDS: Record<string, Message> = {
  account: m.ofAccount,
  campaign: m.ofCampaigns,
  ad_group: m.ofAdGroups,
  ad: m.ofAds,
};
const LEVELS: Record<string, Message> = {
  account: inspector.levelAccount,
  campaign: inspector.levelCampaign,
  ad_group: inspector.levelAdGroup,
  ad: inspector.levelAd,
};

/** A level on its own: 'ad group'. One this version does not know stands as the engine calls it. */
export function levelText(level: string): string {
  const name = LEVELS[level];
  return name ? t(name) : level.replace('_', ' ');
}

/** What a step reads: 'Daily figures of campaigns', 'Hours of the ad account', 'Age and gender of campaigns', 'Months of ads'. */
export function whatText(level: string, dataset: string | null): string {
  const words = LEVEL_WORDS[level];
  const of = { level: words ? t(words) : levelText(level) };
  if (dataset === null) return t(m.daily, of);
  const [, grain = '', breakdown = 'none'] = dataset.split('.');
  if (grain === 'hour') return t(m.hours, of);
  if (grain === 'month') return t(m.months, of);
  if (grain === 'range') return t(m.ranges, of);
  const known = Object.entries(BREAKDOWNS).find(([key]) => key === breakdown);
  const name = known === undefined ? breakdown : t(known[1].label);
  return t(m.breakdown, { breakdown: name, ...of });
}

export const REASON_WORDS: Record<PlanReason, Message> = {
  expires: m.expires,
  not_got: m.notGot,
  gap: m.gap,
  new: m.new,
  api_version: m.apiVersion,
  force: m.force,
  read_early: m.readEarly,
  look_back: m.lookBack,
  period: m.period,
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

const PUT_OFF = {
  quota: m.putOffQuota,
  cadence: m.putOffCadence,
  withheld: m.putOffWithheld,
  failing: m.putOffFailing,
} as const;

/** 'Age of campaigns: it has its turn later (24 Nov)': what is left out of this import, and why. */
export function putOffText(off: z.infer<typeof putOff>, day: (day: Day) => string): string {
  const [level = ''] = off.dataset.split('.');
  const sentence = t(PUT_OFF[off.why], { what: whatText(level, off.dataset === level ? null : off.dataset) });
  return off.until === null ? sentence : t(m.putOffUntil, { putOff: sentence, day: day(off.until) });
}

/** Requests of a whole plan. */
export function planRequests(plan: readonly PlannedRun[]): number {
  return plan.reduce((sum, run) => sum + run.requests, 0);
}

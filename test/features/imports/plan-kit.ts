import type { Dataset } from '../../../src/contract/datasets.ts';
import type { Level } from '../../../src/contract/vocabulary.ts';
import { addDays, eachDay } from '../../../src/main/domain/days.ts';
import type { PlanInput, PlanItem, PlanResult } from '../../../src/main/features/imports/plan-input.ts';
import { planImport } from '../../../src/main/features/imports/plan.ts';
import type { DayReads } from '../../../src/main/store/reads/planning.ts';

/** Noon of the last day of March, UTC: `TODAY` in the zone of every plan here. */
export const NOW = Date.parse('2026-03-31T12:00:00Z');
export const TODAY = '2026-03-31';
export const DAY = 86_400_000;
export const LEVELS: readonly Level[] = ['account', 'campaign', 'ad_group', 'ad'];

export function dataset(id: string, change: Partial<Dataset> = {}): Dataset {
  const [level, grain, breakdown] = id.split('.') as [Level, Dataset['grain'], Dataset['breakdown'] | undefined];
  return {
    id,
    level,
    grain,
    breakdown: breakdown ?? (grain === 'hour' ? 'hour' : 'none'),
    retentionMonths: 13,
    sliceDays: 31,
    everyDays: 1,
    routine: true,
    priority: 10,
    addsUp: [],
    caveat: null,
    source: 'a test',
    ...change,
  };
}

export function input(change: Partial<PlanInput> = {}): PlanInput {
  return {
    now: NOW,
    timeZone: 'UTC',
    capabilities: {
      retentionMonths: 37,
      lookbackDays: 28,
      sliceDays: { account: 90, campaign: 30, ad_group: 15, ad: 7 },
      apiVersion: 'v2',
    },
    datasets: [],
    conversionWindowDays: null,
    conversionsApiVersion: null,
    reads: everyLevel([]),
    notGot: [],
    failing: [],
    firstFrom: null,
    inLine: [],
    declined: [],
    withheld: [],
    request: { kind: 'routine' },
    force: false,
    againAfterMs: null,
    operationsLeft: null,
    firstImportDays: 30,
    ...change,
  };
}

/** The same readings at each level. */
export function everyLevel(list: readonly DayReads[]): PlanInput['reads'] {
  return {
    levels: { account: list, campaign: list, ad_group: list, ad: list },
    datasets: new Map(),
    periods: new Map(),
  };
}

/** Days read at noon of `readOn`, each with so many rows. */
export function read(from: string, to: string, readOn: string, rowsPerDay = 1_000): DayReads {
  const days = eachDay(from, to).length;
  return { from, to, readAt: Date.parse(`${readOn}T12:00:00Z`), rows: rowsPerDay * days };
}

export function plan(change: Partial<PlanInput> = {}): PlanResult & { ok: true } {
  const result = planImport(input(change));
  if (!result.ok) throw new Error(result.sentence);
  return result;
}

/** Days of the items of a level or dataset, in the order of the items. */
export function daysOf(items: readonly PlanItem[], level: Level, id: string | null = null): string[] {
  return items
    .filter((item) => item.level === level && item.dataset === id)
    .flatMap((item) => eachDay(item.from, item.to));
}

/** What the store would know after the plan was done at the plan's own time. */
export function afterDoing(before: PlanInput): PlanInput {
  const result = planImport(before);
  if (!result.ok) return before;
  const over = (list: readonly DayReads[], items: readonly PlanItem[]): DayReads[] => {
    const at = new Map<string, number>();
    for (const one of list) for (const day of eachDay(one.from, one.to)) at.set(day, one.readAt);
    for (const item of items) for (const day of eachDay(item.from, item.to)) at.set(day, before.now);
    return [...at].toSorted().map(([day, readAt]) => ({ from: day, to: day, readAt, rows: 1_000 }));
  };
  const of = (level: Level, id: string | null): PlanItem[] =>
    result.items.filter((item) => (id === null ? item.level === level && item.dataset === null : item.dataset === id));
  const { reads } = before;
  return {
    ...before,
    notGot: [],
    conversionsApiVersion: before.conversionsApiVersion === null ? null : before.capabilities.apiVersion,
    reads: {
      levels: {
        account: over(reads.levels.account, of('account', null)),
        campaign: over(reads.levels.campaign, of('campaign', null)),
        ad_group: over(reads.levels.ad_group, of('ad_group', null)),
        ad: over(reads.levels.ad, of('ad', null)),
      },
      datasets: new Map(
        before.datasets.flatMap(({ id, level, grain }) =>
          grain === 'month' ? [] : [[id, over(reads.datasets.get(id) ?? [], of(level, id))] as const],
        ),
      ),
      periods: new Map(
        before.datasets.flatMap(({ id, level, grain }) =>
          grain === 'month'
            ? [
                [
                  id,
                  [
                    ...(reads.periods.get(id) ?? []),
                    ...of(level, id).map(({ from, to }) => ({ from, to, readAt: before.now, rows: 1 })),
                  ],
                ] as const,
              ]
            : [],
        ),
      ),
    },
  };
}

export const ago = (days: number): string => addDays(TODAY, -days);

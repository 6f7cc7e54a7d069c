import type { Segment } from '../../contract/datasets.ts';
import type {
  AdAccountStatus,
  AttributionWindow,
  Day,
  EntityStatus,
  Level,
  Micros,
} from '../../contract/vocabulary.ts';

/**
 * What the store takes in. The same shapes as the platform port's records, written down again because the store does not know the
 * platforms (test/store/records.test.ts keeps the two assignable).
 */
export type InsightInput = {
  level: Level;
  entityId: string;
  entityName: string | null;
  campaignId: string | null;
  campaignName: string | null;
  adGroupId: string | null;
  adGroupName: string | null;
  day: Day;
  spendMicros: Micros | null;
  impressions: number | null;
  clicks: number | null;
  linkClicks: number | null;
  reach: number | null;
  conversions: number | null;
  conversionValueMicros: Micros | null;
  actions: readonly ActionInput[];
  extra: Record<string, unknown> | null;
};

export type ActionInput = {
  actionType: string;
  window: AttributionWindow;
  count: number | null;
  valueMicros: Micros | null;
};

/** A row of a dataset besides the daily figures: a cell of a breakdown on a day, or a whole period (`day` to `to`). */
export type DatasetInput = InsightInput & {
  to: Day;
  segment: Segment;
  frequency: number | null;
  uniqueClicks: number | null;
  uniqueLinkClicks: number | null;
};

export type SetAsideInput = { reason: string; raw: unknown };

export type StructureInput = {
  level: Exclude<Level, 'account'>;
  entityId: string;
  parentId: string | null;
  campaignId: string;
  name: string;
  status: EntityStatus;
  platformStatus: string;
  objective: string | null;
  dailyBudgetMicros: Micros | null;
  lifetimeBudgetMicros: Micros | null;
  extra: Record<string, unknown> | null;
};

export type AdAccountInput = {
  adAccountId: string;
  name: string;
  currency: string;
  timeZone: string;
  status: AdAccountStatus;
  platformStatus: string;
  isManager: boolean;
  managerPath: string[];
  accessPath: string | null;
};

import type { AdditiveMetric } from '../../../contract/datasets.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, type Db } from '../db.ts';
import {
  compare,
  coveredDays,
  dayRows,
  KEYS,
  keysOf,
  type CheckOutcome,
  type Entity,
  type Rows,
} from './sum-compare.ts';

/** What a platform promises about its levels; from its capabilities, because the store knows no platform. */
export type LevelPromise = {
  metrics: readonly AdditiveMetric[];
  /** Objectives of campaigns that have no ad groups or ads. */
  undivided: readonly string[];
};

type Objective = { entityId: string; objective: string | null };
const { account: ACCOUNT, campaign: CAMPAIGN, ad_group: AD_GROUP, ad: AD } = LEVEL_CODES;
/** Σ ads = Σ ad groups = campaigns = account on every day of a stretch; a few days at a time keep it short (days yyyymmdd). */
export function checkLevels(
  db: Db,
  args: {
    adAccountKey: number;
    from: number;
    to: number;
    promise: LevelPromise;
    entities: ReadonlyMap<number, Entity>;
  },
): CheckOutcome[] {
  const { adAccountKey, from, to, promise, entities } = args;
  const covered = coveredDays(db, adAccountKey, from, to);
  const both = (upper: number, lower: number): number[] =>
    [...(covered.get(upper) ?? [])].filter((day) => covered.get(lower)?.has(day));
  const own = (level: number, by: (entity: Entity) => string | null): Rows =>
    dayRows(db, adAccountKey, level, from, to, entities, by);
  const keyOf = keysOf(entities);
  const accountKey = keyOf(ACCOUNT, null);

  const campaigns = own(CAMPAIGN, (entity) => entity.entityId);
  const groupsByCampaign = own(AD_GROUP, (entity) => entity.campaignId ?? entity.parentId);
  const divided = dividedCampaigns(db, adAccountKey, promise.undivided);
  const outcomes: CheckOutcome[] = [];

  const groupCheck = compare(
    'ad_group=campaign',
    both(CAMPAIGN, AD_GROUP),
    promise.metrics,
    campaigns,
    groupsByCampaign,
    {
      keyOf: (id) => keyOf(CAMPAIGN, id),
      skip: (id, _day, parts) => !divided(id, parts !== undefined),
    },
  );
  const groupsRead = both(CAMPAIGN, AD_GROUP);
  const accountCheck = compare(
    'campaign=account',
    both(ACCOUNT, CAMPAIGN),
    promise.metrics,
    own(ACCOUNT, () => ''),
    own(CAMPAIGN, () => ''),
    { keyOf: () => accountKey },
  );
  accountCheck.gaps = accountCheck.gaps.map((gap) => {
    if (!groupsRead.includes(gap.day)) return gap;
    const short = (gap.expected ?? 0) - (gap.actual ?? 0);
    const absent = [...(groupsByCampaign.get(gap.day) ?? [])].filter(([id]) => !campaigns.get(gap.day)?.has(id));
    const [only, ...others] = absent.filter(([, tally]) => tally[KEYS[gap.metric]] === short);
    const named = only === undefined || others.length > 0 ? null : keyOf(CAMPAIGN, only[0]);
    return named === null ? gap : { ...gap, entityKey: named, expected: short, actual: null };
  });
  outcomes.push(accountCheck, groupCheck);

  const groups = own(AD_GROUP, (entity) => entity.entityId);
  const campaignOfGroup = new Map(
    [...entities.values()].filter((one) => one.level === AD_GROUP).map((one) => [one.entityId, one.campaignId]),
  );
  outcomes.push(
    compare(
      'ad=ad_group',
      both(AD_GROUP, AD),
      promise.metrics,
      groups,
      own(AD, (entity) => entity.parentId),
      {
        keyOf: (id) => keyOf(AD_GROUP, id),
        skip: (id, _day, parts) => !divided(campaignOfGroup.get(id) ?? null, parts !== undefined),
      },
    ),
  );
  return outcomes;
}

/** Whether a campaign must be found again in its ad groups; where a platform has undivided campaigns, an unknown one may be one. */
function dividedCampaigns(
  db: Db,
  adAccountKey: number,
  undivided: readonly string[],
): (campaignId: string | null, hasParts: boolean) => boolean {
  if (undivided.length === 0) return () => true;
  const objectives = new Map(
    all<Objective>(
      db,
      'SELECT entity_id AS entityId, objective FROM entity WHERE ad_account_key = ? AND level = ?',
      adAccountKey,
      CAMPAIGN,
    ).map((row) => [row.entityId, row.objective]),
  );
  return (campaignId, hasParts) => {
    const objective = campaignId === null ? null : (objectives.get(campaignId) ?? null);
    return objective === null ? hasParts : !undivided.includes(objective);
  };
}

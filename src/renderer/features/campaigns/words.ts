import type { EntityStatus } from '../../../contract/vocabulary.ts';
import type { StatusKind } from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';

/** Words of the Campaigns screen. */
export type EntityLevel = 'campaign' | 'ad_group' | 'ad';
export const ENTITY_LEVELS: readonly EntityLevel[] = ['campaign', 'ad_group', 'ad'];

/** What is said of each level, in whole sentences: their grammar is the language's business. */
const OF_LEVEL = {
  campaign: {
    label: m.levelCampaign,
    many: m.campaigns,
    count: m.countCampaigns,
    found: m.foundCampaigns,
    filter: m.filterCampaigns,
    noneInPeriod: m.noCampaignsInPeriod,
    noneMatch: m.noCampaignsMatch,
  },
  ad_group: {
    label: m.levelAdGroup,
    many: m.adGroups,
    count: m.countAdGroups,
    found: m.foundAdGroups,
    filter: m.filterAdGroups,
    noneInPeriod: m.noAdGroupsInPeriod,
    noneMatch: m.noAdGroupsMatch,
  },
  ad: {
    label: m.levelAd,
    many: m.ads,
    count: m.countAds,
    found: m.foundAds,
    filter: m.filterAds,
    noneInPeriod: m.noAdsInPeriod,
    noneMatch: m.noAdsMatch,
  },
} as const;

/** 'Ad set / group' as `label`, 'Filter ads' as `filter`. */
export const levelWords = (level: EntityLevel, what: 'label' | 'many' | 'filter' | 'noneInPeriod'): string =>
  t(OF_LEVEL[level][what]);

/** '12 campaigns' as `count`, 'No ads match 2 filters.' as `noneMatch`. */
export const levelCount = (level: EntityLevel, what: 'count' | 'found' | 'noneMatch', count: number): string =>
  t(OF_LEVEL[level][what], { count });

const STATUSES: Record<EntityStatus, { kind: StatusKind; text: Message }> = {
  active: { kind: 'on', text: m.statusOn },
  paused: { kind: 'paused', text: m.statusPaused },
  archived: { kind: 'ended', text: m.statusArchived },
  deleted: { kind: 'ended', text: m.statusDeleted },
  ended: { kind: 'ended', text: m.statusEnded },
  issues: { kind: 'warning', text: m.statusIssues },
  unknown: { kind: 'never', text: m.statusUnknown },
};

/** Shape and word of one of our own statuses. */
export const statusLook = (status: EntityStatus): { kind: StatusKind; text: string } => {
  const { kind, text } = STATUSES[status];
  return { kind, text: t(text) };
};

const PLATFORM_STATUS: Record<string, Message> = {
  learning: m.statusLearning,
  disapproved: m.statusRejected,
  pending_review: m.statusInReview,
  with_issues: m.statusIssues,
  campaign_paused: m.statusCampaignPaused,
  adset_paused: m.statusAdSetPaused,
  pending: m.statusPending,
  removed: m.statusRemoved,
};

/** What a platform calls a status, readable: 'CAMPAIGN_PAUSED' → 'Campaign paused'. */
export const platformStatusWords = (status: string): string => {
  const known = PLATFORM_STATUS[status.toLowerCase()];
  const plain = status.toLowerCase().replaceAll('_', ' ');
  return known ? t(known) : plain.charAt(0).toUpperCase() + plain.slice(1);
};

/** 'OUTCOME_LEADS' → 'Leads', 'SEARCH' → 'Search'. */
export const objectiveWords = (objective: string): string => platformStatusWords(objective.replace(/^OUTCOME_/, ''));

const RANKINGS: Record<string, Message> = {
  above_average: m.rankingAbove,
  average: m.rankingAverage,
  below_average_35: m.rankingBelow35,
  below_average_20: m.rankingBelow20,
  below_average_10: m.rankingBelow10,
  unknown: m.rankingUnknown,
};

/** Meta's word for a ranking, for a person. */
export const rankingWords = (ranking: string): string => {
  const known = RANKINGS[ranking.toLowerCase()];
  return known ? t(known) : platformStatusWords(ranking);
};

import type { EntityStatus } from '../../../contract/vocabulary.ts';
import type { StatusKind } from '../../ui/index.ts';

/** Words of the Campaigns screen. */
export type EntityLevel = 'campaign' | 'ad_group' | 'ad';

export const LEVEL_WORDS: Record<EntityLevel, { label: string; one: string; many: string }> = {
  campaign: { label: 'Campaign', one: '# campaign', many: '# campaigns' },
  ad_group: { label: 'Ad set / group', one: '# ad set or group', many: '# ad sets and groups' },
  ad: { label: 'Ad', one: '# ad', many: '# ads' },
};

/** 'ad sets and groups' */
export const manyOf = (level: EntityLevel): string => LEVEL_WORDS[level].many.replace('# ', '');

export const STATUS_WORDS: Record<EntityStatus, { kind: StatusKind; text: string }> = {
  active: { kind: 'on', text: 'On' },
  paused: { kind: 'paused', text: 'Paused' },
  archived: { kind: 'ended', text: 'Archived' },
  deleted: { kind: 'ended', text: 'Deleted' },
  ended: { kind: 'ended', text: 'Ended' },
  issues: { kind: 'warning', text: 'Issues' },
  unknown: { kind: 'never', text: 'Unknown' },
};

const PLATFORM_STATUS: Record<string, string> = {
  learning: 'Learning',
  disapproved: 'Rejected',
  pending_review: 'In review',
  with_issues: 'Issues',
  campaign_paused: 'Campaign paused',
  adset_paused: 'Ad set paused',
  pending: 'Pending',
  removed: 'Removed',
};

/** What a platform calls a status, readable: 'CAMPAIGN_PAUSED' → 'Campaign paused'. */
export const platformStatusWords = (status: string): string => {
  const known = PLATFORM_STATUS[status.toLowerCase()];
  const plain = status.toLowerCase().replaceAll('_', ' ');
  return known ?? plain.charAt(0).toUpperCase() + plain.slice(1);
};

/** 'OUTCOME_LEADS' → 'Leads', 'SEARCH' → 'Search'. */
export const objectiveWords = (objective: string): string => platformStatusWords(objective.replace(/^OUTCOME_/, ''));

export const RANKING_WORDS: Record<string, string> = {
  above_average: 'Above average',
  average: 'Average',
  below_average_35: 'Below average (lowest 35%)',
  below_average_20: 'Below average (lowest 20%)',
  below_average_10: 'Below average (lowest 10%)',
  unknown: 'Not enough impressions yet',
};

/** Meta's word for a ranking, for a person. */
export const rankingWords = (ranking: string): string =>
  RANKING_WORDS[ranking.toLowerCase()] ?? platformStatusWords(ranking);

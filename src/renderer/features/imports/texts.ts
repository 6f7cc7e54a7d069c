import type { ClientImport, ImportRun } from '../../../contract/imports.ts';
import type { Problem } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS, type Instant, type PlatformId } from '../../../contract/vocabulary.ts';
import { clock, count, shortPlatformName } from './words.ts';

/** '12 campaigns synced from Meta Ads', '12 campaigns synced from Meta Ads, 8 from Google Ads'. */
export function campaignsText(campaigns: ClientImport['campaigns']): string | null {
  if (campaigns.length === 0) return null;
  const parts = campaigns.map(({ platform, found }, index) =>
    index === 0
      ? `${count(found, 'campaign')} synced from ${PLATFORM_LABELS[platform].name}`
      : `${new Intl.NumberFormat('en').format(found)} from ${PLATFORM_LABELS[platform].name}`,
  );
  return parts.join(', ');
}

/** '12 campaigns found' over all platforms, null while nothing is known. */
export function campaignsFound(campaigns: ClientImport['campaigns']): string | null {
  if (campaigns.length === 0) return null;
  return `${count(
    campaigns.reduce((sum, each) => sum + each.found, 0),
    'campaign',
  )} found`;
}

/** 'Import failed. {reason}.' with exactly one full stop, whatever the reason ends in. */
export function failedText(problem: Problem | null): string {
  const reason = problem?.sentence.trim().replace(/\.+$/, '');
  return reason
    ? `Import failed. ${reason}.`
    : 'Import failed. Something went wrong at the ad platform. Your saved data is unchanged.';
}

/** What a sentence about several runs needs of each. */
export type RunOutcome = Pick<ImportRun, 'platform' | 'status'>;

/**
 * 'Meta in, Google failed' from the runs of one import; with several ad accounts of a platform 'Meta 2 of 3 in'.
 * Falls back to a sentence without names while the runs are not here.
 */
export function partialText(runs: readonly RunOutcome[]): string {
  const parts = [...new Set(runs.map((run) => run.platform))].map((platform) => {
    const mine = runs.filter((run) => run.platform === platform);
    const inside = mine.filter((run) => run.status === 'succeeded').length;
    const name = shortPlatformName(platform);
    if (inside === mine.length) return `${name} in`;
    if (mine.length > 1 && inside > 0) return `${name} ${inside} of ${mine.length} in`;
    return mine.some((run) => run.status === 'partial') ? `${name} partly in` : `${name} failed`;
  });
  return parts.length === 0 ? 'Some of the data is missing' : parts.join(', ');
}

/**
 * 'Google Ads asked us to wait — resumes in 04:10 (its limit, not yours)'.
 * @param platforms those that wait; several or none are called 'The ad platform'.
 */
export function waitingText(
  retryAt: Instant | null,
  nowMs: number,
  platforms: readonly PlatformId[],
  problem: Problem | null,
): string {
  const [only] = platforms;
  const left = retryAt === null ? null : Date.parse(retryAt) - nowMs;
  if (problem !== null && problem.fix !== 'wait') {
    return left === null ? problem.sentence : `${problem.sentence} Trying again in ${clock(left)}.`;
  }
  const who = only !== undefined && platforms.length === 1 ? PLATFORM_LABELS[only].name : 'The ad platform';
  if (left === null) return `${who} asked us to wait — resumes by itself (its limit, not yours)`;
  return left <= 0
    ? `${who} asked us to wait — resuming now`
    : `${who} asked us to wait — resumes in ${clock(left)} (its limit, not yours)`;
}

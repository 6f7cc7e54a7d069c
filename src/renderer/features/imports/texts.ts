import type { ClientImport, ImportRun } from '../../../contract/imports.ts';
import type { Problem } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS, type Instant, type PlatformId } from '../../../contract/vocabulary.ts';
import { listOf, t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { clock, shortPlatformName } from './words.ts';

/** '12 campaigns synced from Meta Ads', '12 campaigns synced from Meta Ads, 8 from Google Ads'. */
export function campaignsText(campaigns: ClientImport['campaigns']): string | null {
  if (campaigns.length === 0) return null;
  const parts = campaigns.map(({ platform, found }, index) =>
    t(index === 0 ? m.campaignsSynced : m.campaignsSyncedToo, {
      count: found,
      platform: PLATFORM_LABELS[platform].name,
    }),
  );
  return listOf(parts, 'unit');
}

/** '12 campaigns found' over all platforms, null while nothing is known. */
export function campaignsFound(campaigns: ClientImport['campaigns']): string | null {
  if (campaigns.length === 0) return null;
  return t(m.campaignsFound, { count: campaigns.reduce((sum, each) => sum + each.found, 0) });
}

/** 'Import failed. {reason}.' with exactly one full stop, whatever the reason ends in. */
export function failedText(problem: Problem | null): string {
  const reason = problem?.sentence.trim().replace(/\.+$/, '');
  return reason ? t(m.failed, { reason }) : t(m.failedUnknown);
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
    if (inside === mine.length) return t(m.platformIn, { platform: name });
    if (mine.length > 1 && inside > 0) return t(m.accountsIn, { platform: name, inside, count: mine.length });
    return t(mine.some((run) => run.status === 'partial') ? m.platformPartlyIn : m.platformFailed, { platform: name });
  });
  return parts.length === 0 ? t(m.someMissing) : listOf(parts, 'unit');
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
  const left = retryAt === null ? null : Date.parse(retryAt) - nowMs;
  if (problem !== null && problem.fix !== 'wait')
    return left === null ? problem.sentence : t(m.triesIn, { problem: problem.sentence, time: clock(left) });
  const platform = whoWaits(platforms);
  if (left === null) return t(m.waitsByItself, { platform });
  return left <= 0 ? t(m.waitsNoMore, { platform }) : t(m.waitsIn, { platform, time: clock(left) });
}

/** The same without its countdown, for a screen reader: it changes only when there is something new to hear. */
export function waitingSpoken(
  retryAt: Instant | null,
  nowMs: number,
  platforms: readonly PlatformId[],
  problem: Problem | null,
): string {
  if (retryAt === null) return waitingText(null, nowMs, platforms, problem);
  if (problem !== null && problem.fix !== 'wait') return t(m.triesByItself, { problem: problem.sentence });
  return t(Date.parse(retryAt) <= nowMs ? m.waitsNoMore : m.waitsByItself, { platform: whoWaits(platforms) });
}

function whoWaits(platforms: readonly PlatformId[]): string {
  const [only] = platforms;
  return only !== undefined && platforms.length === 1 ? PLATFORM_LABELS[only].name : t(m.aPlatform);
}

/**
 * Progress of one ad account's run in the words and percents of ux.md §3. The bar never moves backwards: callers keep the larger.
 */
export type StepName = 'initializing' | 'looking_up' | 'structure' | 'planning' | 'insights' | 'complete';

export type Step = { percent: number; text: string };

/** Percent and text at the beginning of a step. `platformName` is the platform's label ('Meta Ads'). */
export function stepAt(step: Exclude<StepName, 'insights'>, platformName: string): Step {
  switch (step) {
    case 'initializing':
      return { percent: 0, text: 'Initializing' };
    case 'looking_up':
      return { percent: 10, text: 'Looking up ad account' };
    case 'structure':
      return { percent: 25, text: `Syncing ${platformName}` };
    case 'planning':
      return { percent: 35, text: 'Calculating date range' };
    case 'complete':
      return { percent: 100, text: 'Complete' };
  }
}

/** Insights run from 50 to 99 %: 'Syncing …' until 65, 'Fetching' with the campaigns found until 75, then 'Storing data'. */
export function insightsStep(done: number, total: number, platformName: string, campaignsFound: number): Step {
  const percent = Math.min(99, 50 + Math.floor((total === 0 ? 1 : done / total) * 50));
  if (percent < 65) return { percent, text: `Syncing ${platformName}` };
  if (percent < 75) {
    return { percent, text: `Fetching (${campaignsFound} ${campaignsFound === 1 ? 'campaign' : 'campaigns'} found)` };
  }
  return { percent, text: 'Storing data' };
}

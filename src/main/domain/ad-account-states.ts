import type { AdAccountStatus } from '../../contract/vocabulary.ts';

/** Why a platform stopped an ad account, in its standard term, and what a person can do. `platform` is the platform's label. */
export type StoppedAccount = {
  /** Follows 'ad account': 'closed', 'suspended'. */
  term: string;
  sentence: (platform: string) => string;
};

const closed = (term: string): StoppedAccount => ({
  term,
  sentence: (platform) =>
    `This ad account is ${term} in ${platform}: its figures are kept, and nothing new will come. Take it off the schedule or away from its client.`,
});

const DISABLED: StoppedAccount = {
  term: 'disabled',
  sentence: (platform) =>
    `This ad account is disabled in ${platform}, so nothing new can be imported. Saved history stays available.`,
};

/** By the word a platform folder keeps as the account's status; no word stands for two things. */
const BY_WORD: ReadonlyMap<string, StoppedAccount> = new Map([
  ['CLOSED', closed('closed')],
  ['ANY_CLOSED', closed('closed')],
  ['CANCELED', closed('canceled')],
  [
    'CUSTOMER_NOT_ENABLED',
    {
      term: 'not enabled',
      sentence: (platform) =>
        `${platform} says that this ad account is not enabled: it is canceled or was never set up to its end. Its figures are kept; look there whether it can be reactivated.`,
    },
  ],
  [
    'PENDING_CLOSURE',
    {
      term: 'about to be closed',
      sentence: (platform) =>
        `This ad account is about to be closed in ${platform}. Its figures are kept; its last days are imported while they are told.`,
    },
  ],
  [
    'SUSPENDED',
    {
      term: 'suspended',
      sentence: (platform) =>
        `${platform} has suspended this ad account. Why, and how to appeal, stands there; saved history stays available.`,
    },
  ],
  [
    'UNSETTLED',
    {
      term: 'unsettled',
      sentence: (platform) =>
        `A payment of this ad account is open in ${platform}, and nothing is delivered until it is settled there. Saved history stays available.`,
    },
  ],
  [
    'PENDING_RISK_REVIEW',
    {
      term: 'under review',
      sentence: (platform) =>
        `${platform} reviews this ad account for risk, and nothing is delivered until it is done. Saved history stays available.`,
    },
  ],
]);

/** What stopped an ad account that is disabled or closed. A word nobody knows is told by the status alone. */
export function stoppedAccount(status: AdAccountStatus, platformStatus: string | null): StoppedAccount {
  const known = platformStatus === null ? undefined : BY_WORD.get(platformStatus);
  return known ?? (status === 'closed' ? closed('closed') : DISABLED);
}

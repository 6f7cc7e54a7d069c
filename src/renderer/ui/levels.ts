type Part = { platform: string; currency: string; offered: boolean; coverage: { read: number } };

/**
 * Some datasets exist for a whole ad account, some only for its campaigns, and over all campaigns both say the same: of each platform
 * and currency the one with more days read, else the one that is offered, else the ad account's.
 */
export const bestOfLevels = <P extends Part>(account: readonly P[], campaign: readonly P[]): P[] => {
  const same = (a: P, b: P): boolean => a.platform === b.platform && a.currency === b.currency;
  return account.map((one) => {
    const other = campaign.find((each) => same(each, one));
    if (other === undefined) return one;
    if (one.coverage.read !== other.coverage.read) return one.coverage.read > other.coverage.read ? one : other;
    return one.offered || !other.offered ? one : other;
  });
};

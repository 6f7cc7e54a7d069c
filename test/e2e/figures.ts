import type { Sandbox, TruthAccount, TruthRow } from '../../src/sandbox/sandbox.ts';

/** What really happened, in the words of the screen: made by the test itself, with nothing of the product. */
export type Figures = { spendMicros: bigint; impressions: number; clicks: number };

export type Days = { from: string; to: string };

const number = new Intl.NumberFormat('en');
export const countText = (value: number): string => number.format(value);

/** Exact money as a person reads it: '£1,234.56', 'PLN 1,234.56' with `code`. */
export function moneyText(micros: bigint, currency: string, mark: 'narrowSymbol' | 'code' = 'narrowSymbol'): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: mark }).format(
    decimal(micros) as `${number}`,
  );
}

/** Exact decimal text in major units without trailing zeros: what a CSV holds. */
export function decimal(micros: bigint): string {
  const digits = String(micros).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -6) : `${digits.slice(0, -6)}.${fraction}`;
}

export function accountsOf(sandbox: Sandbox, client: string): TruthAccount[] {
  return sandbox.truth.accounts().filter((account) => account.client === client);
}

/** One client's totals on the given platforms. All its accounts must share a currency. */
export function totalsOf(
  sandbox: Sandbox,
  client: string,
  days: Days,
  platforms: readonly string[] = ['meta', 'google'],
): Figures & { currency: string } {
  const accounts = accountsOf(sandbox, client).filter(({ platform }) => platforms.includes(platform));
  const totals = accounts.map(({ platform, adAccountId }) => sandbox.truth.total({ platform, adAccountId, ...days }));
  return {
    currency: accounts[0]?.currency ?? '',
    spendMicros: totals.reduce((sum, each) => sum + each.spendMicros, 0n),
    impressions: totals.reduce((sum, each) => sum + each.impressions, 0),
    clicks: totals.reduce((sum, each) => sum + each.clicks, 0),
  };
}

/** Rows of one level over the range, largest spend first: only what was delivered. */
export function rowsOf(
  sandbox: Sandbox,
  client: string,
  days: Days,
  level: 'campaign' | 'ad_group' | 'ad',
  by: 'day' | 'range' = 'range',
  platforms: readonly string[] = ['meta', 'google'],
): TruthRow[] {
  return accountsOf(sandbox, client)
    .filter(({ platform }) => platforms.includes(platform))
    .flatMap(({ platform, adAccountId }) => sandbox.truth.insights({ platform, adAccountId, level, by, ...days }))
    .toSorted((a, b) => (a.spendMicros < b.spendMicros ? 1 : -1));
}

/** The client's days, added up over its accounts. */
export function dailyOf(
  sandbox: Sandbox,
  client: string,
  days: Days,
  platforms?: readonly string[],
): Map<string, Figures> {
  const byDay = new Map<string, Figures>();
  for (const row of rowsOf(sandbox, client, days, 'campaign', 'day', platforms)) {
    const known = byDay.get(row.date ?? '') ?? { spendMicros: 0n, impressions: 0, clicks: 0 };
    byDay.set(row.date ?? '', {
      spendMicros: known.spendMicros + row.spendMicros,
      impressions: known.impressions + row.impressions,
      clicks: known.clicks + row.clicks,
    });
  }
  return byDay;
}

/**
 * What the second server knows: two ad accounts per platform with figures made by plain arithmetic, so that every sum is known without
 * asking the server. Money is in millionths as BigInt, ids are text beyond 2^53.
 */
export type Level = 'account' | 'campaign' | 'ad_group' | 'ad';
export type Figures = {
  spend: bigint;
  impressions: bigint;
  clicks: bigint;
  /** Conversions in millionths and their worth, by the platform's own name. */
  conversions: Map<string, { count: bigint; value: bigint }>;
};
export type AdNode = {
  id: string;
  name: string;
  groupId: string;
  groupName: string;
  campaignId: string;
  campaignName: string;
  /** ARCHIVED and DELETED ones are left out of lists and levels unless asked for. */
  status: 'ACTIVE' | 'PAUSED' | 'ARCHIVED' | 'DELETED';
};
export type AccountNode = {
  platform: 'meta' | 'google';
  id: string;
  name: string;
  currency: string;
  timezone: string;
  manager: string | null;
  ads: AdNode[];
};

/** The first day anything was delivered. */
export const FIRST_DAY = '2026-09-15';
const DAY_MS = 86_400_000;
const dayNumber = (day: string): number =>
  Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${FIRST_DAY}T00:00:00Z`)) / DAY_MS);
export const dayAfter = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
export const todayIn = (zone: string, now: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);

const CAMPAIGN_NAMES = [
  'Spring – "Sale"',
  '=HYPERLINK("http://evil.example","x")',
  'عرض خاص',
  '@SUM(A1:A9), <b>bold</b>',
];

function ads(base: bigint, campaigns: number): AdNode[] {
  const list: AdNode[] = [];
  for (let c = 0; c < campaigns; c += 1)
    for (let g = 0; g < 2; g += 1)
      for (let a = 0; a < 3; a += 1) {
        const campaignId = String(base + BigInt(c));
        list.push({
          id: String(base + 20_000n + BigInt(c * 100 + g * 10 + a)),
          name: a === 1 ? `-2+3+cmd|' /C calc'!A0 ${c}${g}` : `Ad ${c}.${g}.${a}`,
          groupId: String(base + 10_000n + BigInt(c * 10 + g)),
          groupName: `\t=1+1 group ${c}.${g}`,
          campaignId,
          campaignName: CAMPAIGN_NAMES[c % CAMPAIGN_NAMES.length] ?? '',
          status: c === campaigns - 1 && g === 1 ? (a === 0 ? 'ARCHIVED' : 'DELETED') : a === 2 ? 'PAUSED' : 'ACTIVE',
        });
      }
  return list;
}

export const MANAGER = '9100000001';
export const ACCOUNTS: readonly AccountNode[] = [
  {
    platform: 'meta',
    id: '9007199254740993',
    name: 'Café Ölmühle',
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    manager: null,
    ads: ads(120_210_000_000_000_001n, 4),
  },
  {
    platform: 'meta',
    id: '9007199254740995',
    name: '東京 Store',
    currency: 'JPY',
    timezone: 'Asia/Tokyo',
    manager: null,
    ads: ads(120_210_000_000_500_001n, 3),
  },
  {
    platform: 'google',
    id: '9200000001',
    name: 'Ölmühle Search',
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    manager: MANAGER,
    ads: ads(9_007_199_254_840_993n, 3),
  },
  {
    platform: 'google',
    id: '9200000002',
    name: 'LA Outlet',
    currency: 'USD',
    timezone: 'America/Los_Angeles',
    manager: null,
    ads: ads(9_007_199_254_940_993n, 2),
  },
];

const nothing = (): Figures => ({ spend: 0n, impressions: 0n, clicks: 0n, conversions: new Map() });

export type Known = {
  /** One ad on one day; null when the platform has no row of it. */
  of(account: AccountNode, ad: AdNode, day: string): Figures | null;
  /** From now on the platform tells another amount for every ad of that day. */
  restate(accountId: string, day: string, addedMicros: bigint): void;
};

export function createKnown(): Known {
  const restated = new Map<string, bigint>();
  return {
    restate: (accountId, day, added) => void restated.set(`${accountId} ${day}`, added),
    of(account, ad, day) {
      const d = BigInt(dayNumber(day));
      if (d < 0n) return null;
      const n = BigInt(account.ads.indexOf(ad) + 1);
      // Some ads rest on some days: no row at all, which is not the same as a row of zeros.
      if ((n + d) % 11n === 0n) return null;
      const whole = account.currency === 'JPY';
      const raw = (n * 7_919_771n + d * 1_046_527n + n * d * 33_331n) % 48_000_000n;
      const spend = (whole ? (raw / 1_000_000n) * 1_000_000n : raw) + (restated.get(`${account.id} ${day}`) ?? 0n);
      const impressions = 500n + ((n * 131n + d * 17n) % 4_000n);
      const clicks = (n + d) % 7n === 0n ? 0n : (n * d) % 90n;
      const figures: Figures = { ...nothing(), spend, impressions, clicks };
      if ((n * d) % 3n === 1n) {
        const third = account.platform === 'google' ? 333_333n : 0n;
        const count = ((n + d) % 5n) * 1_000_000n + third + (account.platform === 'google' ? 0n : 1_000_000n);
        const value = whole ? count * 100n : count * 12n + 340_000n;
        figures.conversions.set(account.platform === 'google' ? 'conversions' : 'omni_purchase', { count, value });
        if (account.platform === 'meta')
          figures.conversions.set('link_click', { count: clicks * 1_000_000n, value: 0n });
      }
      return figures;
    },
  };
}

export function entityOf(account: AccountNode, ad: AdNode, level: Level): { id: string; name: string } {
  if (level === 'account') return { id: account.id, name: account.name };
  if (level === 'campaign') return { id: ad.campaignId, name: ad.campaignName };
  if (level === 'ad_group') return { id: ad.groupId, name: ad.groupName };
  return { id: ad.id, name: ad.name };
}

/** Figures by entity and period, added from the ads: `period` is the day, its month, or null. */
export function expected(
  known: Known,
  account: AccountNode,
  level: Level,
  from: string,
  to: string,
  by: 'day' | 'month' | 'range',
  only: (ad: AdNode) => boolean = () => true,
): Map<string, Figures & { entityId: string; entityName: string; period: string | null }> {
  const rows = new Map<string, Figures & { entityId: string; entityName: string; period: string | null }>();
  for (let day = from; day <= to; day = dayAfter(day, 1))
    for (const ad of account.ads.filter(only)) {
      const figures = known.of(account, ad, day);
      if (figures === null) continue;
      const { id, name } = entityOf(account, ad, level);
      const period = by === 'day' ? day : by === 'month' ? day.slice(0, 7) : null;
      const key = `${id} ${period ?? ''}`;
      const row = rows.get(key) ?? { ...nothing(), entityId: id, entityName: name, period };
      row.spend += figures.spend;
      row.impressions += figures.impressions;
      row.clicks += figures.clicks;
      for (const [type, { count, value }] of figures.conversions) {
        const sum = row.conversions.get(type) ?? { count: 0n, value: 0n };
        row.conversions.set(type, { count: sum.count + count, value: sum.value + value });
      }
      rows.set(key, row);
    }
  return rows;
}

/** Millionths as the shortest exact decimal. */
export function decimal(micros: bigint): string {
  const digits = micros.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '') || '0';
}

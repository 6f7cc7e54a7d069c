import { dayText, mustDay } from './calendar.ts';
import { campaignName, countsPeople, type Account, type Ad } from './agency/entities.ts';
import { combinedReach } from './agency/delivery.ts';
import { eachAdDay } from './agency/ledger.ts';
import { isWithheld, restatementsOf, type ReportLevel } from './agency/revisions.ts';
import type { PlatformName } from './agency/spec.ts';
import type { World } from './world.ts';
import { zoneDay } from './calendar.ts';

export type TruthLevel = ReportLevel;
export type TruthRow = {
  entityId: string;
  entityName: string;
  /** `YYYY-MM-DD`, or null for a row over the whole range. */
  date: string | null;
  currency: string;
  spendMicros: bigint;
  impressions: number;
  clicks: number;
  /** Google: only for a campaign over a whole range, and only in channels that count people. */
  reach: number | null;
  /** Results per kind of the agency (`purchase`, `lead`, `call` …) under the default attribution. Google's have fractions. */
  conversions: Record<string, { countMicros: bigint; valueMicros: bigint }>;
};
export type TruthQuestion = {
  platform: PlatformName;
  adAccountId: string;
  level: TruthLevel;
  from: string;
  to: string;
  by?: 'day' | 'range';
  /** What was true at this instant (epoch ms), restatements made later left out. Default: now. */
  asOf?: number;
  /** Only what the API still offers at this level, rows made to vanish left out. Default false: everything that happened. */
  offered?: boolean;
};
export type TruthTotal = {
  spendMicros: bigint;
  impressions: number;
  clicks: number;
  conversions: TruthRow['conversions'];
};
export type TruthAccount = {
  platform: PlatformName;
  adAccountId: string;
  name: string;
  client: string;
  currency: string;
  timezone: string;
  status: Account['status'];
  login: Account['login'];
  managerId: string | null;
  firstDay: string;
  campaigns: number;
  ads: number;
  today: string;
  /** Days from a click during which conversions are credited to it. */
  conversionWindowDays: number;
};

/**
 * What really happened, straight from the ad-days: written without the Graph and GAQL answers, so that a test which compares
 * an import with it does not compare the sandbox with itself. Deleted and archived entities are in.
 */
export function createTruth(world: World) {
  function accountOf(question: Pick<TruthQuestion, 'platform' | 'adAccountId'>): Account {
    const id = question.adAccountId.replace(/^act_/, '').replaceAll('-', '');
    const account = world.agency.accounts.find((a) => a.platform === question.platform && a.id === id);
    if (account === undefined) throw new Error(`truth: no ${question.platform} account ${id}`);
    return account;
  }

  const entityOf = (ad: Ad, level: TruthLevel, now: number): readonly [id: string, name: string] => {
    if (level === 'ad') return [ad.id, ad.name];
    if (level === 'ad_group') return [ad.adGroup.id, ad.adGroup.name];
    if (level === 'campaign') return [ad.campaign.id, campaignName(ad.campaign, zoneDay(ad.account.timezone, now))];
    return [ad.account.id, ad.account.name];
  };

  const tellsReach = (ad: Ad, { level, by }: TruthQuestion): boolean =>
    ad.account.platform === 'meta' || (level === 'campaign' && by === 'range' && countsPeople(ad.campaign));

  /** Rows per entity and day (or over the range), only where something was delivered or converted. */
  function insights(question: TruthQuestion): TruthRow[] {
    const account = accountOf(question);
    const now = question.asOf ?? world.now();
    const { revisions } = world.agency;
    const rows = new Map<string, TruthRow & { reaches: number[] }>();
    eachAdDay(
      world.agency,
      account,
      mustDay(question.from),
      mustDay(question.to),
      now,
      { conversions: true },
      (ad, day, sums) => {
        const [entityId, entityName] = entityOf(ad, question.level, now);
        if (question.offered === true && isWithheld(revisions, account, question.level, entityId, day, now)) return;
        const date = question.by === 'range' ? null : dayText(day);
        const key = `${entityId} ${date ?? ''}`;
        let row = rows.get(key);
        if (row === undefined) {
          row = {
            entityId,
            entityName,
            date,
            currency: account.currency,
            spendMicros: 0n,
            impressions: 0,
            clicks: 0,
            reach: null,
            conversions: {},
            reaches: [],
          };
          rows.set(key, row);
        }
        row.spendMicros += BigInt(sums.spend);
        row.impressions += sums.impressions;
        row.clicks += sums.clicks;
        if (sums.reachSum > 0 && tellsReach(ad, question)) row.reaches.push(sums.reachSum);
        account.conversionKinds.forEach((kind, k) => {
          const result = sums.results[k];
          if (result === undefined || result.countMicros === 0) return;
          const known = row.conversions[kind.key] ?? { countMicros: 0n, valueMicros: 0n };
          row.conversions[kind.key] = {
            countMicros: known.countMicros + BigInt(result.countMicros),
            valueMicros: known.valueMicros + BigInt(result.valueMicros),
          };
        });
      },
    );
    return [...rows.values()].map(({ reaches, ...row }) => ({
      ...row,
      reach:
        reaches.length > 0
          ? combinedReach(
              reaches.reduce((a, b) => a + b, 0),
              reaches.reduce((a, b) => Math.max(a, b), 0),
              reaches.length,
            )
          : null,
    }));
  }

  function total(question: Omit<TruthQuestion, 'level' | 'by'>): TruthTotal {
    const [row] = insights({ ...question, level: 'account', by: 'range' });
    return {
      spendMicros: row?.spendMicros ?? 0n,
      impressions: row?.impressions ?? 0,
      clicks: row?.clicks ?? 0,
      conversions: row?.conversions ?? {},
    };
  }

  function accounts(): TruthAccount[] {
    return world.agency.accounts.map((account) => ({
      platform: account.platform,
      adAccountId: account.id,
      name: account.name,
      client: account.client,
      currency: account.currency,
      timezone: account.timezone,
      status: account.status,
      login: account.login,
      managerId: account.manager?.id ?? null,
      firstDay: dayText(account.firstDay),
      campaigns: account.campaigns.length,
      ads: account.campaigns.reduce((sum, c) => sum + c.adGroups.reduce((n, g) => n + g.ads.length, 0), 0),
      today: dayText(zoneDay(account.timezone, world.now())),
      conversionWindowDays: account.conversionWindowDays,
    }));
  }

  /** Days of an ad account that restatements have changed so far, ascending. */
  function restatedDays(question: Pick<TruthQuestion, 'platform' | 'adAccountId'>): string[] {
    const account = accountOf(question);
    const now = world.now();
    const days: string[] = [];
    for (let day = account.firstDay; day <= zoneDay(account.timezone, now); day++)
      if (restatementsOf(world.agency.revisions, account, day, now).length > 0) days.push(dayText(day));
    return days;
  }

  return { insights, total, accounts, restatedDays };
}

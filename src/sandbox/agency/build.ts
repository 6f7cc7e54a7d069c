import { mustDay, type Day } from '../calendar.ts';
import { between, digits, hashText, mix, pick, unit } from '../hash.ts';
import type { Account, AdGroup, Agency, Campaign, ConversionKind, Life, Manager } from './entities.ts';
import { adNames, campaignNames } from './names.ts';
import { noRevisions } from './revisions.ts';
import type { AccountSpec, AgencySpec, Character } from './spec.ts';

/** A fixed anchor, not "now": the same workspace opened next month must see the same past. */
export const DEFAULT_ANCHOR = '2026-11-01';
const FOREVER: Day = 1e7;

/** Rough units of each currency per euro: keeps prices believable, nothing else depends on it. */
const PER_EURO: Record<string, number> = { EUR: 1, USD: 1.1, GBP: 0.85, PLN: 4.3, JPY: 165 };

/**
 * Makes the entities of an agency (accounts, campaigns, ad groups, ads) from its description. Numbers of days are not
 * made here but on demand, so this stays in the milliseconds.
 */
export function buildAgency(spec: AgencySpec, seed: number): Agency {
  const anchor = mustDay(spec.anchor ?? DEFAULT_ANCHOR);
  const managers: Manager[] = [];
  for (const m of spec.managers ?? []) {
    const parent = managers.find((known) => known.key === m.parent) ?? null;
    if (m.parent !== undefined && parent === null)
      throw new Error(`manager ${m.key}: parent ${m.parent} must come first`);
    managers.push({
      key: m.key,
      id: m.id ?? digits(hashText(`manager ${m.key}`, seed), 10),
      name: m.name,
      currency: m.currency,
      timezone: m.timezone,
      parent,
    });
  }
  const accounts = spec.clients.flatMap((client) =>
    client.accounts.map((account) => buildAccount(account, client.name, anchor, seed, managers)),
  );
  return { anchor, seed, accounts, managers, revisions: noRevisions() };
}

function buildAccount(
  spec: AccountSpec,
  client: string,
  anchor: Day,
  seed: number,
  managers: readonly Manager[],
): Account {
  const key = hashText(`${spec.platform} ${client} ${spec.name}`, seed);
  const manager = managers.find((m) => m.key === spec.manager) ?? null;
  if (spec.manager !== undefined && manager === null) throw new Error(`${spec.name}: no manager ${spec.manager}`);
  const account: Account = {
    platform: spec.platform,
    id: spec.id ?? digits(mix(key, 11), spec.platform === 'meta' ? 15 : 10),
    name: spec.name,
    client,
    currency: spec.currency,
    timezone: spec.timezone,
    status: spec.status ?? 'active',
    vertical: spec.vertical,
    login: spec.login ?? 'main',
    key,
    minorMicros: spec.currency === 'JPY' ? 1_000_000 : 10_000,
    conversionWindowDays: spec.platform === 'meta' ? 28 : (spec.conversionWindowDays ?? 30),
    lateUploadDays: spec.lateUploadDays ?? 0,
    firstDay: spec.since === undefined ? anchor - between(mix(key, 12), 400, 430) : mustDay(spec.since),
    manager,
    conversionKinds: conversionKinds(spec, key),
    campaigns: [],
  };
  const count = spec.campaigns ?? between(mix(key, 13), 3, 8);
  const weights = Array.from({ length: count }, (_, i) => 0.4 + unit(mix(key, 100 + i)) * 1.6);
  const whole = weights.reduce((sum, w) => sum + w, 0);
  weights.forEach((weight, i) => account.campaigns.push(buildCampaign(account, spec, i, weight / whole, anchor)));
  return account;
}

const CHARACTERS: readonly Character[] = [
  'steady',
  'grow',
  'steady',
  'seasonal',
  'decline',
  'pause',
  'steady',
  'removed',
  'grow',
  'archived',
  'new',
  'steady',
];

function buildCampaign(account: Account, spec: AccountSpec, index: number, share: number, anchor: Day): Campaign {
  const key = mix(account.key, 1000 + index);
  // The first campaign always lives, so an account with campaigns has delivery every day.
  const character = spec.characters?.[index] ?? (index === 0 ? 'steady' : pick(mix(key, 1), CHARACTERS));
  const meta = account.platform === 'meta';
  const euro = PER_EURO[account.currency] ?? 1;
  const minorPerMajor = 1_000_000 / account.minorMicros;
  const channel = pick(mix(key, 2), ['SEARCH', 'SEARCH', 'SEARCH', 'DISPLAY', 'DEMAND_GEN', 'VIDEO', 'SHOPPING']);
  const search = !meta && (channel === 'SEARCH' || channel === 'SHOPPING');
  const ctr = search ? 0.04 + unit(mix(key, 3)) * 0.05 : 0.007 + unit(mix(key, 3)) * 0.016;
  const cpmEuro = search ? (0.5 + unit(mix(key, 4)) * 1.6) * ctr * 1000 : 4 + unit(mix(key, 4)) * 8;
  const name = spec.campaignNames?.[index] ?? campaignNames(account, index, key);
  const dailyMinor = Math.max(1, spec.dailySpend * share * minorPerMajor);
  const budget = Math.ceil((dailyMinor * 1.6) / 500) * 500;
  const budgetOnCampaign = !meta || unit(mix(key, 5)) < 0.6;
  const life = lifeOf(character, account.firstDay, anchor, key, meta);
  const campaign: Campaign = {
    ...life,
    // Nothing is delivered after the platform switched the account off, although the campaigns stay switched on.
    offFrom: account.status === 'active' ? FOREVER : anchor - (account.status === 'disabled' ? 25 : 150),
    id: meta ? `1202${digits(mix(key, 6), 14)}` : digits(mix(key, 6), 11),
    name,
    formerName: character === 'grow' ? `${name} (test)` : null,
    renamedOn: anchor + between(mix(key, 7), -60, 40),
    key,
    character,
    account,
    adGroups: [],
    dailyMinor,
    dailyBudgetMinor: budgetOnCampaign ? budget : null,
    budgetId: digits(mix(key, 8), 11),
    objective: account.conversionKinds.some((kind) => kind.key === 'purchase')
      ? pick(mix(key, 9), ['OUTCOME_SALES', 'OUTCOME_SALES', 'OUTCOME_TRAFFIC', 'CONVERSIONS'])
      : pick(mix(key, 9), ['OUTCOME_LEADS', 'OUTCOME_LEADS', 'OUTCOME_ENGAGEMENT', 'LINK_CLICKS']),
    channel,
    cpmMinor: cpmEuro * euro * minorPerMajor,
    ctr,
    months:
      character === 'seasonal'
        ? pick(mix(key, 10), [
            [5, 6, 7, 8],
            [11, 12, 1],
            [3, 4, 9, 10, 11],
            [2, 6, 10, 11],
          ])
        : null,
  };
  const groups = spec.adGroups ?? between(mix(key, 20), 1, 3);
  for (let g = 0; g < groups; g++)
    campaign.adGroups.push(
      buildAdGroup(campaign, spec, g, groups, budgetOnCampaign ? null : Math.ceil(budget / groups)),
    );
  return campaign;
}

function buildAdGroup(
  campaign: Campaign,
  spec: AccountSpec,
  index: number,
  groups: number,
  budget: number | null,
): AdGroup {
  const key = mix(campaign.key, 2000 + index);
  const meta = campaign.account.platform === 'meta';
  const group: AdGroup = {
    from: campaign.from,
    to: campaign.to,
    after: campaign.after,
    id: meta ? `1202${digits(mix(key, 6), 14)}` : digits(mix(key, 6), 12),
    name: pick(mix(key, 1), adNames.groups[campaign.account.platform]) + (index > 0 ? ` ${index + 1}` : ''),
    key,
    campaign,
    ads: [],
    dailyBudgetMinor: budget,
  };
  const count = spec.ads ?? between(mix(key, 2), 1, 3);
  for (let a = 0; a < count; a++) {
    const adKey = mix(key, 3000 + a);
    // The first ad lives as long as its group; a later one may start late or be switched off early.
    const span = Math.max(0, Math.min(group.to, group.from + 380) - group.from);
    const late = a > 0 && unit(mix(adKey, 3)) < 0.4 ? Math.floor(span * 0.5 * unit(mix(adKey, 4))) : 0;
    const early = a > 0 && unit(mix(adKey, 5)) < 0.25;
    group.ads.push({
      from: group.from + late,
      to: early ? group.from + Math.floor(span * (0.6 + 0.35 * unit(mix(adKey, 6)))) : group.to,
      after: early ? pick(mix(adKey, 7), ['paused', 'paused', 'deleted'] as const) : group.after,
      id: meta ? `1202${digits(mix(adKey, 8), 14)}` : digits(mix(adKey, 8), 12),
      name: `${pick(mix(adKey, 1), adNames.ads[campaign.account.platform])} ${String.fromCharCode(65 + a)}`,
      key: adKey,
      share: (0.5 + unit(mix(adKey, 2))) / (groups * count),
      adGroup: group,
      campaign,
      account: campaign.account,
      creativeId: `1202${digits(mix(adKey, 9), 14)}`,
    });
  }
  return group;
}

function lifeOf(character: Character, first: Day, anchor: Day, key: number, meta: boolean): Life {
  const spanned = Math.max(30, anchor - first);
  switch (character) {
    case 'pause':
      return { from: first, to: anchor - between(mix(key, 30), 3, 40), after: 'paused' };
    case 'removed':
      return { from: first, to: first + Math.floor(spanned * (0.4 + 0.4 * unit(mix(key, 31)))), after: 'deleted' };
    case 'archived':
      return {
        from: first,
        to: first + Math.floor(spanned * (0.3 + 0.5 * unit(mix(key, 32)))),
        after: meta ? 'archived' : 'deleted',
      };
    case 'new':
      return { from: anchor - between(mix(key, 33), -15, 60), to: FOREVER, after: 'paused' };
    default:
      return { from: first, to: FOREVER, after: 'paused' };
  }
}

function conversionKinds(spec: AccountSpec, key: number): ConversionKind[] {
  const euro = PER_EURO[spec.currency] ?? 1;
  const sells = spec.vertical === 'hotel' || spec.vertical === 'shop';
  const kinds: Omit<ConversionKind, 'actionId' | 'salt'>[] = sells
    ? [
        {
          key: 'purchase',
          actionName: spec.vertical === 'hotel' ? 'Booking' : 'Purchase',
          category: 'PURCHASE',
          primary: true,
          rate: 0.018,
          value: (spec.vertical === 'hotel' ? 310 : 68) * euro,
        },
        {
          key: 'add_to_cart',
          actionName: 'Add to cart',
          category: 'ADD_TO_CART',
          primary: false,
          rate: 0.05,
          value: 0,
        },
      ]
    : [
        { key: 'lead', actionName: 'Contact form', category: 'SUBMIT_LEAD_FORM', primary: true, rate: 0.035, value: 0 },
        { key: 'call', actionName: 'Phone call', category: 'PHONE_CALL_LEAD', primary: true, rate: 0.012, value: 0 },
      ];
  if (spec.platform === 'google')
    kinds.push({
      key: 'signup',
      actionName: 'Newsletter sign-up',
      category: 'SIGNUP',
      primary: false,
      rate: 0.01,
      value: 1.5 * euro,
    });
  return kinds.map((kind, i) => ({ ...kind, actionId: digits(mix(key, 50 + i), 9), salt: 7000 + i * 101 }));
}

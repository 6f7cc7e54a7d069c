import type { ClientRow, EntityRow, Overview } from '../../src/contract/dashboards.ts';
import type { Range, Sums } from '../../src/contract/primitives.ts';
import type { PlatformId } from '../../src/contract/vocabulary.ts';

/** Believable, deterministic advertising data for looking at screens without an engine. */
export const NOW = '2026-10-02T09:41:00.000Z';
const TODAY = '2026-10-02';
const DAY_MS = 86_400_000;

type Spec = {
  name: string;
  city: string;
  platforms: PlatformId[];
  currency: string;
  /** Average spend per day in major units. */
  daily: number;
  /** Change of level against the earlier period. */
  drift: number;
  value: number;
  state?: 'expired' | 'disabled' | 'stale' | 'never' | 'failed' | 'no_campaigns';
  second?: string;
};

const REAL: Spec[] = [
  {
    name: 'Hotel XYZ',
    city: 'Kraków',
    platforms: ['meta', 'google'],
    currency: 'PLN',
    daily: 281,
    drift: -0.03,
    value: 410,
    state: 'expired',
  },
  {
    name: 'Restaurant ABC',
    city: 'Warszawa',
    platforms: ['meta'],
    currency: 'PLN',
    daily: 170,
    drift: 0.004,
    value: 90,
  },
  { name: 'Epoca', city: 'San Diego', platforms: ['meta'], currency: 'USD', daily: 41, drift: 0.12, value: 71 },
  {
    name: 'Belmonte Hotel',
    city: 'Gdańsk',
    platforms: ['meta', 'google'],
    currency: 'PLN',
    daily: 640,
    drift: 0.18,
    value: 520,
  },
  {
    name: 'Zajazd pod Szczęśliwą Gwiazdą – Łódź Śródmieście',
    city: 'Łódź',
    platforms: ['google'],
    currency: 'PLN',
    daily: 88,
    drift: -0.2,
    value: 120,
  },
  {
    name: 'Grundstücksverwaltungsgesellschaft Oberösterreich-Niederbayern mbH',
    city: 'München',
    platforms: ['meta', 'google'],
    currency: 'EUR',
    daily: 312,
    drift: 0.07,
    value: 240,
  },
  {
    name: 'Blå Fjord Spa',
    city: 'Bergen',
    platforms: ['google'],
    currency: 'EUR',
    daily: 97,
    drift: -0.05,
    value: 130,
    state: 'stale',
  },
  {
    name: 'Sakura Dental Clinic',
    city: 'Osaka',
    platforms: ['google'],
    currency: 'JPY',
    daily: 18_400,
    drift: 0.31,
    value: 21_000,
  },
  {
    name: 'Thames Cycles',
    city: 'London',
    platforms: ['meta', 'google'],
    currency: 'GBP',
    daily: 143,
    drift: -0.11,
    value: 64,
  },
  {
    name: 'Nordlicht Reisen',
    city: 'Hamburg',
    platforms: ['meta'],
    currency: 'EUR',
    daily: 205,
    drift: 0.02,
    value: 310,
    state: 'disabled',
  },
  { name: 'Café Młyn', city: 'Poznań', platforms: ['meta'], currency: 'PLN', daily: 24, drift: 0.5, value: 31 },
  {
    name: 'Puerto Sol Apartments',
    city: 'Málaga',
    platforms: ['meta', 'google'],
    currency: 'EUR',
    daily: 178,
    drift: 0.09,
    value: 200,
    second: 'GBP',
  },
  {
    name: 'Old Town Escape Rooms',
    city: 'Wrocław',
    platforms: ['google'],
    currency: 'PLN',
    daily: 61,
    drift: 14,
    value: 80,
  },
  {
    name: 'Fresh account',
    city: 'Lublin',
    platforms: ['meta'],
    currency: 'PLN',
    daily: 0,
    drift: 0,
    value: 0,
    state: 'never',
  },
  {
    name: 'Ogród Botaniczny',
    city: 'Kraków',
    platforms: ['google'],
    currency: 'PLN',
    daily: 47,
    drift: -0.01,
    value: 20,
  },
  {
    name: 'Harbour Legal',
    city: 'Bristol',
    platforms: ['google'],
    currency: 'GBP',
    daily: 220,
    drift: 0.03,
    value: 400,
  },
];
const HOSTILE: Spec[] = [
  {
    name: '<script>alert(1)</script>',
    city: '"><img src=x onerror=alert(1)>',
    platforms: ['meta'],
    currency: 'PLN',
    daily: 50,
    drift: 0.1,
    value: 40,
  },
  { name: "=cmd|' /C calc'!A0", city: '+1', platforms: ['google'], currency: 'EUR', daily: 70, drift: 0.1, value: 40 },
  {
    name: '\u202Eمطعم النخيل\u202C "quotes" & \'more\'',
    city: 'دبي',
    platforms: ['meta'],
    currency: 'USD',
    daily: 33,
    drift: -0.4,
    value: 40,
  },
  {
    name: 'x'.repeat(180),
    city: 'y'.repeat(90),
    platforms: ['meta', 'google'],
    currency: 'GBP',
    daily: 12,
    drift: 0,
    value: 9,
  },
];

const words = [
  'Hotel',
  'Klinika',
  'Salon',
  'Apartamenty',
  'Bistro',
  'Autohaus',
  'Praxis',
  'Studio',
  'Villa',
  'Atelier',
];
const places = ['Nowak', 'Weiß', 'Bałtyk', 'Schönbrunn', 'Tatry', 'Mazury', 'Isar', 'Kaszuby', 'Elbe', 'Wisła'];
const many = (): Spec[] =>
  Array.from({ length: 1000 }, (_, index) => ({
    name: `${words[index % 10]} ${places[Math.floor(index / 10) % 10]} ${Math.floor(index / 100) + 1}`,
    city: 'Gdynia',
    platforms: index % 3 === 0 ? ['meta', 'google'] : index % 3 === 1 ? ['meta'] : ['google'],
    currency: ['PLN', 'EUR', 'USD'][index % 3] ?? 'PLN',
    daily: 10 + ((index * 37) % 900),
    drift: (((index * 13) % 60) - 30) / 100,
    value: 50,
    ...(index % 97 === 0 ? { state: 'expired' as const } : {}),
  }));

export type Scene =
  | 'full'
  | 'empty'
  | 'error'
  | 'importing'
  | 'many'
  | 'hostile'
  | 'unusable'
  | 'memory'
  | 'slow'
  | 'partial';

export const specsOf = (scene: Scene): Spec[] =>
  scene === 'empty' ? [] : scene === 'many' ? many() : scene === 'hostile' ? [...HOSTILE, ...REAL] : REAL;

const noise = (seed: string): number => {
  let hash = 2166136261;
  for (let index = 0; index < seed.length; index++) hash = Math.imul(hash ^ seed.charCodeAt(index), 16777619);
  return ((hash >>> 0) % 10_000) / 10_000;
};
const EMPTY: Sums = {
  spendMicros: null,
  impressions: null,
  clicks: null,
  linkClicks: null,
  conversions: null,
  conversionValueMicros: null,
};
const add = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a == null ? (b ?? null) : b == null ? a : a + b;
export const addSums = (list: readonly Sums[]): Sums =>
  list.reduce(
    (total, one) => ({
      spendMicros: add(total.spendMicros, one.spendMicros),
      impressions: add(total.impressions, one.impressions),
      clicks: add(total.clicks, one.clicks),
      linkClicks: add(total.linkClicks, one.linkClicks),
      conversions: add(total.conversions, one.conversions),
      conversionValueMicros: add(total.conversionValueMicros, one.conversionValueMicros),
    }),
    EMPTY,
  );

const dayList = (range: Range): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(`${range.from}T00:00:00Z`); at <= Date.parse(`${range.to}T00:00:00Z`); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

const currencyOf = (spec: Spec, platform: PlatformId): string =>
  platform === 'google' && spec.second ? spec.second : spec.currency;

const dayOf = (spec: Spec, platform: PlatformId, day: string): Sums => {
  if (spec.state === 'never') return EMPTY;
  if (spec.state === 'expired' && platform === 'meta' && day > '2026-09-29') return EMPTY;
  if (spec.state === 'stale' && day > '2026-09-28') return EMPTY;
  if (spec.state === 'disabled' && day > '2026-08-12') return EMPTY;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const month = day < '2026-09-02' ? 1 : 1 + spec.drift;
  const share = spec.platforms.length > 1 ? (platform === 'meta' ? 0.6 : 0.4) : 1;
  const level =
    month *
    share *
    (weekday === 0 || weekday === 6 ? 0.72 : 1.1) *
    (0.75 + noise(`${spec.name}${platform}${day}`) * 0.5);
  const spend = Math.round(spec.daily * level * (day === TODAY ? 0.4 : 1) * 1e6);
  const impressions = Math.round((spend / 1e6) * (90 + noise(`i${spec.name}`) * 60));
  const clicks = Math.round(impressions * (0.006 + noise(`c${spec.name}`) * 0.012));
  const raw = clicks * 0.3 * (0.05 + noise(`v${spec.name}${day}`) * 0.08);
  const conversions = platform === 'google' ? Math.round(raw * 10) / 10 : Math.round(raw);
  return {
    spendMicros: spend,
    impressions,
    clicks,
    linkClicks: platform === 'meta' ? Math.round(clicks * 0.86) : null,
    conversions,
    conversionValueMicros: Math.round(conversions * spec.value * 1e6),
  };
};

const sumRange = (spec: Spec, platform: PlatformId, range: Range): Sums =>
  addSums(dayList(range).map((day) => dayOf(spec, platform, day)));
const used = (spec: Spec, platforms: PlatformId[] | null): PlatformId[] =>
  spec.platforms.filter((one) => platforms === null || platforms.includes(one));

export type ViewInput = { range: Range; compare: Range | null; platforms: PlatformId[] | null };

const totalsOf = (spec: Spec, input: ViewInput) => {
  const byCurrency = new Map<string, PlatformId[]>();
  for (const platform of used(spec, input.platforms)) {
    const currency = currencyOf(spec, platform);
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), platform]);
  }
  return [...byCurrency].map(([currency, list]) => ({
    currency,
    current: addSums(list.map((one) => sumRange(spec, one, input.range))),
    previous:
      input.compare === null || spec.state === 'stale'
        ? null
        : addSums(list.map((one) => sumRange(spec, one, input.compare!))),
  }));
};

const ago = (hours: number): string => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();
const freshnessOf = (spec: Spec): ClientRow['freshness'] =>
  spec.state === 'never'
    ? { state: 'never', lastImportedAt: null }
    : spec.state === 'expired'
      ? { state: 'failed', lastImportedAt: ago(79) }
      : spec.state === 'stale'
        ? { state: 'stale', lastImportedAt: ago(90) }
        : noise(spec.name) > 0.85
          ? { state: 'ageing', lastImportedAt: ago(31) }
          : { state: 'fresh', lastImportedAt: ago(noise(spec.name) * 8) };

const attentionOf = (spec: Spec): ClientRow['attention'] => {
  if (spec.state === 'expired')
    return {
      severity: 'failed',
      title: 'Meta sign-in expired',
      body: `${spec.name} has no new data since 29 Sep. Saved data is still here.`,
      action: 'sign_in_again',
      connectionId: 'c1',
    };
  if (spec.state === 'disabled')
    return {
      severity: 'warning',
      title: 'Meta disabled this ad account',
      body: 'Nothing new can be imported. History up to 12 Aug stays available.',
      action: 'check_access',
      connectionId: 'c1',
    };
  if (spec.state === 'stale')
    return {
      severity: 'warning',
      title: 'No new data for 4 days',
      body: 'The last import was on 28 Sep.',
      action: 'import',
      connectionId: null,
    };
  if (spec.name === 'Restaurant ABC')
    return {
      severity: 'warning',
      title: 'Cost per conversion 42% worse',
      body: '212 → 150 conversions in 30 days.',
      action: 'compare',
      connectionId: null,
      currency: spec.currency,
    };
  return null;
};

const paceOf = (spec: Spec, pace: number) => ({
  currency: spec.currency,
  month: '2026-10',
  budgetMicros: spec.daily * 31e6,
  through: '2026-10-01',
  elapsedShare: 1 / 31,
  daysLeft: 30,
  spentMicros: Math.round(spec.daily * pace * 1e6),
  pace,
  projectedMicros: Math.round(spec.daily * 31e6 * pace),
  reason: null,
});

export const clientsView = (scene: Scene, input: ViewInput) => {
  const rows: ClientRow[] = specsOf(scene).map((spec, index) => ({
    id: `client-${index}`,
    name: spec.name,
    city: spec.city,
    platforms: spec.platforms.map((platform) => ({
      platform,
      adAccounts: 1,
      state:
        spec.state === 'expired' && platform === 'meta' ? 'expired' : spec.state === 'disabled' ? 'disabled' : 'ok',
    })),
    totals: totalsOf(spec, input),
    trend: dayList(input.range).map(
      (day) =>
        addSums(
          used(spec, input.platforms)
            .filter((one) => currencyOf(spec, one) === spec.currency)
            .map((one) => dayOf(spec, one, day)),
        ).spendMicros ?? null,
    ),
    trendCurrency: spec.currency,
    freshness: freshnessOf(spec),
    attention: attentionOf(spec),
    owner: index % 4 === 3 ? null : (['Anna Kowalska', 'Maximilian Oberhuber', 'Sam'][index % 4] ?? null),
    tags: index % 3 === 0 ? ['hotel', 'vip'] : index % 3 === 1 ? ['E-Commerce'] : [],
    pinned: null,
    paces: index % 5 === 1 ? [paceOf(spec, 0.6 + noise(`p${spec.name}`) * 0.7)] : [],
  }));
  const currencies = [...new Set(rows.flatMap((row) => row.totals.map((one) => one.currency)))];
  return {
    rows,
    totals: currencies
      .map((currency) => {
        const all = rows.flatMap((row) => row.totals).filter((one) => one.currency === currency);
        return {
          currency,
          current: addSums(all.map((one) => one.current)),
          previous: input.compare === null ? null : addSums(all.map((one) => one.previous ?? EMPTY)),
        };
      })
      .sort((a, b) => (b.current.spendMicros ?? 0) - (a.current.spendMicros ?? 0)),
    business: [],
    asOf: ago(0.5),
  };
};

const CAMPAIGNS = [
  'Brand Awareness',
  'Leasing Special',
  'Spring weekend – returning guests',
  'Search: brand',
  'Lookalike 1% Prospecting',
  'Jesienny remarketing, wizyty z 30 dni',
  'Video: behind the kitchen',
  'Gift cards',
  'Newsletter sign-up',
  'Events & weddings',
  'Performance Max',
  'Autumn retargeting',
];
const GROUPS = ['Lookalike 1%', 'Broad 25–65', 'Returning visitors'];
const ADS = ['Carousel, new creative', 'Video 15 s', 'Static square', 'Responsive search ad'];

const entity = (
  spec: Spec,
  clientIndex: number,
  platform: PlatformId,
  level: EntityRow['level'],
  index: number,
  parent: EntityRow | null,
  names: string[],
  input: ViewInput,
): EntityRow => {
  const share = (names.length - index) / ((names.length * (names.length + 1)) / 2);
  const idle = level === 'campaign' && index >= 9;
  const scale = (sums: Sums): Sums => {
    const part = (value: number | null | undefined): number | null =>
      value == null ? null : idle ? 0 : Math.round(value * share);
    return {
      spendMicros: part(sums.spendMicros),
      impressions: part(sums.impressions),
      clicks: part(sums.clicks),
      linkClicks: part(sums.linkClicks),
      conversions: part(sums.conversions),
      conversionValueMicros: part(sums.conversionValueMicros),
    };
  };
  const base = parent
    ? { current: parent.current, previous: parent.previous }
    : {
        current: sumRange(spec, platform, input.range),
        previous: input.compare && sumRange(spec, platform, input.compare),
      };
  return {
    platform,
    adAccountId: `${platform}-${clientIndex}`,
    level,
    entityId: `${parent?.entityId ?? `${platform}${clientIndex}`}-${index}`,
    name: names[index] ?? 'Campaign',
    parentId: parent?.entityId ?? null,
    parentName: parent?.name ?? null,
    status: index === 9 ? 'paused' : index === 10 ? 'issues' : index === 11 ? 'archived' : 'active',
    platformStatus: index === 10 ? 'WITH_ISSUES' : null,
    objective: platform === 'meta' ? 'Sales' : 'Search',
    dailyBudgetMicros: level === 'campaign' && index < 6 ? 20_000_000 * (index + 1) : null,
    currency: currencyOf(spec, platform),
    current: scale(base.current),
    previous: base.previous && scale(base.previous),
    settling: true,
  };
};

export const entitiesView = (
  scene: Scene,
  input: ViewInput & { clientId: string; level: 'campaign' | 'ad_group' | 'ad'; parentId: string | null },
) => {
  const index = Number(input.clientId.replace('client-', ''));
  const spec = specsOf(scene)[index];
  if (!spec) return null;
  const campaigns = used(spec, input.platforms).flatMap((platform) =>
    spec.state === 'never'
      ? []
      : CAMPAIGNS.map((_, at) =>
          entity(
            spec,
            index,
            platform,
            'campaign',
            at,
            null,
            scene === 'hostile'
              ? CAMPAIGNS.map((name, n) => (n === 0 ? '=HYPERLINK("http://x","<b>bold</b>")' : name))
              : CAMPAIGNS,
            input,
          ),
        ),
  );
  const groups = campaigns.flatMap((campaign) =>
    GROUPS.map((_, at) => entity(spec, index, campaign.platform, 'ad_group', at, campaign, GROUPS, input)),
  );
  const ads = groups.flatMap((group) =>
    ADS.map((_, at) => entity(spec, index, group.platform, 'ad', at, group, ADS, input)),
  );
  const all = { campaign: campaigns, ad_group: groups, ad: ads }[input.level];
  const rows = all
    .filter((row) => input.parentId === null || row.parentId === input.parentId)
    .sort((a, b) => (b.current.spendMicros ?? 0) - (a.current.spendMicros ?? 0));
  const currencies = [...new Set(rows.map((row) => row.currency))];
  return {
    rows,
    totals: currencies.map((currency) => ({
      currency,
      current: addSums(rows.filter((row) => row.currency === currency).map((row) => row.current)),
      previous: input.compare
        ? addSums(rows.filter((row) => row.currency === currency).map((row) => row.previous ?? EMPTY))
        : null,
    })),
    business: [],
    asOf: ago(0.5),
  };
};

export const overviewOf = (scene: Scene, input: ViewInput & { clientId: string }): Overview | null => {
  const index = Number(input.clientId.replace('client-', ''));
  const spec = specsOf(scene)[index];
  const campaigns = entitiesView(scene, { ...input, level: 'campaign', parentId: null });
  if (!spec || !campaigns) return null;
  const settlingFrom = '2026-09-25';
  const earlier = input.compare ? dayList(input.compare) : [];
  return {
    client: { id: input.clientId, name: spec.name, city: spec.city },
    delivery: spec.state === 'never' ? 'no_data' : spec.state === 'disabled' ? 'no_delivery' : 'running',
    adAccounts: used(spec, input.platforms).map((platform) => ({
      platform,
      adAccountId: `${platform}-${index}`,
      name: `${spec.name} ${platform}`,
      currency: currencyOf(spec, platform),
      timezone: spec.currency === 'USD' ? 'America/Los_Angeles' : 'Europe/Warsaw',
      status: spec.state === 'disabled' ? 'disabled' : 'active',
      freshness: freshnessOf(spec),
      missingDays:
        spec.state === 'expired' && platform === 'meta'
          ? 2
          : spec.state === 'never'
            ? 30
            : spec.state === 'stale'
              ? 3
              : 0,
      settledThrough: '2026-09-24',
      problem:
        spec.state === 'expired' && platform === 'meta'
          ? {
              code: 'token_expired',
              sentence: `Meta sign-in expired. ${spec.name} has no new data since 29 Sep. Saved data is still here.`,
              detail: null,
              fix: 'sign_in_again',
            }
          : spec.state === 'disabled'
            ? {
                code: 'account_disabled',
                sentence: 'Meta disabled this ad account. History up to 12 Aug stays available.',
                detail: null,
                fix: 'check_access',
              }
            : null,
      connectionId: 'c1',
    })),
    blocks: totalsOf(spec, input)
      .sort((a, b) => (b.current.spendMicros ?? 0) - (a.current.spendMicros ?? 0))
      .map((totals) => {
        const list = used(spec, input.platforms).filter((one) => currencyOf(spec, one) === totals.currency);
        const point = (day: string, at: number) => {
          const sums = addSums(list.map((one) => dayOf(spec, one, day)));
          const state =
            sums.spendMicros === null
              ? 'missing'
              : day === TODAY
                ? 'partial'
                : day >= settlingFrom
                  ? 'settling'
                  : 'settled';
          return {
            ...sums,
            day,
            state,
            restated: at === 12,
            noLongerOffered: false,
            notReported: false,
            previousDay: earlier[at] ?? null,
            previous: earlier[at] ? addSums(list.map((one) => dayOf(spec, one, earlier[at]!))) : null,
          } as const;
        };
        const days = dayList(input.range);
        return {
          currency: totals.currency,
          totals,
          daily: days.map(point),
          today: input.range.to === '2026-10-01' ? point(TODAY, days.length) : null,
          channels: list.map((platform) => ({
            platform,
            current: sumRange(spec, platform, input.range),
            previous: input.compare && sumRange(spec, platform, input.compare),
            campaigns: spec.state === 'never' ? 0 : 12,
          })),
          topCampaigns: campaigns.rows.filter((row) => row.currency === totals.currency).slice(0, 5),
        };
      }),
    business: [],
    asOf: freshnessOf(spec).lastImportedAt,
    settling: { from: settlingFrom, to: input.range.to },
  };
};

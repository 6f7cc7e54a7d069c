import { businessMetric } from '../../../contract/business-metrics.ts';
import type { BusinessMetricInfo } from '../../../contract/client-profile.ts';
import { METRICS, type MetricDefinition, type MetricId, type MetricKey } from '../../../contract/metrics.ts';
import type { EntityLevel } from './words.ts';

/** Which columns the Campaigns table has, by preset. Pure. */
export const PRESETS = ['performance', 'delivery', 'clicks', 'conversions', 'leads', 'video', 'quality'] as const;
export type Preset = (typeof PRESETS)[number];
export const PRESET_LABELS: Record<Preset | 'custom', string> = {
  performance: 'Performance',
  delivery: 'Delivery',
  clicks: 'Clicks',
  conversions: 'Conversions & value',
  leads: 'Leads',
  video: 'Video',
  quality: 'Data quality',
  custom: 'Custom',
};

/** Columns that are no metrics. */
export const FIXED = {
  status: { name: 'Status', group: 'Campaign', width: 92 },
  name: { name: 'Name', group: 'Campaign', width: 220 },
  via: { name: 'Platform', group: 'Campaign', width: 44 },
  parent: { name: 'Belongs to', group: 'Campaign', width: 168 },
  objective: { name: 'Objective', group: 'Campaign', width: 112 },
  budget: { name: 'Daily budget', group: 'Campaign', width: 96 },
  qualityRanking: { name: 'Quality ranking', group: 'Ad relevance', width: 132 },
  engagementRateRanking: { name: 'Engagement ranking', group: 'Ad relevance', width: 132 },
  conversionRateRanking: { name: 'Conversion ranking', group: 'Ad relevance', width: 132 },
  id: { name: 'ID', group: 'Data quality', width: 148 },
  adAccount: { name: 'Ad account', group: 'Data quality', width: 140 },
  told: { name: "Platform's status", group: 'Data quality', width: 132 },
  conversionsState: { name: 'Conversions are', group: 'Data quality', width: 124 },
  comparable: { name: 'Earlier period', group: 'Data quality', width: 124 },
} as const;
export type FixedId = keyof typeof FIXED;
/** Not shown to a client. */
const REVEALING: readonly FixedId[] = ['budget', 'adAccount', 'told', 'id'];
/** Always there: a row without them cannot be told from others. */
export const ALWAYS: readonly FixedId[] = ['status', 'name', 'via'];

const WITH_CHANGE: readonly MetricId[] = ['spend', 'conversions', 'cpa'];
export const CHANGE = 'Change';
const withChange = (ids: readonly string[]): string[] =>
  ids.flatMap((id) => ((WITH_CHANGE as readonly string[]).includes(id) ? [id, `${id}${CHANGE}`] : [id]));

export type ColumnContext = {
  level: EntityLevel;
  business: readonly BusinessMetricInfo[];
  clientSafe: boolean;
  compared: boolean;
  /** The table is inside of one campaign or ad group. */
  inside: boolean;
};

const GROUPS: Record<MetricKey, string> = {
  spend: 'Delivery',
  impressions: 'Delivery',
  cpm: 'Delivery',
  reach: 'Delivery',
  frequency: 'Delivery',
  impressionShare: 'Delivery',
  clicks: 'Clicks',
  linkClicks: 'Clicks',
  ctr: 'Clicks',
  cpc: 'Clicks',
  conversions: 'Conversions',
  conversionRate: 'Conversions',
  cpa: 'Conversions',
  conversionValue: 'Conversions',
  roas: 'Conversions',
  videoViews: 'Video',
  videoViewRate: 'Video',
  costPerVideoView: 'Video',
};

/** Every metric a view of this client has, in the order of the picker. */
export const metricsFor = ({ business, clientSafe }: Pick<ColumnContext, 'business' | 'clientSafe'>) =>
  [
    ...(Object.keys(GROUPS) as MetricKey[]).map((key) => ({ metric: METRICS[key], group: GROUPS[key] })),
    ...business.flatMap((one) => {
      const { count, costPer } = businessMetric(one);
      return [count, costPer].map((metric) => ({ metric, group: 'Conversions' }));
    }),
  ].filter(({ metric }) => !clientSafe || !metric.revealsCost);

export type ColumnInfo = { id: string; name: string; group: string; metric: MetricDefinition | null; change: boolean };

/** Every column that may be shown, in the order of the picker. */
export const availableColumns = (context: ColumnContext): ColumnInfo[] => {
  const fixed = (Object.keys(FIXED) as FixedId[])
    .filter((id) => !context.clientSafe || !REVEALING.includes(id))
    .map((id): ColumnInfo => ({ id, name: FIXED[id].name, group: FIXED[id].group, metric: null, change: false }));
  const metrics = metricsFor(context).flatMap(({ metric, group }): ColumnInfo[] => [
    { id: metric.key, name: metric.label, group, metric, change: false },
    ...(context.compared
      ? [{ id: `${metric.key}${CHANGE}`, name: `${metric.label}, change`, group, metric, change: true }]
      : []),
  ]);
  const place = ['Campaign', 'Delivery', 'Clicks', 'Conversions', 'Video', 'Ad relevance', 'Data quality'];
  return [...fixed, ...metrics].sort((a, b) => place.indexOf(a.group) - place.indexOf(b.group));
};

/** What the client calls its leads. */
export const leadNames = (business: readonly BusinessMetricInfo[]): string[] =>
  business.filter(({ kind }) => kind === 'lead').map(({ name }) => name);

/** Ads of many ad sets share their names: without the one they belong to they cannot be told apart. */
const parentOf = ({ level, inside }: ColumnContext): string[] => (level === 'campaign' || inside ? [] : ['parent']);

const presetIds = (preset: Preset, { level, business }: ColumnContext): readonly string[] => {
  switch (preset) {
    case 'performance':
      return [
        ...(level === 'campaign' ? ['objective', 'budget'] : []),
        ...withChange(['spend', 'impressions', 'clicks', 'ctr', 'cpc', 'conversions', 'conversionRate', 'cpa']),
        'conversionValue',
        'roas',
      ];
    case 'delivery':
      return [
        ...(level === 'ad' ? [] : ['objective', 'budget']),
        ...withChange(['spend']),
        'impressions',
        'reach',
        'frequency',
        'cpm',
        'impressionShare',
        ...(level === 'ad' ? ['qualityRanking', 'engagementRateRanking', 'conversionRateRanking'] : []),
      ];
    case 'clicks':
      return [...withChange(['spend']), 'impressions', 'clicks', 'clicksChange', 'linkClicks', 'ctr', 'cpc'];
    case 'conversions':
      return [
        ...withChange(['spend', 'conversions']),
        'conversionRate',
        'cpa',
        ...business.flatMap(({ name }) => [`named:${name}`, `costPer:${name}`]),
        'conversionValue',
        'conversionValueChange',
        'roas',
      ];
    case 'leads': {
      const leads = leadNames(business);
      // Without a name for leads nobody knows which conversions are some: all of them are shown, and the screen says so.
      const counted = leads.length === 0 ? ['conversions', 'conversionRate', 'cpa'] : [];
      return [
        ...withChange(['spend']),
        ...leads.flatMap((name) => [`named:${name}`, `named:${name}${CHANGE}`, `costPer:${name}`]),
        ...counted,
        'impressions',
        'clicks',
        'ctr',
        'cpc',
      ];
    }
    case 'video':
      return [
        ...withChange(['spend']),
        'impressions',
        'videoViews',
        'videoViewsChange',
        'videoViewRate',
        'costPerVideoView',
        'reach',
        'frequency',
        'cpm',
      ];
    case 'quality':
      return ['id', 'adAccount', 'told', 'conversionsState', 'comparable', 'spend', 'conversions'];
  }
};

/** The columns of a preset, or of a person's own choice, that exist in this view, in their order. Status, name and platform lead. */
export const chosenColumns = (
  preset: Preset | 'custom',
  custom: readonly string[],
  context: ColumnContext,
): ColumnInfo[] => {
  const known = new Map(availableColumns(context).map((column) => [column.id, column]));
  const ids = preset === 'custom' ? custom : [...parentOf(context), ...presetIds(preset, context)];
  return [...ALWAYS, ...ids.filter((id) => !(ALWAYS as readonly string[]).includes(id))].flatMap(
    (id) => known.get(id) ?? [],
  );
};

/** 'spend,clicks' for the address; names of conversions may hold commas. */
export const columnsToText = (ids: readonly string[]): string =>
  ids
    .filter((id) => !(ALWAYS as readonly string[]).includes(id))
    .map((id) => encodeURIComponent(id))
    .join(',');
export const columnsFromText = (text: string | undefined): string[] =>
  (text ?? '').split(',').flatMap((part) => {
    try {
      return part === '' ? [] : [decodeURIComponent(part)];
    } catch {
      return [];
    }
  });

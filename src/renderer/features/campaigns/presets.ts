import { businessMetric } from '../../../contract/business-metrics.ts';
import type { BusinessMetricInfo } from '../../../contract/client-profile.ts';
import { labelOf, type MetricDefinition, type MetricId, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { EntityLevel } from './words.ts';

/** Which columns the Campaigns table has, by preset. Pure. */
export const PRESETS = ['performance', 'delivery', 'clicks', 'conversions', 'leads', 'video', 'quality'] as const;
export type Preset = (typeof PRESETS)[number];
export const PRESET_LABELS: Record<Preset | 'custom', Message> = {
  performance: m.presetPerformance,
  delivery: m.presetDelivery,
  clicks: m.presetClicks,
  conversions: m.presetConversions,
  leads: m.presetLeads,
  video: m.presetVideo,
  quality: m.presetQuality,
  custom: m.presetCustom,
};

/** The groups of the picker, in its order. */
const GROUPS = {
  campaign: m.groupCampaign,
  delivery: m.groupDelivery,
  clicks: m.groupClicks,
  conversions: m.groupConversions,
  video: m.groupVideo,
  relevance: m.groupRelevance,
  quality: m.groupQuality,
} as const;
type Group = keyof typeof GROUPS;

/** Columns that are no metrics. */
export const FIXED = {
  status: { name: m.columnStatus, group: 'campaign', width: 92 },
  name: { name: m.columnName, group: 'campaign', width: 150 },
  via: { name: m.columnPlatform, group: 'campaign', width: 40 },
  parent: { name: m.columnParent, group: 'campaign', width: 136 },
  objective: { name: m.columnObjective, group: 'campaign', width: 112 },
  budget: { name: m.columnDailyBudget, group: 'campaign', width: 96 },
  qualityRanking: { name: m.columnQualityRanking, group: 'relevance', width: 132 },
  engagementRateRanking: { name: m.columnEngagementRanking, group: 'relevance', width: 132 },
  conversionRateRanking: { name: m.columnConversionRanking, group: 'relevance', width: 132 },
  id: { name: m.columnId, group: 'quality', width: 148 },
  adAccount: { name: m.columnAdAccount, group: 'quality', width: 140 },
  told: { name: m.columnTold, group: 'quality', width: 132 },
  conversionsState: { name: m.columnConversionsState, group: 'quality', width: 124 },
  comparable: { name: m.columnComparable, group: 'quality', width: 124 },
} as const satisfies Record<string, { name: Message; group: Group; width: number }>;
export type FixedId = keyof typeof FIXED;
/** Not shown to a client. */
const REVEALING: readonly FixedId[] = ['budget', 'adAccount', 'told', 'id'];
/** Always there: a row without them cannot be told from others. */
export const ALWAYS: readonly FixedId[] = ['status', 'name', 'via'];

const WITH_CHANGE: readonly MetricId[] = ['spend', 'conversions', 'cpa'];
/** The id of the column of a metric's change. */
export const changeId = (id: string): string => `${id}Change`;
export const isChange = (id: string): boolean => id.endsWith('Change');
const withChange = (ids: readonly string[]): string[] =>
  ids.flatMap((id) => ((WITH_CHANGE as readonly string[]).includes(id) ? [id, changeId(id)] : [id]));

export type ColumnContext = {
  level: EntityLevel;
  business: readonly BusinessMetricInfo[];
  clientSafe: boolean;
  compared: boolean;
  /** The table is inside of one campaign or ad group. */
  inside: boolean;
};

const METRIC_GROUPS: Record<MetricKey, Group> = {
  spend: 'delivery',
  impressions: 'delivery',
  cpm: 'delivery',
  reach: 'delivery',
  frequency: 'delivery',
  impressionShare: 'delivery',
  clicks: 'clicks',
  linkClicks: 'clicks',
  ctr: 'clicks',
  cpc: 'clicks',
  conversions: 'conversions',
  conversionRate: 'conversions',
  cpa: 'conversions',
  conversionValue: 'conversions',
  roas: 'conversions',
  videoViews: 'video',
  videoViewRate: 'video',
  costPerVideoView: 'video',
  videoPlays: 'video',
  thruPlays: 'video',
  costPerThruPlay: 'video',
};

/** Every metric a view of this client has, in the order of the picker. */
export const metricsFor = ({ business, clientSafe }: Pick<ColumnContext, 'business' | 'clientSafe'>) =>
  [
    ...(Object.keys(METRIC_GROUPS) as MetricKey[]).map((key) => ({ metric: METRICS[key], group: METRIC_GROUPS[key] })),
    ...business.flatMap((one) => {
      const { count, costPer } = businessMetric(one);
      return [count, costPer].map((metric) => ({ metric, group: 'conversions' as const }));
    }),
  ].filter(({ metric }) => !clientSafe || !metric.revealsCost);

export type ColumnInfo = { id: string; name: string; group: string; metric: MetricDefinition | null; change: boolean };
type Placed = Omit<ColumnInfo, 'group'> & { group: Group };

/** Every column that may be shown, in the order of the picker. */
export const availableColumns = (context: ColumnContext): ColumnInfo[] => {
  const fixed = (Object.keys(FIXED) as FixedId[])
    .filter((id) => !context.clientSafe || !REVEALING.includes(id))
    .map((id): Placed => ({ id, name: t(FIXED[id].name), group: FIXED[id].group, metric: null, change: false }));
  const metrics = metricsFor(context).flatMap(({ metric, group }): Placed[] => [
    { id: metric.key, name: labelOf(metric), group, metric, change: false },
    ...(context.compared
      ? [
          {
            id: changeId(metric.key),
            name: t(m.metricChange, { metric: labelOf(metric) }),
            group,
            metric,
            change: true,
          },
        ]
      : []),
  ]);
  const place = Object.keys(GROUPS);
  return [...fixed, ...metrics]
    .sort((a, b) => place.indexOf(a.group) - place.indexOf(b.group))
    .map((column) => ({ ...column, group: t(GROUPS[column.group]) }));
};

/** What the client calls its leads. */
export const leadNames = (business: readonly BusinessMetricInfo[]): string[] =>
  business.filter(({ kind }) => kind === 'lead').map(({ name }) => name);

/** Ads of many ad sets share their names: without the one they belong to they cannot be told apart. */
const parentOf = ({ level, inside }: ColumnContext): string[] => (level === 'campaign' || inside ? [] : ['parent']);

const presetIds = (preset: Preset, context: ColumnContext): readonly string[] => {
  const { level, business } = context;
  switch (preset) {
    // What fits beside the sidebar of a small window: the rest is a preset, or a tick in the picker, away.
    case 'performance':
      return [
        'spend',
        'impressions',
        'clicks',
        'ctr',
        'cpc',
        'conversions',
        ...(parentOf(context).length === 0 ? [changeId('conversions')] : []),
        'cpa',
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
        ...leads.flatMap((name) => [`named:${name}`, changeId(`named:${name}`), `costPer:${name}`]),
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
        'thruPlays',
        'costPerThruPlay',
        'videoPlays',
        'reach',
        'frequency',
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

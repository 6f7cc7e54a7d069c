import type { Account } from '../agency/entities.ts';
import type { Cell } from '../agency/split.ts';
import { fail, invalidParameter } from './errors.ts';

type Values = readonly (readonly [label: string, weight: number])[];

const AGE: Values = [
  ['18-24', 12],
  ['25-34', 27],
  ['35-44', 24],
  ['45-54', 18],
  ['55-64', 12],
  ['65+', 7],
];
const GENDER: Values = [
  ['female', 52],
  ['male', 46],
  ['unknown', 2],
];
const PLATFORM: Values = [
  ['facebook', 55],
  ['instagram', 38],
  ['audience_network', 5],
  ['messenger', 2],
];
const DEVICE: Values = [
  ['iphone', 35],
  ['android_smartphone', 45],
  ['ipad', 5],
  ['desktop', 15],
];
const HOURS: Values = Array.from(
  { length: 24 },
  (_, h) =>
    [
      `${String(h).padStart(2, '0')}:00:00 - ${String(h).padStart(2, '0')}:59:59`,
      h < 6 ? 0.6 : h < 18 ? 4 : 7,
    ] as const,
);
const POSITIONS: Record<string, Values> = {
  facebook: [
    ['feed', 70],
    ['facebook_reels', 20],
    ['marketplace', 10],
  ],
  instagram: [
    ['feed', 45],
    ['instagram_stories', 30],
    ['instagram_reels', 25],
  ],
  audience_network: [['an_classic', 100]],
  messenger: [['messenger_inbox', 100]],
};
const COUNTRIES: Record<string, Values> = {
  'Europe/Warsaw': [
    ['PL', 93],
    ['DE', 4],
    ['GB', 3],
  ],
  'Europe/Berlin': [
    ['DE', 88],
    ['AT', 8],
    ['CH', 4],
  ],
  'Europe/London': [
    ['GB', 95],
    ['IE', 5],
  ],
  'Asia/Tokyo': [
    ['JP', 99],
    ['TW', 1],
  ],
};
const US: Values = [
  ['US', 96],
  ['CA', 3],
  ['MX', 1],
];

export const HOURLY = [
  'hourly_stats_aggregated_by_advertiser_time_zone',
  'hourly_stats_aggregated_by_audience_time_zone',
] as const;
const KNOWN = [
  'age',
  'gender',
  'country',
  'region',
  'publisher_platform',
  'platform_position',
  'impression_device',
  ...HOURLY,
];
const ALLOWED = new Set([
  'age',
  'gender',
  'age,gender',
  'country',
  'region',
  'publisher_platform',
  'impression_device,publisher_platform',
  'platform_position,publisher_platform',
  'impression_device,platform_position,publisher_platform',
  ...HOURLY,
]);

/** Refuses the sets Graph refuses. An empty list is no breakdown. */
export function checkBreakdowns(names: readonly string[]): void {
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    fail(invalidParameter(`breakdowns[0] must be one of the following values: ${KNOWN.join(', ')}`));
  if (names.length === 0 || ALLOWED.has([...new Set(names)].toSorted().join(','))) return;
  if (names.includes('platform_position') && !names.includes('publisher_platform'))
    fail(invalidParameter('Current combination of data breakdown columns (platform_position) is invalid'));
  fail({
    status: 400,
    message: `Current combination of data breakdown columns (${names.join(', ')}) is invalid`,
    type: 'OAuthException',
    code: 2,
    error_subcode: 1504041,
    is_transient: false,
    error_user_title: 'Invalid breakdowns',
    error_user_msg: 'The combination of breakdowns is not allowed.',
  });
}

function valuesOf(name: string, account: Account): Values {
  if (name === 'age') return AGE;
  if (name === 'gender') return GENDER;
  if (name === 'publisher_platform') return PLATFORM;
  if (name === 'impression_device') return DEVICE;
  if (name === 'country') return COUNTRIES[account.timezone] ?? US;
  if (name === 'region')
    return ['Region North', 'Region South', 'Region East', 'Region West'].map(
      (label, i) => [label, 40 - i * 8] as const,
    );
  return HOURS;
}

export function cellsOf(names: readonly string[], account: Account): Cell[] {
  let cells: Cell[] = [{ labels: {}, weight: 1 }];
  // publisher_platform first: which positions exist depends on it.
  for (const name of names.toSorted(
    (a, b) => Number(b === 'publisher_platform') - Number(a === 'publisher_platform'),
  )) {
    cells = cells.flatMap((cell) =>
      (name === 'platform_position'
        ? (POSITIONS[cell.labels['publisher_platform'] ?? ''] ?? [])
        : valuesOf(name, account)
      ).map(([label, weight]) => ({ labels: { ...cell.labels, [name]: label }, weight: cell.weight * weight })),
    );
  }
  return cells;
}

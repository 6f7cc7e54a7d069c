import type { Account } from '../agency/entities.ts';

/** One row's part of a view: a country and how the person is tied to it, or an audience criterion. */
export type ViewCell = { country?: string; kind: string; criterion?: string };

type Cells = readonly (readonly [cell: ViewCell, weight: number])[];

/** Criterion ids of Google's audiences are fixed. */
const AGES: Cells = [
  [{ kind: 'AGE_RANGE_18_24', criterion: '503001' }, 11],
  [{ kind: 'AGE_RANGE_25_34', criterion: '503002' }, 26],
  [{ kind: 'AGE_RANGE_35_44', criterion: '503003' }, 23],
  [{ kind: 'AGE_RANGE_45_54', criterion: '503004' }, 16],
  [{ kind: 'AGE_RANGE_55_64', criterion: '503005' }, 10],
  [{ kind: 'AGE_RANGE_65_UP', criterion: '503006' }, 6],
  [{ kind: 'AGE_RANGE_UNDETERMINED', criterion: '503999' }, 8],
];
const GENDERS: Cells = [
  [{ kind: 'MALE', criterion: '10' }, 46],
  [{ kind: 'FEMALE', criterion: '11' }, 47],
  [{ kind: 'UNDETERMINED', criterion: '20' }, 7],
];
export const AGE_TYPES: readonly string[] = AGES.map(([cell]) => cell.kind);
export const GENDER_TYPES: readonly string[] = GENDERS.map(([cell]) => cell.kind);

/** Geo target constants of countries are 2000 plus the country's ISO number. */
const HOME: Record<string, readonly (readonly [country: string, weight: number])[]> = {
  'Europe/Warsaw': [
    ['2616', 93],
    ['2276', 4],
    ['2826', 3],
  ],
  'Europe/Berlin': [
    ['2276', 88],
    ['2040', 8],
    ['2756', 4],
  ],
  'Europe/London': [
    ['2826', 95],
    ['2372', 5],
  ],
  'Asia/Tokyo': [
    ['2392', 99],
    ['2158', 1],
  ],
};
const US = [
  ['2840', 96],
  ['2124', 3],
  ['2484', 1],
] as const;

function places(account: Account, kinds: readonly (readonly [kind: string, share: number])[]): Cells {
  return (HOME[account.timezone] ?? US).flatMap(([country, weight]) =>
    kinds.map(([kind, share]) => [{ country, kind }, weight * share] as const),
  );
}

export type View = {
  /** Its rows are those of ad groups; else of campaigns, or of the whole account when no campaign is asked for. */
  perAdGroup: boolean;
  cells(account: Account): Cells;
  /** Campaigns it tells nothing about: the cells add up to less than the whole. */
  withoutChannel: string | null;
};

/** Resources whose rows split the figures of campaigns or ad groups. */
export const VIEWS: Readonly<Record<string, View>> = {
  age_range_view: { perAdGroup: true, cells: () => AGES, withoutChannel: 'SHOPPING' },
  gender_view: { perAdGroup: true, cells: () => GENDERS, withoutChannel: 'SHOPPING' },
  geographic_view: {
    perAdGroup: false,
    cells: (account) =>
      places(account, [
        ['LOCATION_OF_PRESENCE', 0.85],
        ['AREA_OF_INTEREST', 0.15],
      ]),
    withoutChannel: null,
  },
  user_location_view: {
    perAdGroup: false,
    cells: (account) =>
      places(account, [
        ['true', 0.9],
        ['false', 0.1],
      ]),
    withoutChannel: null,
  },
};

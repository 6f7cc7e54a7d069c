import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { EntityRow } from '../../../contract/dashboards.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { Density } from '../../ui/density.tsx';
import type { Preset } from './presets.ts';
import { BELOW } from './tree.ts';
import type { EntityLevel } from './words.ts';

/** What the address says of the Campaigns screen. */
export type Search = {
  level?: EntityLevel | undefined;
  /** The campaign or ad group the table is inside of, and the campaign above that. */
  parent?: string | undefined;
  under?: string | undefined;
  sort?: string | undefined;
  filter?: string | undefined;
  where?: string | undefined;
  preset?: Preset | 'custom' | undefined;
  cols?: string | undefined;
  widths?: string | undefined;
  /** Keys of rows that are opened. */
  open?: string | undefined;
  /** The row the person is at: the inspector is about it. */
  row?: string | undefined;
  panel?: 'open' | 'closed' | undefined;
  dense?: Density | undefined;
  platform?: PlatformId | undefined;
  view?: string | undefined;
};

export const useCampaignSearch = () => {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const set = useCallback(
    (change: Search, replace = true) =>
      navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace }),
    [navigate],
  );
  return { search, set };
};

/** One level down, remembering the way back up. Filters were about the level above. */
export const drillInto = (row: EntityRow): Search | null => {
  const below = BELOW[row.level as EntityLevel];
  return below === null
    ? null
    : {
        level: below,
        parent: row.entityId,
        under: row.parentId ?? undefined,
        filter: undefined,
        where: undefined,
        row: undefined,
      };
};

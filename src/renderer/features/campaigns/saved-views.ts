import { PLATFORM_IDS } from '../../../contract/vocabulary.ts';
import { DENSITY_WORDS } from '../../ui/density.tsx';
import { anyText, oneOf, type ViewShape } from '../../ui/saved-view.ts';
import { PRESET_LABELS } from './presets.ts';
import type { Search } from './use-search.ts';
import { ENTITY_LEVELS } from './words.ts';

/** What a saved view of the Campaigns screen holds. Which campaign a table is inside of, and what is opened, belongs to one client. */
export type CampaignsViewState = {
  preset?: string | undefined;
  cols?: string | undefined;
  widths?: string | undefined;
  level?: string | undefined;
  sort?: string | undefined;
  filter?: string | undefined;
  where?: string | undefined;
  dense?: string | undefined;
  platform?: string | undefined;
};

export const CAMPAIGNS_VIEW: ViewShape<CampaignsViewState> = {
  preset: oneOf(Object.keys(PRESET_LABELS)),
  cols: anyText,
  widths: anyText,
  level: oneOf(ENTITY_LEVELS),
  sort: anyText,
  filter: anyText,
  where: anyText,
  dense: oneOf(DENSITY_WORDS),
  platform: oneOf(PLATFORM_IDS),
};

/** The address a view stands for: all that it keeps, and out of whatever the table was inside of. */
export const searchOfView = (id: string | null, state: CampaignsViewState): Search =>
  ({ ...state, view: id ?? undefined, parent: undefined, under: undefined, row: undefined, open: undefined }) as Search;

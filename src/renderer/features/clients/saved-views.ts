import { PLATFORM_IDS } from '../../../contract/vocabulary.ts';
import { DENSITY_WORDS } from '../../ui/density.tsx';
import { anyText, oneOf, type ViewShape } from '../../ui/saved-view.ts';
import { STATUSES } from './model.ts';

/** What a saved view of the Clients screen holds: everything of the address that shapes the list. */
export type ClientsViewState = {
  filter?: string | undefined;
  sort?: string | undefined;
  owner?: string | undefined;
  tag?: string | undefined;
  status?: string | undefined;
  platform?: string | undefined;
  dense?: string | undefined;
};

export const CLIENTS_VIEW: ViewShape<ClientsViewState> = {
  filter: anyText,
  sort: anyText,
  owner: anyText,
  tag: anyText,
  status: oneOf(Object.keys(STATUSES)),
  platform: oneOf(PLATFORM_IDS),
  dense: oneOf(DENSITY_WORDS),
};

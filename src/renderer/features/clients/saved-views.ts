import type { SavedView } from '../../../contract/saved-views.ts';
import { PLATFORM_IDS, type PlatformId } from '../../../contract/vocabulary.ts';
import { STATUSES, type Filters, type StatusFilter } from './model.ts';

/** What a saved view of the Clients screen holds: everything of the address that shapes the list. */
export type ViewState = Filters & { sort?: string | undefined; platform?: PlatformId | undefined };

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Reads a stored state. What an older or newer version wrote and this one does not know is left out. */
export function readState(state: SavedView['state']): ViewState {
  const status = text(state['status']);
  const platform = text(state['platform']);
  return {
    filter: text(state['filter']),
    sort: text(state['sort']),
    owner: text(state['owner']),
    tag: text(state['tag']),
    status: status !== undefined && Object.hasOwn(STATUSES, status) ? (status as StatusFilter) : undefined,
    platform: PLATFORM_IDS.find((id) => id === platform),
  };
}

/** The state to store: only what is set. */
export const writeState = (state: ViewState): Record<string, string> =>
  Object.fromEntries(Object.entries(state).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

export const sameState = (a: ViewState, b: ViewState): boolean =>
  (['filter', 'sort', 'owner', 'tag', 'status', 'platform'] as const).every((key) => (a[key] ?? '') === (b[key] ?? ''));

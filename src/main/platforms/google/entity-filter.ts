import type { EntityFilter } from '../platform.ts';
import { BAD_REQUEST } from './error-table.ts';
import { failWith } from './errors.ts';
import type { Selection } from './queries.ts';

const ID_FIELD = { campaign: 'campaign.id', ad_group: 'ad_group.id', ad: 'ad_group_ad.ad.id' } as const;

/**
 * The condition that restricts a question to some entities and what is below them; null for the whole ad account. Throws BAD_REQUEST
 * when the resource does not know such entities (ads asked of a campaign question) or an id is not a number.
 */
export function entityCondition(selection: Selection, entities: EntityFilter | null | undefined): string | null {
  if (!entities) return null;
  const field = ID_FIELD[entities.level];
  if (!selection.fields.includes(field))
    throw failWith(BAD_REQUEST, `${selection.from} cannot be restricted by ${field}`);
  if (entities.ids.length === 0 || entities.ids.some((id) => !/^\d+$/.test(id)))
    throw failWith(BAD_REQUEST, `not ids: ${entities.ids.slice(0, 5).join(', ')}`);
  return `${field} IN (${entities.ids.join(', ')})`;
}

import type { Account, Ad, AdGroup, Campaign } from '../agency/entities.ts';
import { campaignName } from '../agency/entities.ts';
import { json, type Reply, type SandboxRequest } from '../http.ts';
import type { World } from '../world.ts';
import { fail, invalidParameter } from './errors.ts';
import { filtersOf, listOf, parseFields, passes, type FieldTree, type Filter } from './fields.ts';
import {
  atOf,
  changedAt,
  createdAt,
  effectiveStatus,
  shapeAccount,
  shapeAd,
  shapeAdset,
  shapeCampaign,
  type At,
} from './objects.ts';
import { paged, startOf } from './paging.ts';
import type { MetaToken } from './tokens.ts';

type Entity = Campaign | AdGroup | Ad;

/** `/me/adaccounts`. */
export function adAccounts(
  world: World,
  accounts: readonly Account[],
  request: SandboxRequest,
  token: MetaToken,
): Reply {
  const cursor = startOf(request, world.now());
  const fields = parseFields(request.params.get('fields') ?? '');
  const filters = filtersOf(request.params.get('filtering'));
  const kept = accounts.filter((account) => {
    const all = shapeAccount(
      account,
      parseFields('id,account_id,name,account_status,currency'),
      atOf(account, cursor.asOf),
    );
    return filters.every((filter) => {
      const value = all[filter.field];
      return typeof value === 'string' || typeof value === 'number'
        ? passes(filter, value)
        : fail(invalidParameter(`Filtering field '${filter.field}' is not supported`));
    });
  });
  const page = paged(kept, request, token.token, cursor, (account) =>
    shapeAccount(account, fields, atOf(account, cursor.asOf)),
  );
  return json(200, request.params.has('summary') ? { ...page, summary: { total_count: kept.length } } : page);
}

/** `/act_x/campaigns`, `adsets`, `ads`. Deleted and archived ones only when `filtering` or `effective_status` asks for them. */
export function entities(
  world: World,
  account: Account,
  edge: 'campaigns' | 'adsets' | 'ads',
  request: SandboxRequest,
  token: MetaToken,
  parent?: Entity,
): Reply {
  const cursor = startOf(request, world.now());
  const at = atOf(account, cursor.asOf);
  const fields = parseFields(request.params.get('fields') ?? '');
  const filters = filtersOf(request.params.get('filtering'));
  const statuses = listOf(request.params.get('effective_status'));
  if (statuses.length > 0) filters.push({ field: 'effective_status', operator: 'IN', value: statuses });
  const byStatus = filters.some((filter) => filter.field.endsWith('effective_status'));
  const kept = listed(account, edge)
    .filter((entity) => createdAt(entity, account) <= cursor.asOf)
    .filter((entity) => parent === undefined || ancestors(entity).includes(parent))
    .filter((entity) => byStatus || !['DELETED', 'ARCHIVED'].includes(effectiveStatus(entity, at.today)))
    .filter((entity) => filters.every((filter) => passes(filter, filterValue(entity, filter, account, at))));
  const page = paged(kept, request, token.token, cursor, (entity) => shapeEntity(entity, fields, at));
  return json(200, request.params.has('summary') ? { ...page, summary: { total_count: kept.length } } : page);
}

function listed(account: Account, edge: 'campaigns' | 'adsets' | 'ads'): Entity[] {
  if (edge === 'campaigns') return account.campaigns;
  const groups = account.campaigns.flatMap((campaign) => campaign.adGroups);
  return edge === 'adsets' ? groups : groups.flatMap((group) => group.ads);
}

const ancestors = (entity: Entity): Entity[] =>
  'adGroups' in entity ? [] : 'ads' in entity ? [entity.campaign] : [entity.adGroup, entity.campaign];

export const shapeEntity = (entity: Entity, fields: FieldTree, at: At): Record<string, unknown> =>
  'adGroups' in entity
    ? shapeCampaign(entity, fields, at)
    : 'ads' in entity
      ? shapeAdset(entity, fields, at)
      : shapeAd(entity, fields, at);

function filterValue(entity: Entity, filter: Filter, account: Account, at: At): string | number {
  const [scope, bare] = filter.field.includes('.') ? filter.field.split('.', 2) : ['', filter.field];
  const campaign = 'adGroups' in entity ? entity : entity.campaign;
  const group = 'adGroups' in entity ? undefined : 'ads' in entity ? entity : entity.adGroup;
  const own = 'adGroups' in entity ? 'campaign' : 'ads' in entity ? 'adset' : 'ad';
  const target =
    scope === '' || scope === own ? entity : scope === 'campaign' ? campaign : scope === 'adset' ? group : undefined;
  if (target === undefined) return fail(invalidParameter(`Filtering field '${filter.field}' is not supported`));
  switch (bare) {
    case 'id':
      return target.id;
    case 'name':
      return 'adGroups' in target ? campaignName(target, at.today) : target.name;
    case 'effective_status':
      return effectiveStatus(target, at.today);
    case 'created_time':
      return Math.floor(createdAt(target, account) / 1000);
    case 'updated_time':
      return Math.floor(changedAt(target, account, at.today) / 1000);
    case 'objective':
      return campaign.objective;
    default:
      return fail(invalidParameter(`Filtering field '${filter.field}' is not supported`));
  }
}

/** Finds a campaign, ad set or ad by its id. */
export function entityById(
  world: World,
  id: string,
): { entity: Entity; account: Account; level: 'campaign' | 'adset' | 'ad' } | undefined {
  for (const account of world.agency.accounts) {
    if (account.platform !== 'meta') continue;
    for (const campaign of account.campaigns) {
      if (campaign.id === id) return { entity: campaign, account, level: 'campaign' };
      for (const group of campaign.adGroups) {
        if (group.id === id) return { entity: group, account, level: 'adset' };
        for (const ad of group.ads) if (ad.id === id) return { entity: ad, account, level: 'ad' };
      }
    }
  }
  return undefined;
}

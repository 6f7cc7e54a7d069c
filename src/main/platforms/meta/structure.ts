import type { PlatformDeps, StructureEntity, StructurePage, StructureRequest } from '../platform.ts';
import type { GraphApi } from './api.ts';
import { classify, GraphError } from './errors.ts';
import { normalizeStructure } from './normalize.ts';
import { allPages, PlainRow, type PageCursor } from './paging.ts';
import type { MetaSdk } from './sdk.ts';

/** Listing is what Meta throttles and refuses as too much data; 200 is where other importers settle. */
const PAGE_LIMIT = 200;

const COMMON_FIELDS = ['id', 'name', 'status', 'effective_status', 'configured_status', 'created_time', 'updated_time'];

type Edge = { level: StructureEntity['level']; edge: string; fields: string[]; statuses: string[] };

function edges(sdk: MetaSdk): Edge[] {
  const { Campaign, AdSet, Ad } = sdk;
  return [
    {
      level: 'campaign',
      edge: '/campaigns',
      fields: [...COMMON_FIELDS, 'objective', 'daily_budget', 'lifetime_budget'],
      statuses: Object.values(Campaign.EffectiveStatus),
    },
    {
      level: 'ad_group',
      edge: '/adsets',
      fields: [...COMMON_FIELDS, 'campaign_id', 'daily_budget', 'lifetime_budget'],
      statuses: Object.values(AdSet.EffectiveStatus),
    },
    {
      level: 'ad',
      edge: '/ads',
      fields: [...COMMON_FIELDS, 'campaign_id', 'adset_id'],
      statuses: Object.values(Ad.EffectiveStatus),
    },
  ];
}

function statusFilter(statuses: string[]): object {
  return { filtering: [{ field: 'effective_status', operator: 'IN', value: statuses }] };
}

/** Code 100 that is about the parameters: not too much data, not a missing permission. */
function refusesFilter(error: unknown): boolean {
  return error instanceof GraphError && error.fields.code === 100 && classify(error, 0).code === 'REQUEST_REFUSED';
}

/**
 * Campaigns, ad sets and ads, every status. Without a filter Meta lists only live objects; some edges refuse to name deleted
 * ones (100/1815001) and some the filter itself, so each edge falls back one step at a time, before its first page only.
 */
export async function* readStructurePages(
  sdk: MetaSdk,
  api: GraphApi,
  request: StructureRequest,
  log: PlatformDeps['log'],
): AsyncGenerator<StructurePage> {
  const { adAccount } = request;
  const account = new sdk.AdAccount(`act_${adAccount.adAccountId}`, {}, undefined, api);
  for (const { level, edge, fields, statuses } of edges(sdk)) {
    const attempts = [statusFilter(statuses), statusFilter(statuses.filter((status) => status !== 'DELETED')), {}];
    for (const [index, filter] of attempts.entries()) {
      const params = { ...filter, limit: PAGE_LIMIT };
      const cursor = (await account.getEdge(PlainRow, fields, params, false, edge)) as unknown as PageCursor;
      let started = false;
      try {
        for await (const rows of allPages(cursor, { mayShrink: true })) {
          started = true;
          yield normalizeStructure(rows, level, adAccount);
        }
        break;
      } catch (error) {
        if (started || index === attempts.length - 1 || !refusesFilter(error)) throw error;
        log('info', 'Meta refused a status filter; listing with a narrower one', { edge, attempt: index + 1 });
      }
    }
  }
}

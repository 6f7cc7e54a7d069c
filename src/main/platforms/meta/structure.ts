import type { PlatformDeps, StructurePage, StructureRequest } from '../platform.ts';
import type { GraphApi } from './api.ts';
import { normalizeStructure } from './normalize.ts';
import { allPages, PlainRow, type PageCursor } from './paging.ts';
import type { MetaSdk } from './sdk.ts';
import { withEveryStatus, type FilteredLevel, type FilterMemory } from './status-filter.ts';

/** Listing is what Meta throttles and refuses as too much data; 200 is where other importers settle. */
const PAGE_LIMIT = 200;

const COMMON_FIELDS = ['id', 'name', 'status', 'effective_status', 'configured_status', 'created_time', 'updated_time'];

const EDGES: readonly { level: FilteredLevel; edge: string; fields: string[] }[] = [
  { level: 'campaign', edge: '/campaigns', fields: [...COMMON_FIELDS, 'objective', 'daily_budget', 'lifetime_budget'] },
  { level: 'ad_group', edge: '/adsets', fields: [...COMMON_FIELDS, 'campaign_id', 'daily_budget', 'lifetime_budget'] },
  { level: 'ad', edge: '/ads', fields: [...COMMON_FIELDS, 'campaign_id', 'adset_id'] },
];

/** Campaigns, ad sets and ads of an account, in that order and in every status. */
export async function* readStructurePages(
  sdk: MetaSdk,
  api: GraphApi,
  request: StructureRequest,
  memory: FilterMemory,
  log: PlatformDeps['log'],
): AsyncGenerator<StructurePage> {
  const { adAccount } = request;
  const account = new sdk.AdAccount(`act_${adAccount.adAccountId}`, {}, undefined, api);
  for (const { level, edge, fields } of EDGES) {
    const list = async function* (filter: object): AsyncGenerator<StructurePage> {
      const params = { ...filter, limit: PAGE_LIMIT };
      const cursor = (await account.getEdge(PlainRow, fields, params, false, edge)) as unknown as PageCursor;
      for await (const rows of allPages(cursor, { mayShrink: true })) yield normalizeStructure(rows, level, adAccount);
    };
    yield* withEveryStatus(sdk, level, 'effective_status', memory, log, list);
  }
}

/** Campaigns, ad groups and ads of one ad account, removed ones included. */
import type { SetAsideRow, StructureEntity, StructurePage, StructureRequest } from '../platform.ts';
import type { PlatformDeps } from '../platform.ts';
import type { AdsApi } from './api.ts';
import type { StreamAnswer } from './answer.ts';
import { AdsApiError } from './failures.ts';
import { adEntity, adGroupEntity, campaignEntity } from './normalize.ts';
import { isSetAside } from './rows.ts';
import { STRUCTURE_SELECTIONS, structureQuery } from './queries.ts';
import type { Selection } from './queries.ts';
import { findSharedAds, mergeAds } from './shared-ads.ts';

const FIELD_REFUSED = /^(UNRECOGNIZED_FIELD|BAD_FIELD_NAME|PROHIBITED_.*SELECT.*)$/;

export function refusesAField(error: unknown): boolean {
  return (
    error instanceof AdsApiError &&
    error.parts.items.some((item) => item.category === 'queryError' && FIELD_REFUSED.test(item.code))
  );
}

function* pages(
  answer: StreamAnswer,
  read: (row: unknown) => StructureEntity | SetAsideRow,
  take: (entity: StructureEntity) => boolean,
): Generator<StructurePage> {
  for (const rows of answer.batches()) {
    const page: StructurePage = { entities: [], setAside: [] };
    for (const row of rows) {
      const entity = read(row);
      if (isSetAside(entity)) page.setAside.push(entity);
      else if (take(entity)) page.entities.push(entity);
    }
    yield page;
  }
}

function* adPages(answer: StreamAnswer): Generator<StructurePage> {
  const shared = findSharedAds(answer);
  const merged = new Map<string, StructureEntity>();
  yield* pages(answer, adEntity, (entity) => {
    if (!shared.has(entity.entityId)) return true;
    const earlier = merged.get(entity.entityId);
    merged.set(entity.entityId, earlier ? mergeAds(earlier, entity) : entity);
    return false;
  });
  if (merged.size > 0) yield { entities: [...merged.values()], setAside: [] };
}

/** What a session learned: a server that does not know the further campaign fields is not asked for them again. */
export type StructureMemory = { essentialFieldsOnly: boolean };

export async function* readStructure(
  api: AdsApi,
  request: StructureRequest,
  memory: StructureMemory,
  log: PlatformDeps['log'],
  signal: AbortSignal,
): AsyncGenerator<StructurePage> {
  const { adAccountId, accessPath } = request.adAccount;
  const ask = (selection: Selection): Promise<StreamAnswer> =>
    api.searchStream(
      { customerId: adAccountId, loginCustomerId: accessPath, query: structureQuery(selection) },
      signal,
    );

  let campaigns: StreamAnswer;
  try {
    campaigns = await ask(
      memory.essentialFieldsOnly ? STRUCTURE_SELECTIONS.campaignCore : STRUCTURE_SELECTIONS.campaign,
    );
  } catch (error) {
    if (memory.essentialFieldsOnly || !refusesAField(error)) throw error;
    memory.essentialFieldsOnly = true;
    log('warn', 'Google Ads refused a campaign field; asking for the essential ones only', { adAccountId });
    campaigns = await ask(STRUCTURE_SELECTIONS.campaignCore);
  }
  yield* pages(campaigns, campaignEntity, () => true);
  yield* pages(await ask(STRUCTURE_SELECTIONS.adGroup), adGroupEntity, () => true);
  yield* adPages(await ask(STRUCTURE_SELECTIONS.ad));
}

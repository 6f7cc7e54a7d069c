import { all, first, type Db } from '../db.ts';

export type StoredWithheld = { dataset: string; code: string; sentence: string; since: number; askedAt: number };

/** Datasets the platform refused for an ad account, with when it first did and was last asked (epoch ms). */
export function withheldDatasets(db: Db, adAccountKey: number): StoredWithheld[] {
  return all(
    db,
    `SELECT dataset, code, sentence, since, asked_at AS askedAt FROM withheld_dataset WHERE ad_account_key = ?
     ORDER BY dataset`,
    adAccountKey,
  );
}

/** Ids of the ad account's entities of a level (LEVEL_CODES), all or those below one campaign or ad group; deleted ones included. */
export function entityIdsBelow(
  db: Db,
  args: {
    adAccountKey: number;
    level: number;
    campaignIds: readonly string[] | null;
    parentIds: readonly string[] | null;
  },
): string[] {
  const { adAccountKey, level, campaignIds, parentIds } = args;
  const list = campaignIds ?? parentIds;
  const column = campaignIds === null ? 'parent_id' : 'campaign_id';
  const below = list === null ? '' : `AND ${column} IN (SELECT value FROM json_each(?))`;
  return all<{ id: string }>(
    db,
    `SELECT entity_id AS id FROM entity WHERE ad_account_key = ? AND level = ? ${below} ORDER BY entity_id`,
    adAccountKey,
    level,
    ...(list === null ? [] : [JSON.stringify(list)]),
  ).map((row) => row.id);
}

/** When the ad account's conversion window was last asked for (epoch ms); null = never. */
export function conversionWindowReadAt(db: Db, adAccountKey: number): number | null {
  const row = first<{ at: number | null }>(
    db,
    'SELECT conversion_window_read_at AS at FROM ad_account WHERE id = ?',
    adAccountKey,
  );
  return row?.at ?? null;
}

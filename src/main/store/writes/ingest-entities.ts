import type { Level } from '../../../contract/vocabulary.ts';
import { LEVEL_CODES } from '../codes.ts';
import { first, run, type Db } from '../db.ts';
import type { InsightInput } from '../records.ts';

/** An entity as an answer names it; `key` is filled in. */
export type EntityToResolve = { readonly id: string; key: number; readonly latest: InsightInput };

type Known = { id: number; name: string | null; parentId: string | null; campaignId: string | null };
type Named = {
  level: number;
  id: string;
  name: string | null;
  day: string;
  parentId: string | null;
  campaignId: string | null;
};

/**
 * Gives every entity of an answer its key, making rows for those never seen (also their campaign and ad group, which the rows name:
 * an entity the platform's list no longer shows keeps its name and place). A name that changed goes to the history.
 */
export function resolveEntities(
  db: Db,
  adAccountKey: number,
  level: Level,
  entities: Iterable<EntityToResolve>,
  now: number,
): void {
  const ancestors = new Map<string, Named>();
  const own: { ref: EntityToResolve; named: Named }[] = [];
  for (const ref of entities) {
    const row = ref.latest;
    const parentId = level === 'ad' ? row.adGroupId : level === 'ad_group' ? row.campaignId : null;
    const campaignId = level === 'campaign' ? row.entityId : row.campaignId;
    own.push({
      ref,
      named: { level: LEVEL_CODES[level], id: ref.id, name: row.entityName, day: row.day, parentId, campaignId },
    });
    if (level === 'account' || level === 'campaign') continue;
    if (row.campaignId !== null)
      remember(ancestors, {
        level: LEVEL_CODES.campaign,
        id: row.campaignId,
        name: row.campaignName,
        day: row.day,
        parentId: null,
        campaignId: row.campaignId,
      });
    if (level === 'ad' && row.adGroupId !== null)
      remember(ancestors, {
        level: LEVEL_CODES.ad_group,
        id: row.adGroupId,
        name: row.adGroupName,
        day: row.day,
        parentId: row.campaignId,
        campaignId: row.campaignId,
      });
  }
  for (const named of ancestors.values()) keyOf(db, adAccountKey, named, now);
  for (const { ref, named } of own) ref.key = keyOf(db, adAccountKey, named, now);
}

/** Of several rows naming one ancestor the newest day's name counts; on one day the greater, so that the order of rows does not. */
function remember(ancestors: Map<string, Named>, named: Named): void {
  const key = `${named.level}:${named.id}`;
  const known = ancestors.get(key);
  if (
    known === undefined ||
    named.day > known.day ||
    (named.day === known.day && (named.name ?? '') > (known.name ?? ''))
  )
    ancestors.set(key, named);
}

function keyOf(db: Db, adAccountKey: number, named: Named, now: number): number {
  const known = first<Known>(
    db,
    `SELECT id, name, parent_id AS parentId, campaign_id AS campaignId FROM entity
     WHERE ad_account_key = ? AND level = ? AND entity_id = ?`,
    adAccountKey,
    named.level,
    named.id,
  );
  if (known === undefined) {
    const made = first<{ id: number }>(
      db,
      `INSERT INTO entity (ad_account_key, level, entity_id, parent_id, campaign_id, name, status, first_seen_at, last_seen_at)
       VALUES (?, ?, ?, ?, ?, ?, 'unknown', ?, ?) RETURNING id`,
      adAccountKey,
      named.level,
      named.id,
      named.parentId,
      named.campaignId,
      named.name,
      now,
      now,
    );
    if (made === undefined) throw new Error('INSERT … RETURNING returned nothing');
    return made.id;
  }
  const renamed = named.name !== null && named.name !== known.name;
  if (renamed && known.name !== null)
    run(
      db,
      `INSERT INTO entity_history (entity_key, changed_at, field, old_value, new_value) VALUES (?, ?, 'name', ?, ?)`,
      known.id,
      now,
      known.name,
      named.name,
    );
  if (
    renamed ||
    (named.parentId ?? known.parentId) !== known.parentId ||
    (named.campaignId ?? known.campaignId) !== known.campaignId
  )
    run(
      db,
      `UPDATE entity SET name = coalesce(?, name), parent_id = coalesce(?, parent_id), campaign_id = coalesce(?, campaign_id)
       WHERE id = ?`,
      named.name,
      named.parentId,
      named.campaignId,
      known.id,
    );
  run(db, 'UPDATE entity SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?', now, known.id, now);
  return known.id;
}

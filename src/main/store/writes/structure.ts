import { LEVEL_CODES } from '../codes.ts';
import { all, first, run, write, type Db } from '../db.ts';
import type { StructureInput } from '../records.ts';
import { canonicalJson } from './ingest-order.ts';

type Known = {
  id: number;
  name: string | null;
  status: string;
  dailyBudgetMicros: number | null;
  lifetimeBudgetMicros: number | null;
  /** Null: so far only insights have named it, so its status and budgets are learned now, not changed. */
  listedIn: number | null;
};

/** Begins reading an account's campaigns, ad groups and ads; returns the generation its pages belong to. A retry begins anew. */
export function beginStructure(db: Db, adAccountKey: number): number {
  const row = first<{ generation: number }>(
    db,
    `UPDATE ad_account SET structure_generation = structure_generation + 1 WHERE id = ?
     RETURNING structure_generation AS generation`,
    adAccountKey,
  );
  if (row === undefined) throw new Error(`No ad account ${adAccountKey}`);
  return row.generation;
}

/** Stores one page. Names, statuses and budgets that changed go to the history with the time the change was seen. */
export function saveStructure(
  db: Db,
  args: { adAccountKey: number; generation: number; entities: readonly StructureInput[]; now: number },
): void {
  write(db, () => {
    for (const entity of args.entities) saveEntity(db, args, entity);
  });
}

function saveEntity(
  db: Db,
  args: { adAccountKey: number; generation: number; now: number },
  entity: StructureInput,
): void {
  const level = LEVEL_CODES[entity.level];
  const known = first<Known>(
    db,
    `SELECT id, name, status, daily_budget_micros AS dailyBudgetMicros, lifetime_budget_micros AS lifetimeBudgetMicros,
       structure_generation AS listedIn FROM entity WHERE ad_account_key = ? AND level = ? AND entity_id = ?`,
    args.adAccountKey,
    level,
    entity.entityId,
  );
  if (known !== undefined) note(db, known.id, args.now, 'name', known.name, entity.name);
  if (known !== undefined && known.listedIn !== null) {
    note(db, known.id, args.now, 'status', known.status, entity.status);
    note(db, known.id, args.now, 'daily_budget_micros', known.dailyBudgetMicros, entity.dailyBudgetMicros);
    note(db, known.id, args.now, 'lifetime_budget_micros', known.lifetimeBudgetMicros, entity.lifetimeBudgetMicros);
  }
  run(
    db,
    `INSERT INTO entity (ad_account_key, level, entity_id, parent_id, campaign_id, name, status, platform_status, objective,
       daily_budget_micros, lifetime_budget_micros, extra, first_seen_at, last_seen_at, structure_generation)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ad_account_key, level, entity_id) DO UPDATE SET parent_id = excluded.parent_id,
       campaign_id = excluded.campaign_id, name = excluded.name, status = excluded.status,
       platform_status = excluded.platform_status, objective = coalesce(excluded.objective, objective),
       daily_budget_micros = excluded.daily_budget_micros, lifetime_budget_micros = excluded.lifetime_budget_micros,
       extra = excluded.extra, last_seen_at = max(last_seen_at, excluded.last_seen_at),
       structure_generation = excluded.structure_generation`,
    args.adAccountKey,
    level,
    entity.entityId,
    entity.parentId,
    entity.campaignId,
    entity.name,
    entity.status,
    entity.platformStatus,
    entity.objective,
    entity.dailyBudgetMicros,
    entity.lifetimeBudgetMicros,
    canonicalJson(entity.extra),
    args.now,
    args.now,
    args.generation,
  );
}

function note(
  db: Db,
  entityKey: number,
  at: number,
  field: string,
  before: string | number | null,
  after: string | number | null,
): void {
  if (before === after || (before === null && (field === 'name' || field === 'status'))) return;
  run(
    db,
    'INSERT INTO entity_history (entity_key, changed_at, field, old_value, new_value) VALUES (?, ?, ?, ?, ?)',
    entityKey,
    at,
    field,
    before === null ? null : String(before),
    after === null ? null : String(after),
  );
}

/**
 * The read of this generation is complete: what it did not show becomes 'deleted' (archived ones stay archived), with history.
 * Safe to call again at the end of the run, which also settles entities that only the insights named meanwhile.
 * Returns how many became deleted; does nothing when another read has begun since.
 */
export function finishStructure(db: Db, args: { adAccountKey: number; generation: number; now: number }): number {
  return write(db, () => {
    const current = run(
      db,
      'UPDATE ad_account SET structure_read_at = ? WHERE id = ? AND structure_generation = ?',
      args.now,
      args.adAccountKey,
      args.generation,
    );
    if (current === 0) return 0;
    const gone = all<{ id: number; status: string }>(
      db,
      `SELECT id, status FROM entity WHERE ad_account_key = ? AND level > 0
       AND (structure_generation IS NULL OR structure_generation <> ?) AND status NOT IN ('deleted', 'archived')`,
      args.adAccountKey,
      args.generation,
    );
    for (const { id, status } of gone) {
      note(db, id, args.now, 'status', status === 'unknown' ? null : status, 'deleted');
      run(db, `UPDATE entity SET status = 'deleted' WHERE id = ?`, id);
    }
    return gone.length;
  });
}

/** How many campaigns of an account the current generation has shown. */
export function campaignsFound(db: Db, args: { adAccountKey: number; generation: number }): number {
  const row = first<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM entity WHERE ad_account_key = ? AND level = ? AND structure_generation = ?',
    args.adAccountKey,
    LEVEL_CODES.campaign,
    args.generation,
  );
  return row?.count ?? 0;
}

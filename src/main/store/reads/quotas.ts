import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, type Db } from '../db.ts';
import type { QuotaState } from '../writes/quotas.ts';

/** Everything known of quotas. */
export function quotaStates(db: Db): QuotaState[] {
  return all<QuotaState>(
    db,
    `SELECT platform, scope, scope_id AS scopeId, percent, hold_until AS holdUntil, reason, told_at AS toldAt FROM quota_state`,
  );
}

/** Operations per app and hour (epoch hours) from an hour on. */
export function quotaOperations(
  db: Db,
  args: { fromHour: number },
): { platform: PlatformId; scopeId: string; hour: number; operations: number }[] {
  return all(
    db,
    'SELECT platform, scope_id AS scopeId, hour, operations FROM quota_operations WHERE hour >= ? ORDER BY hour',
    args.fromHour,
  );
}

/** The app of each sign-in whose app is known. */
export function appKeys(db: Db): { connectionId: string; appKey: string }[] {
  return all(db, 'SELECT id AS connectionId, app_key AS appKey FROM connection WHERE app_key IS NOT NULL');
}

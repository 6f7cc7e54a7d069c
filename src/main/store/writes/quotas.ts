import type { PlatformId } from '../../../contract/vocabulary.ts';
import { run, write, writeSoon, type Db } from '../db.ts';

export type QuotaScope = 'app' | 'connection' | 'ad_account';

/** What is known of one quota. Instants are epoch ms; `percent` 0–100 as the platform told it. */
export type QuotaState = {
  platform: PlatformId;
  scope: QuotaScope;
  scopeId: string;
  percent: number | null;
  holdUntil: number | null;
  /** Why it is left alone, for the person. */
  reason: string | null;
  toldAt: number;
};

/** Keeps the newest state of a quota. A hold must survive a power cut, a percentage need not. */
export function saveQuotaState(db: Db, state: QuotaState): void {
  const save = (): void =>
    void run(
      db,
      `INSERT INTO quota_state (platform, scope, scope_id, percent, hold_until, reason, told_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET percent = coalesce(excluded.percent, percent), hold_until = excluded.hold_until,
         reason = excluded.reason, told_at = excluded.told_at`,
      state.platform,
      state.scope,
      state.scopeId,
      state.percent,
      state.holdUntil,
      state.reason,
      Math.round(state.toldAt),
    );
  if (state.holdUntil === null) writeSoon(db, save);
  else write(db, save);
}

/** Counts operations of an app in an hour (epoch hours); hours older than `keepFrom` are forgotten. */
export function addOperations(
  db: Db,
  args: { platform: PlatformId; scopeId: string; hour: number; operations: number; keepFrom: number },
): void {
  writeSoon(db, () => {
    const changed = run(
      db,
      'UPDATE quota_operations SET operations = operations + ? WHERE platform = ? AND scope_id = ? AND hour = ?',
      args.operations,
      args.platform,
      args.scopeId,
      args.hour,
    );
    if (changed > 0) return;
    run(
      db,
      'INSERT INTO quota_operations (platform, scope_id, hour, operations) VALUES (?, ?, ?, ?)',
      args.platform,
      args.scopeId,
      args.hour,
      args.operations,
    );
    run(db, 'DELETE FROM quota_operations WHERE hour < ?', args.keepFrom);
  });
}

/** Which app a sign-in belongs to. */
export function setAppKey(db: Db, args: { connectionId: string; appKey: string }): void {
  run(db, 'UPDATE connection SET app_key = ? WHERE id = ?', args.appKey, args.connectionId);
}

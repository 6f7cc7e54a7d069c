import type { BusinessMetricInput, Goal } from '../../../contract/client-profile.ts';
import { all, first, run, write, type Db } from '../db.ts';

type GoalValues = Omit<Goal, 'currency'>;

/** Who looks after these clients; answers with who did before. Unknown clients are left out of the answer. */
export function setOwners(
  db: Db,
  rows: readonly { clientId: number; owner: string | null }[],
): { clientId: number; owner: string | null }[] {
  return write(db, () =>
    rows.flatMap(({ clientId, owner }) => {
      const before = first<{ owner: string | null }>(db, 'SELECT owner FROM client WHERE id = ?', clientId);
      if (before === undefined) return [];
      run(db, 'UPDATE client SET owner = ? WHERE id = ?', owner, clientId);
      return [{ clientId, owner: before.owner }];
    }),
  );
}

/** Exactly these tags; answers with the ones before, in the same shape. */
export function setTags(
  db: Db,
  rows: readonly { clientId: number; tags: readonly string[] }[],
): { clientId: number; tags: string[] }[] {
  return write(db, () =>
    rows.map(({ clientId, tags }) => {
      const before = all<{ tag: string }>(db, 'SELECT tag FROM client_tag WHERE client_id = ? ORDER BY tag', clientId);
      run(db, 'DELETE FROM client_tag WHERE client_id = ?', clientId);
      for (const tag of tags) run(db, 'INSERT OR IGNORE INTO client_tag (client_id, tag) VALUES (?, ?)', clientId, tag);
      return { clientId, tags: before.map((row) => row.tag) };
    }),
  );
}

/** Sets or (null) takes away the goal of a client in one currency; answers with the one before. */
export function setGoal(
  db: Db,
  args: { clientId: number; currency: string; goal: GoalValues | null; now: number },
): GoalValues | null {
  return write(db, () => {
    const before = first<GoalValues>(
      db,
      `SELECT monthly_budget_micros AS monthlyBudgetMicros, target_cpa_micros AS targetCpaMicros, target_roas AS targetRoas
       FROM client_goal WHERE client_id = ? AND currency = ?`,
      args.clientId,
      args.currency,
    );
    if (args.goal === null)
      run(db, 'DELETE FROM client_goal WHERE client_id = ? AND currency = ?', args.clientId, args.currency);
    else
      run(
        db,
        `INSERT INTO client_goal (client_id, currency, monthly_budget_micros, target_cpa_micros, target_roas, updated_at)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET monthly_budget_micros = excluded.monthly_budget_micros,
           target_cpa_micros = excluded.target_cpa_micros, target_roas = excluded.target_roas, updated_at = excluded.updated_at`,
        args.clientId,
        args.currency,
        args.goal.monthlyBudgetMicros,
        args.goal.targetCpaMicros,
        args.goal.targetRoas,
        args.now,
      );
    return before ?? null;
  });
}

export type MappedMetric = Omit<BusinessMetricInput, 'sources'> & {
  sources: readonly (BusinessMetricInput['sources'][number] & { counted: boolean })[];
};

/** All names of a client's conversions, in their order. */
export function saveMapping(db: Db, args: { clientId: number; conversions: readonly MappedMetric[] }): void {
  write(db, () => {
    run(db, 'DELETE FROM conversion_mapping WHERE client_id = ?', args.clientId);
    for (const [position, { name, kind, sources }] of args.conversions.entries())
      for (const [sourcePosition, { platform, actionType, counted }] of sources.entries())
        run(
          db,
          `INSERT INTO conversion_mapping (client_id, name, platform, action_type, kind, position, source_position, counted)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          args.clientId,
          name,
          platform,
          actionType,
          kind,
          position,
          sourcePosition,
          counted ? 1 : 0,
        );
  });
}

/** The pinned clients in their order; answers with those before. */
export function setPinned(db: Db, clientIds: readonly number[]): number[] {
  return write(db, () => {
    const before = all<{ id: number }>(db, 'SELECT client_id AS id FROM pinned_client ORDER BY position');
    run(db, 'DELETE FROM pinned_client');
    for (const [position, id] of clientIds.entries())
      run(db, 'INSERT INTO pinned_client (client_id, position) VALUES (?, ?)', id, position);
    return before.map((row) => row.id);
  });
}

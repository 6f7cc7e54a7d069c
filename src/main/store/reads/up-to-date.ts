import { first, type Db } from '../db.ts';

/** Clients with ad accounts, those of them whose last import of every ad account succeeded, and when the newest of these ended (epoch ms). */
export function clientsUpToDate(db: Db): { clients: number; upToDate: number; lastAt: number | null } {
  const row = first<{ clients: number; upToDate: number; lastAt: number | null }>(
    db,
    `WITH account AS (
       SELECT a.client_id AS client,
         (SELECT r.status FROM import_run r WHERE r.ad_account_key = a.id AND r.finished_at IS NOT NULL AND r.status <> 'cancelled'
          ORDER BY r.queued_at DESC LIMIT 1) AS status,
         (SELECT max(r.finished_at) FROM import_run r WHERE r.ad_account_key = a.id AND r.status = 'succeeded') AS at
       FROM ad_account a JOIN client c ON c.id = a.client_id AND c.archived_at IS NULL WHERE a.is_manager = 0),
     per_client AS (SELECT client, min(ifnull(status, '') = 'succeeded') AS good, max(at) AS at FROM account GROUP BY client)
     SELECT count(*) AS clients, coalesce(sum(good), 0) AS upToDate, max(iif(good, at, NULL)) AS lastAt FROM per_client`,
  );
  return row ?? { clients: 0, upToDate: 0, lastAt: null };
}

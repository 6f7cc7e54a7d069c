import type { Problem } from '../../../contract/primitives.ts';
import type { AdAccountStatus, Day, PlatformId } from '../../../contract/vocabulary.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { all, first, type Db } from '../db.ts';
import { parseProblem } from './parse.ts';

/** What the rules of alerts judge. Facts only: what is too much or too old is decided in features/alerts. */
export type WatchedAccount = {
  key: number;
  clientId: number;
  client: string;
  platform: PlatformId;
  name: string;
  timeZone: string;
  status: AdAccountStatus;
  /** The platform's own word for it. */
  platformStatus: string;
  connectionId: string | null;
  connected: boolean;
};

/** Ad accounts of clients (no managers), or one of them. */
export function watchedAccounts(db: Db, adAccountKey: number | null): WatchedAccount[] {
  return all<Omit<WatchedAccount, 'connected'> & { connected: number }>(
    db,
    `SELECT a.id AS key, c.id AS clientId, c.name AS client, a.platform, a.name, a.time_zone AS timeZone, a.status,
       a.platform_status AS platformStatus,
       a.connection_id AS connectionId, coalesce(n.state = 'connected', 0) AS connected
     FROM ad_account a JOIN client c ON c.id = a.client_id LEFT JOIN connection n ON n.id = a.connection_id
     WHERE a.is_manager = 0 AND c.archived_at IS NULL AND (? IS NULL OR a.id = ?) ORDER BY a.id`,
    adAccountKey,
    adAccountKey,
  ).map((row) => ({ ...row, connected: row.connected === 1 }));
}

/** The failed runs since the last one that brought anything, newest first (at most 50). */
export function failuresInARow(db: Db, adAccountKey: number): { finishedAt: number; problem: Problem | null }[] {
  const rows = all<{ status: string; finishedAt: number; problem: string | null }>(
    db,
    `SELECT status, coalesce(finished_at, queued_at) AS finishedAt, problem FROM import_run
     WHERE ad_account_key = ? AND status IN ('succeeded', 'partial', 'failed') ORDER BY queued_at DESC, rowid DESC LIMIT 50`,
    adAccountKey,
  );
  const end = rows.findIndex((row) => row.status !== 'failed');
  return (end === -1 ? rows : rows.slice(0, end)).map(({ finishedAt, problem }) => ({
    finishedAt,
    problem: parseProblem(problem),
  }));
}

export type WatchedConnection = {
  id: string;
  platform: PlatformId;
  label: string;
  expired: boolean;
  /** Epoch ms of the first thing to end, or null. */
  endsAt: number | null;
  clients: number;
  /** The name of one of them. */
  client: string | null;
};

/** Sign-ins that serve at least one client. */
export function watchedConnections(db: Db): WatchedConnection[] {
  return all<Omit<WatchedConnection, 'expired' | 'endsAt'> & { state: string; a: number | null; b: number | null }>(
    db,
    `SELECT n.id, n.platform, n.label, n.state, n.expires_at AS a, n.data_access_expires_at AS b,
       count(DISTINCT x.client_id) AS clients, min(c.name) AS client
     FROM connection n JOIN ad_account x ON x.connection_id = n.id AND x.client_id IS NOT NULL
       LEFT JOIN client c ON c.id = x.client_id
     WHERE n.state <> 'removed' GROUP BY n.id`,
  ).map(({ state, a, b, ...row }) => ({
    ...row,
    expired: state === 'expired',
    endsAt: a === null && b === null ? null : Math.min(a ?? Infinity, b ?? Infinity),
  }));
}

/** Datasets a platform withholds from an ad account until it opts in. */
export function withheldOf(db: Db, adAccountKey: number): { dataset: string; sentence: string }[] {
  return all(
    db,
    'SELECT dataset, sentence FROM withheld_dataset WHERE ad_account_key = ? ORDER BY dataset',
    adAccountKey,
  );
}

/** Ad accounts with a sum that does not add up at the moment. */
export function accountsWithGaps(db: Db): Set<number> {
  const rows = all<{ key: number }>(
    db,
    'SELECT DISTINCT ad_account_key AS key FROM reconciliation_gap WHERE resolved_at IS NULL',
  );
  return new Set(rows.map(({ key }) => key));
}

/** Epoch ms of the newest reading of an ad account's figures, or null. */
export function lastReadAt(db: Db, adAccountKey: number): number | null {
  return (
    first<{ at: number | null }>(
      db,
      `SELECT max(read_at) AS at FROM
         (SELECT read_at FROM coverage WHERE ad_account_key = ? AND level = 0 ORDER BY day DESC LIMIT 40)`,
      adAccountKey,
    )?.at ?? null
  );
}

/**
 * Days from `from` to before `before` that are missing although figures were wanted: a level lacks them while older days are there, or
 * an import asked for them and did not get them.
 */
export function wantedAndMissing(db: Db, args: { adAccountKey: number; from: Day; before: Day }): Day[] {
  const binds = {
    key: args.adAccountKey,
    from: dayToInt(args.from),
    before: dayToInt(args.before),
    levels: LEVELS.length,
  };
  return all<{ day: number }>(
    db,
    `WITH RECURSIVE
       days(day) AS (
         SELECT @from
         UNION ALL
         SELECT CAST(strftime('%Y%m%d', substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7, 2), '+1 day') AS INTEGER)
         FROM days WHERE day < @before)
     SELECT d.day FROM days d
     WHERE d.day < @before
       AND (SELECT count(*) FROM coverage c WHERE c.ad_account_key = @key AND c.level IN (0, 1, 2, 3) AND c.day = d.day) < @levels
       AND (EXISTS (SELECT 1 FROM coverage c WHERE c.ad_account_key = @key AND c.level = 0 AND c.day < d.day)
         OR EXISTS (SELECT 1 FROM import_run r JOIN import_slice s ON s.import_run_id = r.id
           WHERE r.ad_account_key = @key AND s.dataset IS NULL AND s.status IN ('failed', 'pending')
             AND d.day BETWEEN s.from_day AND s.to_day))`,
    binds,
  ).map(({ day }) => intToDay(day));
}

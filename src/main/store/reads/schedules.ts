import type { RunStatus } from '../../../contract/imports.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, first, type Db } from '../db.ts';
import { parseStrings } from './parse.ts';

/** A rule as it is stored; `clientId` 0 is the default. */
export type ScheduleRow = {
  clientId: number;
  enabled: boolean;
  platforms: PlatformId[] | null;
  everyHours: number | null;
  atMinute: number;
};

export function scheduleRows(db: Db): ScheduleRow[] {
  return all<{
    clientId: number;
    enabled: number;
    platforms: string | null;
    everyHours: number | null;
    atMinute: number;
  }>(
    db,
    `SELECT client_id AS clientId, enabled, platforms, every_hours AS everyHours, at_minute AS atMinute FROM schedule
     ORDER BY client_id`,
  ).map((row) => ({
    ...row,
    enabled: row.enabled === 1,
    platforms: row.platforms === null ? null : (parseStrings(row.platforms) as PlatformId[]),
  }));
}

/** An ad account that can be imported by itself, with what the ledger knows of it. Instants in epoch ms. */
export type ScheduledAccount = {
  key: number;
  clientId: number;
  platform: PlatformId;
  timeZone: string;
  connectionId: string | null;
  /** A person has to sign in first. */
  needsSignIn: boolean;
  due: DueRow | null;
};
export type DueRow = { nextRunAt: number; nextSlot: string; lastSlot: string | null; lastStartedAt: number | null };

/** Every ad account of a client that is not put away, with its row of the ledger for `job`; `now` in epoch ms. */
export function scheduledAccounts(db: Db, args: { job: string; now: number }): ScheduledAccount[] {
  return all<{
    key: number;
    clientId: number;
    platform: PlatformId;
    timeZone: string;
    connectionId: string | null;
    usable: number;
    nextRunAt: number | null;
    nextSlot: string | null;
    lastSlot: string | null;
    lastStartedAt: number | null;
  }>(
    db,
    `SELECT a.id AS key, a.client_id AS clientId, a.platform, a.time_zone AS timeZone, a.connection_id AS connectionId,
       coalesce(c.state = 'connected' AND min(ifnull(c.expires_at, 9e15), ifnull(c.data_access_expires_at, 9e15)) > @now, 0) AS usable,
       d.next_run_at AS nextRunAt, d.next_slot AS nextSlot, d.last_slot AS lastSlot, d.last_started_at AS lastStartedAt
     FROM ad_account a
     JOIN client p ON p.id = a.client_id AND p.archived_at IS NULL
     LEFT JOIN connection c ON c.id = a.connection_id
     LEFT JOIN due_work d ON d.ad_account_key = a.id AND d.job = @job
     WHERE a.is_manager = 0 ORDER BY a.id`,
    args,
  ).map(({ usable, nextRunAt, nextSlot, lastSlot, lastStartedAt, ...account }) => ({
    ...account,
    needsSignIn: usable === 0,
    due: nextRunAt === null || nextSlot === null ? null : { nextRunAt, nextSlot, lastSlot, lastStartedAt },
  }));
}

/**
 * The newest request by which a schedule put an ad account in line between two instants (epoch ms), or null. The first import of an ad
 * account is called that whoever started it.
 */
export function requestedBySchedule(
  db: Db,
  args: { adAccountKey: number; since: number; until: number },
): string | null {
  const row = first<{ requestId: string }>(
    db,
    `SELECT request_id AS requestId FROM import_run
     WHERE ad_account_key = ? AND queued_at BETWEEN ? AND ? AND trigger IN ('scheduled', 'first') ORDER BY queued_at DESC LIMIT 1`,
    args.adAccountKey,
    args.since,
    args.until,
  );
  return row?.requestId ?? null;
}

/** The newest import of each client that a schedule started: of several ad accounts, the one that ended worst. */
export function lastScheduledRuns(db: Db): Map<number, { at: number; status: RunStatus }> {
  const rank: Record<RunStatus, number> = {
    failed: 0,
    partial: 1,
    running: 2,
    waiting: 3,
    queued: 4,
    cancelled: 5,
    succeeded: 6,
  };
  const newest = new Map<number, { at: number; status: RunStatus }>();
  for (const row of all<{ clientId: number; at: number; status: RunStatus }>(
    db,
    `SELECT r.client_id AS clientId, r.queued_at AS at, r.status FROM import_run r
     JOIN (SELECT client_id, max(queued_at) AS newest FROM import_run WHERE trigger = 'scheduled' GROUP BY client_id) n
       ON n.client_id = r.client_id AND r.queued_at = n.newest
     WHERE r.trigger = 'scheduled'`,
  )) {
    const known = newest.get(row.clientId);
    if (!known || rank[row.status] < rank[known.status]) newest.set(row.clientId, { at: row.at, status: row.status });
  }
  return newest;
}

import { datasetId, type Breakdown, type Dataset, type Grain } from '../../../contract/datasets.ts';
import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import type { Level, PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, first, type Db } from '../db.ts';
import type { SettleDays } from './day-states.ts';
import { clientAccounts, type ClientAccount } from './health.ts';

/** The datasets each platform offers; from its capabilities, because the store knows no platform. */
export type OfferedDatasets = Record<PlatformId, readonly Dataset[]>;

/** A question about a dataset, as every read of one takes it. */
export type DatasetArgs = {
  clientId: string;
  range: Range;
  platforms: readonly PlatformId[] | null;
  level: Level;
  parentId: string | null;
  entityId: string | null;
  asKnownOn?: AsKnownOn | null;
  now: number;
  settle: SettleDays;
  datasets: OfferedDatasets;
};

/** The client's ad accounts with the instant each is seen at; null when there is no such client. */
export function accountsOf(db: Db, args: DatasetArgs): ClientAccount[] | null {
  const clientId = Number(args.clientId);
  if (first(db, 'SELECT 1 FROM client WHERE id = ?', clientId) === undefined) return null;
  return clientAccounts(db, { ...args, clientId });
}

export type Named = { key: number; entityId: string; name: string };

/** Whose figures a row of a view tells. */
export function identityOf(account: ClientAccount, level: Level, named: Named | undefined) {
  return {
    platform: account.platform,
    adAccountId: account.adAccountId,
    level,
    entityId: named?.entityId ?? '',
    entityName: named?.name ?? '',
  };
}

/** The entities a question is about, by key. `narrowed` false: all of the level, so that facts need no filter. */
export function entitiesOf(
  db: Db,
  account: ClientAccount,
  args: Pick<DatasetArgs, 'level' | 'parentId' | 'entityId'>,
): { named: Map<number, Named>; narrowed: boolean } {
  const rows = all<Named>(
    db,
    `SELECT id AS key, entity_id AS entityId, coalesce(name, entity_id) AS name FROM entity
     WHERE ad_account_key = @account AND level = @level
       AND (@parent IS NULL OR parent_id = @parent) AND (@entity IS NULL OR entity_id = @entity)`,
    { account: account.key, level: LEVEL_CODES[args.level], parent: args.parentId, entity: args.entityId },
  );
  const named = new Map(rows.map((row) => [row.key, args.level === 'account' ? { ...row, name: account.name } : row]));
  return { named, narrowed: args.parentId !== null || args.entityId !== null };
}

/** A dataset of one platform: its id, its key in the store (null: nothing was ever stored), and what the platform says of it. */
export type FoundDataset = { id: string; key: number | null; declared: Dataset | null };

export function findDataset(
  db: Db,
  args: Pick<DatasetArgs, 'level' | 'datasets'>,
  platform: PlatformId,
  grain: Grain,
  breakdown: Breakdown,
): FoundDataset {
  const id = datasetId(args.level, grain, breakdown);
  const row = first<{ id: number }>(db, 'SELECT id FROM dataset WHERE platform = ? AND name = ?', platform, id);
  return { id, key: row?.id ?? null, declared: args.datasets[platform].find((one) => one.id === id) ?? null };
}

export type CoveredCell = { day: number; readAt: number; folded: boolean };

/**
 * The days of a dataset that had been read at the account's instant. Like those of the levels, a day first read later is missing;
 * its read time then is its newest read if that is not later, else its first.
 */
export function coveredDaysOf(db: Db, account: ClientAccount, datasetKey: number, range: Range): CoveredCell[] {
  const known = account.knownAt;
  return all<{ day: number; readAt: number; firstReadAt: number; foldedAt: number | null }>(
    db,
    `SELECT day, read_at AS readAt, first_read_at AS firstReadAt, folded_at AS foldedAt FROM dataset_coverage
     WHERE ad_account_key = ? AND dataset_key = ? AND day BETWEEN ? AND ? ORDER BY day`,
    account.key,
    datasetKey,
    dayToInt(range.from),
    dayToInt(range.to),
  )
    .filter((row) => known === null || row.firstReadAt <= known)
    .map((row) => ({
      day: row.day,
      readAt: known === null || row.readAt <= known ? row.readAt : row.firstReadAt,
      folded: row.foldedAt !== null,
    }));
}

/** Finds the rows of one ad account and dataset in a range of days. */
export const OF_DATASET = 'ad_account_key = @account AND dataset_key = @dataset AND day BETWEEN @from AND @to';

/** Narrows it to the entities asked about, bound as a JSON list of keys. */
export const OF_ENTITIES = ' AND entity_key IN (SELECT value FROM json_each(@entities))';

/** Accounts whose figures may be put together: same platform, same currency. */
export function partsOf(accounts: readonly ClientAccount[]): ClientAccount[][] {
  return [...Map.groupBy(accounts, (account) => `${account.platform} ${account.currency}`).values()];
}

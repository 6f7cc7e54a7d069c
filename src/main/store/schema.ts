import { blob, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { WINDOW_COLUMNS } from './codes.ts';

/**
 * The tables of a workspace. Ids of the platforms are text; money is integer micros; instants are epoch ms; days are yyyymmdd in the
 * ad account's zone; months are yyyymm. A null metric was not reported, which is not zero.
 *
 * drizzle cannot say STRICT or WITHOUT ROWID: the SQL in drizzle/ is edited by hand after generating, and tables named `insight_*`,
 * `conversion_day*` and `coverage` must never be rebuilt by a generated migration (test/store/schema.test.ts guards both).
 */
const key = (name: string) => integer(name).primaryKey({ autoIncrement: false });

export const client = sqliteTable(
  'client',
  {
    id: key('id'),
    name: text('name').notNull(),
    /** The name folded for comparison: SQLite's NOCASE knows ASCII only, and clients have names like 'Żabka'. */
    nameKey: text('name_key').notNull(),
    city: text('city'),
    createdAt: integer('created_at').notNull(),
    archivedAt: integer('archived_at'),
    /** Who of the agency looks after it. */
    owner: text('owner'),
  },
  (t) => [uniqueIndex('client_name').on(t.nameKey)],
);

export const connection = sqliteTable('connection', {
  id: text('id').primaryKey().notNull(),
  platform: text('platform').notNull(),
  label: text('label').notNull(),
  kind: text('kind').notNull(),
  loginId: text('login_id'),
  /** connected | expired | removed; 'expiring' and 'locked' are told at reading time. */
  state: text('state').notNull(),
  scopes: text('scopes').notNull(),
  expiresAt: integer('expires_at'),
  dataAccessExpiresAt: integer('data_access_expires_at'),
  problem: text('problem'),
  /** Sealed by the SecretStore; null after removal and for sign-ins kept in memory only. */
  sealedCredential: blob('sealed_credential'),
  createdAt: integer('created_at').notNull(),
  lastCheckedAt: integer('last_checked_at'),
  removedAt: integer('removed_at'),
  /** Stands for the person's app at the platform, whose quotas all its sign-ins share; null = never told. */
  appKey: text('app_key'),
});

/** At most one row. Its presence says that a key exists, so that an unreachable keychain is never read as "no key yet". */
export const secretStore = sqliteTable('secret_store', {
  id: key('id'),
  kind: text('kind').notNull(),
  checkValue: blob('check_value').notNull(),
  salt: blob('salt'),
  params: text('params'),
  createdAt: integer('created_at').notNull(),
});

export const adAccount = sqliteTable(
  'ad_account',
  {
    id: key('id'),
    platform: text('platform').notNull(),
    adAccountId: text('ad_account_id').notNull(),
    name: text('name').notNull(),
    currency: text('currency').notNull(),
    timeZone: text('time_zone').notNull(),
    status: text('status').notNull(),
    platformStatus: text('platform_status').notNull(),
    isManager: integer('is_manager').notNull(),
    managerPath: text('manager_path').notNull(),
    accessPath: text('access_path'),
    connectionId: text('connection_id').references(() => connection.id),
    clientId: integer('client_id').references(() => client.id),
    discoveredAt: integer('discovered_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Counts the structure reads begun, so that "not seen in this read" does not depend on the clock moving. */
    structureGeneration: integer('structure_generation').notNull().default(0),
    /** When the last complete structure read ended. */
    structureReadAt: integer('structure_read_at'),
    /** Longest conversion window of the account in days, as the platform told it; null = the platform's default. */
    conversionWindowDays: integer('conversion_window_days'),
    conversionWindowReadAt: integer('conversion_window_read_at'),
    /** API version conversions were last read in whole; another one now means that they are read again. */
    conversionsApiVersion: text('conversions_api_version'),
  },
  (t) => [
    uniqueIndex('ad_account_natural').on(t.platform, t.adAccountId),
    index('ad_account_client').on(t.clientId),
    index('ad_account_connection').on(t.connectionId),
  ],
);

/** Campaigns, ad groups, ads, and one row at level 0 for the ad account itself. Levels: see codes.ts. */
export const entity = sqliteTable(
  'entity',
  {
    id: key('id'),
    adAccountKey: integer('ad_account_key')
      .notNull()
      .references(() => adAccount.id),
    level: integer('level').notNull(),
    entityId: text('entity_id').notNull(),
    parentId: text('parent_id'),
    campaignId: text('campaign_id'),
    name: text('name'),
    status: text('status').notNull(),
    platformStatus: text('platform_status'),
    objective: text('objective'),
    dailyBudgetMicros: integer('daily_budget_micros'),
    lifetimeBudgetMicros: integer('lifetime_budget_micros'),
    extra: text('extra'),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    /** The account's structure_generation in which a structure list showed it; null = only known from insights. */
    structureGeneration: integer('structure_generation'),
  },
  (t) => [uniqueIndex('entity_natural').on(t.adAccountKey, t.level, t.entityId)],
);

export const entityHistory = sqliteTable(
  'entity_history',
  {
    id: key('id'),
    entityKey: integer('entity_key')
      .notNull()
      .references(() => entity.id),
    changedAt: integer('changed_at').notNull(),
    /** name | status | daily_budget_micros | lifetime_budget_micros */
    field: text('field').notNull(),
    oldValue: text('old_value'),
    newValue: text('new_value'),
  },
  (t) => [index('entity_history_entity').on(t.entityKey, t.changedAt)],
);

const metrics = () => ({
  spendMicros: integer('spend_micros'),
  impressions: integer('impressions'),
  clicks: integer('clicks'),
  linkClicks: integer('link_clicks'),
  reach: integer('reach'),
  conversions: real('conversions'),
  conversionValueMicros: integer('conversion_value_micros'),
  extra: text('extra'),
});

const dayKey = () => ({
  adAccountKey: integer('ad_account_key').notNull(),
  level: integer('level').notNull(),
  day: integer('day').notNull(),
  entityKey: integer('entity_key').notNull(),
});

/** The newest known values. `seen_at` = when these values were first seen; `revision` = how many older ones the ledger holds. */
export const insightDay = sqliteTable(
  'insight_day',
  {
    ...dayKey(),
    ...metrics(),
    seenAt: integer('seen_at').notNull(),
    revision: integer('revision').notNull(),
    /** Since when complete answers for the day no longer hold this row; the figures stay. */
    absentSince: integer('absent_since'),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.day, t.entityKey] })],
);

/**
 * The restatement ledger: every value that was replaced, when it was first seen and when it was superseded. Keyed by revision, not
 * by time, because two changes may fall into one millisecond of a fixed clock.
 */
export const insightDayRevision = sqliteTable(
  'insight_day_revision',
  {
    ...dayKey(),
    ...metrics(),
    seenAt: integer('seen_at').notNull(),
    revision: integer('revision').notNull(),
    supersededAt: integer('superseded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.day, t.entityKey, t.revision] })],
);

export const actionType = sqliteTable(
  'action_type',
  { id: key('id'), platform: text('platform').notNull(), name: text('name').notNull() },
  (t) => [uniqueIndex('action_type_natural').on(t.platform, t.name)],
);

const conversionKey = () => ({ ...dayKey(), actionTypeKey: integer('action_type_key').notNull() });

/** Last in their tables, where a migration that adds a window would put its columns. Typed as none: only drizzle-kit reads them. */
const figures = (): Record<never, never> =>
  Object.fromEntries(
    Object.values(WINDOW_COLUMNS).flatMap(([count, value]) => [
      [count, real(count)],
      [value, integer(value)],
    ]),
  );

/**
 * One row per action type with every attribution window beside each other (codes.ts): a row per window would be five times as many
 * for the same answer. A null figure is a window that was not reported, which is not zero.
 */
export const conversionDay = sqliteTable(
  'conversion_day',
  { ...conversionKey(), seenAt: integer('seen_at').notNull(), revision: integer('revision').notNull(), ...figures() },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.day, t.entityKey, t.actionTypeKey] })],
);

/** The ledger of conversion_day: a row that changed in any window is kept as a whole. */
export const conversionDayRevision = sqliteTable(
  'conversion_day_revision',
  {
    ...conversionKey(),
    seenAt: integer('seen_at').notNull(),
    revision: integer('revision').notNull(),
    supersededAt: integer('superseded_at').notNull(),
    ...figures(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.day, t.entityKey, t.actionTypeKey, t.revision] })],
);

/** Which day was last read when, per level. A day without a row here was never read: missing, not zero. */
export const coverage = sqliteTable(
  'coverage',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    level: integer('level').notNull(),
    day: integer('day').notNull(),
    readAt: integer('read_at').notNull(),
    importRunId: text('import_run_id'),
    rows: integer('rows').notNull(),
    /** Null for days read before this was kept. */
    firstReadAt: integer('first_read_at'),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.day] })],
);

/**
 * Sums of insight_day per calendar month, kept by exact deltas in the transaction that changes the days. Additive metrics only
 * (reach never adds up). Conversions in millionths, because a sum of doubles depends on its order.
 */
export const insightMonth = sqliteTable(
  'insight_month',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    level: integer('level').notNull(),
    month: integer('month').notNull(),
    entityKey: integer('entity_key').notNull(),
    spendMicros: integer('spend_micros'),
    impressions: integer('impressions'),
    clicks: integer('clicks'),
    linkClicks: integer('link_clicks'),
    conversionsMillionths: integer('conversions_millionths'),
    conversionValueMicros: integer('conversion_value_micros'),
    days: integer('days').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.month, t.entityKey] })],
);

export const importRun = sqliteTable(
  'import_run',
  {
    id: text('id').primaryKey().notNull(),
    /** One click is one request; it makes one run per ad account. */
    requestId: text('request_id').notNull(),
    clientId: integer('client_id')
      .notNull()
      .references(() => client.id),
    adAccountKey: integer('ad_account_key')
      .notNull()
      .references(() => adAccount.id),
    trigger: text('trigger').notNull(),
    status: text('status').notNull(),
    fromDay: integer('from_day').notNull(),
    toDay: integer('to_day').notNull(),
    /** 1 when a person chose the range. */
    chosen: integer('chosen').notNull(),
    why: text('why').notNull(),
    percent: integer('percent').notNull(),
    step: text('step').notNull(),
    campaignsFound: integer('campaigns_found'),
    rowsNew: integer('rows_new').notNull(),
    rowsChanged: integer('rows_changed').notNull(),
    rowsUnchanged: integer('rows_unchanged').notNull(),
    rowsSetAside: integer('rows_set_aside').notNull(),
    queuedAt: integer('queued_at').notNull(),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at'),
    /** Time spent working, waits for the platform and closed hours left out. */
    activeMs: integer('active_ms').notNull(),
    retryAt: integer('retry_at'),
    problem: text('problem'),
    structureDone: integer('structure_done').notNull(),
  },
  (t) => [
    index('import_run_status').on(t.status, t.queuedAt),
    index('import_run_client').on(t.clientId, t.queuedAt),
    index('import_run_account').on(t.adAccountKey, t.queuedAt),
    index('import_run_queued').on(t.queuedAt),
    index('import_run_finished').on(t.finishedAt),
    index('import_run_request').on(t.requestId),
  ],
);

export const importSlice = sqliteTable(
  'import_slice',
  {
    id: text('id').primaryKey().notNull(),
    importRunId: text('import_run_id')
      .notNull()
      .references(() => importRun.id),
    position: integer('position').notNull(),
    level: integer('level').notNull(),
    fromDay: integer('from_day').notNull(),
    toDay: integer('to_day').notNull(),
    /** pending | done | failed | skipped | split | cancelled */
    status: text('status').notNull(),
    attempts: integer('attempts').notNull(),
    retryAt: integer('retry_at'),
    rows: integer('rows'),
    asynchronous: integer('asynchronous').notNull(),
    error: text('error'),
    /** Null = the daily figures of `level`; else the name of another dataset. */
    dataset: text('dataset'),
    /** JSON {level, ids}: only these entities, when a day was too much for one answer. */
    entities: text('entities'),
  },
  (t) => [index('import_slice_run').on(t.importRunId, t.position)],
);

export const importLog = sqliteTable(
  'import_log',
  {
    id: key('id'),
    importRunId: text('import_run_id')
      .notNull()
      .references(() => importRun.id),
    at: integer('at').notNull(),
    level: text('level').notNull(),
    message: text('message').notNull(),
  },
  (t) => [index('import_log_run').on(t.importRunId)],
);

export const setAsideRow = sqliteTable(
  'set_aside_row',
  {
    id: key('id'),
    importRunId: text('import_run_id')
      .notNull()
      .references(() => importRun.id),
    /** Null for rows of a structure read. */
    sliceId: text('slice_id').references(() => importSlice.id),
    level: text('level').notNull(),
    reason: text('reason').notNull(),
    raw: text('raw').notNull(),
    /** When a newer version of Tidemark read the row after all. */
    replayedAt: integer('replayed_at'),
  },
  (t) => [index('set_aside_row_run').on(t.importRunId), index('set_aside_row_slice').on(t.sliceId)],
);

export const setting = sqliteTable('setting', {
  key: text('key').primaryKey().notNull(),
  value: text('value').notNull(),
});

/** What the workspace knows about itself (when it was made, when it was last checked). Migrations are in drizzle's own table. */
export const workspaceMeta = sqliteTable('workspace_meta', {
  key: text('key').primaryKey().notNull(),
  value: text('value').notNull(),
});

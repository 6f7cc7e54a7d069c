import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

export * from './schema-figures.ts';
export * from './schema-quotas.ts';

/**
 * Tables of the sync engine beside the daily figures in schema.ts: finer grains and breakdowns, period rows, schedules, quotas,
 * checks and what was seen on the wire. The conventions of schema.ts hold here too.
 */
const key = (name: string) => integer(name).primaryKey({ autoIncrement: false });

const metrics = () => ({
  spendMicros: integer('spend_micros'),
  impressions: integer('impressions'),
  clicks: integer('clicks'),
  linkClicks: integer('link_clicks'),
  reach: integer('reach'),
  conversions: real('conversions'),
  conversionValueMicros: integer('conversion_value_micros'),
  /** The row's own action types as JSON (ConversionRecord[]), null when it has none. */
  actions: text('actions'),
  extra: text('extra'),
});

/** Names of datasets ('campaign.hour'), made on first sight: a new dataset needs no migration. */
export const dataset = sqliteTable(
  'dataset',
  { id: key('id'), platform: text('platform').notNull(), name: text('name').notNull() },
  (t) => [uniqueIndex('dataset_natural').on(t.platform, t.name)],
);

/** A cell of a breakdown: `value` is JSON with sorted keys ('{"age":"25-34","gender":"female"}', '{"hour":"01","fold":"1"}'). */
export const segment = sqliteTable(
  'segment',
  { id: key('id'), platform: text('platform').notNull(), value: text('value').notNull() },
  (t) => [uniqueIndex('segment_natural').on(t.platform, t.value)],
);

const segmentKey = () => ({
  adAccountKey: integer('ad_account_key').notNull(),
  datasetKey: integer('dataset_key').notNull(),
  day: integer('day').notNull(),
  entityKey: integer('entity_key').notNull(),
  segmentKey: integer('segment_key').notNull(),
});

/** Newest known values of an entity on a day within one cell of a breakdown (an hour is a breakdown too). */
export const insightSegment = sqliteTable(
  'insight_segment',
  { ...segmentKey(), ...metrics(), seenAt: integer('seen_at').notNull(), revision: integer('revision').notNull() },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.day, t.entityKey, t.segmentKey] })],
);

export const insightSegmentRevision = sqliteTable(
  'insight_segment_revision',
  {
    ...segmentKey(),
    ...metrics(),
    seenAt: integer('seen_at').notNull(),
    revision: integer('revision').notNull(),
    supersededAt: integer('superseded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.day, t.entityKey, t.segmentKey, t.revision] })],
);

/** Which day of a dataset was read when. A day without a row here was never read: missing, not zero. */
export const datasetCoverage = sqliteTable(
  'dataset_coverage',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    datasetKey: integer('dataset_key').notNull(),
    day: integer('day').notNull(),
    firstReadAt: integer('first_read_at').notNull(),
    readAt: integer('read_at').notNull(),
    importRunId: text('import_run_id'),
    rows: integer('rows').notNull(),
    /** Since when the hours of this day are in insight_hour_profile only. */
    foldedAt: integer('folded_at'),
    /** Since when the rows of this day are in the file of their year only (archive_file). */
    archivedAt: integer('archived_at'),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.day] })],
);

const periodKey = () => ({
  adAccountKey: integer('ad_account_key').notNull(),
  datasetKey: integer('dataset_key').notNull(),
  fromDay: integer('from_day').notNull(),
  toDay: integer('to_day').notNull(),
  entityKey: integer('entity_key').notNull(),
});

const uniques = () => ({
  frequency: real('frequency'),
  uniqueClicks: integer('unique_clicks'),
  uniqueLinkClicks: integer('unique_link_clicks'),
});

/** What the platform says of an entity over a whole range: the only source of reach, frequency and unique counts of more than a day. */
export const insightPeriod = sqliteTable(
  'insight_period',
  {
    ...periodKey(),
    ...metrics(),
    ...uniques(),
    seenAt: integer('seen_at').notNull(),
    revision: integer('revision').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.fromDay, t.toDay, t.entityKey] })],
);

export const insightPeriodRevision = sqliteTable(
  'insight_period_revision',
  {
    ...periodKey(),
    ...metrics(),
    ...uniques(),
    seenAt: integer('seen_at').notNull(),
    revision: integer('revision').notNull(),
    supersededAt: integer('superseded_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.fromDay, t.toDay, t.entityKey, t.revision] })],
);

/** Which range of a period dataset was read when. */
export const periodCoverage = sqliteTable(
  'period_coverage',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    datasetKey: integer('dataset_key').notNull(),
    fromDay: integer('from_day').notNull(),
    toDay: integer('to_day').notNull(),
    firstReadAt: integer('first_read_at').notNull(),
    readAt: integer('read_at').notNull(),
    importRunId: text('import_run_id'),
    rows: integer('rows').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.fromDay, t.toDay] })],
);

/** Hourly detail older than the person keeps, folded: sums per month, weekday (1 = Monday) and hour, over `days` days. */
export const insightHourProfile = sqliteTable(
  'insight_hour_profile',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    datasetKey: integer('dataset_key').notNull(),
    entityKey: integer('entity_key').notNull(),
    month: integer('month').notNull(),
    weekday: integer('weekday').notNull(),
    hour: integer('hour').notNull(),
    days: integer('days').notNull(),
    spendMicros: integer('spend_micros'),
    impressions: integer('impressions'),
    clicks: integer('clicks'),
    linkClicks: integer('link_clicks'),
    conversionsMillionths: integer('conversions_millionths'),
    conversionValueMicros: integer('conversion_value_micros'),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.datasetKey, t.entityKey, t.month, t.weekday, t.hour] })],
);

/** Yearly files beside the database that hold moved detail; they are attached read-only when a question reaches into their year. */
export const archiveFile = sqliteTable('archive_file', {
  year: key('year'),
  file: text('file').notNull(),
  movedAt: integer('moved_at').notNull(),
  rows: integer('rows').notNull(),
  bytes: integer('bytes').notNull(),
});

/** When a client is imported by itself. Client 0 holds the default every client without a row of its own inherits. */
export const schedule = sqliteTable('schedule', {
  clientId: key('client_id'),
  enabled: integer('enabled').notNull(),
  /** JSON list of platform ids; null = all. */
  platforms: text('platforms'),
  /** Null = once a day at `at_minute`; else every so many hours, counted from `at_minute`. */
  everyHours: integer('every_hours'),
  /** Minute of the day in the ad account's zone. */
  atMinute: integer('at_minute').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** The ledger of due work: timers only wake it, these rows decide. `slot` names the local day and hour a run was for. */
export const dueWork = sqliteTable(
  'due_work',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    job: text('job').notNull(),
    nextRunAt: integer('next_run_at').notNull(),
    nextSlot: text('next_slot').notNull(),
    lastSlot: text('last_slot'),
    lastStartedAt: integer('last_started_at'),
    lastRequestId: text('last_request_id'),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.job] }), index('due_work_next').on(t.nextRunAt)],
);

/** Things a person should know of. One row per cause: it counts up while the cause lasts and is resolved with it. */
export const alert = sqliteTable(
  'alert',
  {
    id: text('id').primaryKey().notNull(),
    kind: text('kind').notNull(),
    severity: text('severity').notNull(),
    cause: text('cause').notNull(),
    clientId: integer('client_id'),
    adAccountKey: integer('ad_account_key'),
    connectionId: text('connection_id'),
    title: text('title').notNull(),
    body: text('body').notNull(),
    fix: text('fix').notNull(),
    count: integer('count').notNull(),
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
    resolvedAt: integer('resolved_at'),
    dismissedAt: integer('dismissed_at'),
  },
  (t) => [index('alert_cause').on(t.cause, t.resolvedAt), index('alert_last').on(t.lastAt)],
);

/** A sum that does not add up: which check, which day, which entity, by how much. Shown, never filled with zeros. */
export const reconciliationGap = sqliteTable(
  'reconciliation_gap',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    /** 'campaign=account', 'ad=ad_group', 'hour=day', 'month=days' … */
    checkName: text('check_name').notNull(),
    day: integer('day').notNull(),
    /** The entity whose sum differs; for 'X=account' the campaign missing on one side, else the account's own entity. */
    entityKey: integer('entity_key').notNull(),
    metric: text('metric').notNull(),
    expected: integer('expected'),
    actual: integer('actual'),
    foundAt: integer('found_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    resolvedAt: integer('resolved_at'),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.checkName, t.day, t.entityKey, t.metric] })],
);

/** One request to a platform as the run inspector shows it; kept for some weeks. Paths are redacted before they get here. */
export const requestLog = sqliteTable(
  'request_log',
  {
    id: key('id'),
    importRunId: text('import_run_id'),
    at: integer('at').notNull(),
    platform: text('platform').notNull(),
    adAccountId: text('ad_account_id'),
    method: text('method').notNull(),
    path: text('path').notNull(),
    status: integer('status'),
    durationMs: integer('duration_ms').notNull(),
    bytes: integer('bytes'),
    usagePercent: real('usage_percent'),
    error: text('error'),
  },
  (t) => [index('request_log_run').on(t.importRunId), index('request_log_at').on(t.at)],
);

/** A backfill a person asked for: its import runs carry its id as request_id and are taken up again after any interruption. */
export const backfillJob = sqliteTable('backfill_job', {
  id: text('id').primaryKey().notNull(),
  createdAt: integer('created_at').notNull(),
  /** JSON: clients, months, platforms, datasets, force. */
  params: text('params').notNull(),
  requests: integer('requests').notNull(),
  finishedAt: integer('finished_at'),
  cancelledAt: integer('cancelled_at'),
});

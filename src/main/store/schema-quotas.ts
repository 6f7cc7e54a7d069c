import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What platforms allow and withhold. The conventions of schema.ts hold here too. */

/** How far a quota is used and until when it is left alone; survives restarts. `scope`: app | connection | ad_account. */
export const quotaState = sqliteTable(
  'quota_state',
  {
    platform: text('platform').notNull(),
    scope: text('scope').notNull(),
    scopeId: text('scope_id').notNull(),
    percent: real('percent'),
    holdUntil: integer('hold_until'),
    reason: text('reason'),
    toldAt: integer('told_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.scope, t.scopeId] })],
);

/** Operations asked of a platform per hour (epoch hours), for quotas that count over a sliding day. */
export const quotaOperations = sqliteTable(
  'quota_operations',
  {
    platform: text('platform').notNull(),
    scopeId: text('scope_id').notNull(),
    hour: integer('hour').notNull(),
    operations: integer('operations').notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.scopeId, t.hour] })],
);

/** Datasets a platform withholds from an ad account (an opt-in is missing, no permission): asked again now and then only. */
export const withheldDataset = sqliteTable(
  'withheld_dataset',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    dataset: text('dataset').notNull(),
    code: text('code').notNull(),
    sentence: text('sentence').notNull(),
    since: integer('since').notNull(),
    askedAt: integer('asked_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.dataset] })],
);

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Figures that earlier versions did not ask a platform for: readings up to `asked_after` (epoch ms) lack them. Filled by the migration
 * that comes with the asking, from the newest reading there is; a workspace made later has none.
 */
export const figureAsked = sqliteTable(
  'figure_asked',
  {
    platform: text('platform').notNull(),
    /** An action type, or 'impression_share'. */
    figure: text('figure').notNull(),
    askedAfter: integer('asked_after').notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.figure] })],
);

/**
 * Figures the platform refused to tell when a day was read: readings of the day up to `asked_after` (epoch ms) lack them. A row stays
 * when a later reading tells them, for whoever looks at what was known before.
 */
export const figureUntold = sqliteTable(
  'figure_untold',
  {
    adAccountKey: integer('ad_account_key').notNull(),
    level: integer('level').notNull(),
    day: integer('day').notNull(),
    /** An action type. */
    figure: text('figure').notNull(),
    askedAfter: integer('asked_after').notNull(),
  },
  (t) => [primaryKey({ columns: [t.adAccountKey, t.level, t.day, t.figure] })],
);

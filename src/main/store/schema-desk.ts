import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { client } from './schema.ts';

/**
 * What people add to the figures: who looks after a client, its tags, goals and names of conversions, notes, saved views. The
 * conventions of schema.ts hold here too; nothing of this is ever written by an import.
 */
const clientId = () =>
  integer('client_id')
    .notNull()
    .references(() => client.id);

export const clientTag = sqliteTable('client_tag', { clientId: clientId(), tag: text('tag').notNull() }, (t) => [
  primaryKey({ columns: [t.clientId, t.tag] }),
]);

/** Per currency, because a budget in one is no budget in another. Null = not set. */
export const clientGoal = sqliteTable(
  'client_goal',
  {
    clientId: clientId(),
    currency: text('currency').notNull(),
    monthlyBudgetMicros: integer('monthly_budget_micros'),
    targetCpaMicros: integer('target_cpa_micros'),
    targetRoas: real('target_roas'),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.currency] })],
);

/** Which conversions of the platforms a client calls by which name. `position` orders the names, `source_position` what is behind one. */
export const conversionMapping = sqliteTable(
  'conversion_mapping',
  {
    clientId: clientId(),
    name: text('name').notNull(),
    platform: text('platform').notNull(),
    /** The platform's action type, or a conversion action (contract/client-profile.ts). */
    actionType: text('action_type').notNull(),
    /** lead | purchase | reservation | step | other */
    kind: text('kind').notNull(),
    position: integer('position').notNull(),
    sourcePosition: integer('source_position').notNull(),
    /** 0 when another source of the same name already holds its conversions: it is kept, never added. */
    counted: integer('counted').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.name, t.platform, t.actionType] })],
);

export const annotation = sqliteTable(
  'annotation',
  {
    id: text('id').primaryKey().notNull(),
    clientId: clientId(),
    day: integer('day').notNull(),
    text: text('text').notNull(),
    kind: text('kind').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (t) => [index('annotation_client').on(t.clientId, t.day)],
);

export const savedView = sqliteTable(
  'saved_view',
  {
    id: text('id').primaryKey().notNull(),
    screen: text('screen').notNull(),
    name: text('name').notNull(),
    /** JSON the screen alone understands. */
    state: text('state').notNull(),
    position: integer('position').notNull(),
    pinned: integer('pinned').notNull(),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (t) => [index('saved_view_screen').on(t.screen, t.position)],
);

export const pinnedClient = sqliteTable('pinned_client', {
  clientId: integer('client_id')
    .primaryKey({ autoIncrement: false })
    .notNull()
    .references(() => client.id),
  position: integer('position').notNull(),
});

/** Suggestions a person has waved away; ids are made of what they are about (domain/suggestions.ts). */
export const dismissedSuggestion = sqliteTable('dismissed_suggestion', {
  id: text('id').primaryKey().notNull(),
  dismissedAt: integer('dismissed_at').notNull(),
});

/** What the agency decided about a client's reports. */
export const reportSetup = sqliteTable('report_setup', {
  clientId: integer('client_id')
    .primaryKey({ autoIncrement: false })
    .notNull()
    .references(() => client.id),
  costsShown: integer('costs_shown').notNull(),
  costsDecidedAt: integer('costs_decided_at'),
  /** JSON list of the sections last used; null = none was made yet. */
  sections: text('sections'),
});

/** What a person wrote for one client and period. */
export const reportText = sqliteTable(
  'report_text',
  {
    clientId: clientId(),
    fromDay: integer('from_day').notNull(),
    toDay: integer('to_day').notNull(),
    /** JSON list of the summary's lines; null = made of the figures. */
    lines: text('lines'),
    nextSteps: text('next_steps').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.clientId, t.fromDay, t.toDay] })],
);

/** Files that were made for a client, and every time costs in them were allowed or forbidden. Nothing is ever taken out. */
export const reportEvent = sqliteTable(
  'report_event',
  {
    id: integer('id').primaryKey().notNull(),
    clientId: clientId(),
    at: integer('at').notNull(),
    /** pdf | csv | png | print | costs_shown | costs_hidden */
    kind: text('kind').notNull(),
    fileName: text('file_name'),
    fromDay: integer('from_day'),
    toDay: integer('to_day'),
    costsShown: integer('costs_shown').notNull(),
  },
  (t) => [index('report_event_client').on(t.clientId, t.at)],
);

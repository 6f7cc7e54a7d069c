CREATE TABLE `alert` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`severity` text NOT NULL,
	`cause` text NOT NULL,
	`client_id` integer,
	`ad_account_key` integer,
	`connection_id` text,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`fix` text NOT NULL,
	`count` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`resolved_at` integer,
	`dismissed_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `alert_cause` ON `alert` (`cause`,`resolved_at`);--> statement-breakpoint
CREATE INDEX `alert_last` ON `alert` (`last_at`);--> statement-breakpoint
CREATE TABLE `archive_file` (
	`year` integer PRIMARY KEY NOT NULL,
	`file` text NOT NULL,
	`moved_at` integer NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `backfill_job` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`params` text NOT NULL,
	`requests` integer NOT NULL,
	`finished_at` integer,
	`cancelled_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `dataset` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `dataset_natural` ON `dataset` (`platform`,`name`);--> statement-breakpoint
CREATE TABLE `dataset_coverage` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`day` integer NOT NULL,
	`first_read_at` integer NOT NULL,
	`read_at` integer NOT NULL,
	`import_run_id` text,
	`rows` integer NOT NULL,
	`folded_at` integer,
	`archived_at` integer,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `due_work` (
	`ad_account_key` integer NOT NULL,
	`job` text NOT NULL,
	`next_run_at` integer NOT NULL,
	`next_slot` text NOT NULL,
	`last_slot` text,
	`last_started_at` integer,
	`last_request_id` text,
	PRIMARY KEY(`ad_account_key`, `job`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `due_work_next` ON `due_work` (`next_run_at`);--> statement-breakpoint
CREATE TABLE `insight_hour_profile` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`month` integer NOT NULL,
	`weekday` integer NOT NULL,
	`hour` integer NOT NULL,
	`days` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`conversions_millionths` integer,
	`conversion_value_micros` integer,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `entity_key`, `month`, `weekday`, `hour`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `insight_period` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`reach` integer,
	`conversions` real,
	`conversion_value_micros` integer,
	`actions` text,
	`extra` text,
	`frequency` real,
	`unique_clicks` integer,
	`unique_link_clicks` integer,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `from_day`, `to_day`, `entity_key`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `insight_period_revision` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`reach` integer,
	`conversions` real,
	`conversion_value_micros` integer,
	`actions` text,
	`extra` text,
	`frequency` real,
	`unique_clicks` integer,
	`unique_link_clicks` integer,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`superseded_at` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `from_day`, `to_day`, `entity_key`, `revision`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `insight_segment` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`segment_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`reach` integer,
	`conversions` real,
	`conversion_value_micros` integer,
	`actions` text,
	`extra` text,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `day`, `entity_key`, `segment_key`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `insight_segment_revision` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`segment_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`reach` integer,
	`conversions` real,
	`conversion_value_micros` integer,
	`actions` text,
	`extra` text,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`superseded_at` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `day`, `entity_key`, `segment_key`, `revision`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `period_coverage` (
	`ad_account_key` integer NOT NULL,
	`dataset_key` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`first_read_at` integer NOT NULL,
	`read_at` integer NOT NULL,
	`import_run_id` text,
	`rows` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset_key`, `from_day`, `to_day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `quota_operations` (
	`platform` text NOT NULL,
	`scope_id` text NOT NULL,
	`hour` integer NOT NULL,
	`operations` integer NOT NULL,
	PRIMARY KEY(`platform`, `scope_id`, `hour`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `quota_state` (
	`platform` text NOT NULL,
	`scope` text NOT NULL,
	`scope_id` text NOT NULL,
	`percent` real,
	`hold_until` integer,
	`reason` text,
	`told_at` integer NOT NULL,
	PRIMARY KEY(`platform`, `scope`, `scope_id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `reconciliation_gap` (
	`ad_account_key` integer NOT NULL,
	`check_name` text NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`metric` text NOT NULL,
	`expected` integer,
	`actual` integer,
	`found_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`resolved_at` integer,
	PRIMARY KEY(`ad_account_key`, `check_name`, `day`, `entity_key`, `metric`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `request_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`import_run_id` text,
	`at` integer NOT NULL,
	`platform` text NOT NULL,
	`ad_account_id` text,
	`method` text NOT NULL,
	`path` text NOT NULL,
	`status` integer,
	`duration_ms` integer NOT NULL,
	`bytes` integer,
	`usage_percent` real,
	`error` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `request_log_run` ON `request_log` (`import_run_id`);--> statement-breakpoint
CREATE INDEX `request_log_at` ON `request_log` (`at`);--> statement-breakpoint
CREATE TABLE `schedule` (
	`client_id` integer PRIMARY KEY NOT NULL,
	`enabled` integer NOT NULL,
	`platforms` text,
	`every_hours` integer,
	`at_minute` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `segment` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `segment_natural` ON `segment` (`platform`,`value`);--> statement-breakpoint
CREATE TABLE `withheld_dataset` (
	`ad_account_key` integer NOT NULL,
	`dataset` text NOT NULL,
	`code` text NOT NULL,
	`sentence` text NOT NULL,
	`since` integer NOT NULL,
	`asked_at` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `ad_account` ADD `conversion_window_days` integer;--> statement-breakpoint
ALTER TABLE `ad_account` ADD `conversion_window_read_at` integer;--> statement-breakpoint
ALTER TABLE `ad_account` ADD `conversions_api_version` text;--> statement-breakpoint
ALTER TABLE `connection` ADD `app_key` text;--> statement-breakpoint
ALTER TABLE `coverage` ADD `first_read_at` integer;--> statement-breakpoint
ALTER TABLE `import_slice` ADD `dataset` text;--> statement-breakpoint
ALTER TABLE `import_slice` ADD `entities` text;--> statement-breakpoint
ALTER TABLE `insight_day` ADD `absent_since` integer;--> statement-breakpoint
ALTER TABLE `set_aside_row` ADD `replayed_at` integer;
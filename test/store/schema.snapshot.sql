CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)

CREATE TABLE `action_type` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`name` text NOT NULL
) STRICT

CREATE TABLE `ad_account` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`ad_account_id` text NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`time_zone` text NOT NULL,
	`status` text NOT NULL,
	`platform_status` text NOT NULL,
	`is_manager` integer NOT NULL,
	`manager_path` text NOT NULL,
	`access_path` text,
	`connection_id` text,
	`client_id` integer,
	`discovered_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`structure_generation` integer DEFAULT 0 NOT NULL,
	`structure_read_at` integer, `conversion_window_days` integer, `conversion_window_read_at` integer, `conversions_api_version` text,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

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
) STRICT

CREATE TABLE `annotation` (
	`id` text PRIMARY KEY NOT NULL,
	`client_id` integer NOT NULL,
	`day` integer NOT NULL,
	`text` text NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`removed_at` integer,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `archive_file` (
	`year` integer PRIMARY KEY NOT NULL,
	`file` text NOT NULL,
	`moved_at` integer NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL
) STRICT

CREATE TABLE `backfill_job` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`params` text NOT NULL,
	`requests` integer NOT NULL,
	`finished_at` integer,
	`cancelled_at` integer
) STRICT

CREATE TABLE `client` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`city` text,
	`created_at` integer NOT NULL,
	`archived_at` integer
, `owner` text) STRICT

CREATE TABLE `client_goal` (
	`client_id` integer NOT NULL,
	`currency` text NOT NULL,
	`monthly_budget_micros` integer,
	`target_cpa_micros` integer,
	`target_roas` real,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`client_id`, `currency`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID

CREATE TABLE `client_tag` (
	`client_id` integer NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`client_id`, `tag`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID

CREATE TABLE `connection` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`label` text NOT NULL,
	`kind` text NOT NULL,
	`login_id` text,
	`state` text NOT NULL,
	`scopes` text NOT NULL,
	`expires_at` integer,
	`data_access_expires_at` integer,
	`problem` text,
	`sealed_credential` blob,
	`created_at` integer NOT NULL,
	`last_checked_at` integer,
	`removed_at` integer
, `app_key` text) STRICT

CREATE TABLE `conversion_day` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`action_type_key` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`count_default` real,
	`value_default` integer,
	`count_1d_click` real,
	`value_1d_click` integer,
	`count_7d_click` real,
	`value_7d_click` integer,
	`count_28d_click` real,
	`value_28d_click` integer,
	`count_1d_view` real,
	`value_1d_view` integer,
	`count_1d_ev` real,
	`value_1d_ev` integer,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `entity_key`, `action_type_key`)
) STRICT, WITHOUT ROWID

CREATE TABLE `conversion_day_revision` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`action_type_key` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`superseded_at` integer NOT NULL,
	`count_default` real,
	`value_default` integer,
	`count_1d_click` real,
	`value_1d_click` integer,
	`count_7d_click` real,
	`value_7d_click` integer,
	`count_28d_click` real,
	`value_28d_click` integer,
	`count_1d_view` real,
	`value_1d_view` integer,
	`count_1d_ev` real,
	`value_1d_ev` integer,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `entity_key`, `action_type_key`, `revision`)
) STRICT, WITHOUT ROWID

CREATE TABLE `conversion_mapping` (
	`client_id` integer NOT NULL,
	`name` text NOT NULL,
	`platform` text NOT NULL,
	`action_type` text NOT NULL,
	`kind` text NOT NULL,
	`position` integer NOT NULL,
	`source_position` integer NOT NULL,
	`counted` integer NOT NULL,
	PRIMARY KEY(`client_id`, `name`, `platform`, `action_type`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID

CREATE TABLE `coverage` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`read_at` integer NOT NULL,
	`import_run_id` text,
	`rows` integer NOT NULL, `first_read_at` integer,
	PRIMARY KEY(`ad_account_key`, `level`, `day`)
) STRICT, WITHOUT ROWID

CREATE TABLE `dataset` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`name` text NOT NULL
) STRICT

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
) STRICT, WITHOUT ROWID

CREATE TABLE `dismissed_suggestion` (
	`id` text PRIMARY KEY NOT NULL,
	`dismissed_at` integer NOT NULL
) STRICT

CREATE TABLE `due_work` (
	`ad_account_key` integer NOT NULL,
	`job` text NOT NULL,
	`next_run_at` integer NOT NULL,
	`next_slot` text NOT NULL,
	`last_slot` text,
	`last_started_at` integer,
	`last_request_id` text,
	PRIMARY KEY(`ad_account_key`, `job`)
) STRICT, WITHOUT ROWID

CREATE TABLE `entity` (
	`id` integer PRIMARY KEY NOT NULL,
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`entity_id` text NOT NULL,
	`parent_id` text,
	`campaign_id` text,
	`name` text,
	`status` text NOT NULL,
	`platform_status` text,
	`objective` text,
	`daily_budget_micros` integer,
	`lifetime_budget_micros` integer,
	`extra` text,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`structure_generation` integer,
	FOREIGN KEY (`ad_account_key`) REFERENCES `ad_account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `entity_history` (
	`id` integer PRIMARY KEY NOT NULL,
	`entity_key` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`field` text NOT NULL,
	`old_value` text,
	`new_value` text,
	FOREIGN KEY (`entity_key`) REFERENCES `entity`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `figure_asked` (
	`platform` text NOT NULL,
	`figure` text NOT NULL,
	`asked_after` integer NOT NULL,
	PRIMARY KEY(`platform`, `figure`)
) STRICT

CREATE TABLE `figure_untold` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`figure` text NOT NULL,
	`asked_after` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `figure`)
) STRICT, WITHOUT ROWID

CREATE TABLE `import_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`import_run_id` text NOT NULL,
	`at` integer NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	FOREIGN KEY (`import_run_id`) REFERENCES `import_run`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `import_run` (
	`id` text PRIMARY KEY NOT NULL,
	`request_id` text NOT NULL,
	`client_id` integer NOT NULL,
	`ad_account_key` integer NOT NULL,
	`trigger` text NOT NULL,
	`status` text NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`chosen` integer NOT NULL,
	`why` text NOT NULL,
	`percent` integer NOT NULL,
	`step` text NOT NULL,
	`campaigns_found` integer,
	`rows_new` integer NOT NULL,
	`rows_changed` integer NOT NULL,
	`rows_unchanged` integer NOT NULL,
	`rows_set_aside` integer NOT NULL,
	`queued_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`active_ms` integer NOT NULL,
	`retry_at` integer,
	`problem` text,
	`structure_done` integer NOT NULL,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ad_account_key`) REFERENCES `ad_account`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `import_slice` (
	`id` text PRIMARY KEY NOT NULL,
	`import_run_id` text NOT NULL,
	`position` integer NOT NULL,
	`level` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`retry_at` integer,
	`rows` integer,
	`asynchronous` integer NOT NULL,
	`error` text, `dataset` text, `entities` text,
	FOREIGN KEY (`import_run_id`) REFERENCES `import_run`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `insight_day` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`reach` integer,
	`conversions` real,
	`conversion_value_micros` integer,
	`extra` text,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL, `absent_since` integer,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `entity_key`)
) STRICT, WITHOUT ROWID

CREATE TABLE `insight_day_revision` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`reach` integer,
	`conversions` real,
	`conversion_value_micros` integer,
	`extra` text,
	`seen_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`superseded_at` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `entity_key`, `revision`)
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

CREATE TABLE `insight_month` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`month` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`spend_micros` integer,
	`impressions` integer,
	`clicks` integer,
	`link_clicks` integer,
	`conversions_millionths` integer,
	`conversion_value_micros` integer,
	`days` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `level`, `month`, `entity_key`)
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

CREATE TABLE `pinned_client` (
	`client_id` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `quota_operations` (
	`platform` text NOT NULL,
	`scope_id` text NOT NULL,
	`hour` integer NOT NULL,
	`operations` integer NOT NULL,
	PRIMARY KEY(`platform`, `scope_id`, `hour`)
) STRICT, WITHOUT ROWID

CREATE TABLE `quota_state` (
	`platform` text NOT NULL,
	`scope` text NOT NULL,
	`scope_id` text NOT NULL,
	`percent` real,
	`hold_until` integer,
	`reason` text,
	`told_at` integer NOT NULL,
	PRIMARY KEY(`platform`, `scope`, `scope_id`)
) STRICT, WITHOUT ROWID

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
) STRICT, WITHOUT ROWID

CREATE TABLE `report_event` (
	`id` integer PRIMARY KEY NOT NULL,
	`client_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`file_name` text,
	`from_day` integer,
	`to_day` integer,
	`costs_shown` integer NOT NULL,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `report_setup` (
	`client_id` integer PRIMARY KEY NOT NULL,
	`costs_shown` integer NOT NULL,
	`costs_decided_at` integer,
	`sections` text,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `report_text` (
	`client_id` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`lines` text,
	`next_steps` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`client_id`, `from_day`, `to_day`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

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
) STRICT

CREATE TABLE `saved_view` (
	`id` text PRIMARY KEY NOT NULL,
	`screen` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`position` integer NOT NULL,
	`pinned` integer NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer
) STRICT

CREATE TABLE `schedule` (
	`client_id` integer PRIMARY KEY NOT NULL,
	`enabled` integer NOT NULL,
	`platforms` text,
	`every_hours` integer,
	`at_minute` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT

CREATE TABLE `secret_store` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`check_value` blob NOT NULL,
	`salt` blob,
	`params` text,
	`created_at` integer NOT NULL
) STRICT

CREATE TABLE `segment` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`value` text NOT NULL
) STRICT

CREATE TABLE `set_aside_row` (
	`id` integer PRIMARY KEY NOT NULL,
	`import_run_id` text NOT NULL,
	`slice_id` text,
	`level` text NOT NULL,
	`reason` text NOT NULL,
	`raw` text NOT NULL, `replayed_at` integer,
	FOREIGN KEY (`import_run_id`) REFERENCES `import_run`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`slice_id`) REFERENCES `import_slice`(`id`) ON UPDATE no action ON DELETE no action
) STRICT

CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT

CREATE TABLE `withheld_dataset` (
	`ad_account_key` integer NOT NULL,
	`dataset` text NOT NULL,
	`code` text NOT NULL,
	`sentence` text NOT NULL,
	`since` integer NOT NULL,
	`asked_at` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `dataset`)
) STRICT, WITHOUT ROWID

CREATE TABLE `workspace_meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT

CREATE UNIQUE INDEX `action_type_natural` ON `action_type` (`platform`,`name`)

CREATE INDEX `ad_account_client` ON `ad_account` (`client_id`)

CREATE INDEX `ad_account_connection` ON `ad_account` (`connection_id`)

CREATE UNIQUE INDEX `ad_account_natural` ON `ad_account` (`platform`,`ad_account_id`)

CREATE INDEX `alert_cause` ON `alert` (`cause`,`resolved_at`)

CREATE INDEX `alert_last` ON `alert` (`last_at`)

CREATE INDEX `annotation_client` ON `annotation` (`client_id`,`day`)

CREATE UNIQUE INDEX `client_name` ON `client` (`name_key`)

CREATE UNIQUE INDEX `dataset_natural` ON `dataset` (`platform`,`name`)

CREATE INDEX `due_work_next` ON `due_work` (`next_run_at`)

CREATE INDEX `entity_history_entity` ON `entity_history` (`entity_key`,`changed_at`)

CREATE UNIQUE INDEX `entity_natural` ON `entity` (`ad_account_key`,`level`,`entity_id`)

CREATE INDEX `import_log_run` ON `import_log` (`import_run_id`)

CREATE INDEX `import_run_account` ON `import_run` (`ad_account_key`,`queued_at`)

CREATE INDEX `import_run_client` ON `import_run` (`client_id`,`queued_at`)

CREATE INDEX `import_run_finished` ON `import_run` (`finished_at`)

CREATE INDEX `import_run_queued` ON `import_run` (`queued_at`)

CREATE INDEX `import_run_request` ON `import_run` (`request_id`)

CREATE INDEX `import_run_status` ON `import_run` (`status`,`queued_at`)

CREATE INDEX `import_slice_run` ON `import_slice` (`import_run_id`,`position`)

CREATE INDEX `report_event_client` ON `report_event` (`client_id`,`at`)

CREATE INDEX `request_log_at` ON `request_log` (`at`)

CREATE INDEX `request_log_run` ON `request_log` (`import_run_id`)

CREATE INDEX `saved_view_screen` ON `saved_view` (`screen`,`position`)

CREATE UNIQUE INDEX `segment_natural` ON `segment` (`platform`,`value`)

CREATE INDEX `set_aside_row_run` ON `set_aside_row` (`import_run_id`)

CREATE INDEX `set_aside_row_slice` ON `set_aside_row` (`slice_id`)
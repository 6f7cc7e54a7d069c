CREATE TABLE `action_type` (
	`id` integer PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `action_type_natural` ON `action_type` (`platform`,`name`);--> statement-breakpoint
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
	`structure_read_at` integer,
	FOREIGN KEY (`connection_id`) REFERENCES `connection`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `ad_account_natural` ON `ad_account` (`platform`,`ad_account_id`);--> statement-breakpoint
CREATE INDEX `ad_account_client` ON `ad_account` (`client_id`);--> statement-breakpoint
CREATE INDEX `ad_account_connection` ON `ad_account` (`connection_id`);--> statement-breakpoint
CREATE TABLE `client` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`city` text,
	`created_at` integer NOT NULL,
	`archived_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `client_name` ON `client` (`name_key`);--> statement-breakpoint
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
) STRICT;
--> statement-breakpoint
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
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
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
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `coverage` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`read_at` integer NOT NULL,
	`import_run_id` text,
	`rows` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `level`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
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
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `entity_natural` ON `entity` (`ad_account_key`,`level`,`entity_id`);--> statement-breakpoint
CREATE TABLE `entity_history` (
	`id` integer PRIMARY KEY NOT NULL,
	`entity_key` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`field` text NOT NULL,
	`old_value` text,
	`new_value` text,
	FOREIGN KEY (`entity_key`) REFERENCES `entity`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `entity_history_entity` ON `entity_history` (`entity_key`,`changed_at`);--> statement-breakpoint
CREATE TABLE `import_log` (
	`id` integer PRIMARY KEY NOT NULL,
	`import_run_id` text NOT NULL,
	`at` integer NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	FOREIGN KEY (`import_run_id`) REFERENCES `import_run`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `import_log_run` ON `import_log` (`import_run_id`);--> statement-breakpoint
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
) STRICT;
--> statement-breakpoint
CREATE INDEX `import_run_status` ON `import_run` (`status`,`queued_at`);--> statement-breakpoint
CREATE INDEX `import_run_client` ON `import_run` (`client_id`,`queued_at`);--> statement-breakpoint
CREATE INDEX `import_run_account` ON `import_run` (`ad_account_key`,`queued_at`);--> statement-breakpoint
CREATE INDEX `import_run_queued` ON `import_run` (`queued_at`);--> statement-breakpoint
CREATE INDEX `import_run_request` ON `import_run` (`request_id`);--> statement-breakpoint
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
	`error` text,
	FOREIGN KEY (`import_run_id`) REFERENCES `import_run`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `import_slice_run` ON `import_slice` (`import_run_id`,`position`);--> statement-breakpoint
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
	`revision` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `entity_key`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
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
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
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
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `secret_store` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`check_value` blob NOT NULL,
	`salt` blob,
	`params` text,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `set_aside_row` (
	`id` integer PRIMARY KEY NOT NULL,
	`import_run_id` text NOT NULL,
	`slice_id` text,
	`level` text NOT NULL,
	`reason` text NOT NULL,
	`raw` text NOT NULL,
	FOREIGN KEY (`import_run_id`) REFERENCES `import_run`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`slice_id`) REFERENCES `import_slice`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `set_aside_row_run` ON `set_aside_row` (`import_run_id`);--> statement-breakpoint
CREATE INDEX `set_aside_row_slice` ON `set_aside_row` (`slice_id`);--> statement-breakpoint
CREATE TABLE `setting` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `workspace_meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;

ALTER TABLE `client` ADD `owner` text;--> statement-breakpoint
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
) STRICT;
--> statement-breakpoint
CREATE INDEX `annotation_client` ON `annotation` (`client_id`,`day`);--> statement-breakpoint
CREATE TABLE `client_goal` (
	`client_id` integer NOT NULL,
	`currency` text NOT NULL,
	`monthly_budget_micros` integer,
	`target_cpa_micros` integer,
	`target_roas` real,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`client_id`, `currency`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `client_tag` (
	`client_id` integer NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`client_id`, `tag`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
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
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `dismissed_suggestion` (
	`id` text PRIMARY KEY NOT NULL,
	`dismissed_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `pinned_client` (
	`client_id` integer PRIMARY KEY NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `saved_view` (
	`id` text PRIMARY KEY NOT NULL,
	`screen` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`position` integer NOT NULL,
	`pinned` integer NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `saved_view_screen` ON `saved_view` (`screen`,`position`);

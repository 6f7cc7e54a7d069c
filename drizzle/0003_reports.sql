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
) STRICT;
--> statement-breakpoint
CREATE INDEX `report_event_client` ON `report_event` (`client_id`,`at`);--> statement-breakpoint
CREATE TABLE `report_setup` (
	`client_id` integer PRIMARY KEY NOT NULL,
	`costs_shown` integer NOT NULL,
	`costs_decided_at` integer,
	`sections` text,
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `report_text` (
	`client_id` integer NOT NULL,
	`from_day` integer NOT NULL,
	`to_day` integer NOT NULL,
	`lines` text,
	`next_steps` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`client_id`, `from_day`, `to_day`),
	FOREIGN KEY (`client_id`) REFERENCES `client`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;

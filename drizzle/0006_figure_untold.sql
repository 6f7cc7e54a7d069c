CREATE TABLE `figure_untold` (
	`ad_account_key` integer NOT NULL,
	`level` integer NOT NULL,
	`day` integer NOT NULL,
	`figure` text NOT NULL,
	`asked_after` integer NOT NULL,
	PRIMARY KEY(`ad_account_key`, `level`, `day`, `figure`)
) STRICT, WITHOUT ROWID;

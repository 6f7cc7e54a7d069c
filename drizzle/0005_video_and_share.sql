CREATE TABLE `figure_asked` (
	`platform` text NOT NULL,
	`figure` text NOT NULL,
	`asked_after` integer NOT NULL,
	PRIMARY KEY(`platform`, `figure`)
) STRICT;
--> statement-breakpoint
INSERT INTO `figure_asked` (`platform`, `figure`, `asked_after`)
SELECT told.platform, told.figure, newest.at FROM (
	SELECT 'google' AS platform, 'video_view' AS figure
	UNION ALL SELECT 'google', 'impression_share'
	UNION ALL SELECT 'meta', 'video_play_actions'
	UNION ALL SELECT 'meta', 'video_thruplay_watched_actions'
) AS told CROSS JOIN (
	SELECT max(at) AS at FROM (SELECT max(read_at) AS at FROM coverage UNION ALL SELECT max(read_at) FROM period_coverage)
) AS newest WHERE newest.at IS NOT NULL;

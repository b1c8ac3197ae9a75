CREATE TABLE `takedowns` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`score_id` text NOT NULL,
	`recording_id` text,
	`music_hash` text DEFAULT '' NOT NULL,
	`everywhere` integer DEFAULT false NOT NULL,
	`title` text NOT NULL,
	`artist` text NOT NULL,
	`created` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `takedowns_score` ON `takedowns` (`owner_id`,`score_id`);--> statement-breakpoint
CREATE INDEX `takedowns_music` ON `takedowns` (`music_hash`);--> statement-breakpoint
ALTER TABLE `scores` ADD `music_hash` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `scores_music` ON `scores` (`music_hash`) WHERE music_hash <> '';--> statement-breakpoint
-- What was taken down before stays down, too.
INSERT INTO `takedowns` (id, owner_id, score_id, recording_id, everywhere, title, artist, created)
	SELECT lower(hex(randomblob(16))), r.owner_id, r.score_id, s.recording_id, max(r.reason = 'copyright'), s.title, s.artist, max(coalesce(r.resolved, r.created))
	FROM `reports` r JOIN `scores` s ON s.owner_id = r.owner_id AND s.id = r.score_id
	WHERE r.outcome = 'taken-down' GROUP BY r.owner_id, r.score_id;

ALTER TABLE `practice_sessions` ADD `day` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `practice_day` ON `practice_sessions` (`owner_id`,`day`);
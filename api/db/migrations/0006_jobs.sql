-- No version ever wrote a row here: the table is made anew for what the queue needs.
DROP TABLE `transcription_jobs`;--> statement-breakpoint
CREATE TABLE `transcription_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`upload_id` text NOT NULL,
	`name` text NOT NULL,
	`title` text NOT NULL,
	`settings` text NOT NULL,
	`request_key` text,
	`fingerprint` text,
	`priority` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'pending' NOT NULL,
	`stage` text DEFAULT 'waiting' NOT NULL,
	`progress` real DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due` integer NOT NULL,
	`lined` integer,
	`worker` text,
	`lease_token` text,
	`lease_until` integer,
	`started` integer,
	`ended` integer,
	`failure_code` text,
	`failure_message` text,
	`revision` integer DEFAULT 1 NOT NULL,
	`created` integer NOT NULL,
	`changed` integer NOT NULL,
	`result_hash` text,
	`result` text,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `jobs_turn` ON `transcription_jobs` (`state`,`due`);--> statement-breakpoint
CREATE INDEX `jobs_owner` ON `transcription_jobs` (`owner_id`,`state`,`created`);--> statement-breakpoint
CREATE INDEX `jobs_served` ON `transcription_jobs` (`owner_id`,`started`);--> statement-breakpoint
CREATE INDEX `jobs_started` ON `transcription_jobs` (`started`);--> statement-breakpoint
CREATE INDEX `jobs_lease` ON `transcription_jobs` (`lease_until`) WHERE state = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_request` ON `transcription_jobs` (`owner_id`,`request_key`);--> statement-breakpoint
CREATE TABLE `transcription_workers` (
	`name` text PRIMARY KEY NOT NULL,
	`seen` integer NOT NULL,
	`separation` integer DEFAULT false NOT NULL
);

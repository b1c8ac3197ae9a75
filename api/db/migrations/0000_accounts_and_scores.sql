CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`accountId` text NOT NULL,
	`providerId` text NOT NULL,
	`userId` text NOT NULL,
	`accessToken` text,
	`refreshToken` text,
	`idToken` text,
	`accessTokenExpiresAt` integer,
	`refreshTokenExpiresAt` integer,
	`scope` text,
	`password` text,
	`createdAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	`updatedAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`userId`);--> statement-breakpoint
CREATE TABLE `avatars` (
	`user_id` text PRIMARY KEY NOT NULL,
	`png` blob NOT NULL,
	`changed` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`owner_id` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer NOT NULL,
	`response` text NOT NULL,
	`created` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `key`),
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `idempotency_created` ON `idempotency_keys` (`created`);--> statement-breakpoint
CREATE TABLE `learning_progress` (
	`owner_id` text NOT NULL,
	`score_id` text NOT NULL,
	`completion` real DEFAULT 0 NOT NULL,
	`sections_completed` integer DEFAULT 0 NOT NULL,
	`sections_mastered` integer DEFAULT 0 NOT NULL,
	`problem_bars` text DEFAULT '[]' NOT NULL,
	`accuracy` real,
	`timing` real,
	`difficulty_rating` integer,
	`enjoyment_rating` integer,
	`notes` text DEFAULT '' NOT NULL,
	`target_tempo` real,
	`current_tempo` real,
	`changed` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `score_id`),
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `likes` (
	`user_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`score_id` text NOT NULL,
	`created` integer NOT NULL,
	PRIMARY KEY(`user_id`, `owner_id`, `score_id`),
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `likes_score` ON `likes` (`owner_id`,`score_id`);--> statement-breakpoint
CREATE TABLE `practice_sessions` (
	`owner_id` text NOT NULL,
	`id` text NOT NULL,
	`score_id` text NOT NULL,
	`started` integer NOT NULL,
	`seconds` integer NOT NULL,
	`first_bar` integer,
	`last_bar` integer,
	`tempo` real,
	`loops` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`owner_id`, `id`),
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `practice_started` ON `practice_sessions` (`owner_id`,`started`);--> statement-breakpoint
CREATE TABLE `previews` (
	`owner_id` text NOT NULL,
	`score_id` text NOT NULL,
	`revision` integer NOT NULL,
	`png` blob NOT NULL,
	PRIMARY KEY(`owner_id`, `score_id`),
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`resets` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rate_limits_resets` ON `rate_limits` (`resets`);--> statement-breakpoint
CREATE TABLE `recordings` (
	`owner_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`created` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `id`),
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `records` (
	`owner_id` text NOT NULL,
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`revision` integer NOT NULL,
	`seq` integer NOT NULL,
	`body` text,
	`changed` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `kind`, `id`),
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `records_seq` ON `records` (`owner_id`,`seq`);--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`score_id` text NOT NULL,
	`reporter_id` text,
	`reason` text NOT NULL,
	`text` text DEFAULT '' NOT NULL,
	`created` integer NOT NULL,
	`resolved` integer,
	`outcome` text,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`reporter_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `reports_open` ON `reports` (`resolved`,`created`);--> statement-breakpoint
CREATE TABLE `scores` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner_id` text NOT NULL,
	`id` text NOT NULL,
	`revision` integer NOT NULL,
	`seq` integer NOT NULL,
	`document` text,
	`bytes` integer DEFAULT 0 NOT NULL,
	`created` integer NOT NULL,
	`changed` integer NOT NULL,
	`deleted` integer,
	`title` text DEFAULT '' NOT NULL,
	`artist` text DEFAULT '' NOT NULL,
	`album` text DEFAULT '' NOT NULL,
	`genre` text DEFAULT '' NOT NULL,
	`year` integer,
	`tags` text DEFAULT '[]' NOT NULL,
	`seconds` real DEFAULT 0 NOT NULL,
	`instrument` text,
	`tempo` real,
	`key_fifths` integer,
	`key_mode` text,
	`time_signature` text,
	`tuning` text,
	`capo` integer,
	`bars` integer,
	`difficulty` real,
	`chord_progression` text,
	`confidence` real,
	`techniques` text DEFAULT '[]' NOT NULL,
	`embedding` F32_BLOB(64),
	`search` text DEFAULT '' NOT NULL,
	`visibility` text DEFAULT 'private' NOT NULL,
	`like_count` integer DEFAULT 0 NOT NULL,
	`view_count` integer DEFAULT 0 NOT NULL,
	`copy_count` integer DEFAULT 0 NOT NULL,
	`published` integer,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `scores_id` ON `scores` (`owner_id`,`id`);--> statement-breakpoint
CREATE INDEX `scores_seq` ON `scores` (`owner_id`,`seq`);--> statement-breakpoint
CREATE INDEX `scores_public` ON `scores` (`visibility`,`published`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`userId` text NOT NULL,
	`expiresAt` integer NOT NULL,
	`createdAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	`updatedAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	`ipAddress` text,
	`userAgent` text,
	FOREIGN KEY (`userId`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`userId`);--> statement-breakpoint
CREATE TABLE `shares` (
	`token` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`score_id` text NOT NULL,
	`created` integer NOT NULL,
	`allow_recording` integer DEFAULT false NOT NULL,
	`allow_export` integer DEFAULT true NOT NULL,
	`allow_copy` integer DEFAULT true NOT NULL,
	`views` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `shares_score` ON `shares` (`owner_id`,`score_id`);--> statement-breakpoint
CREATE TABLE `transcription_jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`recording_id` text NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`progress` real DEFAULT 0 NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease_until` integer,
	`lease_token` text,
	`settings` text,
	`result` text,
	`failure` text,
	`created` integer NOT NULL,
	`changed` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `jobs_state` ON `transcription_jobs` (`state`,`created`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`emailVerified` integer DEFAULT false NOT NULL,
	`image` text,
	`createdAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	`updatedAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	`role` text DEFAULT 'user' NOT NULL,
	`bio` text DEFAULT '' NOT NULL,
	`language` text DEFAULT 'en' NOT NULL,
	`subscription_tier` text DEFAULT 'free' NOT NULL,
	`storage_used` integer DEFAULT 0 NOT NULL,
	`storage_limit` integer DEFAULT 1000000000 NOT NULL,
	`daily_goal_minutes` integer DEFAULT 20 NOT NULL,
	`seq` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expiresAt` integer NOT NULL,
	`createdAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL,
	`updatedAt` integer DEFAULT (unixepoch('subsec') * 1000) NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);